using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MailboxAddress = PSMailProtocol.Messages.MailboxAddress;

namespace PSMailProtocol.Mime;

/// <summary>The mailboxes of a field, groups flattened.</summary>
internal static class AddressFields
{
    private static readonly Regex Quoted = new("""\\(.)""", RegexOptions.CultureInvariant);
    private static readonly Regex Blanks = new("""\s{2,}""", RegexOptions.CultureInvariant);

    /// <summary>Adds the mailboxes of a field.</summary>
    /// <returns>Whether the library could read the field.</returns>
    public static bool Read(byte[] value, Encoding charset, List<MailboxAddress> mailboxes)
    {
        value = AddressBlanks.Mend(UndeclaredOctets.Mend(value, charset));
        var mended = NamesBehind.Mend(AddressSemicolons.Mend(BrokenWords.Mend(WordSpecials.Mend(value))));
        var isSmall = UndeclaredOctets.CountWords(mended) <= UndeclaredOctets.MostWords;
        var isRead = InternetAddressList.TryParse(FieldText.Library, isSmall ? mended : [], out var list) && isSmall;
        var read = isRead
            ? list!.Mailboxes.Select(mailbox => (mailbox.Name ?? "", mailbox.Address))
            : AddressRescue.Read(FieldText.FromOctets(mended), charset);
        mailboxes.AddRange(read.Select(mailbox => Create(mailbox.Item1, mailbox.Item2)).OfType<MailboxAddress>());
        return isRead;
    }

    // An address with a control character in it is none; RFC 5321 has no way to write it.
    private static MailboxAddress? Create(string name, string address)
    {
        var at = address.LastIndexOf('@');
        var (local, domain) = at < 0 ? (address, "") : (address.Substring(0, at), address.Substring(at + 1));
        if (local.Length > 1 && local[0] == '"' && local[local.Length - 1] == '"')
            local = Quoted.Replace(local.Substring(1, local.Length - 2), "$1");
        return address.Length == 0 || address.Any(char.IsControl)
            ? null
            : new MailboxAddress(Blanks.Replace(FieldText.WithoutLineEnds(name), " ").Trim(), local, domain);
    }
}
