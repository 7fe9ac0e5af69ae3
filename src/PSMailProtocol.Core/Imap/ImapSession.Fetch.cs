using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <content>UID FETCH (RFC 9051 section 6.4.5). Content is always peeked at, so that reading marks nothing as seen.</content>
public sealed partial class ImapSession
{
    /// <summary>The most UIDs asked for at once, so that a command stays short.</summary>
    private const int BatchMessages = 500;

    /// <summary>How much content one batch may bring, in octets; a larger message is a batch of its own.</summary>
    private const long BatchOctets = 4 * 1024 * 1024;

    private const string Facts = "UID FLAGS INTERNALDATE RFC822.SIZE";

    /// <summary>Fetches number, UID, flags, arrival and size, and no content.</summary>
    public IReadOnlyList<ImapFetchedMessage> FetchFacts(IReadOnlyList<long> uids)
    {
        var messages = new List<ImapFetchedMessage>(uids.Count);
        for (var first = 0; first < uids.Count; first += BatchMessages)
            messages.AddRange(FetchBatch(uids.Skip(first).Take(BatchMessages), Facts));
        return messages;
    }

    /// <summary>Fetches headers only, batch by batch.</summary>
    public IEnumerable<ImapFetchedMessage> FetchHeaders(IReadOnlyList<long> uids)
    {
        for (var first = 0; first < uids.Count; first += BatchMessages)
        {
            foreach (var message in FetchBatch(uids.Skip(first).Take(BatchMessages), Facts + " BODY.PEEK[HEADER]"))
                yield return message;
        }
    }

    /// <summary>
    /// Fetches messages whole, in batches of bounded size. No deadline runs while the caller works on what it was given.
    /// </summary>
    /// <param name="uids">Which ones.</param>
    public IEnumerable<ImapFetchedMessage> FetchMessages(IReadOnlyList<long> uids) => FetchMessages(FetchFacts(uids));

    /// <summary>Fetches messages whole whose facts are known, in batches of bounded size.</summary>
    /// <param name="facts">What <see cref="FetchFacts"/> told of them.</param>
    public IEnumerable<ImapFetchedMessage> FetchMessages(IReadOnlyList<ImapFetchedMessage> facts)
    {
        foreach (var batch in BySize(facts))
        {
            foreach (var message in FetchBatch(batch, Facts + " BODY.PEEK[]"))
                yield return message;
        }
    }

    private static IEnumerable<List<long>> BySize(IEnumerable<ImapFetchedMessage> messages)
    {
        var batch = new List<long>();
        var octets = 0L;
        foreach (var message in messages)
        {
            if (batch.Count > 0 && (octets + message.Size > BatchOctets || batch.Count == BatchMessages))
            {
                yield return batch;
                batch = [];
                octets = 0;
            }

            batch.Add(message.Uid);
            octets += message.Size;
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private List<ImapFetchedMessage> FetchBatch(IEnumerable<long> uids, string items)
    {
        var wanted = new HashSet<long>(uids);
        var messages = new Dictionary<long, ImapFetchedMessage>();
        var command = NewCommand("UID FETCH").Atom(ImapUidSet.Format(wanted)).Atom($"({items})");
        using var operation = _connection.Operation();
        Expect(command, MailErrors.CommandRejected, "FETCH was refused", (keyword, number) =>
        {
            if (keyword != "FETCH" || number is null)
                return false;

            _reader.Expect(' ');
            var message = ReadFetch(number.Value);

            // A server may tell of other messages at any time, and of one message in several pieces.
            if (wanted.Contains(message.Uid))
                messages[message.Uid] = messages.TryGetValue(message.Uid, out var known) ? Merge(known, message) : message;
            return true;
        });
        return [.. messages.Values.OrderBy(message => message.Uid)];
    }

    private static ImapFetchedMessage Merge(ImapFetchedMessage known, ImapFetchedMessage more)
    {
        known.Mail ??= more.Mail;
        known.Failure ??= more.Failure;
        known.InternalDate ??= more.InternalDate;
        known.Size = Math.Max(known.Size, more.Size);
        known.Flags = more.Flags.Count > 0 ? more.Flags : known.Flags;
        return known;
    }

    /// <summary>msg-att: a list of item names and values in any order.</summary>
    private ImapFetchedMessage ReadFetch(long number)
    {
        var message = new ImapFetchedMessage { Number = number };
        _reader.Expect('(');
        while (!_reader.TryTake(')'))
        {
            if (_reader.TryTake(' '))
                continue;

            var item = _reader.FetchItem();
            _reader.Expect(' ');
            ReadItem(message, item);
        }

        _reader.SkipResponse();
        return message;
    }

    private void ReadItem(ImapFetchedMessage message, string item)
    {
        switch (item)
        {
            case "UID":
                message.Uid = _reader.Number();
                break;
            case "RFC822.SIZE":
                message.Size = _reader.Number();
                break;
            case "INTERNALDATE":
                message.InternalDate = ParseInternalDate(_reader.NString());
                break;
            case "FLAGS":
                message.Flags = ReadFlags();
                break;
            case "BODY[]" or "BODY[HEADER]":
                ReadContent(message);
                break;
            default:
                _reader.SkipValue();
                break;
        }
    }

    /// <summary>A message that finds no room is still read to its end, so that those behind it can be read.</summary>
    private void ReadContent(ImapFetchedMessage message)
    {
        try
        {
            if (_reader.NString(_spool) is not null)
                message.Mail = _spool.Take();
        }
        catch (MailException e) when (e.Error == MailErrors.SpoolFailed)
        {
            message.Failure = e;
        }
    }

    private List<string> ReadFlags()
    {
        var flags = new List<string>();
        if (!_reader.TryTake('('))
        {
            // NIL, from servers that do not know better.
            _reader.SkipValue();
            return flags;
        }

        while (!_reader.TryTake(')'))
        {
            if (!_reader.TryTake(' '))
                flags.Add(_reader.Atom());
        }

        return flags;
    }

    /// <summary>date-time: <c>" 1-Feb-2026 03:04:05 +0100"</c>; some servers send dates that never were.</summary>
    private static DateTimeOffset? ParseInternalDate(string? text) =>
        DateTimeOffset.TryParseExact(text?.Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
