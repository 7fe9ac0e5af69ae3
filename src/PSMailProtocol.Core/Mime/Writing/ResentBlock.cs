using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>
/// Who resent a message last, and to whom (RFC 5322 section 3.6.6): the first block of its <c>Resent-</c> fields, since
/// each resending puts its own before those that are there.
/// </summary>
internal sealed class ResentBlock
{
    private const string Prefix = "Resent-";

    private readonly List<MailboxAddress> _from = [];
    private readonly List<MailboxAddress> _sender = [];
    private readonly List<MailboxAddress> _recipients = [];

    private ResentBlock(HeaderCollection headers, int first)
    {
        // The fields of one resending stand together, each of them once; another one begins where a name comes again.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = first; i < headers.Count && IsResent(headers[i]) && names.Add(headers[i].Name); i++)
            Take(headers, i);
    }

    /// <summary>Who it was resent to: Resent-To, Resent-Cc and Resent-Bcc.</summary>
    public IReadOnlyList<MailboxAddress> Recipients => _recipients;

    /// <summary>Who did it: Resent-Sender, or else the first of Resent-From; null if neither can be read.</summary>
    public MailboxAddress? Originator => _sender.Count > 0 ? _sender[0] : _from.Count > 0 ? _from[0] : null;

    /// <summary>The first block, or null if the message was never resent.</summary>
    public static ResentBlock? Find(HeaderCollection headers)
    {
        for (int i = 0; i < headers.Count; i++)
        {
            if (IsResent(headers[i]))
                return new ResentBlock(headers, i);
        }

        return null;
    }

    private static bool IsResent(HeaderField field) => field.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private void Take(HeaderCollection headers, int index)
    {
        List<MailboxAddress>? into = headers[index].Name.Substring(Prefix.Length).ToLowerInvariant() switch
        {
            "from" => _from,
            "sender" => _sender,
            "to" or "cc" or "bcc" => _recipients,
            _ => null,
        };
        if (into is null)
            return;

        HeaderSpan span = headers.SpanAt(index);
        into.AddRange(AddressListParser.Read(headers.Buffer, span.ValueStart, span.End, headers.Context));
    }
}
