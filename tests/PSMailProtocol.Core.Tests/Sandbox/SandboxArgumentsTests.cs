using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Samples.SandboxProgram;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>The command line of the sandbox program: what it says goes wrong does go wrong, and what it cannot mean is refused.</summary>
public class SandboxArgumentsTests
{
    /// <summary>A fault, what a client says, and the last line that it hears; an empty one for the end of the connection.</summary>
    [Theory]
    [InlineData("pop3 NOOP -ERR no", "NOOP", "-ERR no")]
    [InlineData("POP3 noop drop", "NOOP", "")]
    [InlineData("pop3 NOOP close-after -ERR no", "NOOP", "-ERR no")]
    [InlineData("pop3 NOOP drop-before-reply", "NOOP", "")]
    [InlineData("pop3 NOOP drop-after-reply", "NOOP", "+OK")]
    [InlineData("pop3 STAT size 5", "STAT", "+OK 1 5")]
    [InlineData("pop3 LIST size 12345", "LIST 1", "+OK 1 12345")]
    [InlineData("pop3 NOOP endless and on", "NOOP", "and on")]
    [InlineData("pop3 * withhold USER", "NOOP", "+OK")]
    [InlineData("pop3 * offer LOGIN-DELAY 900", "NOOP", "+OK")]
    [InlineData("pop3 * drop-after-received 22", "NOOP", "")]
    public void A_fault_of_POP3_is_what_it_says(string fault, string command, string heard)
    {
        using var sandbox = Start(fault);
        sandbox.Mailbox("alice").Deliver("x\r\n"u8.ToArray());
        using var client = RawDialogue.Open(sandbox, sandbox.Pop3Port);
        client.Ask("USER alice");
        client.Ask("PASS x");
        client.Send(command + "\r\n");

        Assert.Equal(heard, client.TryReadLine() ?? "");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("--web 0", 0)]
    [InlineData("--web 8025 --smtp 2525", 8025)]
    public void A_page_is_there_where_it_was_asked_for(string arguments, int? port) =>
        Assert.Equal(port,
            SandboxArguments.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToOptions(new CommandLog()).WebPort);

