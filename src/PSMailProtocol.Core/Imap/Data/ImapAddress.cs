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
    public string Address => Host is null ? Mailbox : IsQuoted(Mailbox) ? $"{Mailbox}@{Host}" : new MailboxAddress("", Mailbox, Host).Address;

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Name) ? Address : $"{Name} <{Address}>";

    /// <summary>Reads a list of addresses, or NIL; what is no address in it is passed over.</summary>
    internal static IReadOnlyList<ImapAddress> ReadList(ImapValue list)
    {
        var addresses = new List<ImapAddress>();
        string? group = null;
        foreach (var item in list.Items)
        {
            var (name, mailbox, host) = Fields(item);
            if (host is null && name is not null && IsBracketed(name))
            {
                // Gmail turns name and address around.
                var (local, domain) = Parts(name.Substring(1, name.Length - 2));
                addresses.Add(new ImapAddress(mailbox, local, domain, group));
            }
            else if (mailbox is null)
            {
                // The end of a group, or NIL in the place of an address.
                group = item.List is not null && name is null && host is null ? null : group;
            }
            else if (host is null && name is null)
            {
                group = mailbox;
            }
            else
            {
                addresses.Add(new ImapAddress(name, mailbox.TrimStart('<'), HostOf(host), group));
            }
        }

        return addresses;
    }

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
