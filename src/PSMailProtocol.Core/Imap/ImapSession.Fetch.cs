using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <content>
/// UID FETCH (RFC 9051 section 6.4.5). Content is always peeked at, so that reading marks nothing as seen. Everything that is asked
/// for comes, or comes as a failure with its UID.
/// </content>
public sealed partial class ImapSession
{
    /// <summary>The longest set in one command, in octets, so that no line is longer than 8,000.</summary>
    internal const int LongestSet = 7500;

    private const string Facts = "UID FLAGS INTERNALDATE RFC822.SIZE";

    /// <summary>Of so many messages the sizes are asked for before the first is read, and of so many each time after that.</summary>
    private const int FirstWindow = 16;
    private const int LargestWindow = 1024;

    /// <summary>The most messages without a readable envelope that wait until their headers are asked for.</summary>
    private const int MostUnreadable = 512;

    /// <summary>Fetches number, UID, flags, arrival and size, and no content.</summary>
    public IReadOnlyList<ImapFetchedMessage> FetchFacts(IReadOnlyList<long> uids) => FetchSorted(uids, Facts, Mailbox);

    /// <summary>
    /// Fetches envelopes, and what <see cref="FetchFacts"/> does. A message whose envelope is missing or cannot be read comes
    /// with its header in <see cref="ImapFetchedMessage.Mail"/>, and later than the others.
    /// </summary>
    /// <param name="uids">Which ones.</param>
    /// <param name="hasStructure">Whether structures are fetched as well.</param>
    /// <param name="hasModSeq">Whether modification sequences are, where the server has them.</param>
    public IEnumerable<ImapFetchedMessage> FetchEnvelopes(IReadOnlyList<long> uids, bool hasStructure = true, bool hasModSeq = false) =>
        OrHeaders(
            Fetch(uids, $"{Facts} ENVELOPE{(hasStructure ? " BODYSTRUCTURE" : "")}{(hasModSeq ? ModSeq : "")}{Gmail}"),
            Mailbox,
            message => message.Envelope is null && (message.Failure is null || IsUnreadable(message.Failure)));

    /// <summary>
    /// Fetches headers and structures and no bodies, and whatever else the server tells of messages. A message of which the server refuses
    /// that comes with its header alone, and later than the others.
    /// </summary>
    public IEnumerable<ImapFetchedMessage> FetchHeaders(IReadOnlyList<long> uids) => OrHeaders(
        Fetch(uids, $"{Facts}{Extras} BODYSTRUCTURE BODY.PEEK[HEADER]"),
        Mailbox,
        message => message.Failure is ImapStatusException { Status.Condition: "NO" or "BAD" });

    /// <summary>Fetches parts of messages, by their sections.</summary>
    /// <param name="uid">The message.</param>
    /// <param name="sections">The sections: <c>1.2</c>, <c>1.2.MIME</c>.</param>
    /// <param name="first">So many octets of each at the most, from its beginning; null for all.</param>
    /// <param name="decoded">Whether the server takes the transfer encoding away (BINARY, RFC 3516), which it has to offer.</param>
    public ImapFetchedMessage FetchSections(long uid, IReadOnlyList<string> sections, long? first = null, bool decoded = false)
    {
        var partial = first is { } count ? $"<0.{count.ToString(CultureInfo.InvariantCulture)}>" : "";
        var items = sections.Select(section => $"{(decoded ? "BINARY" : "BODY")}.PEEK[{section}]{partial}");
        return new ImapFetch(this, Mailbox, [uid], "UID " + string.Join(" ", items),
            message => message.Sections.Count >= sections.Count).Read().Single();
    }

    private List<ImapFetchedMessage> FetchSorted(IReadOnlyList<long> uids, string items, ImapMailbox? mailbox) =>
        [.. new ImapFetch(this, mailbox, uids, items).Read().OrderBy(message => message.Uid)];

    /// <summary>Fetches what the protocol's words ask for; content among it is peeked at with <c>BODY.PEEK</c>.</summary>
    internal IEnumerable<ImapFetchedMessage> Fetch(IReadOnlyList<long> uids, string items) =>
        new ImapFetch(this, Mailbox, uids, items).Read();