    /// <summary>Without a port of theirs the policies have one as soon as there is a policy.</summary>
    [Theory]
    [InlineData("", false, null)]
    [InlineData("", true, 0)]
    [InlineData("--policy-port 0", false, 0)]
    [InlineData("--policy-port 8443", true, 8443)]
    public void Policies_are_there_where_they_were_asked_for(string arguments, bool isGiven, int? port)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "version: STSv1\n");
            string[] policy = isGiven ? ["--policy", "example.com=" + file] : [];

            var parsed = SandboxArguments.Parse([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. policy]);

            Assert.Equal(port, parsed.ToOptions(new CommandLog()).PolicyPort);
            Assert.Equal(isGiven ? [("example.com", "version: STSv1\n")] : [], parsed.Policies);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("", "127.0.0.1")]
    [InlineData("--address 127.0.0.2", "127.0.0.2")]
    public void An_address_is_what_it_says(string arguments, string address) =>
        Assert.Equal(address,
            SandboxArguments.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .ToOptions(new CommandLog()).Address.ToString());

    [Fact]
    public void Capabilities_come_and_go_and_octets_are_counted()
    {
        using var sandbox = Start("pop3 * withhold UIDL", "pop3 * offer LOGIN-DELAY 900");
        using var client = RawDialogue.Open(sandbox, sandbox.Pop3Port);

        var capabilities = client.AskPop3Lines("CAPA");

        Assert.DoesNotContain("UIDL", capabilities);
        Assert.Contains("LOGIN-DELAY 900", capabilities);
    }

    [Theory]
    [InlineData("smtp DATA refuse-after 10 552 5.3.4 Enough", "552 5.3.4 Enough")]
    [InlineData("smtp . 554 5.7.1 Spam", "554 5.7.1 Spam")]
    public void A_body_is_refused_in_its_middle_or_at_its_end(string fault, string heard)
    {
        using var sandbox = Start(fault);
        using var client = RawDialogue.Open(sandbox, sandbox.SmtpPort);
        client.Ask("HELO x");
        client.Ask("MAIL FROM:<a@x.test>");
        client.Ask("RCPT TO:<b@x.test>");
        Assert.StartsWith("354", client.Ask("DATA"));

        Assert.Equal(heard, client.Ask(new string('x', 100) + "\r\n."));
        Assert.Empty(sandbox.Accepted);
    }

    [Theory]
    [InlineData("smtp DATA hang-up-after 10 552 5.3.4 Enough")]
    [InlineData("imap UID FETCH size 7")]
    [InlineData("imap UID FETCH stall")]
    [InlineData("imap UID FETCH break-off 2 NO [UNAVAILABLE] Not now")]
    [InlineData("imap * drop-after-sent 100")]
    [InlineData("smtp * drop-after-sent 100")]
    [InlineData("smtp GREETING 421 Busy")]
    [InlineData("smtp DATA delay 0.5")]
    [InlineData("pop3 RETR leave-dots")]
    [InlineData("pop3 top leave-dots")]
    [InlineData("pop3 DELE renumber")]
    [InlineData("dns example.com server-failure")]
    [InlineData("dns example.com MX drop")]
    [InlineData("dns example.com mx delay 0.5")]
    public void Every_form_that_the_usage_names_is_taken(string fault) => Assert.Single(SandboxArguments.Parse(["--fault", fault]).Faults);

    [Theory]
    [InlineData("--fault", "pop3 RETR")]
    [InlineData("--fault", "gopher RETR drop")]
    [InlineData("--fault", "7 RETR drop")]
    [InlineData("--fault", "smtp MAIL size 5")]
    [InlineData("--fault", "pop3 LIST size many")]
    [InlineData("--fault", "pop3 RETR endless")]
    [InlineData("--fault", "pop3 RETR refuse-after 5 -ERR no")]
    [InlineData("--fault", "smtp DATA refuse-after 5")]
    [InlineData("--fault", "smtp RETR leave-dots")]
    [InlineData("--fault", "pop3 LIST leave-dots")]
    [InlineData("--fault", "pop3 RETR renumber")]
    [InlineData("--fault", "smtp DATA refuse-after -5 550 no")]
    [InlineData("--fault", "pop3 RETR drop-after-sent 5")]
    [InlineData("--fault", "pop3 RETR withhold UIDL")]
    [InlineData("--fault", "pop3 * drop")]
    [InlineData("--fault", "pop3 RETR break-off 2 -ERR no")]
    [InlineData("--fault", "imap FETCH break-off NO no")]
    [InlineData("--fault", "pop3 * drop-after-sent")]
    [InlineData("--fault", "dns example.com")]
    [InlineData("--fault", "dns example.com MX")]
    [InlineData("--fault", "dns example.com lie")]
    [InlineData("--fault", "dns example.com 3")]
    [InlineData("--fault", "dns example.com none")]
    [InlineData("--fault", "dns example..com drop")]
    [InlineData("--fault", "dns example.com NAPTR drop")]
    [InlineData("--fault", "dns example.com MX TXT drop")]
    [InlineData("--fault", "dns example.com delay")]
    [InlineData("--fault", "dns example.com delay long")]
    [InlineData("--address", "192.0.2.1")]
    [InlineData("--address", "::1")]
    [InlineData("--address", "localhost")]
    [InlineData("--policy-port", "65536")]
    [InlineData("--policy", "example.com")]
    [InlineData("--policy", "example.com=no such file")]
    [InlineData("--policy", "example..com=no such file")]
    [InlineData("--record", "example.com MX")]
    [InlineData("--record", "example.com MX ten mail.example.com")]
    [InlineData("--record", "example..com A 192.0.2.1")]
    [InlineData("--latency", "soon")]
    [InlineData("--login-delay", "soon")]
    [InlineData("--max-size", "-1")]
    [InlineData("--token", "alice")]
    [InlineData("--fault", "smtp DATA delay long")]
    public void What_means_nothing_is_refused(string name, string value) =>
        Assert.Throws<FormatException>(() => SandboxArguments.Parse([name, value]));

    [Fact]
    public void Every_effect_and_option_is_in_the_usage()
    {
        string[] names =
        [
            "drop ", "drop-before-reply", "drop-after-reply", "stall", "endless TEXT", "size N", "refuse-after N", "hang-up-after N",
            "drop-after-sent N", "drop-after-received N", "leave-dots", "renumber", "break-off N REPLY", "--require-id", "--gmail",
            "close-after REPLY", "withhold NAME", "offer CAPABILITY", "--apop", "--login-delay SECONDS", "delay SECONDS",
            "--greylist TIMES", "--max-recipients N", "--max-size OCTETS", "--token NAME:TOKEN", "--mechanisms A,B",
            "--record \"NAME TYPE DATA\"", "--latency SECONDS",
            "--address ADDRESS", "--policy DOMAIN=FILE", "--policy-port PORT", "\"dns NAME X\"", "name-error", "server-failure", "refused ",
            "truncate", "wrong-id-first", "wrong-question-first",
        ];
        Assert.All(names, name => Assert.Contains(name, SandboxArguments.Usage));

        var parsed = SandboxArguments.Parse(
            ["--apop", "--gmail", "--require-id", "--login-delay", "30", "--max-recipients", "2", "--max-size", "1000", "--token",
                "alice:a:b", "--mechanisms", "plain, xoauth2", "--greylist", "1", "--latency", "0.5", "--record",
                "example.com TXT v=spf1 -all"]);
        var options = parsed.ToOptions(null!);
        Assert.True(options is { OfferApop: true, OfferGmail: true, RequireImapId: true, MaximumRecipients: 2, MaximumMessageSize: 1000 });
        Assert.Equal(TimeSpan.FromSeconds(30), options.LoginDelay);
        Assert.Equal("a:b", options.Tokens["alice"]);
        Assert.Equal(["PLAIN", "XOAUTH2"], options.Mechanisms);
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.Latency);
        Assert.Equal([("example.com", "TXT", "v=spf1 -all")], parsed.Records);
        Assert.Single(parsed.Faults);
    }

    [Fact]
    public void A_command_of_IMAP_breaks_off_where_it_says()
    {
        using var sandbox = Start("imap FETCH break-off 1 NO Not now");
        for (var i = 0; i < 2; i++)
            sandbox.Mailbox("alice").Deliver("x\r\n"u8.ToArray());
        using var client = RawDialogue.Open(sandbox, sandbox.ImapPort);
        client.AskImap("LOGIN alice x");
        client.AskImap("SELECT INBOX");

        Assert.Equal(["* 1 FETCH (UID 1)", "A NO Not now"], client.AskImap("FETCH 1:2 UID"));
    }

    private static MailSandbox Start(params string[] faults)
    {
        var sandbox = MailSandbox.Start();
        SandboxArguments.Parse([.. faults.SelectMany(fault => new[] { "--fault", fault })]).Faults.ForEach(sandbox.Faults.Add);
        return sandbox;
    }
}
