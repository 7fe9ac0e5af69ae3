using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using MimeKit;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;

namespace PSMailProtocol.Mime;

/// <summary>The mailboxes of a field, groups flattened.</summary>
internal static class AddressFields
{
    private static readonly Regex Quoted = new("""\\(.)""", RegexOptions.CultureInvariant);

    /// <summary>Adds the mailboxes of a field.</summary>
    /// <returns>Whether the library could read the field.</returns>
    public static bool Read(byte[] value, ParserOptions options, List<MailboxAddress> mailboxes)
    {
        var mended = AddressSemicolons.Mend(BrokenWords.Mend(value));
        var isRead = InternetAddressList.TryParse(options, mended, out var list);
        var read = isRead ? list!.Mailboxes : AddressRescue.Read(FieldText.FromOctets(mended), options);
        mailboxes.AddRange(read.Select(Convert).OfType<MailboxAddress>());
        return isRead;
    }

    // An address with a control character in it is none; RFC 5321 has no way to write it.
    private static MailboxAddress? Convert(MimeKit.MailboxAddress mailbox)
    {
        var address = mailbox.Address;
        var at = address.LastIndexOf('@');
        var (local, domain) = at < 0 ? (address, "") : (address.Substring(0, at), address.Substring(at + 1));
        if (local.Length > 1 && local[0] == '"' && local[local.Length - 1] == '"')
            local = Quoted.Replace(local.Substring(1, local.Length - 2), "$1");
        var name = FieldText.WithoutLineEnds(mailbox.Name ?? "").Trim();
        return address.Length == 0 || address.Any(char.IsControl) ? null : new MailboxAddress(name, local, domain);
    }
}
