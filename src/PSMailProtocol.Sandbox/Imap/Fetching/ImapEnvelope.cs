using System;
using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Writes an ENVELOPE (RFC 3501 section 7.4.2) from the fields of a header as they are written.</summary>
internal static class ImapEnvelope
{
    public static void Write(ImapResponse response, Func<string, string?> field)
    {
        response.Text("(").String(field("Date")).Text(" ").String(field("Subject"));
        var from = Addresses(field("From"));
        WriteAddresses(response, from);
        WriteAddresses(response, Addresses(field("Sender")) is { Count: > 0 } sender ? sender : from);
        WriteAddresses(response, Addresses(field("Reply-To")) is { Count: > 0 } replyTo ? replyTo : from);
        foreach (var name in new[] { "To", "Cc", "Bcc" })
            WriteAddresses(response, Addresses(field(name)));
        response.Text(" ").String(field("In-Reply-To")).Text(" ").String(field("Message-ID")).Text(")");
    }

    private static List<ImapAddress> Addresses(string? field) => field is null ? [] : new ImapAddressReader(field).Read();

    private static void WriteAddresses(ImapResponse response, List<ImapAddress> addresses)
    {
        response.Text(addresses.Count == 0 ? " NIL" : " (");
        foreach (var address in addresses)
        {
            response.Text("(").String(address.Name).Text(" ").String(address.Route).Text(" ")
                .String(address.Mailbox).Text(" ").String(address.Host).Text(")");
        }

        if (addresses.Count > 0)
            response.Text(")");
    }
}
