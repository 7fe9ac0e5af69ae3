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
            ("A002 EXAMINE \"INBOX\"\r\n",
                "* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 77] ok\r\n* OK [UIDNEXT 12] ok\r\nA002 OK [READ-ONLY] " +
                "done\r\n"),
            ("A003 UID SEARCH UNSEEN SUBJECT \"report\"\r\n", "* SEARCH 11 7\r\nA003 OK done\r\n"),
            ("A004 UID FETCH 7,11 (UID RFC822.SIZE)\r\n",
                "* 2 FETCH (UID 7 FLAGS () INTERNALDATE \" 1-Feb-2026 03:04:05 +0100\" RFC822.SIZE 12)\r\n* 3 FETCH (FLAGS (\\Seen $x) " +
                "UID 11 INTERNALDATE \"00-Jan-0000 00:00:00 +0000\" RFC822.SIZE 5 MODSEQ (-1))\r\nA004 OK\r\n"),
            ("A005 UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n",
                "* 2 FETCH (UID 7 BODY[] {12}\r\nab\r\n) * A005 FLAGS ())\r\n* 9 EXPUNGE\r\n* 3 FETCH (UID 11 BODY[] \"quote\")\r\nA005 " +
                "OK\r\n"),
            ("A006 LOGOUT\r\n", "* BYE bye\r\nA006 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        session.Begin(ImapFixture.Account(TlsMode.None, "secret word"));
        var mailbox = session.Examine("INBOX");
        var found = session.Search(new ImapSearchCriteria { Seen = false, Subject = ["report"] });
        var messages = session.FetchMessages(found).ToList();
        session.Logout();

        Assert.True(session.Capabilities.Has("MOVE"));
        Assert.Equal(new ImapMailbox("INBOX", 3, 77, 12, true), mailbox);
        Assert.Equal([7L, 11L], found);
        Assert.Equal(["ab\r\n) * A005", "quote"], messages.Select(m => m.Mail!.Text()));
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Facts_are_read_in_any_order_and_a_date_that_never_was_is_none(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "",
            ("A001 UID FETCH 7,11 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n",
                "* 2 FETCH (UID 7 FLAGS (\\Seen $x []) INTERNALDATE \" 1-Feb-2026 03:04:05 +0100\" RFC822.SIZE 12)\r\n* 0 FETCH (FLAGS " +
                "NIL UID 11 INTERNALDATE \"00-Jan-0000 00:00:00 +0000\" X-GM-LABELS (\"a b\" ({3}\r\n(\") (()))) RFC822.SIZE 5)\r\nA001 " +
                "OK\r\n"));
        using var session = ImapFixture.Over(peer);

        var facts = session.FetchFacts([11, 7]);

        Assert.Equal([7L, 11L], facts.Select(m => m.Uid));
        Assert.Equal(["\\Seen", "$x", "[]"], facts[0].Flags);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 3, 4, 5, TimeSpan.FromHours(1)), facts[0].InternalDate);
        Assert.Null(facts[1].InternalDate);
        Assert.Equal(5, facts[1].Size);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void Strings_that_cannot_be_quoted_are_literals_and_wait_unless_they_need_not(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, Greeting,
            ("A001 LOGIN \"a\\\"b\\\\c\" {6+}\r\np\u00c3\u00a4ss1\r\n", "A001 OK in\r\n"),
            ("A002 CAPABILITY\r\n", "* CAPABILITY IMAP4rev1\r\nA002 OK\r\n"),
            ("A003 UID SEARCH CHARSET UTF-8 SUBJECT {7}\r\n", "+ go\r\n"),
            ("b\u00c3\u00bccher\r\n", "* SEARCH\r\nA003 OK\r\n"),
            ("A004 SELECT \"&ZeVnLIqe-\"\r\n", "A004 OK [READ-WRITE] ok\r\n"));
        var lines = new List<string>();
        using var session = ImapFixture.Over(peer, transcript: new TextTranscript(lines.Add));

        session.Begin(new MailAccount("mail.test", 143, TlsMode.None, new NetworkCredential("a\"b\\c", "p\u00e4ss1"))
        {
            AllowUnencryptedAuthentication = true,
        });
        Assert.Empty(session.Search(new ImapSearchCriteria { Subject = ["b\u00fccher"] }));
        session.Select("\u65e5\u672c\u8a9e");

        Assert.True(peer.IsFinished);
        Assert.DoesNotContain(lines, line => line.Contains("ss1", StringComparison.Ordinal));
    }

    public static IEnumerable<object[]> ServersInClear => Deliveries.Times(
    [
        ["* OK [CAPABILITY IMAP4rev1] hi\r\n", null!, "TlsRequired"],
        ["* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 NO no\r\n", "TlsRequired"],
        ["* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 BAD no\r\n", "TlsRequired"],
        ["* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "+ go on\r\n", "ProtocolViolation"],
        ["* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "StartTlsResponseInjection"],
        ["* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "A001 OK go\r\n* BYE\r\n", "StartTlsResponseInjection"],
        ["* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "* BYE closing\r\n", "ServerClosed"],
        ["* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", null!, "TlsRequired"],
        ["* BYE full\r\n", null!, "GreetingRejected"],
        ["A001 OK hi\r\n", null!, "ProtocolViolation"],
        ["220 smtp here\r\n", null!, "ProtocolViolation"],
        ["* 3 EXISTS\r\n", null!, "ProtocolViolation"],
    ]);

    [Theory]
    [MemberData(nameof(ServersInClear))]
    public void Without_TLS_that_is_required_no_credential_leaves(Delivery delivery, string greeting, string? startTls, string error)
    {
        // What comes later than the consent meets the handshake.
        delivery = error == "StartTlsResponseInjection" ? Delivery.Whole : delivery;
        var peer = startTls is null
            ? new ScriptedPeer(delivery, greeting)
            : new ScriptedPeer(delivery, greeting, ("A001 STARTTLS\r\n", startTls));
        using var session = ImapFixture.Over(peer);

        Assert.Equal(error,
            Assert.ThrowsAny<MailException>(() => session.Begin(ImapFixture.Account(TlsMode.StartTls, "secret word"))).Error.Id);
        Assert.DoesNotContain("LOGIN", peer.Transcript);
    }

    public static IEnumerable<object[]> RefusedLogins => Deliveries.Times(
    [
        ["A001 NO [AUTHENTICATIONFAILED] no\r\n", "AuthenticationFailed"],
        ["A001 NO no\r\n", "AuthenticationFailed"],
        ["A001 NO [UNAVAILABLE] ldap\r\n", "ServerTemporarilyUnable"],
        ["a001 OK case\r\n", "ProtocolViolation"],
        ["A000 OK old\r\n", "ProtocolViolation"],
    ]);

    [Theory]
    [MemberData(nameof(RefusedLogins))]
    public void A_refused_login_has_its_own_name(Delivery delivery, string reply, string error)
    {
        using var session = ImapFixture.Over(new ScriptedPeer(delivery, Greeting, ("A001 LOGIN \"user\" \"secret word\"\r\n", reply)));

        var failure = Assert.ThrowsAny<MailException>(() => session.Begin(ImapFixture.Account(TlsMode.None, "secret word")));

        Assert.Equal(error, failure.Error.Id);
        Assert.DoesNotContain("secret word", failure.ToString());
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void LOGINDISABLED_is_honoured(Delivery delivery)
    {
        using var session = ImapFixture.Over(new ScriptedPeer(delivery, "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n"));

        Assert.Same(MailErrors.AuthenticationMechanismUnavailable,
            Assert.Throws<MailException>(() => session.Begin(ImapFixture.Account(TlsMode.None, "secret word"))).Error);
    }

    /// <summary>Literals that announce what nobody should allocate, and lists without end.</summary>
    public static IEnumerable<object[]> Traps => Deliveries.Times(
    [
        ["* 1 FETCH (UID 7 BODY[] {9999999999}\r\n", "LimitExceeded"],
        ["* 1 FETCH (UID 7 BODY[] {99999999999999999999}\r\n", "ProtocolViolation"],
        ["* 1 FETCH (UID 7 BODY[] {-1}\r\n", "ProtocolViolation"],
        ["* 1 FETCH (UID 7 BODY[] {}\r\n", "ProtocolViolation"],
        ["* 1 FETCH (UID 7 BODY[] {2000000}\r\nabc", "ConnectionLost"],
        ["* 1 FETCH (UID 7 ENVELOPE {300000}\r\n", "ConnectionLost"],
        ["* 1 FETCH (UID 7 ENVELOPE {99999999}\r\n", "LimitExceeded"],
        ["* 1 FETCH (UID 7 ENVELOPE (\"open", "ConnectionLost"],
        ["* 1 FETCH (UID 7 ENVELOPE (\"open\r\n", "ConnectionLost"],
        ["* 1 FETCH (UID seven)\r\n", "ConnectionLost"],
        ["* 1 FETCH (UID 7\r\n", "ProtocolViolation"],
        ["* 1 FETCH (UID 7 BODY[] {3}\r\nabcdef)\r\n", "ProtocolViolation"],
        ["* 1 FETCH (UID 7 BODY[] {3}\r\nabc x \"open\r\n", "ProtocolViolation"],
        ["* 1 FETCH (UID 7 BODY[] {3}\r\nabc x y\r\n", "ProtocolViolation"],
        ["* 1 FETCH UID 7\r\n", "ProtocolViolation"],
        ["* LIST () \"/\" {99999999}\r\n", "LimitExceeded"],
        ["+ more\r\n", "ProtocolViolation"],
        ["\r\n", "ConnectionLost"],
    ]);

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_response_that_is_a_trap_ends_the_session(Delivery delivery, string response, string error)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var peer = new ScriptedPeer(delivery, "", ("A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n", response));
        using var session = ImapFixture.Over(peer);

        Assert.Equal(error, Assert.Single(session.FetchFacts([7])).Failure!.Error.Id);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2 * 1024 * 1024);
    }

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_list_nested_without_end_is_read_past_and_overflows_no_stack(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "",
            ("A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n",
                "* 1 FETCH (UID 7 RFC822.SIZE 5 BODY " + new string('(', 500_000) + "\r\nA001 OK\r\n"));
        using var session = ImapFixture.Over(peer);

        Assert.Equal(5, Assert.Single(session.FetchFacts([7])).Size);
    }

    public static IEnumerable<object[]> Injections => Deliveries.Times(
    [
        ["a\r\nA002 LOGOUT"],
        ["a\0b"],
        ["a\nb"],
    ]);

    [Theory]
    [MemberData(nameof(Injections))]
    public void What_would_end_a_command_never_reaches_it(Delivery delivery, string text)
    {
        var peer = new ScriptedPeer(delivery, "");
        using var session = ImapFixture.Over(peer);

        Assert.Same(MailErrors.InvalidWireText,
            Assert.Throws<MailArgumentException>(() => session.Search(new ImapSearchCriteria { Subject = [text] })).Error);
        Assert.Same(MailErrors.InvalidWireText,
            Assert.Throws<MailArgumentException>(() => session.Search(new ImapSearchCriteria { Raw = text })).Error);
        Assert.Same(MailErrors.InvalidWireText,
            Assert.Throws<MailArgumentException>(() => session.Login(new NetworkCredential("u", text))).Error);
        Assert.Empty(peer.Transcript);
    }
}
