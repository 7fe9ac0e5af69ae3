using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Tests.Messages;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

public class ImapSessionTests
{
    private const string Greeting = "* OK [CAPABILITY IMAP4rev1 LITERAL+] hi\r\n";

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_mailbox_is_searched_and_read(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, Greeting,
            ("A001 LOGIN \"user\" \"secret word\"\r\n", "A001 OK [CAPABILITY IMAP4rev1 MOVE] in\r\n"),
            ("A002 EXAMINE \"INBOX\"\r\n", "* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 77] ok\r\n* OK [UIDNEXT 12] ok\r\nA002 OK [READ-ONLY] done\r\n"),
            ("A003 UID SEARCH UNSEEN SUBJECT \"report\"\r\n", "* SEARCH 11 7\r\nA003 OK done\r\n"),
            ("A004 UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n",
                "* 2 FETCH (UID 7 FLAGS () INTERNALDATE \" 1-Feb-2026 03:04:05 +0100\" RFC822.SIZE 12)\r\n* 3 FETCH (FLAGS (\\Seen $x) UID 11 INTERNALDATE \"00-Jan-0000 00:00:00 +0000\" RFC822.SIZE 5 MODSEQ (-1))\r\nA004 OK\r\n"),
            ("A005 UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n",
                "* 2 FETCH (UID 7 BODY[] {12}\r\nab\r\n) * A005 FLAGS ())\r\n* 9 EXPUNGE\r\n* 3 FETCH (UID 11 BODY[] \"quote\")\r\nA005 OK\r\n"),
            ("A006 LOGOUT\r\n", "* BYE bye\r\nA006 OK\r\n"));
        using var session = Session(peer);

        session.Begin(Account(TlsMode.None));
        var mailbox = session.Examine("INBOX");
        var found = session.Search(new ImapSearchCriteria { Seen = false, Subject = "report" });
        var messages = session.FetchMessages(found).ToList();
        session.Logout();

