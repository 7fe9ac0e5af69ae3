using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Authentication;
using System.Security.Cryptography;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Smtp.Direct;

/// <summary>Which exchanger gets a message, for whom, and what is said of it (RFC 5321 section 5.1).</summary>
public sealed class SmtpDirectTests
{
    private const string ToB = "b@y.test";
    private const string ToC = "c@y.test";

    /// <summary>
    /// What goes wrong at the preferred exchanger, and what becomes of two recipients. The fallback takes everything.
    /// </summary>
    public static TheoryData<string, string, string[], string[]> Rules => new()
    {
        { "nothing", "Accepted", ["b@y.test accepted by mx1.y.test 250", "c@y.test accepted by mx1.y.test 250"], ["mx1"] },
        { "it is down", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"], ["mx1", "mx2"] },
        { "GREETING 421 4.3.2 Not now", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "GREETING 554 5.7.1 Not you", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "EHLO 451 4.3.0 Later", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "EHLO 550 5.7.1 Not you", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "EHLO drop", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"], ["mx1", "mx2"] },
        { "MAIL 451 4.3.0 Later", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "MAIL 550 5.7.1 Not you", "Rejected", ["b@y.test rejected by mx1.y.test 550", "c@y.test rejected by mx1.y.test 550"], ["mx1"] },
        { "MAIL drop", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"], ["mx1", "mx2"] },
        { "RCPT 451 4.2.1 Later", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "RCPT 550 5.1.1 Nobody", "Rejected", ["b@y.test rejected by mx1.y.test 550", "c@y.test rejected by mx1.y.test 550"], ["mx1"] },
        { "RCPT-b 451 4.2.1 Later", "Accepted", ["c@y.test accepted by mx1.y.test 250", "b@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "RCPT-b 550 5.1.1 Nobody", "PartlyAccepted",
            ["c@y.test accepted by mx1.y.test 250", "b@y.test rejected by mx1.y.test 550"], ["mx1"] },
        { "RCPT drop", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"], ["mx1", "mx2"] },
        { "DATA 451 4.3.0 Later", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"],
            ["mx1", "mx2"] },
        { "DATA 554 5.7.1 Spam", "Rejected", ["b@y.test rejected by mx1.y.test 554", "c@y.test rejected by mx1.y.test 554"], ["mx1"] },
        { "DATA drop", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"], ["mx1", "mx2"] },
        { ". 451 4.3.0 Later", "Accepted", ["b@y.test accepted by mx2.y.test 250", "c@y.test accepted by mx2.y.test 250"], ["mx1", "mx2"] },
        { ". 554 5.7.1 Spam", "Rejected", ["b@y.test rejected by mx1.y.test 554", "c@y.test rejected by mx1.y.test 554"], ["mx1"] },
        { ". drop", "Unknown", ["b@y.test unknown at mx1.y.test", "c@y.test unknown at mx1.y.test"], ["mx1"] },
        { ". drop-before-reply", "Unknown", ["b@y.test unknown at mx1.y.test", "c@y.test unknown at mx1.y.test"], ["mx1"] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_preferred_exchanger_has_the_word_as_far_as_it_says_one(string fault, string status, string[] report, string[] asked)
    {
        using var network = TwoExchangers(out var first, out var second, isFirstUp: fault != "it is down");
        if (first is not null && Fault(fault) is { } rule)
        {
            first.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "CHUNKING"));
            first.Faults.Add(rule);
        }

        var delivery = network.Send(Outbox.Message(fault, to: [ToB, ToC]));

        Assert.Equal(status, delivery.Status.ToString());
        Assert.Equal(report, ExchangerNetwork.Report(delivery));
        Assert.Equal(asked, network.Connections.Select(address => address == "192.0.2.1" ? "mx1" : "mx2").Distinct());

        // Nobody has it twice, and those of whom it is said have it.
        var got = network.Mail.SelectMany(mail => mail.Recipients).ToList();
        Assert.Equal(got.Distinct(), got);
        if (delivery.UnknownRecipients.Count == 0)
            Assert.Equal(delivery.AcceptedRecipients.Select(recipient => recipient.Recipient).Order(), got.Order());
    }

    [Fact]
    public void Every_address_of_an_exchanger_is_tried_before_the_next_exchanger()
    {
        using var network = new ExchangerNetwork();
        network.AddExchanger("y.test", 20, "mx2.y.test", "192.0.2.2");
        network.AddExchanger("y.test", 10, "mx1.y.test", "192.0.2.1", "192.0.2.11", "192.0.2.12");
        network.AddExchanger("y.test", 5, "mx0.y.test");
        network.AddHost("192.0.2.11").Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, SandboxFault.Greeting, "554 5.3.2 Closed"));
        network.AddHost("192.0.2.12");
        network.AddHost("192.0.2.2");

        Assert.Equal(["b@y.test accepted by mx1.y.test 250"], ExchangerNetwork.Report(network.Send(Outbox.Message(1))));
        Assert.Equal(["192.0.2.1", "192.0.2.11", "192.0.2.12"], network.Connections);
    }

    [Theory]
    [InlineData(1, 30, 20, "mx0.y.test has 30 addresses, of which no more than 20 are tried.")]
    [InlineData(9, 30, 100, "no further exchanger is tried after 100 addresses.")]
    public void A_domain_that_names_addresses_without_end_is_tried_at_some_of_them(int exchangers, int each, int tried, string said)
    {
        using var network = new ExchangerNetwork();
        for (var i = 0; i < exchangers; i++)
            network.AddExchanger("y.test", i, $"mx{i}.y.test", [.. Enumerable.Range(1, each).Select(number => $"192.0.{i}.{number}")]);

        Assert.EndsWith(said, network.Send(Outbox.Message(1)).Failure!.Message);
        Assert.Equal(tried, network.Connections.Count);
    }

    [Fact]
    public void Who_is_refused_for_now_everywhere_has_the_last_reply()
    {
        using var network = TwoExchangers(out var first, out var second);
        first!.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", "451 4.2.1 First"));
        second.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", "450 4.2.1 Second"));
        var delivery = network.Send(Outbox.Message(1));
        Assert.Equal(["b@y.test rejected by mx2.y.test 450"], ExchangerNetwork.Report(delivery));
        Assert.Equal(MailErrors.NoRecipientAccepted, delivery.Failure!.Error);
    }

    [Fact]
    public void Where_nobody_answers_the_error_names_every_try()
    {
        using var network = new ExchangerNetwork();
        network.AddExchanger("y.test", 10, "mx1.y.test", "192.0.2.1");
        network.AddExchanger("y.test", 20, "mx2.y.test");
        var delivery = network.Send(Outbox.Message(1));
        Assert.Equal(["b@y.test rejected by nobody"], ExchangerNetwork.Report(delivery));
        Assert.Equal(MailErrors.NoExchangerReached, delivery.Failure!.Error);
        Assert.Equal(
            "No exchanger of y.test took the message: mx1.y.test (192.0.2.1): No connection to mx1.y.test port 25: 192.0.2.1 refused the " +
            "connection; mx2.y.test has no address.",
            delivery.Failure.Message);
    }

    [Fact]
    public void An_exchanger_whose_address_is_not_known_is_asked_for_anew_and_the_error_says_why()
    {
        using var network = new ExchangerNetwork();
        network.AddExchanger("y.test", 10, "mx.y.test");
        network.Warn("y.test", "No name server answered for A of mx.y.test.");
        network.AddHost("192.0.2.1");
        Assert.Equal("No exchanger of y.test took the message: mx.y.test: No name server answered for A of mx.y.test.",
            network.Send(Outbox.Message(1)).Failure!.Message);

        network.WhileWaiting = () => network.AddExchanger("y.test", 20, "mx1.y.test", "192.0.2.1");
        Assert.Equal(["b@y.test accepted by mx1.y.test 250"], ExchangerNetwork.Report(network.Send(Outbox.Message(2), retries: 1)));
        Assert.Equal(["y.test", "y.test", "y.test"], network.Lookups);

        using var mailer = network.CreateMailer();
        mailer.Send(Outbox.Message(3));
        network.Now += TimeSpan.FromMinutes(1);
        mailer.Send(Outbox.Message(4));
        Assert.Equal(5, network.Lookups.Count);
        mailer.Quit();
    }

    [Fact]
    public void Domains_go_by_themselves_and_one_that_fails_keeps_no_other_from_its_mail()
    {
        using var network = TwoExchangers(out _, out _);
        network.AddExchanger("null.test", 0, ".");
        network.AddExchanger("z.test", 10, "mx.z.test", "192.0.2.3");
        network.AddHost("192.0.2.3");
        var delivery =
            network.Send(Outbox.Message(1, to: [ToB, "x@null.test", "y@none.test", "z@z.test", "w@[192.0.2.3]", "v@[IPv6:nonsense]"]));
        Assert.Equal(SmtpDeliveryStatus.PartlyAccepted, delivery.Status);
        Assert.Equal(
            [
                "b@y.test accepted by mx1.y.test 250", "z@z.test accepted by mx.z.test 250", "w@[192.0.2.3] accepted by 192.0.2.3 250",
                "x@null.test rejected by nobody", "y@none.test rejected by nobody", "v@[IPv6:nonsense] rejected by nobody",
            ],
            ExchangerNetwork.Report(delivery));
        Assert.Equal("Not sent. The domain null.test takes no mail: it has a null MX (RFC 7505).", delivery.RejectedRecipients[0].Text);
        Assert.Equal(MailErrors.MailNotAccepted, delivery.Failure!.Error);
        Assert.Equal(["y.test", "null.test", "none.test", "z.test"], network.Lookups);
    }

    [Fact]
    public void What_every_exchanger_has_against_the_message_itself_is_the_failure()
    {
        using var network = TwoExchangers(out _, out _, options: new MailSandboxOptions { MaximumMessageSize = 10 });
        var delivery = network.Send(Outbox.Message(1, body: new string('x', 100)));
        Assert.Equal(MailErrors.MessageTooLarge, delivery.Failure!.Error);
        Assert.Equal(["192.0.2.1", "192.0.2.2"], network.Connections);
    }

    [Fact]
    public void What_is_known_of_a_domain_is_asked_for_once_in_five_minutes()
    {
        using var network = TwoExchangers(out _, out _);
        using var mailer = network.CreateMailer();
        for (var i = 0; i < 3; i++)
            mailer.Send(Outbox.Message(i, to: [ToB, "n@none.test"]));
        Assert.Equal(["y.test", "none.test"], network.Lookups);

        network.Now += TimeSpan.FromMinutes(1);
        mailer.Send(Outbox.Message(4, to: [ToB, "n@none.test"]));
        Assert.Equal(["y.test", "none.test", "none.test"], network.Lookups);

        network.Now += TimeSpan.FromMinutes(4);
        mailer.Send(Outbox.Message(5));
        Assert.Equal(["y.test", "none.test", "none.test", "y.test"], network.Lookups);
        mailer.Quit();
    }

    [Fact]
    public void Domains_that_share_their_exchangers_are_one_transaction()
    {
        using var network = TwoExchangers(out var first, out _);
        network.AddExchanger("sister.test", 10, "MX1.y.test", "192.0.2.1");
        network.AddExchanger("sister.test", 20, "mx2.y.test", "192.0.2.2");
        network.AddExchanger("other.test", 20, "mx1.y.test", "192.0.2.1");
        network.Send(Outbox.Message(1, to: [ToB, "s@sister.test", "o@other.test", ToC]));
        Assert.Equal([ToB + ", c@y.test, s@sister.test", "o@other.test"],
            first!.Accepted.Select(mail => string.Join(", ", mail.Recipients)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Many_destinations_get_one_message_each_whatever_the_limit(int throttle)
    {
        using var network = new ExchangerNetwork();
        var recipients = new List<string>();
        for (var i = 1; i <= 20; i++)
        {
            network.AddExchanger($"d{i}.test", 10, $"mx.d{i}.test", $"192.0.2.{i}");
            if (i % 3 > 0)
                network.AddHost($"192.0.2.{i}");
            recipients.Add($"r@d{i}.test");
        }

        var delivery = network.Send(Outbox.Message(1, to: [.. recipients]), throttle: throttle);
        Assert.Equal(recipients.Where((_, i) => (i + 1) % 3 > 0), delivery.AcceptedRecipients.Select(recipient => recipient.Recipient));
        Assert.Equal(recipients.Where((_, i) => (i + 1) % 3 == 0), delivery.RejectedRecipients.Select(recipient => recipient.Recipient));
        Assert.Equal(delivery.AcceptedRecipients.Select(recipient => recipient.Recipient).Order(),
            network.Mail.SelectMany(mail => mail.Recipients).Order());
    }

    [Fact]
    public void Who_is_refused_for_now_is_tried_again_and_nobody_else_is()
    {
        using var network = TwoExchangers(out var first, out var second);
        network.AddExchanger("down.test", 10, "mx.down.test", "192.0.2.9");
        network.AddExchanger("null.test", 0, ".");
        foreach (var host in new[] { first!, second })
            host.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", "451 4.7.1 Greylisted").When("b@y.test").Times(1));
        network.WhileWaiting = () => network.AddHost("192.0.2.9");

        var delivery = network.Send(Outbox.Message(1, to: [ToB, ToC, "d@down.test", "n@null.test"]), retries: 2);
        Assert.Equal(
            [
                "c@y.test accepted by mx1.y.test 250", "b@y.test accepted by mx1.y.test 250", "d@down.test accepted by mx.down.test 250",
                "n@null.test rejected by nobody",
            ],
            ExchangerNetwork.Report(delivery));
        Assert.Equal([TimeSpan.FromSeconds(5)], network.Waits);
        Assert.Equal(3, network.Mail.Count());
    }

    [Fact]
    public void A_session_serves_the_next_message_to_the_same_exchanger()
    {
        using var network = TwoExchangers(out var first, out _);
        using (var mailer = network.CreateMailer())
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal(SmtpDeliveryStatus.Accepted, mailer.Send(Outbox.Message(i)).Status);

            // The exchanger ends the session between two messages, as after a while.
            first!.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, "MAIL").Occurrence(1));
            Assert.Equal(SmtpDeliveryStatus.Accepted, mailer.Send(Outbox.Message(4)).Status);
            mailer.Quit();
        }

        Assert.Equal(4, first!.Accepted.Count);
        Assert.Equal(["192.0.2.1", "192.0.2.1"], network.Connections);
    }

    [Fact]
    public void TLS_is_used_where_it_is_offered_and_mail_goes_in_clear_where_it_does_not_work()
    {
        using var network = TwoExchangers(out var first, out _);
        var encrypted = network.Send(Outbox.Message(1));
        Assert.Equal(SslProtocols.Tls13, encrypted.TlsProtocol);
        Assert.Equal(SslProtocols.Tls13, first!.Accepted[0].TlsProtocol);

        first.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "STARTTLS", "454 4.7.0 Not now"));
        var clear = network.Send(Outbox.Message(2));
        Assert.Equal(SmtpDeliveryStatus.Accepted, clear.Status);
        Assert.Equal(SslProtocols.None, clear.TlsProtocol);
    }

    [Fact]
    public void Where_TLS_is_required_a_certificate_has_to_prove_the_exchanger()
    {
        using var network = TwoExchangers(out var first, out var second);
        second.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "STARTTLS"));
        using var mailer = network.CreateMailer(tls: TlsMode.StartTls);
        var delivery = mailer.Send(Outbox.Message(1));
        Assert.Equal(SmtpDeliveryStatus.Rejected, delivery.Status);
        Assert.Contains("mx1.y.test (192.0.2.1): The certificate of mx1.y.test", delivery.Failure!.Message);
        Assert.Contains("mx2.y.test (192.0.2.2): mx2.y.test port 25 does not offer STARTTLS",
            delivery.Failure.Message.Replace($"port {second.SmtpPort}", "port 25"));
        Assert.Empty(network.Mail);

        using var proven = network.CreateMailer(tls: TlsMode.StartTls, pin: Pin(first!));
        Assert.Equal(SmtpDeliveryStatus.Accepted, proven.Send(Outbox.Message(2)).Status);
    }

