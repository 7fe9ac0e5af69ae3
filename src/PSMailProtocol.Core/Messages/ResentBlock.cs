using System;
using System.Collections.Generic;

namespace PSMailProtocol.Messages;

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

    private ResentBlock(IMailFields fields, int first)
    {
        // The fields of one resending stand together, each of them once; another one begins where a name comes again.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = first; i < fields.Names.Count && IsResent(fields.Names[i]) && names.Add(fields.Names[i]); i++)
            Take(fields, i);
    }

    /// <summary>Who it was resent to: Resent-To, Resent-Cc and Resent-Bcc.</summary>
    public IReadOnlyList<MailboxAddress> Recipients => _recipients;

    /// <summary>Who did it: Resent-Sender, or else the first of Resent-From; null if neither can be read.</summary>
    public MailboxAddress? Originator => _sender.Count > 0 ? _sender[0] : _from.Count > 0 ? _from[0] : null;

    /// <summary>The first block, or null if the message was never resent.</summary>
    public static ResentBlock? Find(IMailFields fields)
    {
        for (int i = 0; i < fields.Names.Count; i++)
        {
            if (IsResent(fields.Names[i]))
                return new ResentBlock(fields, i);
        }

        return null;
    }

    private static bool IsResent(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private void Take(IMailFields fields, int index)
    {
        List<MailboxAddress>? into = fields.Names[index].Substring(Prefix.Length).ToLowerInvariant() switch
        {
            "from" => _from,
            "sender" => _sender,
            "to" or "cc" or "bcc" => _recipients,
            _ => null,
        };
        into?.AddRange(fields.MailboxesAt(index));
    }
}
