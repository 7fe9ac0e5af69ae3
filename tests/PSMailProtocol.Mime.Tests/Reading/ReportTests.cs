using System;
using System.Linq;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

public class ReportTests
{
    // RFC 3464 appendix E.1 in form.
    private const string Bounce = """
        From: Mail Delivery Subsystem <MAILER-DAEMON@cs.utk.edu>
        Subject: Returned mail: Cannot send message for 5 days
        To: <owner-info-mime@cs.utk.edu>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b

        The original message was received at Sat, 2 Jul 1994 17:10:28 -0400
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; cs.utk.edu
        Original-Envelope-Id: QQ314159
        Arrival-Date: Sat, 2 Jul 1994 17:10:28 -0400

        Original-Recipient: rfc822;louisl@larry.slip.umd.edu
        Final-Recipient: RFC822; <louisl@larry.slip.umd.edu>
        Action: Failed (for good)
        Status: 4.0.0 (temporary)
        Remote-MTA: dns; larry.slip.umd.edu
        Diagnostic-Code: smtp; 426 connection
         timed out
        Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400

        Final-Recipient: rfc822; second@example.com
        Action: delayed
        Status: 4.4.1
        Will-Retry-Until: Fri, 8 Jul 1994 17:15:49 -0400
        --b
        Content-Type: message/rfc822

        Message-ID: <original@example.com>
        Subject: the original
        From: x@y

        text
        --b--

        """;

    [Fact]
    public void A_bounce_says_who_did_not_get_what()
    {
        var statuses = MessageText.Read(Bounce).DeliveryStatus;

        Assert.Equal(2, statuses.Count);
        Assert.All(statuses, status =>
        {
            Assert.Equal(("cs.utk.edu", "QQ314159"), (status.ReportingMta, status.OriginalEnvelopeId));
            Assert.Equal(new DateTimeOffset(1994, 7, 2, 17, 10, 28, TimeSpan.FromHours(-4)), status.ArrivalDate);
            Assert.Equal(("original@example.com", "the original"), (status.OriginalMessageId, status.OriginalSubject));
        });

        var first = statuses[0];
        Assert.Equal(("louisl@larry.slip.umd.edu", "louisl@larry.slip.umd.edu"), (first.OriginalRecipient, first.FinalRecipient));
        Assert.Equal(("failed", "4.0.0", "426 connection timed out", "larry.slip.umd.edu"),
            (first.Action, first.Status, first.DiagnosticCode, first.RemoteMta));
        Assert.Equal(7, first.LastAttemptDate!.Value.Day);
        Assert.Null(first.WillRetryUntil);

        var second = statuses[1];
        Assert.Equal((null, "second@example.com", "delayed", "4.4.1"),
            (second.OriginalRecipient, second.FinalRecipient, second.Action, second.Status));
        Assert.Equal(8, second.WillRetryUntil!.Value.Day);
    }

    [Theory]
    [InlineData("Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@b\nAction: failed\nStatus: 5.1.1\n",
        "a@b failed 5.1.1")]
    [InlineData("Content-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\n\n\nFinal-Recipient: a@b\nAction: failed\n\n\n",
        "a@b failed ")]
    [InlineData(
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: " +
        "base64\n\nUmVwb3J0aW5nLU1UQTogeAoKRmluYWwtUmVjaXBpZW50OiByZmM4MjI7YUBiCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4wLjAK\n",
        "a@b failed 5.0.0")]
    [InlineData("Content-Type: message/delivery-status\n\nReporting-MTA: dns;x\n")]
    public void Reports_with_less_than_they_should_have(string part, params string[] recipients)
    {
        var message = MessageText.Read("Content-Type: multipart/mixed; boundary=b\n\n--b\n" + part + "--b--\n");

        Assert.Equal(recipients, message.DeliveryStatus.Select(status => status.ToString()));
        Assert.All(message.DeliveryStatus, status => Assert.Null(status.OriginalMessageId));
    }

    [Fact]
    public void Returned_headers_alone_tell_the_original_too()
    {
        var message =
            MessageText.Read(
                "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: " +
                "dns;x\n\nFinal-Recipient: rfc822;a@b\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <o@x>\nSubject: " +
                "=?utf-8?q?=C3=B6?=\n--b--\n");

        var status = Assert.Single(message.DeliveryStatus);
        Assert.Equal(("o@x", "ö"), (status.OriginalMessageId, status.OriginalSubject));
    }

    [Theory]
    [InlineData("automatic-action/MDN-sent-automatically; displayed", "displayed", "", false)]
    [InlineData("manual-action/MDN-sent-manually; Deleted/Error", "deleted", "error", true)]
    [InlineData("displayed", "displayed", "", false)]
    public void A_read_receipt_says_what_was_done(string disposition, string type, string modifier, bool isManual)
    {
        var message = MessageText.Read($"""
            Content-Type: multipart/report; report-type=disposition-notification; boundary=b

            --b

            Displayed.
            --b
            Content-Type: message/disposition-notification

            Reporting-UA: joes-pc.cs.example.com; Foomail 97.1
            Original-Recipient: rfc822;Joe_Recipient@example.com
            Final-Recipient: rfc822;Joe_Recipient@mail.example.com
            Original-Message-ID: <199509192301.23456@example.org>
            Disposition: {disposition}

            --b--

            """);

        var receipt = message.DispositionNotification!;

        Assert.Equal((type, modifier, isManual), (receipt.Disposition, receipt.Modifier, receipt.IsManualAction));
        Assert.Equal(("Joe_Recipient@example.com", "Joe_Recipient@mail.example.com"), (receipt.OriginalRecipient, receipt.FinalRecipient));
        Assert.Equal(("199509192301.23456@example.org", "joes-pc.cs.example.com; Foomail 97.1"),
            (receipt.OriginalMessageId, receipt.ReportingUserAgent));
        Assert.Empty(message.DeliveryStatus);
    }

    [Fact]
    public void An_ordinary_message_is_no_report_even_with_one_attached()
    {
        var message = MessageText.Read(
            "Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: message/rfc822\n\n" + Bounce + "\n--outer--\n");

        Assert.Empty(message.DeliveryStatus);
        Assert.Null(message.DispositionNotification);
        Assert.NotEmpty(MessageText.ReadAttached(message.Attachments[0]).DeliveryStatus);
    }
}