    [Theory]
    [InlineData(true, "mx2.y.test", "b@y.test accepted by mx2.y.test 250")]
    [InlineData(true, "mx3.y.test", "b@y.test rejected by nobody")]
    [InlineData(false, "mx2.y.test", "b@y.test accepted by mx1.y.test 250")]
    public void A_policy_that_is_enforced_names_who_gets_the_mail(bool isEnforced, string named, string report)
    {
        using var network = TwoExchangers(out var first, out _);
        network.Policies["y.test"] = new Policy(isEnforced, named);
        using var mailer = network.CreateMailer(pin: Pin(first!));
        var delivery = mailer.Send(Outbox.Message(1));
        Assert.Equal([report], ExchangerNetwork.Report(delivery));
        Assert.Equal(isEnforced ? 0 : 1, delivery.Warnings.Count);
    }

    [Theory]
    [InlineData("", null, "its certificate does not prove its name: it is made out to ")]
    [InlineData("", "pinned", null)]
    [InlineData("STARTTLS", null, "it does not encrypt.")]
    public void A_policy_that_is_tested_warns_of_an_exchanger_that_does_not_prove_its_name(string withheld, string? pinned, string? warning)
    {
        using var network = TwoExchangers(out var first, out _);
        if (withheld.Length > 0)
            first!.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, withheld));
        network.Policies["y.test"] = new Policy(isEnforced: false, "mx1.y.test");
        using var mailer = network.CreateMailer(pin: pinned is null ? null : Pin(first!));
        for (var i = 0; i < 2; i++)
        {
            var delivery = mailer.Send(Outbox.Message(i));
            Assert.Equal(["b@y.test accepted by mx1.y.test 250"], ExchangerNetwork.Report(delivery));
            if (warning is null)
                Assert.Empty(delivery.Warnings);
            else
                Assert.StartsWith("With the MTA-STS policy of y.test enforced, mx1.y.test would get no mail: " + warning,
                    Assert.Single(delivery.Warnings));
        }

        mailer.Quit();
    }

    [Fact]
    public void Cancelling_ends_it_with_no_result()
    {
        using var network = TwoExchangers(out var first, out _);
        first!.Faults.Add(SandboxFault.Meanwhile(SandboxProtocol.Smtp, "MAIL", network.Cancellation.Cancel));
        using var mailer = network.CreateMailer(throttle: 4);
        Assert.ThrowsAny<OperationCanceledException>(() => mailer.Send(Outbox.Message(1, to: [ToB, "x@other.test"])));
    }

    private static ExchangerNetwork TwoExchangers(out MailSandbox? first, out MailSandbox second, bool isFirstUp = true,
        MailSandboxOptions? options = null)
    {
        var network = new ExchangerNetwork();
        network.AddExchanger("y.test", 10, "mx1.y.test", "192.0.2.1");
        network.AddExchanger("y.test", 20, "mx2.y.test", "192.0.2.2");
        first = isFirstUp ? network.AddHost("192.0.2.1", options) : null;
        second = network.AddHost("192.0.2.2", options);
        return network;
    }

    private static CertificatePin Pin(MailSandbox sandbox) =>
        CertificatePin.Parse(sandbox.Certificate.GetCertHashString(HashAlgorithmName.SHA256));

    private static SandboxFault? Fault(string rule)
    {
        if (rule.Split(' ', 2) is not [var verb, var effect])
            return null;
        var fault = effect switch
        {
            "drop" => SandboxFault.Drop(SandboxProtocol.Smtp, verb),
            "drop-before-reply" => SandboxFault.Drop(SandboxProtocol.Smtp, verb, SandboxMoment.BeforeReply),
            _ when verb == "RCPT-b" => SandboxFault.RefuseRecipient(ToB, effect),
            _ => SandboxFault.Reply(SandboxProtocol.Smtp, verb, effect),
        };
        return fault;
    }

    private sealed class Policy(bool isEnforced, string named) : ISmtpTransportPolicy
    {
        public bool IsEnforced => isEnforced;

        public bool Names(string exchange) => exchange == named;
    }
}
