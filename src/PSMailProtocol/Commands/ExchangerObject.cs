using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>An object of the pipeline that <c>Resolve-MailExchanger</c> emitted, perhaps stored and read again since.</summary>
internal static class ExchangerObject
{
    /// <summary>Whether an object is such a one.</summary>
    public static bool IsExchanger(PSObject input) =>
        input.BaseObject is MailExchanger || StoredObject.Was<MailExchanger>(input);

    /// <summary>
    /// The addresses that were resolved for a server; none if the object is no exchanger or is that of another server. A column
    /// IPAddress of any other object says nothing: it must not lead mail elsewhere than the name does.
    /// </summary>
    /// <param name="input">The object, or null.</param>
    /// <param name="server">The server that mail goes to.</param>
    public static IReadOnlyList<IPAddress> AddressesFor(PSObject? input, string? server)
    {
        if (input is null || !IsExchanger(input) || input.Properties[nameof(MailExchanger.Exchange)]?.Value as string != server)
            return [];

        var addresses = LanguagePrimitives.GetEnumerable(input.Properties[nameof(MailExchanger.IPAddress)]?.Value)?.Cast<object?>() ?? [];
        return [.. addresses.Select(AddressOf).OfType<IPAddress>()];
    }

    private static IPAddress? AddressOf(object? value) => IPAddress.TryParse(value?.ToString(), out var address) ? address : null;
}
