using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sasl;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

public class Pop3SessionTests
{
    private const string Ok = "+OK\r\n";

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_maildrop_is_listed_and_read(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "+OK hi <1@x>\r\n",
            ("CAPA\r\n", "+OK\r\nTOP\r\nUIDL\r\nSASL PLAIN LOGIN\r\n.\r\n"),
            ("STAT\r\n", "+OK 2 320\r\n"),
            ("LIST\r\n", "+OK 2 messages\r\n1 120\r\n2 200 extra\r\n.\r\n"),
            ("UIDL\r\n", "+OK\r\n1 whqtswO00WBw418f9t5JxYwZ\r\n2 .QhdPYR:00WBw1Ph7x7\r\n.\r\n"),
            ("RETR 1\r\n", "+OK 120 octets\r\nSubject: x\r\n\r\n..dot\r\n.\r\n"),
            ("TOP 2 0\r\n", "+OK\r\nSubject: y\r\n\r\n.\r\n"),
            ("QUIT\r\n", Ok));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));
        session.ReadGreeting();
        session.ReadCapabilities();

        Assert.Equal(["PLAIN", "LOGIN"], session.Capabilities.AuthenticationMechanisms);
        Assert.Equal(new Pop3Status(2, 320), session.Stat());
        Assert.Equal(new Dictionary<int, long> { [1] = 120, [2] = 200 }, session.List());
        Assert.Equal(new Dictionary<int, string> { [1] = "whqtswO00WBw418f9t5JxYwZ", [2] = ".QhdPYR:00WBw1Ph7x7" }, session.Uidl());
        Assert.Equal("Subject: x\r\n\r\n.dot\r\n", Read(stream => session.Retrieve(1, stream)));
        Assert.Equal("Subject: y\r\n\r\n", Read(stream => session.Top(2, 0, stream)));
        session.Quit();
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void A_server_with_unix_line_ends_is_read_by_its_own_rule()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "+OK hi\n", ("RETR 1\r\n", "+OK\nSubject: x\n\n..dot\n.\n"), ("QUIT\r\n", "+OK\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));
        session.ReadGreeting();

        Assert.Equal("Subject: x\n\n.dot\n", Read(stream => session.Retrieve(1, stream)));
        session.Quit();
    }

    [Theory]
    [InlineData("-ERR [IN-USE] locked", "MaildropInUse")]
    [InlineData("-ERR [in-use] locked", "MaildropInUse")]
    [InlineData("-ERR [LOGIN-DELAY] wait", "LoginDelayed")]
    [InlineData("-ERR [SYS/TEMP] disk", "ServerTemporarilyUnable")]
    [InlineData("-ERR [SYS/PERM] gone", "ServerUnable")]
    [InlineData("-ERR [AUTH] no", "AuthenticationFailed")]
    [InlineData("-ERR no", "AuthenticationFailed")]
    [InlineData("-ERR", "AuthenticationFailed")]
    [InlineData("-ERR [unclosed", "AuthenticationFailed")]
    public void A_refused_login_has_the_name_that_the_server_gives_it(string reply, string error)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "+OK\r\n", ("CAPA\r\n", "-ERR what\r\n"), ("USER user\r\n", Ok),
            ("PASS secret word\r\n", reply + "\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        var failure = Assert.Throws<Pop3ReplyException>(() => session.Begin(Account(TlsMode.None, allowClear: true)));

        Assert.Equal(error, failure.Error.Id);
        Assert.DoesNotContain("secret word", failure.ToString());
    }

    [Theory]
    [InlineData("-ERR [IN-USE] locked", "MaildropInUse")]
    [InlineData("-ERR [LOGIN-DELAY] wait", "LoginDelayed")]
    [InlineData("-ERR [SYS/TEMP] disk", "ServerTemporarilyUnable")]
    [InlineData("-ERR [SYS/PERM] gone", "ServerUnable")]
    [InlineData("-ERR [AUTH] no", "AuthenticationFailed")]
    [InlineData("-ERR no", "AuthenticationFailed")]
    public void A_refused_AUTH_names_its_mechanism_and_the_cause_that_the_server_gives(string reply, string error)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("AUTH XOAUTH2 dXNlcj11c2VyAWF1dGg9QmVhcmVyIHRva2VuAQE=\r\n", reply + "\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        var failure =
            Assert.Throws<Pop3ReplyException>(() => session.Authenticate(new XOAuth2Mechanism(new NetworkCredential("user", "token"))));

        Assert.Equal(error, failure.Error.Id);
        Assert.Equal("XOAUTH2", failure.Mechanism);
    }

    [Theory]
    [InlineData("+OK\r\nSTLS\r\n.\r\n", "+OK go\r\n+OK injected\r\n", "StartTlsResponseInjection")]
    [InlineData("+OK\r\nSTLS\r\n.\r\n", "-ERR no\r\n", "TlsRequired")]
    [InlineData("+OK\r\n.\r\n", null, "TlsRequired")]
    [InlineData("-ERR\r\n", null, "TlsRequired")]
    public void Without_TLS_that_is_required_no_credential_leaves(string capa, string? stls, string error)
    {
        // The greeting's timestamp invites APOP, which would be a downgrade.
        var peer = stls is null
            ? new ScriptedPeer(Delivery.Whole, "+OK <1.2@x>\r\n", ("CAPA\r\n", capa))
            : new ScriptedPeer(Delivery.Whole, "+OK <1.2@x>\r\n", ("CAPA\r\n", capa), ("STLS\r\n", stls));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        var failure = Assert.ThrowsAny<MailException>(() => session.Begin(Account(TlsMode.Auto, allowClear: false)));

        Assert.Equal(error, failure.Error.Id);
        Assert.DoesNotContain("USER", peer.Transcript);
        Assert.DoesNotContain("APOP", peer.Transcript);
    }

    [Theory]
    [InlineData("+OK\r\nUSER\r\n.\r\n", "+OK\r\nPIPELINING\r\nUIDL\r\n.\r\n", true, false)]
    [InlineData("+OK\r\nUSER\r\n.\r\n", "+OK\r\nUIDL\r\n.\r\n", false, false)]
    [InlineData("+OK\r\nUSER\r\n.\r\n", "-ERR not now\r\n", false, true)]
    [InlineData("+OK\r\nUSER\r\nPIPELINING\r\n.\r\n", null, true, true)]
    [InlineData("-ERR what\r\n", null, false, false)]
    public void PIPELINING_that_is_offered_after_the_login_alone_is_found(string before, string? after, bool pipelining, bool user)
    {
        (string, string)[] steps = [("CAPA\r\n", before), ("USER user\r\n", Ok), ("PASS secret word\r\n", Ok)];
        var peer = new ScriptedPeer(Delivery.Whole, Ok, after is null ? steps : [.. steps, ("CAPA\r\n", after)]);
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        session.Begin(Account(TlsMode.None, allowClear: true));

        Assert.Equal((pipelining, user), (session.Capabilities.Pipelining, session.Capabilities.User));
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void A_server_that_never_greets_may_be_waiting_for_TLS()
    {
        using var session = new Pop3Session(new MailConnection(new StalledPeer(), Impatient, "mail.test"));

        var failure = Assert.Throws<NoGreetingException>(session.ReadGreeting);

        Assert.Same(MailErrors.OperationTimedOut, failure.Error);
    }

    [Fact]
    public void A_server_that_never_ends_its_greeting_is_not_waiting_for_TLS()
    {
        // Long enough for the first octet, on any machine.
        var options = new MailConnectionOptions
        {
            OperationTimeout = System.TimeSpan.FromSeconds(2),
            Limits = new MailConnectionLimits { ReplyLine = int.MaxValue - 10 },
        };
        using var session = new Pop3Session(new MailConnection(new DrippingPeer(), options, "mail.test"));

        var failure = Assert.Throws<MailException>(session.ReadGreeting);

        Assert.Same(MailErrors.OperationTimedOut, failure.Error);
    }

    [Theory]
    [InlineData("+OK -1 -1")]
    [InlineData("+OK")]
    [InlineData("+OK 99999999999 1")]
    [InlineData("+OK two 1")]
    [InlineData("OK 1 1")]
    [InlineData("+OKAY 1 1")]
    [InlineData("250 OK")]
    public void What_is_no_answer_to_STAT_ends_the_session(string reply)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("STAT\r\n", reply + "\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        Assert.Same(MailErrors.ProtocolViolation, Assert.Throws<MailException>(() => session.Stat()).Error);
        Assert.True(peer.IsDisposed);
    }

    [Theory]
    [InlineData("LIST\r\n", "0 1")]
    [InlineData("LIST\r\n", "-1 1")]
    [InlineData("LIST\r\n", "1")]
    [InlineData("LIST\r\n", "1 -5000000000")]
    [InlineData("LIST\r\n", "99999999999 1")]
    [InlineData("UIDL\r\n", "0 uid")]
    [InlineData("UIDL\r\n", "x uid")]
    public void What_is_no_row_of_a_listing_ends_the_session(string command, string row)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (command, $"+OK\r\n{row}\r\n.\r\n"));
        using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions()));

        var failure = Assert.Throws<MailException>(() => command == "LIST\r\n" ? (object)session.List() : session.Uidl());

        Assert.Same(MailErrors.ProtocolViolation, failure.Error);
    }

    private static MailConnectionOptions Impatient { get; } = new() { OperationTimeout = System.TimeSpan.FromMilliseconds(50) };

    private static string Read(System.Action<Stream> read)
    {
        using var content = new MemoryStream();
        read(content);
        return Encoding.Latin1.GetString(content.ToArray());
    }

    private static MailAccount Account(TlsMode tls, bool allowClear) =>
        new("mail.test", 110, tls, new NetworkCredential("user", "secret word")) { AllowUnencryptedAuthentication = allowClear };
}