    /// <summary>
    /// Fetches messages whole. No deadline runs while the caller works on what it was given, and what it does not take is not asked for.
    /// </summary>
    /// <param name="uids">Which ones.</param>
    /// <param name="expected">Told of each message before it is read, with its size.</param>
    public IEnumerable<ImapFetchedMessage> FetchMessages(IReadOnlyList<long> uids, Action<ImapFetchedMessage>? expected = null) =>
        FetchMessages(uids, Mailbox, expected);

    private IEnumerable<ImapFetchedMessage> FetchMessages(IReadOnlyList<long> uids, ImapMailbox? mailbox,
        Action<ImapFetchedMessage>? expected)
    {
        var window = FirstWindow;
        for (var first = 0; first < uids.Count; window = LargestWindow)
        {
            var sized = FetchSorted([.. uids.Skip(first).Take(window)], "UID RFC822.SIZE", mailbox);
            first += window;
            foreach (var message in sized)
                expected?.Invoke(message);
            foreach (var message in FetchMessages(sized, mailbox))
                yield return message;
        }
    }

    /// <summary>
    /// Fetches messages whole whose sizes are known. Those that failed before are failures again, in their place at the end.
    /// </summary>
    /// <param name="sized">What <see cref="FetchFacts"/> or <see cref="FetchEnvelopes"/> told of them.</param>
    public IEnumerable<ImapFetchedMessage> FetchMessages(IReadOnlyList<ImapFetchedMessage> sized) => FetchMessages(sized, Mailbox);

    private IEnumerable<ImapFetchedMessage> FetchMessages(IReadOnlyList<ImapFetchedMessage> sized, ImapMailbox? mailbox)
    {
        var sizes = sized.Where(message => message.Failure is null && !IsBeyondCap(message))
            .ToDictionary(message => message.Uid, message => message.Size);
        var fetch = new ImapFetch(this, mailbox, [.. sizes.Keys], $"{Facts}{ModSeq}{Gmail} BODY.PEEK[]", uid => sizes[uid]);
        return fetch.Read().Concat(sized.Where(message => !sizes.ContainsKey(message.Uid)).Select(Refused));
    }

    /// <summary>What says itself that it is beyond the cap is not even asked for.</summary>
    private bool IsBeyondCap(ImapFetchedMessage message) => message.Size > _connection.Limits.MessageSize;

    private ImapFetchedMessage Refused(ImapFetchedMessage message)
    {
        message.Failure ??= new ImapMessageTooLargeException(message.Uid, message.Size!.Value, _connection.Limits.MessageSize);
        return message;
    }

    /// <summary>Hands messages on, and asks for the headers alone of those that lack something.</summary>
    private IEnumerable<ImapFetchedMessage> OrHeaders(IEnumerable<ImapFetchedMessage> messages, ImapMailbox? mailbox,
        Func<ImapFetchedMessage, bool> isLacking)
    {
        var lacking = new List<ImapFetchedMessage>();
        foreach (var message in messages)
        {
            if (isLacking(message))
                lacking.Add(message);
            else
                yield return message;
            if (lacking.Count < MostUnreadable)
                continue;

            foreach (var headed in WithHeaders(lacking, mailbox))
                yield return headed;
            lacking.Clear();
        }

        foreach (var headed in WithHeaders(lacking, mailbox))
            yield return headed;
    }

    private IEnumerable<ImapFetchedMessage> WithHeaders(List<ImapFetchedMessage> messages, ImapMailbox? mailbox)
    {
        var known = messages.ToDictionary(message => message.Uid);
        foreach (var header in new ImapFetch(this, mailbox, [.. known.Keys], Facts + " BODY.PEEK[HEADER]").Read())
        {
            var message = known[header.Uid];
            if (header.Failure is null)
                message.Failure = null;
            message.Merge(header);
            yield return message;
        }
    }

    /// <summary>Whether the header may come where the server did not give out the envelope, or in a form that ended the session.</summary>
    private bool IsUnreadable(MailException failure) =>
        (failure.Error == MailErrors.MessageNotDelivered || failure.Error == MailErrors.ProtocolViolation
            || failure.Error == MailErrors.LimitExceeded)
        && (!_connection.IsClosed || CanReopen);

    private string Extras => ModSeq + (Capabilities.Has("PREVIEW") ? " PREVIEW" : "") + Gmail;

    private string ModSeq => Capabilities.Has("CONDSTORE") ? " MODSEQ" : "";

    private string Gmail => Capabilities.Has("X-GM-EXT-1") ? " X-GM-LABELS X-GM-MSGID X-GM-THRID" : "";
}
