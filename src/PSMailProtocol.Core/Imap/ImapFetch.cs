using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>
/// Reads many messages in few round trips and hands each on when its FETCH is complete. Batches grow from small to large and are sent
/// ahead of the answers, but not before half of the batch before was taken, so that a caller who wants a few messages is not sent all.
/// Whatever was asked for and does not come is a failure with its UID; what did not come of a range is asked for once more without one,
/// since GNU Mailutils gives nothing of a range that begins with a message that is gone. Between two batches others may have their
/// turn in the session: it returns to its mailbox before it asks for more.
/// </summary>
internal sealed class ImapFetch
{
    /// <summary>The first batch, in messages: what is told of them without content is some tens of kilobytes.</summary>
    private const int FirstBatch = 64;

    /// <summary>The largest batch, in messages.</summary>
    private const int LargestBatch = 8192;

    /// <summary>How much larger each batch is than the one before. Without content the second one is the largest at once.</summary>
    private const int Growth = 8;

    /// <summary>How much content the first batch may bring, in octets; a larger message is a batch of its own.</summary>
    private const long FirstOctets = 64 * 1024;

    /// <summary>How much content any batch may bring, in octets.</summary>
    private const long LargestOctets = 4 * 1024 * 1024;

    /// <summary>The most messages that are asked for once more in one line, where each UID has ten digits.</summary>
    private const int MostAgain = ImapSession.LongestSet / 11;

    /// <summary>What a message of unknown size is thought to take.</summary>
    private const long TypicalOctets = 16 * 1024;

    /// <summary>How often a lost connection is replaced, and only where messages came since the last time.</summary>
    private const int MostReopenings = 3;

    private readonly ImapSession _session;
    private readonly ImapMailbox? _mailbox;
    private readonly string _items;
    private readonly bool _hasContent;
    private readonly Func<ImapFetchedMessage, bool>? _isWhole;
    private readonly Func<long, long?>? _sizeOf;
    private readonly long[] _uids;
    private readonly Queue<long> _singles = new();
    private readonly Queue<long> _again = new();
    private readonly HashSet<long> _askedAgain = [];
    private readonly List<ImapFetchCommand> _sent = [];
    private readonly Queue<ImapFetchedMessage> _ready = new();
    private int _next;
    private int _batch = FirstBatch;
    private long _octets = FirstOctets;
    private int _reopenings;
    private bool _hasCome = true;
    private MailConnection _connection;

    /// <param name="session">The session that reads.</param>
    /// <param name="mailbox">The mailbox of the messages, which is selected by now; null for whichever is.</param>
    /// <param name="uids">The messages; each once.</param>
    /// <param name="items">What is asked for.</param>
    /// <param name="sizeOf">Their sizes, by which batches of whole messages are made; null where nothing large is asked for.</param>
    public ImapFetch(ImapSession session, ImapMailbox? mailbox, IReadOnlyList<long> uids, string items, Func<long, long?>? sizeOf)
    {
        _session = session;
        _connection = session.Connection;
        _mailbox = mailbox;
        _uids = [.. uids.Distinct()];
        _items = items;
        _sizeOf = sizeOf;
        _hasContent = items.IndexOf("BODY.PEEK[", StringComparison.Ordinal) >= 0
            || items.IndexOf("BINARY.PEEK[", StringComparison.Ordinal) >= 0;
    }

    public ImapFetch(ImapSession session, ImapMailbox? mailbox, IReadOnlyList<long> uids, string items)
        : this(session, mailbox, uids, items, (Func<long, long?>?)null)
    {
    }

    /// <param name="session">The session that reads.</param>
    /// <param name="mailbox">The mailbox of the messages, which is selected by now; null for whichever is.</param>
    /// <param name="uids">The messages.</param>
    /// <param name="items">What is asked for.</param>
    /// <param name="isWhole">Whether all of that has come.</param>
    public ImapFetch(ImapSession session, ImapMailbox? mailbox, IReadOnlyList<long> uids, string items,
        Func<ImapFetchedMessage, bool> isWhole)
        : this(session, mailbox, uids, items)
    {
        _isWhole = isWhole;
    }

