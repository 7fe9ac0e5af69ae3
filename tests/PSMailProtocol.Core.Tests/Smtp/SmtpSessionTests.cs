using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

public class SmtpSessionTests
{
    private const string Ehlo = "EHLO client.test\r\n";
    private const string Mail = "MAIL FROM:<a@x.test>\r\n";
    private const string RcptB = "RCPT TO:<b@y.test>\r\n";
    private const string RcptC = "RCPT TO:<c@y.test>\r\n";
    private const string Ok = "250 ok\r\n";

    [Theory]
    [MemberData(nameof(Deliveries.All), MemberType = typeof(Deliveries))]
    public void A_message_is_accepted_when_the_final_dot_is_answered(Delivery delivery)
    {
        var peer = new ScriptedPeer(delivery, "", (Mail, Ok), (RcptB, "250 2.1.5 ok\r\n"), ("DATA\r\n", "354 go\r\n"),
            ("hello\r\n..dot\r\n.\r\n", "250 2.0.0 queued as 42\r\n"));

        var result = Send(peer, "hello\r\n.dot\r\n");

        Assert.Equal(SmtpDeliveryStatus.Accepted, result.Status);
        Assert.Equal("250 2.0.0 queued as 42", result.Reply!.ToString());
        Assert.Null(result.Failure);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("550 5.7.1 no", "SenderRejected")]
    [InlineData("451 4.7.1 later", "SenderRejected")]
    [InlineData("552 5.3.4 too big", "MessageTooLarge")]
    public void A_refused_sender_ends_the_transaction_before_a_recipient_is_named(string reply, string error)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Mail, reply + "\r\n"));

        var result = Send(peer, "never");

        Assert.Equal(SmtpDeliveryStatus.Rejected, result.Status);
        Assert.Equal(error, result.Failure!.Error.Id);
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void When_every_recipient_is_refused_no_content_is_sent()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Mail, Ok), (RcptB, "550 5.1.1 who\r\n"), (RcptC, "554 5.7.1 relay\r\n"),
            ("RSET\r\n", Ok));

        var result = Send(peer, "never", "b@y.test", "c@y.test");

        Assert.Equal(SmtpDeliveryStatus.Rejected, result.Status);
        Assert.Same(MailErrors.NoRecipientAccepted, result.Failure!.Error);
        Assert.Equal(["b@y.test", "c@y.test"], result.RejectedRecipients.Select(r => r.Recipient));
        Assert.Equal("5.7.1", result.RejectedRecipients[1].EnhancedCode);
        Assert.Empty(result.AcceptedRecipients);
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void One_refused_recipient_keeps_the_message_from_no_other()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Mail, Ok), (RcptB, "550 5.1.1 who\r\n"), (RcptC, Ok), ("DATA\r\n", "354 go\r\n"),
            ("x\r\n.\r\n", Ok));

        var result = Send(peer, "x", "b@y.test", "c@y.test");

        Assert.Equal(SmtpDeliveryStatus.PartlyAccepted, result.Status);
        Assert.Same(MailErrors.RecipientRejected, result.Failure!.Error);
        Assert.Equal("c@y.test", Assert.Single(result.AcceptedRecipients).Recipient);
        Assert.Equal("b@y.test", Assert.Single(result.RejectedRecipients).Recipient);
    }

    [Fact]
    public void A_refused_DATA_sends_nothing_and_leaves_the_session_ready()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Mail, Ok), (RcptB, Ok), ("DATA\r\n", "451 4.3.0 no\r\n"), ("RSET\r\n", Ok));

        var result = Send(peer, "never");

        Assert.Equal(SmtpDeliveryStatus.Rejected, result.Status);
        Assert.Same(MailErrors.DataRejected, result.Failure!.Error);
        Assert.Empty(result.AcceptedRecipients);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("550 5.7.1 spam", true)]
    [InlineData("452 4.3.1 full", true)]
    [InlineData("421 4.3.2 closing", true)]
    [InlineData(null, false)]
    [InlineData("garbage", false)]
    public void After_the_final_dot_a_refusal_is_known_and_silence_is_not(string? reply, bool known)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Mail, Ok), (RcptB, Ok), ("DATA\r\n", "354 go\r\n"),
            ("x\r\n.\r\n", reply is null ? "" : reply + "\r\n"));

        var result = Send(peer, "x");

        Assert.Equal(known ? SmtpDeliveryStatus.Rejected : SmtpDeliveryStatus.Unknown, result.Status);
        Assert.Same(known ? MailErrors.DataRejected : MailErrors.DeliveryUnknown, result.Failure!.Error);
    }

    [Fact]
    public void Content_that_cannot_be_written_is_never_ended_as_if_it_were_whole()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Mail, Ok), (RcptB, Ok), ("DATA\r\n", "354 go\r\n"));
        using var session = Session(peer);

        var failure = Assert.Throws<MailException>(() => session.Send(Envelope("b@y.test"), stream =>
        {
            stream.Write("half a mess"u8);
            throw new EndOfStreamException();
        }, null));

        Assert.Same(MailErrors.AttachmentUnreadable, failure.Error);
        Assert.IsType<EndOfStreamException>(failure.InnerException);
        Assert.DoesNotContain("\r\n.\r\n", peer.Transcript);
        Assert.True(peer.IsDisposed);
    }

    [Theory]
    [InlineData("421 4.3.2 bye", "ServerClosed")]
    [InlineData("", "ConnectionLost")]
    public void A_connection_that_ends_before_the_content_is_an_exception(string reply, string error)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Mail, reply.Length == 0 ? "" : reply + "\r\n"));
        using var session = Session(peer);

        Assert.Equal(error, Assert.ThrowsAny<MailException>(() => session.Send(Envelope("b@y.test"), _ => { }, null)).Error.Id);
        Assert.True(peer.IsDisposed);
    }

    [Theory]
    [InlineData("250 me\r\n", null, null)]
    [InlineData("500 what\r\n", "250 me\r\n", null)]
    [InlineData("502 what\r\n", "250 me\r\n", null)]
    [InlineData("500 what\r\n", "550 no\r\n", "CommandRejected")]
    [InlineData("220 odd\r\n", null, "CommandRejected")]
    [InlineData("354 odd\r\n", null, "CommandRejected")]
    [InlineData("421 closing\r\n", null, "ServerClosed")]
    [InlineData("501 syntax\r\n", null, "CommandRejected")]
    [InlineData("504 param\r\n", null, "CommandRejected")]
    [InlineData("530 auth\r\n", null, "CommandRejected")]
    [InlineData("550 no\r\n", null, "CommandRejected")]
    public void EHLO_falls_back_to_HELO_only_where_it_is_unknown(string ehlo, string? helo, string? error)
    {
        var peer = helo is null
            ? new ScriptedPeer(Delivery.Whole, "", (Ehlo, ehlo))
            : new ScriptedPeer(Delivery.Whole, "", (Ehlo, ehlo), ("HELO client.test\r\n", helo));
        using var session = Session(peer);

        if (error is null)
            session.Hello("client.test");
        else
            Assert.Equal(error, Assert.Throws<SmtpReplyException>(() => session.Hello("client.test")).Error.Id);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("221 bye\r\n", "GreetingRejected")]
    [InlineData("354 odd\r\n", "GreetingRejected")]
    [InlineData("421 busy\r\n", "GreetingRejected")]
    [InlineData("500 odd\r\n", "GreetingRejected")]
    [InlineData("554 no\r\n", "GreetingRejected")]
    public void Only_220_is_a_greeting(string greeting, string error)
    {
        using var session = Session(new ScriptedPeer(Delivery.Whole, greeting));

        Assert.Equal(error, Assert.Throws<SmtpReplyException>(session.ReadGreeting).Error.Id);
    }

    [Theory]
    [InlineData("220 go\r\n250-injected\r\n250 AUTH PLAIN\r\n", "StartTlsResponseInjection")]
    [InlineData("221 bye\r\n", "TlsRequired")]
    [InlineData("354 odd\r\n", "TlsRequired")]
    [InlineData("421 closing\r\n", "ServerClosed")]
    [InlineData("454 not now\r\n", "TlsRequired")]
    [InlineData("500 what\r\n", "TlsRequired")]
    [InlineData("501 what\r\n", "TlsRequired")]
    [InlineData("530 what\r\n", "TlsRequired")]
    public void Without_TLS_that_is_required_no_credential_leaves(string startTls, string error)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "220 hi\r\n", (Ehlo, "250-me\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"),
            ("STARTTLS\r\n", startTls));

        Assert.Equal(error, BeginFails(peer, TlsMode.StartTls));
        Assert.DoesNotContain("AUTH", peer.Transcript);
    }

    [Theory]
    [InlineData(TlsMode.StartTls, "TlsRequired")]
    [InlineData(TlsMode.Auto, "TlsRequired")]
    [InlineData(TlsMode.Opportunistic, "UnencryptedAuthenticationRefused")]
    [InlineData(TlsMode.None, "UnencryptedAuthenticationRefused")]
    public void A_server_that_hides_STARTTLS_gets_no_credential(TlsMode tls, string error)
    {
        var peer = new ScriptedPeer(Delivery.Whole, "220 hi\r\n", (Ehlo, "250-me\r\n250 AUTH PLAIN\r\n"));

        Assert.Equal(error, BeginFails(peer, tls));
        Assert.DoesNotContain("AUTH", peer.Transcript);
    }

    [Fact]
    public void A_relay_without_credential_stays_anonymous()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "220 hi\r\n", (Ehlo, "250-me\r\n250 AUTH PLAIN\r\n"));
        using var session = Session(peer);

        session.Begin(new MailAccount("mail.test", 25, TlsMode.Auto, null), "client.test");

        Assert.Null(session.AuthenticationMechanism);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("AUTH LOGIN PLAIN", "AUTH PLAIN AHVzZXIAc2VjcmV0\r\n", null, null)]
    [InlineData("AUTH LOGIN", "AUTH LOGIN\r\n", "dXNlcg==\r\n", "c2VjcmV0\r\n")]
    [InlineData("AUTH=LOGIN", "AUTH LOGIN\r\n", "dXNlcg==\r\n", "c2VjcmV0\r\n")]
    public void A_login_takes_the_strongest_mechanism_on_offer(string offer, string first, string? second, string? third)
    {
        (string, string)[] exchange = second is null
            ? [(first, "235 in\r\n")]
            : [(first, "334 VXNlcm5hbWU6\r\n"), (second, "334 UGFzc3dvcmQ6\r\n"), (third!, "235 in\r\n")];
        var peer = new ScriptedPeer(Delivery.Whole, "220 hi\r\n", [(Ehlo, $"250-me\r\n250 {offer}\r\n"), .. exchange]);
        var lines = new List<string>();
        using var session = Session(peer, lines);

        session.Begin(Account(TlsMode.None, allowClear: true), "client.test");

        Assert.True(peer.IsFinished);
        Assert.DoesNotContain("c2VjcmV0", string.Join("\n", lines));
        Assert.DoesNotContain("AHVzZXIAc2VjcmV0", string.Join("\n", lines));
        Assert.Contains("C: AUTH", string.Join("\n", lines));
    }

    [Fact]
    public void A_refused_login_tries_nothing_weaker()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "220 hi\r\n", (Ehlo, "250-me\r\n250 AUTH PLAIN LOGIN\r\n"),
            ("AUTH PLAIN AHVzZXIAc2VjcmV0\r\n", "535 5.7.8 no\r\n"));
        using var session = Session(peer);

        var failure = Assert.Throws<SmtpReplyException>(() => session.Begin(Account(TlsMode.None, allowClear: true), "client.test"));

        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
        Assert.DoesNotContain("secret", failure.Message);
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void Challenges_without_end_are_bounded()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "",
            [("AUTH PLAIN AHVzZXIAc2VjcmV0\r\n", "334 \r\n"), .. Enumerable.Repeat(("*\r\n", "334 \r\n"), 100)]);
        using var session = Session(peer);

        Assert.Same(MailErrors.ProtocolViolation,
            Assert.ThrowsAny<MailException>(
                () => session.Authenticate(new PSMailProtocol.Sasl.PlainMechanism(new NetworkCredential("user", "secret")))).Error);
    }

    [Theory]
    [InlineData("250-me\r\n250 SIZE 1000\r\n", 1000L, null, "MAIL FROM:<a@x.test> SIZE=1000\r\n")]
    [InlineData("250-me\r\n250 SIZE 1000\r\n", 1001L, "MessageTooLarge", null)]
    [InlineData("250-me\r\n250 SIZE\r\n", 5000L, null, "MAIL FROM:<a@x.test> SIZE=5000\r\n")]
    [InlineData("250 me\r\n", 5000L, null, "MAIL FROM:<a@x.test>\r\n")]
    public void A_size_is_compared_before_anything_is_sent(string ehlo, long size, string? error, string? mail)
    {
        var peer = mail is null
            ? new ScriptedPeer(Delivery.Whole, "", (Ehlo, ehlo))
            : new ScriptedPeer(Delivery.Whole, "", (Ehlo, ehlo), (mail, "550 stop here\r\n"));
        using var session = Session(peer);
        session.Hello("client.test");

        if (error is null)
            session.Send(Envelope("b@y.test"), _ => { }, size);
        else
            Assert.Equal(error, Assert.Throws<MailException>(() => session.Send(Envelope("b@y.test"), _ => { }, size)).Error.Id);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [InlineData("jos\u00e9@x.test", "250-me\r\n250 SMTPUTF8\r\n", "MAIL FROM:<jos\u00c3\u00a9@x.test> BODY=8BITMIME SMTPUTF8\r\n")]
    [InlineData("jose@b\u00fccher.example", "250 me\r\n", "MAIL FROM:<jose@xn--bcher-kva.example>\r\n")]
    [InlineData("jos\u00e9@x.test", "250 me\r\n", null)]
    [InlineData("\"odd name\"@x.test", "250 me\r\n", "MAIL FROM:<\"odd name\"@x.test>\r\n")]
    public void SMTPUTF8_is_asked_for_only_where_a_local_part_needs_it(string from, string ehlo, string? mail)
    {
        var peer = mail is null
            ? new ScriptedPeer(Delivery.Whole, "", (Ehlo, ehlo))
            : new ScriptedPeer(Delivery.Whole, "", (Ehlo, ehlo), (mail, "550 stop here\r\n"));
        using var session = Session(peer);
        session.Hello("client.test");
        var envelope = new SmtpEnvelope(Mailbox.Of(from), [Mailbox.Of("b@y.test")]);

        if (mail is not null)
            session.Send(envelope, _ => { }, null);
        else
            Assert.Same(MailErrors.Smtputf8Unsupported, Assert.Throws<MailException>(() => session.Send(envelope, _ => { }, null)).Error);
        Assert.True(peer.IsFinished);
    }

    [Fact]
    public void A_server_that_does_not_answer_QUIT_changes_nothing()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", ("QUIT\r\n", ""));

        Session(peer).Quit();

        Assert.True(peer.IsDisposed);
    }

    private static SmtpDelivery Send(ScriptedPeer peer, string content, params string[] recipients)
    {
        using var session = Session(peer);
        var octets = Encoding.Latin1.GetBytes(content);
        return session.Send(Envelope(recipients.Length == 0 ? ["b@y.test"] : recipients), stream => stream.Write(octets), null);
    }

    private static SmtpEnvelope Envelope(params string[] recipients) =>
        new(Mailbox.Of("a@x.test"), recipients.Select(Mailbox.Of));

    private static string BeginFails(ScriptedPeer peer, TlsMode tls)
    {
        using var session = Session(peer);
        return Assert.ThrowsAny<MailException>(() => session.Begin(Account(tls, allowClear: false), "client.test")).Error.Id;
    }

    private static MailAccount Account(TlsMode tls, bool allowClear) =>
        new("mail.test", 25, tls, new NetworkCredential("user", "secret")) { AllowUnencryptedAuthentication = allowClear };

    private static SmtpSession Session(ScriptedPeer peer, List<string>? transcript = null) =>
        new(new MailConnection(peer,
            new MailConnectionOptions { Transcript = transcript is null ? null : new TextTranscript(transcript.Add) }, "mail.test"));
}
