using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap.Commands;

/// <summary>LIST (RFC 9051 section 6.3.9), with special uses (RFC 6154) and the status of each mailbox (RFC 5819) where offered.</summary>
/// <param name="pattern">The names: <c>*</c> stands for any text, <c>%</c> for any within a level.</param>
/// <param name="isSpecialUseOffered">Whether special uses are asked for.</param>
/// <param name="statusItems">What STATUS is to tell of each mailbox, or null.</param>
/// <param name="mostEntries">The cap on their number, whose error is <paramref name="limitReached"/>.</param>
/// <param name="limitReached">Makes the error for more mailboxes than that.</param>
internal sealed class ImapListCommand(string pattern, bool isSpecialUseOffered, string? statusItems, int mostEntries,
    Func<MailException> limitReached)
    : ImapCommand<IReadOnlyList<ImapMailboxEntry>>
{
    private readonly List<ImapMailboxEntry> _entries = [];
    private readonly Dictionary<string, ImapMailboxStatus> _status = new(StringComparer.Ordinal);

    public override string Name => "LIST";

    public override void Write(ImapWriter writer)
    {
        writer.Words("LIST \"\"").Mailbox(pattern);
        var options = string.Join(" ",
            new[] { isSpecialUseOffered ? "SPECIAL-USE" : null, statusItems is null ? null : $"STATUS ({statusItems})" }
                .Where(option => option is not null));
        if (options.Length > 0)
            writer.Words($"RETURN ({options})");
    }

    public override bool Take(object response)
    {
        switch (response)
        {
            case ImapMailboxEntry entry:
                if (_entries.Count == mostEntries)
                    throw limitReached();
                _entries.Add(entry);
                return true;
            case ImapMailboxStatus status when statusItems is not null && _status.Count < mostEntries:
                _status[status.Name] = status;
                return true;
            default:
                return false;
        }
    }

    public override IReadOnlyList<ImapMailboxEntry> End(ImapStatus completion) => completion.IsOk
        ? [.. _entries.Select(entry => _status.TryGetValue(entry.Name, out var status) ? entry with { Status = status } : entry)]
        : throw Refused(MailErrors.CommandRejected, "LIST was refused", completion);
}