    /// <summary>The messages as they come, and the failures.</summary>
    public IEnumerable<ImapFetchedMessage> Read()
    {
        while (true)
        {
            while (_ready.Count > 0)
            {
                var message = _ready.Dequeue();
                if (MaySendAhead())
                    Try(SendNext);
                yield return message;
            }

            if (_sent.Count == 0 && !HasMore)
                yield break;
            Try(_sent.Count == 0 ? SendNext : ReadOne);
        }
    }

    private bool HasMore => _next < _uids.Length || _singles.Count > 0 || _again.Count > 0;

    private bool MaySendAhead() => HasMore && _sent.Count == 1 && _sent[0].Left <= _sent[0].Uids.Count / 2;

    private void ReadOne()
    {
        if (IsReplaced())
            return;

        using var operation = _session.Connection.Operation();

        // Another command that ran in between has read the answers of this one as well.
        if (_sent.TrueForAll(command => command.Completion is null))
            _session.ReadResponse();
        if (_sent.Find(command => command.Completion is not null) is { } completed)
            End(completed);
    }

    private void SendNext()
    {
        if (IsReplaced() && !HasMore)
            return;

        using var operation = _session.Connection.Operation();
        if (_mailbox is not null)
            _session.Return(_mailbox);
        if (_sent.Count == 0)
            _session.Drain();
        IReadOnlyList<long> uids = _singles.Count > 0 ? [_singles.Dequeue()] : _again.Count > 0 ? NextAgain() : NextBatch();
        var set = _askedAgain.Contains(uids[0]) ? ImapUidSet.List(uids) : ImapUidSet.Format(uids);
        var command = new ImapFetchCommand(uids, set, _items, IsWhole, HandOn);
        _sent.Add(command);
        _session.Send(command);
    }

    /// <summary>
    /// Whether others took a new connection in the place of the one that this was sent over. What did not come by then is asked for
    /// once more.
    /// </summary>
    private bool IsReplaced()
    {
        if (ReferenceEquals(_connection, _session.Connection))
            return false;

        _connection = _session.Connection;
        foreach (var uid in _sent.SelectMany(command => command.Missing(_ => false)))
            _singles.Enqueue(uid);
        _sent.Clear();
        return true;
    }

    /// <summary>Messages that did not come as part of a range, as many as fit into one line without one.</summary>
    private List<long> NextAgain()
    {
        var uids = new List<long>();
        while (_again.Count > 0 && uids.Count < MostAgain)
            uids.Add(_again.Dequeue());
        return uids;
    }

    /// <summary>The next messages: as many as their number, their sizes and the length of the line allow.</summary>
    private ArraySegment<long> NextBatch()
    {
        var end = _next;
        for (var octets = 0L; end < _uids.Length && end - _next < _batch; end++)
        {
            octets += _sizeOf is null ? 0 : _sizeOf(_uids[end]) ?? TypicalOctets;
            if (end > _next && octets > _octets)
                break;
        }

        _batch = _hasContent ? Math.Min(LargestBatch, _batch * Growth) : LargestBatch;
        _octets = Math.Min(LargestOctets, _octets * Growth);
        return Shortened(end - _next);
    }

    /// <summary>So many of the next messages, sorted. What does not fit into one line stays for the next batch.</summary>
    private ArraySegment<long> Shortened(int count)
    {
        Array.Sort(_uids, _next, count);
        var batch = new ArraySegment<long>(_uids, _next, count);
        while (ImapUidSet.Format(batch).Length > ImapSession.LongestSet)
            batch = new ArraySegment<long>(_uids, _next, batch.Count * 7 / 8);
        _next += batch.Count;
        return batch;
    }

    private bool IsWhole(ImapFetchedMessage message) =>
        _isWhole is not null ? _isWhole(message) : _hasContent ? message.HasContent : HasFacts(message);

    /// <summary>A server may tell of flags alone, when they change, and that is no answer.</summary>
    private bool HasFacts(ImapFetchedMessage message) =>
        _items == "UID" || message.Size is not null || message.InternalDate is not null || message.Envelope is not null;

