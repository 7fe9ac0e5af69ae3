using System;
using System.Linq;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Sasl;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Sasl;
using PSMailProtocol.Tests.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Net;

/// <summary>A cap that is set for a session holds there, and what it allows passes.</summary>
public class LimitTests
{
    private const string Fetch = "A001 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE)\r\n";

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Lines_of_an_SMTP_reply(int cap, bool isReached)
    {
        using var session = new SmtpSession(Connection("220-one\r\n220-two\r\n220 three\r\n"), new SmtpLimits { ReplyLines = cap });

        AssertReached(isReached ? "ReplyLines" : null, () => session.ReadGreeting());
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void Rows_of_a_POP3_listing(int cap, bool isReached)
    {
        var rows = string.Concat(Enumerable.Range(1, 1000).Select(n => $"{n} uid{n}\r\n"));
        using var session = new Pop3Session(Connection("", ("UIDL\r\n", "+OK\r\n" + rows + ".\r\n")), new Pop3Limits { ListingRows = cap });

        AssertReached(isReached ? "ListingRows" : null, () => session.Uidl());
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Results_of_an_IMAP_search(int cap, bool isReached)
    {
        using var session = new ImapSession(
            Connection("", ("A001 UID SEARCH ALL\r\n", "* SEARCH 1 2 3\r\nA001 OK done\r\n")), new ImapLimits { SearchResults = cap });

        AssertReached(isReached ? "SearchResults" : null, () => session.Search(new ImapSearchCriteria()));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Responses_of_an_IMAP_server_that_nobody_asked_for(int cap, bool isReached)
    {
        using var session = new ImapSession(
            Connection("", ("A001 NOOP\r\n", "* 1 EXISTS\r\n* X-NEW\r\n* 1 FETCH (FLAGS ())\r\nA001 OK done\r\n"),
                ("A002 NOOP\r\n", "* 2 EXISTS\r\nA002 OK done\r\n")),
            new ImapLimits { UnaskedResponses = cap });

        AssertReached(isReached ? "UnaskedResponses" : null, () =>
        {
            session.Noop();
            session.Noop();
        });
    }

    [Theory]
    [InlineData("Token", "A-LONG-NAME-A-LONG-NAM 1")]
    [InlineData("Response", "X {4}\r\n1234 Y {4}\r\n1234 Z (values values values values values values)")]
    public void What_an_IMAP_response_holds(string name, string item)
    {
        (string, string) step = (Fetch, $"* 1 FETCH (UID 7 {item})\r\nA001 OK done\r\n");
        using var usual = new ImapSession(Connection("", step));
        using var strict = new ImapSession(
            Connection("", step), new ImapLimits { ListDepth = 3, Token = 20, Response = 65 });

        Assert.Null(Assert.Single(usual.FetchFacts([7])).Failure);
        Assert.Contains(name, Assert.Single(strict.FetchFacts([7])).Failure!.Message);
    }

    [Theory]
    [InlineData("BODYSTRUCTURE (\"a\" \"b\" (\"c\" (\"d\" (\"e\" \"f\"))))")]
    [InlineData("BODYSTRUCTURE (\"a\" \"b\" NIL NIL NIL NIL 1)")]
    [InlineData("PREVIEW {21}\r\na-long-value-a-long-v")]
    [InlineData("PREVIEW \"a-long-value-a-long-v\"")]
    [InlineData("FLAGS (a-long-value-a-long-v)")]
    public void A_value_of_an_IMAP_message_beyond_a_cap_is_not_known(string item)
    {
        (string, string) step = (Fetch, $"* 1 FETCH (UID 7 {item} RFC822.SIZE 5)\r\nA001 OK done\r\n");
        using var usual = new ImapSession(Connection("", step));
        using var strict = new ImapSession(Connection("", step), new ImapLimits { ListDepth = 3, Token = 20, ListItems = 6 });

        Assert.True(Assert.Single(usual.FetchFacts([7])) is { Size: 5 } all
            && (all.Structure is not null || all.Preview is not null || all.Flags.Count > 0));
        Assert.True(Assert.Single(strict.FetchFacts([7])) is { Size: 5, Failure: null, Structure: null, Preview: null, Flags.Count: 0 });
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Challenges_of_a_login(int cap, bool isReached)
    {
        var sasl = new SaslLimits { AuthenticationChallenges = cap };
        using var smtp = new SmtpSession(
            Connection("", ("AUTH LOGIN\r\n", "334 VXNlcjo=\r\n"), ("dXNlcg==\r\n", "334 UGFzczo=\r\n"), ("cGFzcw==\r\n", "235 ok\r\n")),
            new SmtpLimits { Sasl = sasl });
        using var pop3 = new Pop3Session(
            Connection("", ("AUTH LOGIN\r\n", "+ VXNlcjo=\r\n"), ("dXNlcg==\r\n", "+ UGFzczo=\r\n"), ("cGFzcw==\r\n", "+OK\r\n")),
            new Pop3Limits { Sasl = sasl });
        using var imap = new ImapSession(
            Connection(
                "", ("A001 AUTHENTICATE LOGIN\r\n", "+ VXNlcjo=\r\n"), ("dXNlcg==\r\n", "+ UGFzczo=\r\n"),
                ("cGFzcw==\r\n", "A001 OK [CAPABILITY IMAP4rev1] ok\r\n")),
            new ImapLimits { Sasl = sasl });

        foreach (var authenticate in new Action<SaslMechanism>[] { smtp.Authenticate, pop3.Authenticate, imap.Authenticate })
        {
            var mechanism = new LoginMechanism(new NetworkCredential("user", "pass"));
            AssertReached(isReached ? "AuthenticationChallenges" : null, () => authenticate(mechanism));
        }
    }

    [Theory]
    [InlineData(SandboxProtocol.Smtp)]
    [InlineData(SandboxProtocol.Pop3)]
    [InlineData(SandboxProtocol.Imap)]
    public void Iterations_of_the_key_function_in_a_session_that_is_opened(SandboxProtocol protocol)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Mechanisms = ["SCRAM-SHA-256"], Users = { ["alice"] = "x" } });
        var sasl = new SaslLimits { ScramIterations = 4095 };
        var login = new MailAccount(sandbox.Host, Logins.PortOf(sandbox, protocol), TlsMode.StartTls, Logins.Password("alice", "x"))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };

        AssertReached("ScramIterations", () =>
        {
            using IDisposable session = protocol switch
            {
                SandboxProtocol.Smtp => SmtpSession.Open(login, "c", default, new SmtpLimits { Sasl = sasl }),
                SandboxProtocol.Pop3 => Pop3Session.Open(login, default, new Pop3Limits { Sasl = sasl }),
                _ => ImapSession.Open(login, default, new ImapLimits { Sasl = sasl }),
            };
        });
    }

    [Fact]
    public void A_mailer_hands_its_caps_to_every_session()
    {
        using var sandbox = MailSandbox.Start();
        var options = new SmtpMailerOptions { ClientName = "c", Limits = new SmtpLimits { ReplyLines = 1 } };
        using var outbox = new Outbox(Outbox.To(sandbox), options: options);

        AssertReached("ReplyLines", () => outbox.Submit(1));
    }

    private static void AssertReached(string? cap, Action read)
    {
        var failure = Record.Exception(read);

        if (cap is null)
            Assert.Null(failure);
        else
            Assert.Contains(cap, Assert.IsAssignableFrom<MailException>(failure).Message);
    }

    private static MailConnection Connection(string greeting, params (string, string)[] steps) =>
        new(new ScriptedPeer(Delivery.Whole, greeting, steps), new MailConnectionOptions(), "mail.test");
}
