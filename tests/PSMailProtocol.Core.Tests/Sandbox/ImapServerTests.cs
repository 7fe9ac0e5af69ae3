using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

public sealed class ImapServerTests : IDisposable
{
    private const string Extensions =
        "IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ENABLE ID IDLE UIDPLUS MOVE UNSELECT NAMESPACE CHILDREN LIST-EXTENDED LIST-STATUS " +
        "SPECIAL-USE " +
        "CREATE-SPECIAL-USE STATUS=SIZE ESEARCH SEARCHRES WITHIN CONDSTORE BINARY PREVIEW UTF8=ACCEPT QUOTA QUOTA=RES-STORAGE " +
        "APPENDLIMIT=52428800";

    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "secret" } });

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    private SandboxMaildrop Inbox => _sandbox.Mailbox("alice");

    private SandboxMessage Deliver(string text, string date = "2024-02-29T23:30:00+02:00") =>
        Inbox.Deliver(Encoding.UTF8.GetBytes(text), DateTimeOffset.Parse(date, CultureInfo.InvariantCulture));

    private RawDialogue LogIn(string? open = "SELECT INBOX")
    {
        var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        Assert.StartsWith("A OK", client.AskImap("LOGIN alice secret")[^1]);
        if (open is not null)
            Assert.StartsWith("A OK", client.AskImap(open)[^1]);
        return client;
    }

    [Fact]
    public void CapabilitiesFitTheState()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort, out var greeting);
        Assert.Equal($"* OK [CAPABILITY {Extensions} STARTTLS AUTH=PLAIN AUTH=LOGIN] mail.sandbox.test IMAP sandbox ready", greeting);
        Assert.Equal("A OK Begin TLS", client.AskImap("STARTTLS")[^1]);
        client.Encrypt(_sandbox);
        Assert.Equal([$"* CAPABILITY {Extensions} AUTH=PLAIN AUTH=LOGIN", "A OK CAPABILITY completed"], client.AskImap("CAPABILITY"));
        Assert.Equal([$"A OK [CAPABILITY {Extensions}] Logged in"], client.AskImap("LOGIN alice secret"));
        Assert.StartsWith("A BAD", client.AskImap("STARTTLS")[^1]);
    }

    [Fact]
    public void WhatIsPipelinedBehindStartTlsEndsTheConnection()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        client.Send("A STARTTLS\r\nB LOGIN mallory x\r\n");
        Assert.Equal("A OK Begin TLS\r\n", client.ReadToEnd());
    }

    [Theory]
    [InlineData("LOGIN alice secret", "OK")]
    [InlineData("login \"alice@sandbox.test\" \"secret\"", "OK")]
    [InlineData("LOGIN {5+}\r\nalice {6+}\r\nsecret", "OK")]
    [InlineData("LOGIN alice \"se\\cret\"", "BAD")]
    [InlineData("LOGIN alice wrong", "NO [AUTHENTICATIONFAILED]")]
    [InlineData("LOGIN alice", "BAD")]
    [InlineData("LOGIN alice secret x", "BAD")]
    [InlineData("AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==", "OK")]
    [InlineData("AUTHENTICATE PLAIN AGFsaWNlAHdyb25n", "NO [AUTHENTICATIONFAILED]")]
    [InlineData("AUTHENTICATE PLAIN ?", "BAD")]
    [InlineData("AUTHENTICATE NTLM", "NO")]
    [InlineData("SELECT INBOX", "BAD")]
    [InlineData("UID FETCH 1 FLAGS", "BAD")]
    [InlineData("WHATEVER", "BAD")]
    [InlineData("LOGIN {99999999}", "BAD [TOOBIG]")]
    public void LoginTakesEveryFormOfString(string command, string completion)
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        Assert.StartsWith("A " + completion, client.AskImap(command)[^1]);
    }

    [Fact]
    public void SynchronizingLiteralsAreAskedFor()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        Assert.Equal("+ Ready for literal", client.Ask("A LOGIN {5}"));
        Assert.Equal("+ Ready for literal", client.Ask("alice {6}"));
        Assert.StartsWith("A OK", client.Ask("secret"));
    }

    [Fact]
    public void ANonSynchronizingLiteralThatIsTooLargeEndsTheConnection()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.ImapPort);
        client.Send("A LOGIN {99999999+}\r\n");
        Assert.Equal("* BYE The literal is too large\r\n", client.ReadToEnd());
    }

    [Fact]
    public void AuthenticateAsksForTheResponse()
    {
        using var client = RawDialogue.Open(_sandbox, _sandbox.ImapsPort, tls: true);
        Assert.Equal("+ ", client.Ask("A AUTHENTICATE PLAIN"));
        Assert.StartsWith("A OK", client.Ask("AGFsaWNlAHNlY3JldA=="));
    }

    [Fact]
    public void SelectDescribesTheMailbox()
    {
        Deliver("a");
        using var client = LogIn(open: null);
        Assert.Equal(
            [
                @"* FLAGS (\Answered \Flagged \Deleted \Seen \Draft)",
                @"* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] Limited",
                "* 1 EXISTS",
                "* 0 RECENT",
                $"* OK [UIDVALIDITY {Inbox.UidValidity}] UIDs valid",
                "* OK [UIDNEXT 2] Predicted next UID",
                $"* OK [HIGHESTMODSEQ {Inbox.Inbox.HighestModSeq}] Highest mod-sequence",
                "A OK [READ-WRITE] SELECT completed",
            ],
            client.AskImap("SELECT \"inbox\""));
        Assert.Equal("A OK [READ-ONLY] EXAMINE completed", client.AskImap("EXAMINE INBOX")[^1]);
        Assert.StartsWith("A NO [NONEXISTENT]", client.AskImap("SELECT Nowhere")[^1]);
        Assert.StartsWith("A BAD", client.AskImap("FETCH 1 UID")[^1]);
    }

    [Theory]
    [InlineData("ALL", "1 2 3")]
    [InlineData("1:2", "1 2")]
    [InlineData("*", "3")]
    [InlineData("*:2", "2 3")]
    [InlineData("3,1", "1 3")]
    [InlineData("2:3,1:2,2", "1 2 3")]
    [InlineData("UID 9:8,3", "3")]
    [InlineData("UID 9:*", "3")]
    [InlineData("UID 2,3:9", "2 3")]
    [InlineData("UID 77", "")]
    [InlineData("SEEN", "1")]
    [InlineData("UNSEEN", "2 3")]
    [InlineData("DELETED", "2")]
    [InlineData("UNDELETED UNSEEN", "3")]
    [InlineData("FLAGGED", "")]
    [InlineData("UNANSWERED", "1 2 3")]
    [InlineData("KEYWORD $Job", "3")]
    [InlineData("UNKEYWORD $job", "1 2")]
    [InlineData("SINCE 29-Feb-2024", "1 2")]
    [InlineData("BEFORE 29-Feb-2024", "3")]
    [InlineData("ON \"29-Feb-2024\"", "1 2")]
    [InlineData("SENTSINCE 2-Jan-2020", "2")]
    [InlineData("SENTBEFORE 2-Jan-2020", "1")]
    [InlineData("SENTON 1-Jan-2020", "1")]
    [InlineData("FROM bob", "1")]
    [InlineData("FROM BOB@example.com", "1")]
    [InlineData("TO alice CC carol", "2")]
    [InlineData("SUBJECT \"folded line\"", "2")]
    [InlineData("BODY needle", "2")]
    [InlineData("TEXT needle", "2 3")]
    [InlineData("HEADER X-Job \"\"", "3")]
    [InlineData("HEADER X-Job 4", "3")]
    [InlineData("HEADER X-Job 5", "")]
    [InlineData("LARGER 100", "2")]
    [InlineData("SMALLER 100", "1 3")]
    [InlineData("NOT SEEN", "2 3")]
    [InlineData("NOT (SEEN FROM nobody)", "1 2 3")]
    [InlineData("OR SEEN DELETED", "1 2")]
    [InlineData("OR (SEEN FROM bob) NOT UNDELETED", "1 2")]
    [InlineData("CHARSET UTF-8 SUBJECT {4+}\r\nf\u00fcr", "1")]
    [InlineData("CHARSET us-ascii ALL", "1 2 3")]
    public void SearchFindsWhatFits(string criteria, string numbers)
    {
        Deliver("From: Bob <bob@example.com>\r\nSubject: für\r\nDate: Wed, 1 Jan 2020 23:59:59 -1100\r\n\r\nx").SetFlag(@"\Seen");
        Deliver(
            "To: alice@sandbox.test\r\nCc: carol\r\nSubject: a folded\r\n line\r\nDate: 2 Jan 2020 00:00 +0000\r\n\r\nthe Needle in the " +
            "hay\r\n").SetFlag(@"\Deleted");
        Deliver("X-Job: 42 needle\r\n\r\n", "2024-02-28T23:30:00-05:00").SetFlag("$Job");
        using var client = LogIn();
        var expected = ("* SEARCH " + numbers).TrimEnd();
        Assert.Equal([expected, "A OK SEARCH completed"], client.AskImap("SEARCH " + criteria));
        Assert.Equal([expected, "A OK SEARCH completed"], client.AskImap("UID SEARCH " + criteria));
    }

    [Theory]
    [InlineData("SEARCH", "BAD")]
    [InlineData("SEARCH NONSENSE 1", "BAD")]
    [InlineData("SEARCH (ALL", "BAD")]
    [InlineData("SEARCH 5", "BAD")]
    [InlineData("SEARCH UID 0", "BAD")]
    [InlineData("SEARCH SINCE 2024-01-01", "BAD")]
    [InlineData("SEARCH CHARSET KOI8-R ALL", "NO [BADCHARSET")]
    [InlineData("FETCH 2 UID", "BAD")]
    [InlineData("FETCH 1 NONSENSE", "BAD")]
    [InlineData("FETCH 1 BODY[NONSENSE]", "BAD")]
    [InlineData("FETCH 1 BODY[MIME]", "BAD")]
    [InlineData("FETCH 1 BODY[0]", "BAD")]
    [InlineData("FETCH 1 BODY[1.]", "BAD")]
    [InlineData("FETCH 1 BINARY[TEXT]", "BAD")]
    [InlineData("FETCH 1 PREVIEW (HARD)", "BAD")]
    [InlineData("FETCH 1 PREVIEW (LAZY", "BAD")]
    [InlineData("ENABLE", "BAD")]
    [InlineData("ID", "BAD")]
    [InlineData("ID (\"name\")", "BAD")]
    [InlineData("SEARCH SUBJECT \"gr\u00fcn\"", "BAD")]
    [InlineData("FETCH 1 BODY[]<0.0>", "BAD")]
    [InlineData("FETCH 4294967296 UID", "BAD")]
    [InlineData("STORE 1 LABELS (x)", "BAD")]
    [InlineData("UID STORE 1 +FLAGS", "BAD")]
    public void WhatBreaksTheGrammarIsRefused(string command, string completion)
    {
        Deliver("a");
        using var client = LogIn();
        Assert.StartsWith("A " + completion, client.AskImap(command)[^1]);
    }

    [Theory]
    [InlineData("SUBJECT grüße", true)]
    [InlineData("FROM \"Jörg\"", true)]
    [InlineData("BODY Straße", true)]
    [InlineData("TEXT \"zweiter teil\"", true)]
    [InlineData("BODY Grüße", false)]
    [InlineData("SUBJECT utf-8", false)]
    public void SearchReadsWhatAPersonReads(string criteria, bool found)
    {
        Deliver("From: =?utf-8?q?J=C3=B6rg?= <j@example.com>\r\nSubject: =?utf-8?b?R3LDvMOfZQ==?=\r\nMIME-Version: 1.0\r\n" +
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
            "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nStra=DFe\r\n" +
            "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nendlaXRlciBUZWls\r\n--b--\r\n");
        using var client = LogIn();
        var space = criteria.IndexOf(' ');
        var text = criteria[(space + 1)..].Trim('"');
        var literal = $"{criteria[..space]} {{{Encoding.UTF8.GetByteCount(text)}+}}\r\n{text}";
        Assert.Equal(found ? "* SEARCH 1" : "* SEARCH", client.AskImap("SEARCH CHARSET UTF-8 " + literal)[0]);
    }

    [Fact]
    public void SearchNestsOnlySoDeep()
    {
        using var client = LogIn();
        Assert.StartsWith("A BAD", client.AskImap("SEARCH " + new string('(', 100_000))[^1]);
        Assert.StartsWith("A OK", client.AskImap("SEARCH " + string.Concat(Enumerable.Repeat("NOT ", 40)) + "ALL")[^1]);
    }

    [Theory]
    [InlineData("FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE)",
        @"* 1 FETCH (UID 1 FLAGS (\Flagged) INTERNALDATE ""29-Feb-2024 23:30:00 +0200"" RFC822.SIZE 24)")]
    [InlineData("UID FETCH 1:* FLAGS", @"* 1 FETCH (UID 1 FLAGS (\Flagged))")]
    [InlineData("FETCH 1 FAST", @"* 1 FETCH (FLAGS (\Flagged) INTERNALDATE ""29-Feb-2024 23:30:00 +0200"" RFC822.SIZE 24)")]
    [InlineData("FETCH 1 BODY.PEEK[]", "* 1 FETCH (BODY[] {24}\r\nA: 1\r\nB: 2\r\n 3\r\n\r\nbody\r\n)")]
    [InlineData("FETCH 1 (body.peek[header] UID)", "* 1 FETCH (BODY[HEADER] {18}\r\nA: 1\r\nB: 2\r\n 3\r\n\r\n UID 1)")]
    [InlineData("FETCH 1 BODY.PEEK[TEXT]", "* 1 FETCH (BODY[TEXT] {6}\r\nbody\r\n)")]
    [InlineData("FETCH 1 BODY.PEEK[]<2.5>", "* 1 FETCH (BODY[]<2> {5}\r\n 1\r\nB)")]
    [InlineData("FETCH 1 BODY.PEEK[]<20.100>", "* 1 FETCH (BODY[]<20> {4}\r\ndy\r\n)")]
    [InlineData("FETCH 1 BODY.PEEK[]<99.1>", "* 1 FETCH (BODY[]<99> {0}\r\n)")]
    [InlineData("FETCH 1 BODY.PEEK[HEADER.FIELDS (b x)]", "* 1 FETCH (BODY[HEADER.FIELDS (b x)] {12}\r\nB: 2\r\n 3\r\n\r\n)")]
    [InlineData("FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (B)]", "* 1 FETCH (BODY[HEADER.FIELDS.NOT (B)] {8}\r\nA: 1\r\n\r\n)")]
    [InlineData("FETCH 1 RFC822.HEADER", "* 1 FETCH (RFC822.HEADER {18}\r\nA: 1\r\nB: 2\r\n 3\r\n\r\n)")]
    [InlineData("FETCH 1 BODY[TEXT]", "* 1 FETCH (BODY[TEXT] {6}\r\nbody\r\n FLAGS (\\Flagged \\Seen))")]
    [InlineData("FETCH 1 (FLAGS RFC822)", "* 1 FETCH (FLAGS (\\Flagged \\Seen) RFC822 {24}\r\nA: 1\r\nB: 2\r\n 3\r\n\r\nbody\r\n)")]
    [InlineData("UID FETCH 7 FLAGS", null)]
    public void FetchGivesWhatIsAskedFor(string command, string? response)
    {
        Deliver("A: 1\r\nB: 2\r\n 3\r\n\r\nbody\r\n").SetFlag(@"\Flagged");
        using var client = LogIn();
        var expected = response is null ? "A OK FETCH completed" : response + "\r\nA OK FETCH completed";
        Assert.Equal(expected, string.Join("\r\n", client.AskImap(command)));
    }

    [Fact]
    public void ExamineChangesNothing()
    {
        Deliver("a").SetFlag(@"\Deleted");
        using var client = LogIn("EXAMINE INBOX");
        Assert.Equal("* 1 FETCH (BODY[] {1}\r\na)", string.Join("\r\n", client.AskImap("FETCH 1 BODY[]")[..^1]));
        Assert.StartsWith("A NO [READ-ONLY]", client.AskImap("STORE 1 +FLAGS (\\Flagged)")[^1]);
        Assert.StartsWith("A NO [READ-ONLY]", client.AskImap("EXPUNGE")[^1]);
        Assert.StartsWith("A OK", client.AskImap("CLOSE")[^1]);
        Assert.Equal([@"\Deleted"], Assert.Single(Inbox.Messages).Flags);
    }

    [Fact]
    public void StoreChangesFlags()
    {
        var message = Deliver("a");
        using var client = LogIn();
        Assert.Equal([@"* 1 FETCH (UID 1 FLAGS ($Job \Seen))", "A OK STORE completed"], client.AskImap(@"UID STORE 1 +FLAGS (\Seen $Job)"));
        Assert.Equal([@"* 1 FETCH (FLAGS ($Job))", "A OK STORE completed"], client.AskImap(@"STORE 1 -FLAGS \seen"));
        Assert.Equal(["A OK STORE completed"], client.AskImap(@"STORE 1 FLAGS.SILENT (\Draft)"));
        Assert.Equal([@"\Draft"], message.Flags);
        client.AskImap("STORE 1 FLAGS ()");
        Assert.Empty(message.Flags);
    }

    [Fact]
    public void ExpungeRemovesWhatIsMarkedAndRenumbers()
    {
        foreach (var text in new[] { "1", "2", "3", "4" })
            Deliver(text);
        using var client = LogIn();
        client.AskImap(@"STORE 1:3 +FLAGS.SILENT (\Deleted)");
        Assert.Equal(["* 2 EXPUNGE", "A OK EXPUNGE completed"], client.AskImap("UID EXPUNGE 2,4"));
        Assert.Equal(["* 2 EXPUNGE", "* 1 EXPUNGE", "A OK EXPUNGE completed"], client.AskImap("EXPUNGE"));
        Assert.Equal(["* 1 FETCH (UID 4)", "A OK FETCH completed"], client.AskImap("FETCH 1 UID"));
        client.AskImap(@"STORE 1 +FLAGS.SILENT (\Deleted)");
        Assert.Equal(["A OK CLOSE completed"], client.AskImap("CLOSE"));
        Assert.Empty(Inbox.Messages);
    }

    [Fact]
    public void ChangesByOthersAreToldWhenTheyMay()
    {
        var first = Deliver("1");
        Deliver("2");
        using var client = LogIn();
        Inbox.Remove([first]);
        Deliver("3");
        Assert.Equal(["* 2 FETCH (UID 2)", "* 3 EXISTS", "A OK FETCH completed"], client.AskImap("FETCH 2 UID"));
        Assert.Equal(["* 1 EXPUNGE", "A OK completed"], client.AskImap("NOOP"));
        Assert.Equal(["* 2 FETCH (UID 3)", "A OK FETCH completed"], client.AskImap("FETCH 2 UID"));
    }

    [Fact]
    public void LogoutSaysByeAndEnds()
    {
        using var client = LogIn();
        Assert.Equal(["* BYE closing", "A OK LOGOUT completed"], client.AskImap("LOGOUT"));
        Assert.Null(client.TryReadLine());
    }
}