    private void HandOn(ImapFetchedMessage message)
    {
        _hasCome = true;
        if (message.Oversize is { } octets)
            message.Failure = new ImapMessageTooLargeException(message.Uid, octets, _session.Connection.Limits.MessageSize);
        else if (ImapStandIn.Is(message))
            message.Failure ??= Gone(message.Uid);
        else if (message.Mail is { Length: 0 } && _items.EndsWith("BODY.PEEK[]", StringComparison.Ordinal))
            message.Failure ??= Missing(message.Uid, "the server gave out none of its octets");
        else if (_hasContent && _isWhole is null && message.Mail is null)
            message.Failure ??= Missing(message.Uid, "the server says that it has no content (NIL)");
        _ready.Enqueue(message);
    }

    private void End(ImapFetchCommand command)
    {
        _sent.Remove(command);
        var missing = command.Missing(_ => !_hasContent);
        if (command.Completion is { IsOk: false } refusal)
        {
            Refused(missing, refusal, command.Uids.Count > 1);
            return;
        }

        foreach (var uid in missing)
        {
            if (command.HasPart(uid))
                Fail(uid, Missing(uid, "the server gave out only a part of what was asked for"));
            else if (command.HasNameless)
                Fail(uid, Nameless(uid));
            else if (command.HasRange && _askedAgain.Add(uid))
                _again.Enqueue(uid);
            else
                Fail(uid, Gone(uid));
        }
    }

    /// <summary>
    /// Of a batch that is refused in the middle the rest is asked for one by one, so that one bad message keeps no other back.
    /// </summary>
    private void Refused(IReadOnlyList<long> missing, ImapStatus refusal, bool isBatch)
    {
        foreach (var uid in missing)
        {
            if (isBatch)
                _singles.Enqueue(uid);
            else
                Fail(uid, new ImapStatusException(MailErrors.MessageNotDelivered,
                    $"The server did not give out the message with the UID {uid}", refusal));
        }
    }

    /// <summary>
    /// Does something that may lose the connection. What was on its way is then read one by one over another, where there is one.
    /// </summary>
    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (MailException e)
        {
            Recover(e);
        }
    }

    private void Recover(MailException cause)
    {
        var open = _sent.SelectMany(command => command.Missing(_ => false)).ToList();
        var isCulprit = _sent.Count > 0 && _sent[0].Uids.Count == 1 && open.Count > 0;
        _sent.Clear();
        if (isCulprit)
        {
            // It was alone on its way, so the loss is its own, and no reason to give up on the others.
            _hasCome = true;
            Fail(open[0], Lost(open[0], cause));
            open.RemoveAt(0);
        }

        open.ForEach(_singles.Enqueue);
        if (!HasMore)
            return;
        if (_session.CanReopen && !IsElsewhere && _hasCome && _reopenings++ < MostReopenings && Reopen(ref cause))
            return;

        foreach (var uid in _singles.Concat(_again).Concat(_uids.Skip(_next)))
            Fail(uid, Lost(uid, cause));
        _singles.Clear();
        _again.Clear();
        _next = _uids.Length;
    }

    /// <summary>Whether there is no way back to the mailbox, which another connection would not change.</summary>
    private bool IsElsewhere => !_session.Connection.IsClosed && _mailbox is not null && !_session.IsIn(_mailbox);

    private bool Reopen(ref MailException cause)
    {
        _hasCome = false;
        try
        {
            _session.Reopen();
            _connection = _session.Connection;
            return true;
        }
        catch (MailException e)
        {
            cause = e;
            return false;
        }
    }

    private void Fail(long uid, MailException failure) => _ready.Enqueue(new ImapFetchedMessage { Uid = uid, Failure = failure });

    private static MailException Gone(long uid) =>
        new(MailErrors.UidNotFound, $"No message has the UID {uid}, or it is gone since it was found.");

    private static MailException Nameless(long uid) => Missing(uid, "the server sent messages without saying whose UID they have");

    private static MailException Missing(long uid, string why) =>
        new(MailErrors.MessageNotDelivered, $"The message with the UID {uid} did not come: {why}.");

    private static MailException Lost(long uid, MailException cause) =>
        new(cause.Error, $"The message with the UID {uid} did not come: {cause.Message}", cause);
}
