using System;
using System.Linq;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>The property of an object that holds an address and has the name of no parameter, as directories and tables name it.</summary>
internal static class RecipientProperty
{
    private static readonly string[] Names =
        ["Mail", "EmailAddress", "Email", "E-Mail", "E-Mail Address", "Address", "MailAddress", "PrimarySmtpAddress", "Recipient",
            "UserPrincipalName"];

    /// <summary>How to name the recipient by it, or null if there is none.</summary>
    /// <param name="input">An object from the pipeline.</param>
    public static string? AdviceFor(PSObject input)
    {
        var name = Names.Select(name => input.Properties[name]).FirstOrDefault(HoldsAddress)?.Name;
        if (name is null)
            return null;

        var reference = name.All(char.IsLetterOrDigit) ? name : $"'{name}'";
        return $"Name the recipient of each object by its property: -To {{ $_.{reference} }}.";
    }

    private static bool HoldsAddress(PSPropertyInfo? property)
    {
        try
        {
            return property?.Value is { } value && LanguagePrimitives.ConvertTo<string>(value).IndexOf('@') > 0;
        }
        catch (Exception e) when (e is GetValueException or PSInvalidCastException)
        {
            return false;
        }
    }
}
