using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>What every server has to give of the sample messages; a class of tests for each says what that server does otherwise.</summary>
/// <param name="server">The server.</param>
public abstract partial class SampleChecks(SampleServer server)
{
    private static readonly ImapFlagChange Seen = new() { Added = ["\\Seen"] };

    /// <summary>Servers that are told nothing by their system look once a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Looks, and looks again whenever the server tells of a change.</summary>
    private static void Await(ImapSession session, Func<bool> isSo)
    {
        while (true)
        {
            var known = session.Changes;
            if (isSo())
                return;
            Assert.True(session.WaitForChange(known, Patience, TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>Everything of all messages, and the session from its login to its end.</summary>
    protected void AssertReadsAll(TlsMode tls)
    {
        var uids = server.Uids;
        using var session = server.Open(tls);
        Assert.Equal(tls != TlsMode.None, session.Connection.IsEncrypted);
        var mailbox = session.Examine(server.Mailbox);
        Assert.Equal((server.Mailbox, SampleMessage.Count, true), (mailbox.Name, mailbox.Exists, mailbox.IsReadOnly));
        Assert.InRange(mailbox.UidValidity, 1, uint.MaxValue);
        Assert.Equal(uids, session.Search(new ImapSearchCriteria()));

        var envelopes = Whole(session.FetchEnvelopes(uids), uids);
        Assert.All(server.Messages, sample => AssertFacts(sample, envelopes[sample.Index]));
        Assert.All(server.Messages, sample => AssertEnvelope(sample, envelopes[sample.Index].Envelope!));
        Assert.All(server.Messages, sample => Assert.Equal(server.StructureOf(sample), Describe(envelopes[sample.Index].Structure!)));

        var headers = Whole(session.FetchHeaders(uids), uids);
        Assert.All(server.Messages, sample => Assert.Equal(HeaderOf(sample), Octets(headers[sample.Index].Mail)));

        var messages = Whole(session.FetchMessages(uids), uids);
        Assert.All(server.Messages, sample => Assert.Equal(sample.Octets, Octets(messages[sample.Index].Mail)));
        Assert.All(server.Messages, sample => AssertFacts(sample, messages[sample.Index]));

        // Reading has marked nothing as seen.
        Assert.All(server.Messages, sample => AssertFacts(sample, session.FetchFacts(uids)[sample.Index]));
        session.Logout();
    }

    /// <summary>The parts of a message, whole and in part, in the order they were asked for.</summary>
    protected void AssertReadsParts()
    {
        using var session = server.Open(TlsMode.Implicit);
        session.Examine(server.Mailbox);
        var uid = server.Uids[SampleMessage.Attachment];

        var parts = session.FetchSections(uid, ["2", "1", "2.MIME"]);
        Assert.Null(parts.Failure);
        Assert.Equal(
            [
                ("BODY[1]", "See there"),
                ("BODY[2.MIME]",
                    "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; " +
                    "filename=\"bill 7.pdf\"\r\n\r\n"),
                ("BODY[2]", SampleMessage.Pdf),
            ],
            parts.Sections.Select(section => (section.Name, Text(section.Content)))
                .OrderBy(section => section.Name, StringComparer.Ordinal));

        var beginning = session.FetchSections(uid, ["2"], first: 8);
        Assert.Equal(SampleMessage.Pdf[..8], Text(Assert.Single(beginning.Sections).Content));

        if (session.Capabilities.Has("BINARY"))
        {
            var decoded = session.FetchSections(uid, ["2"], decoded: true);
            Assert.Equal(Convert.FromBase64String(SampleMessage.Pdf), Octets(Assert.Single(decoded.Sections).Content));
        }
    }

    /// <summary>A search, by the indexes of the messages.</summary>
    protected IEnumerable<int> Find(ImapSession session, ImapSearchCriteria criteria) =>
        session.Search(criteria).Select(uid => server.Uids.ToList().IndexOf(uid));

    /// <summary>UIDs that are there, beside one that is gone and numbers that are no UIDs.</summary>
    /// <param name="gone">The error of the message that is gone, where the server does not say that it is.</param>
    protected void AssertFindsUidsAlone(MailError? gone = null)
    {
        using var session = server.Open(TlsMode.Implicit);
        session.Examine(server.Mailbox);
        long[] wanted = [server.Uids[10], server.Uids[11], server.Uids[59]];
        long[] others = [server.Uids[10] - 1, server.Uids[^1] + 1000];

        Assert.Equal(wanted, session.Search(new ImapSearchCriteria { Uids = [.. others, .. wanted] }));
        Assert.Equal([wanted[1]], session.Search(new ImapSearchCriteria { Uids = wanted, Subject = [server.Messages[11].Subject] }));

        var read = session.FetchMessages([.. others, .. wanted]).ToDictionary(message => message.Uid);
        Assert.Same(gone ?? MailErrors.UidNotFound, read[others[0]].Failure?.Error);
        Assert.Same(MailErrors.UidNotFound, read[others[1]].Failure?.Error);
        Assert.Equal(server.Messages[59].Octets, Octets(read[wanted[2]].Mail));
        Assert.Equal(5, read.Count);
    }

    /// <summary>Flags are changed in a selected mailbox alone, and nothing else is.</summary>
    protected void AssertMarksSeen()
    {
        var (mailbox, uids) = server.FillAnother("Marked");
        using (var session = server.Open(TlsMode.Implicit))
        {
            session.Examine(mailbox);
            Assert.NotNull(Assert.Single(session.FetchMessages([uids[0]])).Mail);
            Assert.ThrowsAny<MailException>(() => session.Store([uids[0]], Seen));
            Assert.False(session.Select(mailbox).IsReadOnly);
            Assert.NotNull(Assert.Single(session.FetchMessages([uids[3]])).Mail);
            session.Store([uids[0], uids[5]], Seen);
            session.Store([uids[1]], new ImapFlagChange { Removed = ["\\Seen"] });
            session.Logout();
        }

        using var looking = server.Open(TlsMode.Implicit);
        looking.Examine(mailbox);
        var seen = looking.FetchFacts(uids).Where(message => message.Flags.Contains("\\Seen")).Select(message => message.Uid);
        Assert.Equal(server.Messages.Where(sample => sample.Flags.Contains("\\Seen") ^ (sample.Index is 0 or 1 or 5))
            .Select(sample => uids[sample.Index]), seen);
        Assert.Equal(uids.Count - seen.Count(), looking.Status(mailbox).Unseen);
    }

    /// <summary>
    /// What another client puts in and takes out is told, before the wait and in it, by IDLE and by asking, and the session goes on.
    /// </summary>
    protected async Task AssertHearsOfNewMail(TlsMode tls)
    {
        var (mailbox, uids) = server.FillAnother("Awaited" + tls);
        using var session = server.Open(tls);
        session.Examine(mailbox);
        var next = session.NextUid();
        Assert.InRange(next, uids[^1] + 1, uids[^1] + 1000);
        using var other = server.Connect();
        Assert.False(session.WaitForChange(session.Changes, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        Assert.Empty(session.UidsFrom(next));

        other.Append(mailbox, SampleMessage.Other);
        Await(session, () => session.UidsFrom(next).Count == 1);
        var first = session.UidsFrom(next)[0];
        Assert.Equal(SampleMessage.Other.Octets, Octets(Assert.Single(session.FetchMessages([first])).Mail));

        var wait = Task.Run(() => Await(session, () => session.UidsFrom(next).Count == 2));
        other.Append(mailbox, SampleMessage.Other);
        await wait;

        other.Run($"SELECT \"{mailbox}\"");
        other.Run($"UID STORE {first} +FLAGS (\\Flagged)");
        Await(session, () => Assert.Single(session.FetchFacts([first])).Flags.Contains("\\Flagged"));
        other.Run($"UID STORE {first} +FLAGS (\\Deleted)");
        other.Run("EXPUNGE");
        Await(session, () => session.UidsFrom(next).Count == 1);
        Assert.NotEqual(first, session.UidsFrom(next)[0]);
        session.Noop();
        session.Logout();
    }

    /// <summary>Lists all mailboxes with what they hold.</summary>
    protected IReadOnlyList<ImapMailboxEntry> AssertLists()
    {
        var uids = server.Uids;
        using var session = server.Open(TlsMode.Implicit);
        var entries = session.List("*", withStatus: true);

        var entry = Assert.Single(entries, entry => entry.Name == server.Mailbox);
        Assert.Equal((server.Delimiter, true, SampleMessage.Count), (entry.Delimiter, entry.IsSelectable, entry.Status?.Messages));
        var status = session.Status(server.Mailbox);
        Assert.Equal((SampleMessage.Count, server.Messages.Count(sample => !sample.Flags.Contains("\\Seen"))),
            (status.Messages, status.Unseen));
        Assert.InRange(status.UidNext!.Value, uids[^1] + 1, uids[^1] + 1000);
        Assert.Equal(session.Examine(server.Mailbox).UidValidity, status.UidValidity);
        if (status.Size is { } size)
            Assert.Equal(server.Messages.Sum(sample => sample.Octets.Length), size);

        Assert.Contains(entries, entry => entry.SpecialUse == "Inbox");
        var failure =
            Assert.ThrowsAny<ImapStatusException>(() => session.Examine(string.Join(server.Delimiter, [.. server.Root, "No\u00a0such"])));
        Assert.Same(MailErrors.MailboxNotFound, failure.Error);
        Assert.Equal(server.Delimiter, Assert.Single(session.Namespaces()!.Personal).Delimiter);
        return entries;
    }

    /// <summary>A message goes after its UID was found; the error is its own, and all others come.</summary>
    /// <param name="vanishing">How it goes.</param>
    protected void AssertNamesTheMissing(Vanishing vanishing)
    {
        // An expunge takes those away as well that were marked before.
        int[] gone = vanishing == Vanishing.Expunged ? [21, 30] : [30];
        var (mailbox, uids) = server.FillAnother(vanishing.ToString());
        using var session = server.Open(TlsMode.Implicit);
        session.Examine(mailbox);
        Assert.Equal(uids, session.Search(new ImapSearchCriteria()));
        Remove(mailbox, gone[^1], vanishing);

        var read = session.FetchMessages(uids).ToDictionary(message => message.Uid);
        Assert.All(server.Messages.Where(sample => !gone.Contains(sample.Index)), sample =>
        {
            Assert.Null(read[uids[sample.Index]].Failure);
            Assert.Equal(sample.Octets, Octets(read[uids[sample.Index]].Mail));
        });
        foreach (var uid in gone.Select(index => uids[index]))
        {
            var failure = read[uid].Failure;
            Assert.Contains(failure?.Error, new[] { MailErrors.UidNotFound, MailErrors.MessageNotDelivered, MailErrors.ServerClosed });
            Assert.Contains(uid.ToString(CultureInfo.InvariantCulture), failure!.Message, StringComparison.Ordinal);
        }
    }

    private void Remove(string mailbox, int index, Vanishing vanishing)
    {
        if (vanishing == Vanishing.Expunged)
        {
            using var other = server.Connect();
            other.Run($"SELECT \"{mailbox}\"");
            other.Run(string.Create(CultureInfo.InvariantCulture, $"STORE {index + 1} +FLAGS.SILENT (\\Deleted)"));
            other.Run("EXPUNGE");
            return;
        }

        var file = server.FileOf(vanishing.ToString(), server.Messages[index]);
        File.Delete(file);
        if (vanishing == Vanishing.Unreadable)
            Directory.CreateDirectory(file);
    }

    /// <summary>More UIDs, none of which is another's neighbour, than a server takes in one command.</summary>
    protected void AssertReadsSparse()
    {
        var (mailbox, uids) = server.MakeSparse(5000);
        using var session = server.Open(TlsMode.None);
        session.Examine(mailbox);
        Assert.Equal(uids, session.Search(new ImapSearchCriteria()));
        Assert.Equal(uids, session.Search(new ImapSearchCriteria { Uids = uids }));

        var envelopes = Whole(session.FetchEnvelopes(uids), uids);
        Assert.All(envelopes, message => Assert.Equal($"Sparse {message.Uid}", message.Envelope!.Subject));
        var messages = Whole(session.FetchMessages(uids), uids);
        Assert.All(messages, message => Assert.EndsWith($"\r\n\r\n{message.Uid}\r\n", Text(message.Mail), StringComparison.Ordinal));
    }

    /// <summary>Of a text that the server does not know at all nothing is found, rather than everything.</summary>
    protected static void AssertFindsNothingOfNothing(ImapSession session)
    {
        Assert.Empty(session.Search(new ImapSearchCriteria { Subject = ["Nirgendw\u00f6"] }));
        Assert.Empty(session.Search(new ImapSearchCriteria { Body = ["Nirgendw\u00f6"] }));
        Assert.Empty(session.Search(new ImapSearchCriteria { Text = ["Nirgendw\u00f6"] }));
        Assert.Empty(session.Search(new ImapSearchCriteria { Raw = "SUBJECT \"Nirgendw\u00f6\"" }));
    }

    /// <summary>Text beyond ASCII, in whatever charset and encoding the messages have it.</summary>
    protected void AssertFindsEncoded(ImapSession session)
    {
        int[] raw = server.FindsEightBitHeaders ? [SampleMessage.EightBitHeader] : [];
        int[] subjects = [.. raw, SampleMessage.EncodedHeader, SampleMessage.LatinHeader];
        int[] latin = server.FindsLatinBodies ? [SampleMessage.LatinBody] : [];
        int[] bodies = [SampleMessage.EncodedHeader, SampleMessage.EncodedBody, .. latin];
        Assert.Equal(subjects, Find(session, new ImapSearchCriteria { Subject = ["\u00fcberfl\u00fcssig"] }));
        Assert.Equal(bodies, Find(session, new ImapSearchCriteria { Body = ["K\u00e4sekuchen"] }));
        Assert.Equal(bodies, Find(session, new ImapSearchCriteria { Text = ["K\u00e4sekuchen"] }));
        Assert.Equal(subjects, Find(session, new ImapSearchCriteria { Text = ["\u00dcberfl\u00fcssig"] }));
        Assert.Equal([SampleMessage.EncodedHeader],
            Find(session, new ImapSearchCriteria { Subject = ["\u00dcberfl\u00fcssig"], Body = ["K\u00e4sekuchen"] }));
        Assert.Equal([SampleMessage.EncodedHeader],
            Find(session, new ImapSearchCriteria { Raw = "SUBJECT \"\u00dcberfl\u00fcssig\" BODY \"K\u00e4sekuchen\"" }));
        Assert.Equal(raw, Find(session, new ImapSearchCriteria { From = ["M\u00fcller"] }));
    }

    /// <summary>What is not text: flags, dates, sizes and ASCII fields.</summary>
    protected void AssertFindsByFacts(ImapSession session)
    {
        Assert.Equal([SampleMessage.Large], Find(session, new ImapSearchCriteria { LargerThan = 1_000_000 }));
        Assert.Equal(Where(sample => !sample.Flags.Contains("\\Seen")), Find(session, new ImapSearchCriteria { Seen = false }));
        Assert.Equal(Where(sample => sample.Flags.Contains("\\Flagged")), Find(session, new ImapSearchCriteria { Flagged = true }));
        Assert.Equal(Where(sample => sample.Flags.Contains("\\Answered")), Find(session, new ImapSearchCriteria { Answered = true }));
        Assert.Equal([20], Find(session, new ImapSearchCriteria { Draft = true }));
        Assert.Equal([21], Find(session, new ImapSearchCriteria { Deleted = true }));
        Assert.Equal([33], Find(session, new ImapSearchCriteria { From = ["sender33@example.org"] }));
        Assert.Equal([44], Find(session, new ImapSearchCriteria { Header = [new("Message-ID", server.Messages[44].MessageId)] }));
        Assert.Equal([SampleMessage.Grouped], Find(session, new ImapSearchCriteria { Header = [new("In-Reply-To", "")] }));
        Assert.Equal([SampleMessage.Quotes],
            Find(session, new ImapSearchCriteria { Subject = [server.Messages[SampleMessage.Quotes].Subject] }));
        Assert.Equal([SampleMessage.Quotes], Find(session, new ImapSearchCriteria { Raw = "SUBJECT \"\\\\ slash\"" }));
        Assert.Equal(Where(sample => sample.Index % 28 is 4 or 5),
            Find(session, new ImapSearchCriteria { SentSince = new DateTime(2026, 10, 5), SentBefore = new DateTime(2026, 10, 7) }));
    }

    protected IEnumerable<int> Where(Func<SampleMessage, bool> condition) =>
        server.Messages.Where(condition).Select(sample => sample.Index);

    /// <summary>Flags, size and arrival.</summary>
    private void AssertFacts(SampleMessage sample, ImapFetchedMessage message)
    {
        Assert.Equal(server.Uids[sample.Index], message.Uid);
        AssertStored(sample, message);
    }

    private void AssertStored(SampleMessage sample, ImapFetchedMessage message)
    {
        Assert.Equal(sample.Octets.Length, message.Size);
        Assert.Equal(
            sample.Flags.Where(flag => server.HasKeywords || flag[0] == '\\').Order(StringComparer.Ordinal),
            message.Flags.Where(flag => flag != "\\Recent").Order(StringComparer.Ordinal));
        Assert.Equal(server.KeepsArrival ? sample.Arrived : sample.Sent, message.InternalDate);
    }

    private void AssertEnvelope(SampleMessage sample, ImapEnvelope envelope)
    {
        var expected = MailMessage.Read(RawMail.FromBytes(sample.Octets));
        Assert.Equal(sample.Date, envelope.Date);
        Assert.Equal(sample.MessageId, envelope.MessageId);
        Assert.Equal(expected.Subject, Decoded(envelope.Subject!));
        if (server.ReadsEightBitAuthors || sample.Index != SampleMessage.EightBitHeader)
            Assert.Equal(expected.From.Select(address => (address.DisplayName, address.Address)),
                envelope.From.Select(address => (Decoded(address.Name ?? ""), address.Address)));
        Assert.Equal(["Alice <alice@interop.test>"], envelope.To.Select(address => address.ToString()));
        if (sample.Index != SampleMessage.Grouped)
            return;

        Assert.Equal(["a@example.org", "b@example.org"], envelope.Cc.Select(address => address.Address));
        if (server.HasGroups)
            Assert.All(envelope.Cc, address => Assert.Equal("Team", address.Group));
        Assert.Equal("answers@example.org", Assert.Single(envelope.ReplyTo).Address);
        Assert.Equal("desk@example.org", Assert.Single(envelope.Sender).Address);
        Assert.Equal("<before@example.org>", envelope.InReplyTo);
    }

    /// <summary>A text of a header without its encoded words, as a message's subject has it.</summary>
    private static string Decoded(string text) =>
        MailMessage.Read(RawMail.FromBytes(Encoding.UTF8.GetBytes($"Subject: {text}\r\n\r\n"))).Subject!;

    /// <summary>The parts as <see cref="SampleMessage.Structure"/> has them.</summary>
    private static IEnumerable<string> Describe(ImapBodyPart structure) => structure.All().Select(part => string.Join(' ', new[]
    {
        part.ToString(),
        part.IsMultipart || part.IsMessage ? null : part.Size?.ToString(CultureInfo.InvariantCulture),
        part.Encoding == "base64" ? part.Encoding : null,
        part.DispositionParameter("filename"),
        part.Envelope?.Subject,
    }.OfType<string>()));

    /// <summary>The messages in the order of their UIDs, none of which is missing.</summary>
    private static List<ImapFetchedMessage> Whole(IEnumerable<ImapFetchedMessage> messages, IReadOnlyList<long> uids)
    {
        List<ImapFetchedMessage> whole = [.. messages.OrderBy(message => message.Uid)];
        Assert.All(whole, message => Assert.Null(message.Failure));
        Assert.Equal(uids, whole.Select(message => message.Uid));
        return whole;
    }

    private static byte[] HeaderOf(SampleMessage sample) => sample.Octets[..(sample.Octets.AsSpan().IndexOf("\r\n\r\n"u8) + 4)];

    private static string Text(RawMail? mail) => Encoding.UTF8.GetString(Octets(mail));

    private static byte[] Octets(RawMail? mail)
    {
        using var octets = new MemoryStream();
        Assert.NotNull(mail);
        mail.WriteTo(octets);
        return octets.ToArray();
    }
}
