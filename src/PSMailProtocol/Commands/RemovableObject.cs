using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>An object of the pipeline that names messages of a maildrop by a property Uid, such as a row of a CSV file.</summary>
internal static class RemovableObject
{
    /// <summary>The UIDs that an object names.</summary>
    /// <param name="input">The object.</param>
    /// <param name="account">Where they are to be removed. An object that says that it comes from elsewhere names nothing there.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>.</exception>
    public static IReadOnlyList<string> UidsOf(PSObject input, MailAccount account)
    {
        RefuseForeign(input, account);
        var value = Unwrapped(input.Properties["Uid"]?.Value);
        var uids = value is IEnumerable several and not string
            ? several.Cast<object?>().Select(TextOf).ToList()
            : [TextOf(value)];
        if (uids.Any(string.IsNullOrEmpty))
            throw new MailException(MailErrors.InvalidInputObject, "An object in the pipeline has no Uid, or an empty one.");
        return uids!;
    }

    /// <summary>In another mailbox the same UID can be another message. Messages that were stored and read again say where they come from.</summary>
    private static void RefuseForeign(PSObject input, MailAccount account)
    {
        var mailbox = Unwrapped(input.Properties["Mailbox"]?.Value);
        var isForeign = input.TypeNames.Any(name => name.EndsWith(nameof(ImapMessage), StringComparison.Ordinal))
            || (mailbox is string text ? IsOriginOfAnother(text, account) : mailbox is not null && IsAnother(PSObject.AsPSObject(mailbox), account));
        if (isForeign)
            throw new MailException(MailErrors.InvalidInputObject, $"The message lives in {WireText.Excerpt(TextOf(mailbox) ?? "")}, which is not the maildrop of {account}.");
    }

    private static bool IsAnother(PSObject origin, MailAccount account) =>
        Differs(origin, "Protocol", "POP3", StringComparison.Ordinal)
        || Differs(origin, "Server", account.Server, StringComparison.OrdinalIgnoreCase)
        || Differs(origin, "UserName", account.UserName ?? "", StringComparison.Ordinal);

    /// <summary>A file holds the origin as text, as <see cref="MailboxOrigin.ToString"/> writes it; other text is none.</summary>
    private static bool IsOriginOfAnother(string text, MailAccount account) =>
        text.StartsWith("INBOX of ", StringComparison.Ordinal)
        && !text.StartsWith($"INBOX of {account.UserName} at {account.Server}:", StringComparison.OrdinalIgnoreCase);

    private static bool Differs(PSObject origin, string property, string expected, StringComparison comparison) =>
        TextOf(origin.Properties[property]?.Value) is { } text && !string.Equals(text, expected, comparison);

    private static string? TextOf(object? value) => Unwrapped(value)?.ToString();

    private static object? Unwrapped(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
