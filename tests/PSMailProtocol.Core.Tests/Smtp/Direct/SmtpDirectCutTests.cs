using System;
using System.Linq;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Tests.Smtp.Direct;

/// <summary>
/// The dialogue with the preferred exchanger cut after every single octet, in both directions: what was reported is what the exchangers
/// have, and nobody has the message twice.
/// </summary>
public sealed class SmtpDirectCutTests
{
    private static readonly string[] Recipients = ["b@y.test", "c@y.test"];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void What_is_reported_is_what_the_exchangers_have(bool pipelining, bool sent)
    {
        using var network = new ExchangerNetwork();
        network.AddExchanger("y.test", 10, "mx1.y.test", "192.0.2.1");
        network.AddExchanger("y.test", 20, "mx2.y.test", "192.0.2.2");
        var options = new MailSandboxOptions { OfferStartTls = false };
        var first = network.AddHost("192.0.2.1", options);
        var second = network.AddHost("192.0.2.2", options);
        if (!pipelining)
            first.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "PIPELINING"));

        var (unknown, fallback) = (0, 0);
        for (var cut = 0L; ; cut++)
        {
            first.Clear();
            second.Clear();
            var fault = sent
                ? SandboxFault.DropAfterSent(SandboxProtocol.Smtp, cut)
                : SandboxFault.DropAfterReceived(SandboxProtocol.Smtp, cut);
            first.Faults.Add(fault);
            var delivery = network.Send(Outbox.Message(cut, body: ".", to: Recipients));
            first.Faults.Remove(fault);

            var got = network.Mail.SelectMany(mail => mail.Recipients).ToList();
            Assert.Equal(got.Distinct(), got);
            Assert.Equal(Recipients.Length, delivery.AcceptedRecipients.Count + delivery.UnknownRecipients.Count);
            foreach (var recipient in delivery.AcceptedRecipients)
                Assert.Contains(recipient.Recipient,
                    (recipient.Exchanger == "mx1.y.test" ? first : second).Accepted.SelectMany(mail => mail.Recipients));
            unknown += delivery.UnknownRecipients.Count;
            fallback += second.Accepted.Count;
            if (delivery.Status == SmtpDeliveryStatus.Accepted && first.Accepted.Count > 0
                && delivery.AcceptedRecipients[0].Exchanger == "mx1.y.test")
            {
                // What is cut from here on is QUIT alone.
                Assert.Empty(second.Accepted);
                break;
            }
        }

        Assert.True(unknown > 0);
        Assert.True(fallback > 0);
    }
}
