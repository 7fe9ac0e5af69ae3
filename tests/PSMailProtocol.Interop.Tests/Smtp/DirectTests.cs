using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSMailProtocol.Interop.Tests.Dns;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Smtp;

/// <summary>Mail to a domain with two Postfix as its exchangers: what is reported is what they have, and nobody has it twice.</summary>
public sealed class DirectTests : IClassFixture<PostfixExchangers>
{
    private static readonly string[] ToFallback = ["b accepted by mx2 250", "c accepted by mx2 250"];

    private readonly PostfixExchangers _exchangers;

    public DirectTests(PostfixExchangers exchangers) => _exchangers = exchangers;

    /// <summary>What the preferred exchanger does, and what becomes of two recipients.</summary>
    public static TheoryData<string, string[]> Rules => new()
    {
        { "up", ["b accepted by mx1 250", "c accepted by mx1 250"] },
        { "down", ToFallback },
        { "greeting-4", ToFallback },
        { "greeting-5", ToFallback },
        { "hello-4", ToFallback },
        { "hello-5", ToFallback },
        { "sender-4", ToFallback },
        { "sender-5", ["b rejected by mx1 550", "c rejected by mx1 550"] },
        { "recipient-4", ["c accepted by mx1 250", "b accepted by mx2 250"] },
        { "recipient-5", ["c accepted by mx1 250", "b rejected by mx1 550"] },
        { "recipient-421", ToFallback },
        { "recipients-4", ToFallback },
        { "recipients-5", ["b rejected by mx1 550", "c rejected by mx1 550"] },
        { "data-4", ToFallback },
        { "data-5", ["b rejected by mx1 554", "c rejected by mx1 554"] },
        { "end-4", ToFallback },
        { "end-5", ["b rejected by mx1 554", "c rejected by mx1 554"] },
    };

    [ServerTheory("postfix", KnotServer.Program)]
    [MemberData(nameof(Rules))]
    public void What_the_preferred_exchanger_says_decides(string behaviour, string[] report)
    {
        using var mailer = _exchangers.CreateMailer();

        var delivery = mailer.Send(Message(behaviour, behaviour));
        mailer.Quit();

        Assert.Equal(report, Report(delivery));
        AssertTrue([(behaviour, delivery)]);
    }

    /// <summary>The dialogue with the preferred exchanger is cut after each octet of one side, in three ways to send.</summary>
    [ServerTheory("postfix", KnotServer.Program)]
    [InlineData("cut-chunks", true)]
    [InlineData("cut-chunks", false)]
    [InlineData("cut-data", true)]
    [InlineData("cut-data", false)]
    [InlineData("cut-waiting", true)]
    [InlineData("cut-waiting", false)]
    public void A_connection_that_is_cut_leaves_nobody_without_and_nobody_with_two(string behaviour, bool countsReplies)
    {
        var deliveries = new List<(string Subject, SmtpDelivery Delivery)>();
        using (var relay = _exchangers.CreateRelay(behaviour, countsReplies))
        {
            using (var mailer = _exchangers.CreateMailer())
            {
                do
                {
                    relay.Limit = deliveries.Count;
                    var subject = $"{behaviour} {countsReplies} {relay.Limit}";
                    deliveries.Add((subject, mailer.Send(Message(behaviour, subject))));
                }
                while (!Report(deliveries[^1].Delivery).SequenceEqual(["b accepted by mx1 250", "c accepted by mx1 250"]));
                mailer.Quit();
            }

            relay.WaitUntilIdle();
        }

        AssertTrue(deliveries);
        Assert.All(deliveries, sent => Assert.Empty(sent.Delivery.RejectedRecipients));
        Assert.Contains(deliveries, sent => sent.Delivery.UnknownRecipients.Count == 2);
        Assert.Contains(deliveries, sent => AcceptedBy(sent.Delivery, "mx2.").Count() == 2);
    }

    /// <summary>Compares what was reported with what the exchangers have.</summary>
    private void AssertTrue(IReadOnlyList<(string Subject, SmtpDelivery Delivery)> deliveries)
    {
        var preferred = _exchangers.Preferred.Delivered();
        var fallback = _exchangers.Fallback.Delivered();
        foreach (var (subject, delivery) in deliveries)
        {
            // Those of whom nothing is known may have it from the preferred one; all others have it if and only if that was said.
            var unknown = delivery.UnknownRecipients.Select(recipient => recipient.Recipient).ToList();
            var held = preferred[subject].Concat(fallback[subject]).ToList();
            Assert.Equal(held.Distinct(), held);
            Assert.Equal(AcceptedBy(delivery, "mx1."), preferred[subject].Except(unknown).Order());
            Assert.Equal(AcceptedBy(delivery, "mx2."), fallback[subject].Order());
        }
    }

    private static IEnumerable<string> AcceptedBy(SmtpDelivery delivery, string exchanger) =>
        delivery.AcceptedRecipients
            .Where(recipient => recipient.Exchanger!.StartsWith(exchanger, StringComparison.Ordinal))
            .Select(recipient => recipient.Recipient).Order();

    /// <summary>What is said of each recipient, by the local part and the first label of the exchanger.</summary>
    private static string[] Report(SmtpDelivery delivery) =>
    [
        .. delivery.AcceptedRecipients.Select(recipient => Line(recipient, "accepted by")),
        .. delivery.RejectedRecipients.Select(recipient => Line(recipient, "rejected by")),
        .. delivery.UnknownRecipients.Select(recipient => Line(recipient, "unknown at")),
    ];

    private static string Line(SmtpRecipientResult recipient, string outcome) =>
        $"{recipient.Recipient.Split('@')[0]} {outcome} {recipient.Exchanger?.Split('.')[0] ?? "nobody"} {recipient.Code}".TrimEnd();

    private static SmtpSubmission Message(string behaviour, string subject)
    {
        var domain = PostfixExchangers.DomainOf(behaviour);
        return new SmtpSubmission(
            new SmtpEnvelope(AddressText.Parse("a@x.test"), [AddressText.Parse($"b@{domain}"), AddressText.Parse($"c@{domain}")]),
            RawMessage.FromBytes(Encoding.ASCII.GetBytes($"Subject: {subject}\r\n\r\n.\r\n"), MailFields.Read));
    }
}
