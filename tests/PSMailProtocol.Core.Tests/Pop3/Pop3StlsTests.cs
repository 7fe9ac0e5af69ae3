using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>
/// Somebody between client and server who tampers with what comes before TLS, as in the NO STARTTLS corpus
/// (https://nostarttls.secvuln.info): the session ends with a name for it, and no octet of the credential leaves.
/// </summary>
public class Pop3StlsTests
{
    private const string User = "canary-user";
    private const string Password = "canary-password";
    private const string Greeting = "+OK hi <1896.697170952@mail.test>\r\n";
    private const string Offered = "+OK\r\nUSER\r\nSASL PLAIN\r\nSTLS\r\n.\r\n";
    private const string NotOffered = "+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n";

    /// <summary>Stands for the answer to a command that is not to come.</summary>
    private const string NotAsked = "not asked";

    private const string Injected = "StartTlsResponseInjection";

    /// <summary>A name, greeting, answers to CAPA and STLS, and the error; behind a bar the one if it comes in pieces.</summary>
    public static IEnumerable<object[]> Servers => Deliveries.Times(
    [
        // Buffering
        ["B_1", Greeting, Offered, "+OK go\r\n+OK injected\r\n", Injected],
        ["B_2", Greeting, Offered, "+OK go\r\n+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n+OK\r\n+OK\r\n", Injected],
        ["B_err", Greeting, Offered, "+OK go\r\n-ERR [AUTH] injected\r\n", Injected],
        ["B_octet", Greeting, Offered, "+OK go\r\n\0", Injected],

        // Negotiation: nothing makes the client go on in clear, the timestamp of APOP included
        ["O_1", Greeting, Offered, "-ERR no\r\n", "TlsRequired"],
        ["O_2", Greeting, Offered, "-ERR\r\n", "TlsRequired"],
        ["O_3", Greeting, Offered, "-ERR [SYS/TEMP] not now\r\n", "ServerTemporarilyUnable"],
        ["O_4", Greeting, NotOffered, NotAsked, "TlsRequired"],
        ["O_4_refused", Greeting, Offered, "-ERR use APOP\r\n", "TlsRequired"],

        // Greetings
        ["greeting_err", "-ERR go away\r\n", NotAsked, NotAsked, "GreetingRejected"],
        ["greeting_in_use", "-ERR [IN-USE] busy\r\n", NotAsked, NotAsked, "MaildropInUse"],
        ["greeting_bare", "+OK\r\n", NotOffered, NotAsked, "TlsRequired"],
        ["greeting_empty", "\r\n", NotAsked, NotAsked, "ProtocolViolation"],
        ["greeting_word", "+OKAY\r\n", NotAsked, NotAsked, "ProtocolViolation"],
        ["greeting_plus", "+ OK\r\n", NotAsked, NotAsked, "ProtocolViolation"],
        ["greeting_smtp", "220 mail.test ESMTP\r\n", NotAsked, NotAsked, "ProtocolViolation"],
        ["greeting_imap", "* OK IMAP4rev1\r\n", NotAsked, NotAsked, "ProtocolViolation"],
        ["greeting_preauth", "* PREAUTH IMAP4rev1\r\n", NotAsked, NotAsked, "ProtocolViolation"],
        ["greeting_binary", "\u0016\u0003\u0001\r\n", NotAsked, NotAsked, "ProtocolViolation"],
        ["greeting_half", "+OK hi", NotAsked, NotAsked, "ConnectionLost"],
        ["greeting_none", "", NotAsked, NotAsked, "ConnectionLost"],

        // CAPA
        ["capa_err", Greeting, "-ERR what\r\n", NotAsked, "TlsRequired"],
        ["capa_none", Greeting, "+OK\r\n.\r\n", NotAsked, "TlsRequired"],
        ["capa_without", Greeting, NotOffered, NotAsked, "TlsRequired"],
        ["capa_other_word", Greeting, "+OK\r\nSTLSX\r\nXSTLS\r\nSTARTTLS\r\n.\r\n", NotAsked, "TlsRequired"],
        ["capa_in_text", Greeting, "+OK STLS\r\n.\r\n", NotAsked, "TlsRequired"],
        ["capa_stuffed", Greeting, "+OK\r\n..STLS\r\n.\r\n", NotAsked, "TlsRequired"],
        ["capa_lower_case", Greeting, "+OK\r\nstls\r\n.\r\n", "-ERR no\r\n", "TlsRequired"],
        ["capa_garbage", Greeting, "\u0001\u0002\r\n", NotAsked, "ProtocolViolation"],
        ["capa_imap", Greeting, "* CAPABILITY STLS\r\n", NotAsked, "ProtocolViolation"],
        ["capa_no_end", Greeting, "+OK\r\nSTLS\r\n", NotAsked, "ConnectionLost"],
        ["capa_nothing", Greeting, "", NotAsked, "ConnectionLost"],

        // STLS
        ["stls_continuation", Greeting, Offered, "+ go\r\n", "ProtocolViolation"],
        ["stls_smtp", Greeting, Offered, "220 go\r\n", "ProtocolViolation"],
        ["stls_word", Greeting, Offered, "OK\r\n", "ProtocolViolation"],
        ["stls_empty", Greeting, Offered, "\r\n", "ProtocolViolation"],
        ["stls_auth", Greeting, Offered, "-ERR [AUTH] log in first\r\n", "AuthenticationFailed"],
        ["stls_half", Greeting, Offered, "+OK go", "ConnectionLost"],
        ["stls_nothing", Greeting, Offered, "", "ConnectionLost"],
        ["stls_then_nothing", Greeting, Offered, "+OK go\r\n", "TlsFailed"],

        // Answers that nobody asked for are not taken for those that come later
        ["unsolicited_listing", Greeting + "+OK\r\n1 10\r\n.\r\n", Offered, NotAsked, "TlsRequired"],
        ["unsolicited_capa", Greeting + Offered, Offered, "+OK go\r\n", Injected],
        ["unsolicited_consent", Greeting + Offered + "+OK go\r\n", Offered, "+OK go\r\n", Injected],
        ["unsolicited_behind_capa", Greeting, Offered + "+OK\r\n1 10\r\n.\r\n", "+OK go\r\n", Injected],
        ["unsolicited_refusal", Greeting, Offered + "-ERR no\r\n", "+OK go\r\n", Injected + "|TlsRequired"],
    ]);

