using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Commands;

/// <summary>A message that was read, or why it was not.</summary>
/// <param name="Uid">Which one.</param>
/// <param name="Message">The message; null for a failure.</param>
/// <param name="Failure">Why it is not there; null if it is.</param>
internal sealed record ImapReadMessage(long Uid, ImapMessage? Message, MailException? Failure);

/// <summary>
/// Reads the messages of an opened mailbox that fit a filter, with as little as tells whether they fit: bodies of others are not asked
/// for, and neither is what the pipeline does not take.
/// </summary>
/// <param name="session">The session. Others may have their turn in it between two batches.</param>
/// <param name="opened">The mailbox as it was selected in the session.</param>
/// <param name="mailbox">The mailbox.</param>
/// <param name="account">The login to it.</param>
/// <param name="filter">What is looked at here.</param>
/// <param name="progress">Told of what comes.</param>
internal sealed class ImapReading(ImapSession session, ImapMailbox opened, MailboxId mailbox, MailAccount account, MessageFilter filter,
    ReadingProgress progress)
{
    /// <summary>So many messages are looked at first, and so many each time after that.</summary>
    private const int FirstWindow = 16;
    private const int LargestWindow = 1024;

    private int _toSkip;
    private int _left = int.MaxValue;

    /// <summary>How much of each message is wanted: the envelope, the header, or all of it.</summary>
    public MessageExtent Extent { get; init; } = MessageExtent.Whole;

    /// <summary>Whether modification sequences are wanted of envelopes as well.</summary>
    public bool HasModSeq { get; init; }

    /// <summary>Which of the chosen messages are wanted.</summary>
    public MessagePage Page { get; init; } = new();

    private bool TellsByItself =>
        Extent != MessageExtent.Whole && !(Extent == MessageExtent.Envelope && filter.BeforeBody == MessageExtent.Header);

    /// <summary>Reads messages.</summary>
    /// <param name="uids">Among which ones, in ascending order.</param>
    public IEnumerable<ImapReadMessage> Read(IReadOnlyList<long> uids)
    {
        (_toSkip, _left) = (Page.Skip, Page.Last ?? Page.First);
        if (filter.IsEmpty)
            return ReadAll([.. Page.Of(uids)]);
        return Page.Last is null ? ReadMatching(uids) : ReadLastMatching(uids);
    }

    private IEnumerable<ImapReadMessage> ReadAll(IReadOnlyList<long> uids)
    {
        if (Extent == MessageExtent.Whole)
            return Selected().FetchMessages(uids, message => progress.Expect(message.Size ?? 0)).Select(Whole);

        foreach (var _ in uids)
            progress.Expect(0);
        return Fetch(uids, Extent);
    }

    private IEnumerable<ImapReadMessage> ReadMatching(IReadOnlyList<long> uids)
    {
        if (TellsByItself)
        {
            foreach (var read in ReadAll(uids))
            {
                if (read.Message is null || (filter.FitsHeader(read.Message) && IsNext()))
                    yield return read;
                if (_left == 0)
                    yield break;
            }

            yield break;
        }

        foreach (var window in Windows(uids, isFromEnd: false))
        {
            var fitting = new List<ImapFetchedMessage>();
            foreach (var looked in Look(window))
            {
                if (looked.Read.Message is null)
                    yield return looked.Read;
                else if (_left > 0 && filter.FitsHeader(looked.Read.Message) && (filter.NeedsBody || IsNext()))
                    fitting.Add(looked.Fetched);
            }

            foreach (var read in ReadFitting(fitting))
            {
                if (read.Message is null || !filter.NeedsBody || (filter.FitsBody(read.Message) && IsNext()))
                    yield return read;
                if (filter.NeedsBody && _left == 0)
                    yield break;
            }

            if (_left == 0)
                yield break;
        }
    }

    /// <summary>Looks from the end until there are enough; what is found comes in ascending order.</summary>
    private IEnumerable<ImapReadMessage> ReadLastMatching(IReadOnlyList<long> uids)
    {
        var found = new List<(ImapFetchedMessage Fetched, ImapReadMessage Read)>();
        foreach (var window in Windows(uids, isFromEnd: true).TakeWhile(_ => _left > 0))
        {
            var looked = Look(window).ToList();
            foreach (var failed in looked.Where(one => one.Read.Message is null))
                yield return failed.Read;

            var fitting = looked.Where(one => one.Read.Message is not null && filter.FitsHeader(one.Read.Message))
                .OrderByDescending(one => one.Read.Uid);
            if (!filter.NeedsBody)
            {
                found.AddRange(fitting.Where(_ => _left > 0 && IsNext()));
                continue;
            }

            var whole = ReadFitting([.. fitting.Select(one => one.Fetched)]).ToList();
            foreach (var failed in whole.Where(read => read.Message is null))
                yield return failed;
            found.AddRange(whole.Where(read => read.Message is not null && filter.FitsBody(read.Message))
                .OrderByDescending(read => read.Uid)
                .Where(_ => _left > 0 && IsNext()).Select(read => (new ImapFetchedMessage(), read)));
        }

        found.Reverse();
        foreach (var read in TellsByItself || filter.NeedsBody
            ? found.Select(one => one.Read)
            : ReadFitting([.. found.Select(one => one.Fetched)]))
            yield return read;
    }

    /// <summary>Whether a message that fits is one of those that are wanted.</summary>
    private bool IsNext()
    {
        if (_toSkip > 0)
        {
            _toSkip--;
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>What tells whether messages fit: of the wished ones themselves, or before bodies as little as the filter needs.</summary>
    private IEnumerable<(ImapFetchedMessage Fetched, ImapReadMessage Read)> Look(List<long> window)
    {
        var extent = TellsByItself ? Extent : filter.BeforeBody ?? MessageExtent.Facts;
        return FetchRaw(window, extent, isLook: !TellsByItself).Select(fetched => (fetched, View(fetched, extent)));
    }

    private IEnumerable<ImapReadMessage> ReadFitting(List<ImapFetchedMessage> fitting)
    {
        if (Extent != MessageExtent.Whole)
            return Fetch([.. fitting.Select(message => message.Uid)], Extent);

        fitting.ForEach(message => progress.Expect(message.Size ?? 0));
        return Selected().FetchMessages(fitting).Select(Whole);
    }

    private IEnumerable<ImapReadMessage> Fetch(IReadOnlyList<long> uids, MessageExtent extent) =>
        FetchRaw(uids, extent, isLook: false).Select(fetched => View(fetched, extent));

    private IEnumerable<ImapFetchedMessage> FetchRaw(IReadOnlyList<long> uids, MessageExtent extent, bool isLook) => extent switch
    {
        MessageExtent.Facts => Selected().FetchFacts(uids),
        MessageExtent.Envelope => Selected().FetchEnvelopes(uids, hasStructure: !isLook, HasModSeq),
        _ => Selected().FetchHeaders(uids),
    };

    /// <summary>The session, with the mailbox selected in it.</summary>
    private ImapSession Selected()
    {
        session.Return(opened);
        return session;
    }

    private ImapReadMessage View(ImapFetchedMessage fetched, MessageExtent extent)
    {
        progress.Count();
        return new(fetched.Uid, fetched.Failure is not null ? null : extent switch
        {
            MessageExtent.Facts => ImapMessage.OfFacts(fetched, mailbox, account),
            MessageExtent.Envelope => ImapMessage.OfEnvelope(fetched, mailbox, account),
            _ => ImapMessage.OfHeader(fetched, mailbox, account),
        }, fetched.Failure);
    }

    private ImapReadMessage Whole(ImapFetchedMessage fetched)
    {
        progress.Count();
        return new(fetched.Uid, fetched.Failure is null ? ImapMessage.OfWhole(fetched, mailbox, account) : null, fetched.Failure);
    }

    private static IEnumerable<List<long>> Windows(IReadOnlyList<long> uids, bool isFromEnd)
    {
        var size = FirstWindow;
        for (var first = 0; first < uids.Count; )
        {
            var count = Math.Min(size, uids.Count - first);
            var start = isFromEnd ? uids.Count - first - count : first;
            yield return [.. Enumerable.Range(start, count).Select(index => uids[index])];
            first += count;
            size = LargestWindow;
        }
    }
}
