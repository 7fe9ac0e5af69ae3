using System.Collections.Generic;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Imap;

/// <summary>An address of an <see cref="ImapEnvelope"/> (RFC 9051 section 7.5.2).</summary>
/// <param name="Name">The name, encoded words as they are; null if there is none.</param>
/// <param name="Mailbox">The part before the at sign.</param>
/// <param name="Host">The domain; null where the message gives none.</param>
/// <param name="Group">The group that it stands in, or null.</param>
public sealed record ImapAddress(string? Name, string Mailbox, string? Host, string? Group = null)
{
    /// <summary>What the server puts in the place of a domain that is not there: Exchange, and Dovecot.</summary>
    private static readonly HashSet<string> NoHosts = new() { "", ".MISSING-HOST-NAME.", "MISSING_DOMAIN", "MISSING-HOST-NAME" };

    /// <summary>The address alone, with the quotes that its local part needs and that the server has taken away.</summary>
    public string Address =>
        Host is null ? Mailbox : IsQuoted(Mailbox) ? $"{Mailbox}@{Host}" : new MailboxAddress("", Mailbox, Host).Address;

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Name) ? Address : $"{Name} <{Address}>";

    /// <summary>
    /// Reads a list of addresses, or NIL; null for one with something in it that is no address, or that the server could not read
    /// itself. A group that never ends is an address without a domain, as of a user of the same machine.
    /// </summary>
    internal static IReadOnlyList<ImapAddress>? ReadList(ImapValue list)
    {
        if (list.Text is not null)
            return null;

        var addresses = new List<ImapAddress>();
        string? group = null;
        var groupStart = 0;
        foreach (var item in list.Items)
        {
            if (item.Bare is not { Text: null } bare || (bare.List is { Count: > 0 and < 4 }))
                return null;

            var (name, mailbox, host) = Fields(bare);
            if (IsMarked(bare, mailbox, host))
                return null;

            if (host is null && name is not null && IsBracketed(name))
            {
                // Gmail turns name and address around.
                var (local, domain) = Parts(name.Substring(1, name.Length - 2));
                addresses.Add(new ImapAddress(mailbox, local, domain, group));
            }
            else if (mailbox is null)
            {
                // The end of a group, or NIL in the place of an address.
                group = bare.List is not null && name is null && host is null ? null : group;
            }
            else if (host is null && name is null && mailbox.Length == 0)
            {
                // Courier begins and ends a group like this, and does not name it.
                group = null;
            }
            else if (host is null && name is null)
            {
                LeaveGroup(addresses, group, groupStart);
                (group, groupStart) = (mailbox, addresses.Count);
            }
            else if (mailbox.Length > 0 || HostOf(host) is not null || !string.IsNullOrEmpty(name))
            {
                addresses.Add(new ImapAddress(name, mailbox.TrimStart('<'), HostOf(host), group));
            }
        }

        LeaveGroup(addresses, group, groupStart);
        return addresses;
    }

    /// <summary>What began as a group and has not ended was none.</summary>
    private static void LeaveGroup(List<ImapAddress> addresses, string? group, int start)
    {
        if (group is null)
            return;

        for (var i = start; i < addresses.Count; i++)
            addresses[i] = addresses[i] with { Group = null };
        addresses.Insert(start, new ImapAddress(null, group, null));
    }

    /// <summary>Whether a list stands where text should, or the server says that it could not read the address: Dovecot, and UW.</summary>
    private static bool IsMarked(ImapValue item, string? mailbox, string? host) =>
        item.Items.Exists(field => field.List is not null) || mailbox == "MISSING_MAILBOX" || host == ".SYNTAX-ERROR.";

    /// <summary>Name, mailbox and host. Of more than four fields the first are pieces of a name whose literal was miscounted.</summary>
    private static (string? Name, string? Mailbox, string? Host) Fields(ImapValue item)
    {
        var extra = item.Items.Count - 4;
        if (extra <= 0)
            return (item[0].Text, item[2].Text, item[3].Text);

        var name = item[0].Text;
        for (var i = 1; i <= extra; i++)
            name += " " + item[i].Text;
        return (name, item[extra + 2].Text, item[extra + 3].Text);
    }

    /// <summary>Courier leaves the quotes where they were.</summary>
    private static bool IsQuoted(string mailbox) => mailbox.Length > 1 && mailbox[0] == '"' && mailbox[mailbox.Length - 1] == '"';

    private static bool IsBracketed(string name) => name.Length > 2 && name[0] == '<' && name[name.Length - 1] == '>';

    private static string? HostOf(string? host)
    {
        var trimmed = host?.TrimEnd('>');
        return trimmed is null || NoHosts.Contains(trimmed) ? null : trimmed;
    }

    private static (string Local, string? Domain) Parts(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? (address, null) : (address.Substring(0, at), address.Substring(at + 1));
    }
}