        Assert.True(session.Capabilities.Has("MOVE"));
        Assert.Equal(new ImapMailbox("INBOX", 3, 77, 12, true), mailbox);
        Assert.Equal([7L, 11L], found);
        Assert.Equal(["ab\r\n) * A005", "quote"], messages.Select(m => m.Mail!.Text()));
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void Facts_are_read_in_any_order_and_a_date_that_never_was_is_none()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "",
            ("A001 UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n",
                "* 2 FETCH (UID 7 FLAGS (\\Seen $x []) INTERNALDATE \" 1-Feb-2026 03:04:05 +0100\" RFC822.SIZE 12)\r\n* 0 FETCH (FLAGS NIL UID 11 INTERNALDATE \"00-Jan-0000 00:00:00 +0000\" X-GM-LABELS (\"a b\" ({3}\r\n(\") (()))) RFC822.SIZE 5)\r\nA001 OK\r\n"));
        using var session = Session(peer);

        var facts = session.FetchFacts([11, 7]);

        Assert.Equal([7L, 11L], facts.Select(m => m.Uid));
        Assert.Equal(["\\Seen", "$x", "[]"], facts[0].Flags);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 3, 4, 5, TimeSpan.FromHours(1)), facts[0].InternalDate);
        Assert.Null(facts[1].InternalDate);
        Assert.Equal(5, facts[1].Size);
    }

    [Fact]
    public void Strings_that_cannot_be_quoted_are_literals_and_wait_unless_they_need_not()
    {
        var peer = new ScriptedPeer(Delivery.Whole, Greeting,
            ("A001 LOGIN \"a\\\"b\\\\c\" {6+}\r\np\u00c3\u00a4ss1\r\n", "A001 OK in\r\n"),
            ("A002 CAPABILITY\r\n", "* CAPABILITY IMAP4rev1\r\nA002 OK\r\n"),
            ("A003 UID SEARCH CHARSET UTF-8 SUBJECT {7}\r\n", "+ go\r\n"),
            ("b\u00c3\u00bccher\r\n", "* SEARCH\r\nA003 OK\r\n"),
            ("A004 SELECT \"&ZeVnLIqe-\"\r\n", "A004 OK [READ-WRITE] ok\r\n"));
        var lines = new List<string>();
        using var session = Session(peer, lines);

        session.Begin(new MailAccount("mail.test", 143, TlsMode.None, new NetworkCredential("a\"b\\c", "p\u00e4ss1")) { AllowUnencryptedAuthentication = true });
        Assert.Empty(session.Search(new ImapSearchCriteria { Subject = "b\u00fccher" }));
        session.Select("\u65e5\u672c\u8a9e");

        Assert.True(peer.IsFinished);
        Assert.DoesNotContain(lines, line => line.Contains("ss1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("* OK [CAPABILITY IMAP4rev1] hi\r\n", null, "TlsRequired")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 NO no\r\n", "TlsRequired")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 BAD no\r\n", "TlsRequired")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "+ go on\r\n", "ProtocolViolation")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "StartTlsResponseInjection")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 OK go\r\n* BYE\r\n", "StartTlsResponseInjection")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "* BYE closing\r\n", "ServerClosed")]
    [InlineData("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", null, "TlsRequired")]
    [InlineData("* BYE full\r\n", null, "GreetingRejected")]
    [InlineData("A001 OK hi\r\n", null, "ProtocolViolation")]
    [InlineData("220 smtp here\r\n", null, "ProtocolViolation")]
    [InlineData("* 3 EXISTS\r\n", null, "ProtocolViolation")]
    public void Without_TLS_that_is_required_no_credential_leaves(string greeting, string? startTls, string error)
    {
        var peer = startTls is null
            ? new ScriptedPeer(Delivery.Whole, greeting)
            : new ScriptedPeer(Delivery.Whole, greeting, ("A001 STARTTLS\r\n", startTls));
        using var session = Session(peer);

        Assert.Equal(error, Assert.ThrowsAny<MailException>(() => session.Begin(Account(TlsMode.StartTls))).Error.Id);
        Assert.DoesNotContain("LOGIN", peer.Transcript);
    }

    [Theory]
    [InlineData("A001 NO [AUTHENTICATIONFAILED] no\r\n", "AuthenticationFailed")]
    [InlineData("A001 NO no\r\n", "AuthenticationFailed")]
    [InlineData("A001 NO [UNAVAILABLE] ldap\r\n", "ServerTemporarilyUnable")]
    [InlineData("a001 OK case\r\n", "ProtocolViolation")]
    [InlineData("A000 OK old\r\n", "ProtocolViolation")]
    public void A_refused_login_has_its_own_name(string reply, string error)
    {
        using var session = Session(new ScriptedPeer(Delivery.Whole, Greeting, ("A001 LOGIN \"user\" \"secret word\"\r\n", reply)));

        var failure = Assert.ThrowsAny<MailException>(() => session.Begin(Account(TlsMode.None)));

        Assert.Equal(error, failure.Error.Id);
        Assert.DoesNotContain("secret word", failure.ToString());
    }

    [Fact]
    public void LOGINDISABLED_is_honoured()
    {
        using var session = Session(new ScriptedPeer(Delivery.Whole, "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n"));

        Assert.Same(MailErrors.AuthenticationMechanismUnavailable, Assert.Throws<MailException>(() => session.Begin(Account(TlsMode.None))).Error);
    }

    /// <summary>Literals that announce what nobody should allocate, and lists without end.</summary>
    [Theory]
    [InlineData("* 1 FETCH (UID 7 BODY[] {9999999999}\r\n", "LimitExceeded")]
    [InlineData("* 1 FETCH (UID 7 BODY[] {99999999999999999999}\r\n", "ProtocolViolation")]
    [InlineData("* 1 FETCH (UID 7 BODY[] {-1}\r\n", "ProtocolViolation")]
    [InlineData("* 1 FETCH (UID 7 BODY[] {}\r\n", "ProtocolViolation")]
    [InlineData("* 1 FETCH (UID 7 BODY[] {2000000}\r\nabc", "ConnectionLost")]
    [InlineData("* 1 FETCH (UID 7 ENVELOPE {300000}\r\n", "ConnectionLost")]
    [InlineData("* 1 FETCH (UID 7 ENVELOPE {99999999}\r\n", "LimitExceeded")]
    [InlineData("* 1 FETCH (UID 7 ENVELOPE (\"open", "ConnectionLost")]
    [InlineData("* 1 FETCH (UID 7 ENVELOPE (\"open\r\n", "ConnectionLost")]
    [InlineData("* 1 FETCH (UID seven)\r\n", "ConnectionLost")]
    [InlineData("* 1 FETCH (UID 7\r\n", "ProtocolViolation")]
    [InlineData("* 1 FETCH (UID 7 BODY[] {3}\r\nabcdef)\r\n", "ProtocolViolation")]
    [InlineData("* 1 FETCH (UID 7 BODY[] {3}\r\nabc x \"open\r\n", "ProtocolViolation")]
    [InlineData("* 1 FETCH (UID 7 BODY[] {3}\r\nabc x y\r\n", "ProtocolViolation")]
    [InlineData("* 1 FETCH UID 7\r\n", "ProtocolViolation")]
    [InlineData("* LIST () \"/\" {99999999}\r\n", "LimitExceeded")]
    [InlineData("+ more\r\n", "ProtocolViolation")]
    [InlineData("\r\n", "ConnectionLost")]
    public void A_response_that_is_a_trap_ends_the_session(string response, string error)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var peer = new ScriptedPeer(Delivery.Whole, "", ("A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n", response));
        using var session = Session(peer);

        Assert.Equal(error, Assert.Single(session.FetchFacts([7])).Failure!.Error.Id);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2 * 1024 * 1024);
    }

    [Fact]
    public void A_list_nested_without_end_is_read_past_and_overflows_no_stack()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n", "* 1 FETCH (UID 7 RFC822.SIZE 5 BODY " + new string('(', 500_000) + "\r\nA001 OK\r\n"));
        using var session = Session(peer);

        Assert.Equal(5, Assert.Single(session.FetchFacts([7])).Size);
    }

    [Theory]
    [InlineData("a\r\nA002 LOGOUT")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void What_would_end_a_command_never_reaches_it(string text)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "");
        using var session = Session(peer);

        Assert.Same(MailErrors.InvalidWireText, Assert.Throws<MailArgumentException>(() => session.Search(new ImapSearchCriteria { Subject = text })).Error);
        Assert.Same(MailErrors.InvalidWireText, Assert.Throws<MailArgumentException>(() => session.Search(new ImapSearchCriteria { Raw = text })).Error);
        Assert.Same(MailErrors.InvalidWireText, Assert.Throws<MailArgumentException>(() => session.Login(new NetworkCredential("u", text))).Error);
        Assert.Empty(peer.Transcript);
    }

    private static MailAccount Account(TlsMode tls) =>
        new("mail.test", 143, tls, new NetworkCredential("user", "secret word")) { AllowUnencryptedAuthentication = true };

    private static ImapSession Session(ScriptedPeer peer, List<string>? transcript = null) =>
        new(new MailConnection(peer, new MailConnectionOptions { Transcript = transcript is null ? null : new TextTranscript(transcript.Add) }, "mail.test"));
}
