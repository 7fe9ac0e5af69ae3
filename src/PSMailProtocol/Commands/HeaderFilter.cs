using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Commands;

/// <summary>Wishes about a message that its header answers, so that bodies of others need not be read.</summary>
internal sealed class HeaderFilter
{
    private readonly WildcardPattern[] _from;
    private readonly WildcardPattern[] _to;
    private readonly WildcardPattern[] _subject;
    private readonly DateTimeOffset? _since;
    private readonly DateTimeOffset? _before;
    private readonly DateTimeOffset? _olderThan;

    /// <summary>Of several patterns for one field one has to fit; what is null is no wish.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for a pattern that is none.</exception>
    public HeaderFilter(string[]? from, string[]? to, string[]? subject, DateTimeOffset? since, DateTimeOffset? before, DateTimeOffset? olderThan)
    {
        _from = WildcardParameter.Read(from, nameof(GetPop3MessageCommand.From));
        _to = WildcardParameter.Read(to, nameof(GetPop3MessageCommand.To));
        _subject = WildcardParameter.Read(subject, nameof(GetPop3MessageCommand.Subject));
        _since = since;
        _before = before;
        _olderThan = olderThan;
    }

    /// <summary>Whether every message fits.</summary>
    public bool IsEmpty =>
        _from.Length == 0 && _to.Length == 0 && _subject.Length == 0 && _since is null && _before is null && _olderThan is null;

    /// <summary>Whether a message fits. One without a date that can be read is neither before nor after anything.</summary>
    public bool Matches(ReceivedMessage message) =>
        FitsAny(_from, message.Authors)
        && FitsAny(_to, message.To.Concat(message.Cc))
        && (_subject.Length == 0 || _subject.Any(pattern => pattern.IsMatch(message.Subject)))
        && (_since is null || message.Date >= _since)
        && (_before is null || message.Date < _before)
        && (_olderThan is not { } limit || MessageAge.IsBefore(message, limit));

    /// <summary>A pattern may fit the address, the name, or both as they are shown together.</summary>
    private static bool FitsAny(WildcardPattern[] patterns, IEnumerable<MailboxAddress> mailboxes) =>
        patterns.Length == 0 || mailboxes.Any(mailbox => patterns.Any(pattern =>
            pattern.IsMatch(mailbox.Address) || pattern.IsMatch(mailbox.DisplayName ?? "") || pattern.IsMatch(mailbox.ToString())));
}
