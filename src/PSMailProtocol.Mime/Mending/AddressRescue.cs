using System;
using System.Collections.Generic;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>A field that the library refuses as a whole still holds addresses: what stands around each at sign, and a name before it.</summary>
internal static class AddressRescue
{
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', '<', '>', '"', ',', ';', '(', ')', ':'];
    private static readonly char[] NoName = [.. Separators, '\''];

    public static IEnumerable<MimeKit.MailboxAddress> Read(string text, ParserOptions options)
    {
        var end = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', end))
        {
            var start = Math.Max(end, text.LastIndexOfAny(Separators, at, at - end + 1) + 1);
            var name = text.Substring(end, start - end).Trim(NoName);
            var next = text.IndexOfAny(Separators, at + 1);
            end = next < 0 ? text.Length : next;
            if (MimeKit.MailboxAddress.TryParse(text.Substring(start, end - start), out var mailbox))
            {
                mailbox.Name = FieldText.Read(FieldText.Octets.GetBytes(name), options);
                yield return mailbox;
            }
        }
    }
}