    [Theory]
    [MemberData(nameof(Servers))]
    public void What_comes_before_TLS_gets_no_credential(Delivery delivery, string name, string greeting, string capa, string stls,
        string error)
    {
        foreach (var tls in new[] { TlsMode.Auto, TlsMode.StartTls })
        {
            var peer = new AnsweringPeer(
                command => command switch
                {
                    "CAPA" when capa != NotAsked => capa,
                    "STLS" when stls != NotAsked => stls,
                    "CAPA" or "STLS" => throw new InvalidOperationException($"{name} is not to be asked for {command}."),
                    _ => "",
                },
                greeting,
                delivery);
            using var session = new Pop3Session(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
            var account = new MailAccount("mail.test", 110, tls, new NetworkCredential(User, Password))
            {
                AllowUnencryptedAuthentication = true,
            };

            var failure = Assert.ThrowsAny<MailException>(() => session.Begin(account));

            Assert.Contains(failure.Error.Id, delivery == Delivery.Whole ? [error.Split('|')[0]] : error.Split('|'));
            AssertNoCredential(string.Join("\r\n", peer.Heard));
        }
    }

    private static void AssertNoCredential(string heard)
    {
        foreach (var verb in new[] { "USER", "PASS", "AUTH", "APOP", "canary" })
            Assert.DoesNotContain(verb, heard);
        foreach (var secret in new[] { User, Password, $"\0{User}\0{Password}" })
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.ASCII.GetBytes(secret)), heard);
    }
}
