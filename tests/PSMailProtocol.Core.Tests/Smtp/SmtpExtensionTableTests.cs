using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>Every extension of the server present and absent, and what the client makes of it, whole, by line and by octet.</summary>
public class SmtpExtensionTableTests
{
    private const string Plain = "Subject: 1\r\n\r\nx\r\n";
    private const string EightBit = "Subject: 1\r\n\r\n\u00e4\r\n";
    private const string Sender = "MAIL FROM:<a@x.test>";
    private const string Recipient = "RCPT TO:<b@y.test>\r\n";

    private static readonly SmtpDeliveryOptions Reports = new()
    {
        Notify = SmtpNotify.Success | SmtpNotify.Delay,
        Return = SmtpReturn.Full,
        EnvelopeId = "a b",
    };

    /// <summary>
    /// What the server offers, what is sent to whom with which options, what the client says up to the content (null for
    /// nothing), and the error.
    /// </summary>
    private static readonly (string Offer, string Message, string[] To, SmtpDeliveryOptions? Options, string? Said, string? Error)[] Table =
    [
        ("", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
        ("PIPELINING", Plain, ["b@y.test"], null, Sender + "\r\n" + Recipient + "DATA\r\n", null),
        ("pipelining", Plain, ["b@y.test"], null, Sender + "\r\n" + Recipient + "DATA\r\n", null),
        ("CHUNKING", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|BDAT 17 LAST\r\n" + Plain, null),
        ("CHUNKING,PIPELINING", Plain, ["b@y.test"], null, Sender + "\r\n" + Recipient + "|BDAT 17 LAST\r\n" + Plain, null),
        ("SIZE", Plain, ["b@y.test"], null, Sender + " SIZE=17\r\n|" + Recipient + "|DATA\r\n", null),
        ("SIZE 0", Plain, ["b@y.test"], null, Sender + " SIZE=17\r\n|" + Recipient + "|DATA\r\n", null),
        ("SIZE 17", Plain, ["b@y.test"], null, Sender + " SIZE=17\r\n|" + Recipient + "|DATA\r\n", null),
        ("SIZE 16", Plain, ["b@y.test"], null, null, "MessageTooLarge"),
        ("SIZE x", Plain, ["b@y.test"], null, Sender + " SIZE=17\r\n|" + Recipient + "|DATA\r\n", null),
        ("8BITMIME", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
        ("8BITMIME", EightBit, ["b@y.test"], null, Sender + " BODY=8BITMIME\r\n|" + Recipient + "|DATA\r\n", null),
        ("", EightBit, ["b@y.test"], null, null, "EightBitMimeUnsupported"),
        ("8BITMIME,SMTPUTF8", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
        ("8BITMIME,SMTPUTF8", Plain, ["\u00fc@y.test"], null,
            Sender + " BODY=8BITMIME SMTPUTF8\r\n|RCPT TO:<\u00c3\u00bc@y.test>\r\n|DATA\r\n", null),
        ("8BITMIME", Plain, ["\u00fc@y.test"], null, null, "Smtputf8Unsupported"),
        ("8BITMIME", Plain, ["b@\u00fc.test"], null, Sender + "\r\n|RCPT TO:<b@xn--tda.test>\r\n|DATA\r\n", null),
        ("DSN", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
        ("DSN", Plain, ["b@y.test"], Reports,
            Sender + " RET=FULL ENVID=a+20b\r\n|RCPT TO:<b@y.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@y.test\r\n|DATA\r\n", null),
        ("", Plain, ["b@y.test"], Reports, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
        ("REQUIRETLS", Plain, ["b@y.test"], new SmtpDeliveryOptions { RequireTls = true }, null, "RequireTlsUnsupported"),
        ("LIMITS RCPTMAX=2,PIPELINING", Plain, ["b@y.test", "c@y.test"], null,
            Sender + "\r\n" + Recipient + "RCPT TO:<c@y.test>\r\nDATA\r\n", null),
        ("LIMITS RCPTMAX=x RCPTDOMAINMAX=0,PIPELINING", Plain, ["b@y.test", "c@y.test"], null,
            Sender + "\r\n" + Recipient + "RCPT TO:<c@y.test>\r\nDATA\r\n", null),
        ("ENHANCEDSTATUSCODES", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
        ("AUTH PLAIN", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
        ("X-UNKNOWN 1 2 3,BINARYMIME,VRFY,HELP", Plain, ["b@y.test"], null, Sender + "\r\n|" + Recipient + "|DATA\r\n", null),
    ];

    public static IEnumerable<object[]> Rows =>
        Deliveries.Times(Enumerable.Range(0, Table.Length).Select(i => new object[] { i, Table[i].Offer }));

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_offered_is_used_where_it_is_needed_and_nothing_else(Delivery delivery, int row, string offer)
    {
        var (_, message, to, options, said, error) = Table[row];
        var peer = new ScriptedPeer(delivery, "",
            [Hello(offer), .. said is null ? [] : Dialogue(said, message), ("QUIT\r\n", "221 bye\r\n")]);
        using var outbox = Outbox.To(peer);

        outbox.Mailer.Submit(Outbox.Raw(1, message, options, to));
        outbox.Mailer.Quit();

        var result = Assert.Single(outbox.Deliveries);
        Assert.Equal(error, result.Failure?.Error.Id);
        Assert.Equal(error is null ? SmtpDeliveryStatus.Accepted : SmtpDeliveryStatus.Rejected, result.Status);
        Assert.Equal(options == Reports && offer.Length == 0, result.Warnings.Count > 0);
        Assert.True(peer.IsFinished);
    }

    private static (string, string) Hello(string offer)
    {
        string[] lines = ["me", .. offer.Split(',', System.StringSplitOptions.RemoveEmptyEntries)];
        return ("EHLO client.test\r\n", string.Concat(lines.Select((line, i) => $"250{(i == lines.Length - 1 ? ' ' : '-')}{line}\r\n")));
    }

    /// <summary>Each bar is a wait for the server; DATA is asked for content and everything else is fine.</summary>
    private static IEnumerable<(string, string)> Dialogue(string said, string message)
    {
        foreach (var group in said.Split('|'))
        {
            var replies = group.StartsWith("BDAT", System.StringComparison.Ordinal)
                ? "250 2.0.0 queued\r\n"
                : string.Concat(group.Split("\r\n", System.StringSplitOptions.RemoveEmptyEntries)
                    .Select(command => command == "DATA" ? "354 go\r\n" : "250 2.1.0 ok\r\n"));
            yield return (group, replies);
        }

        if (said.EndsWith("DATA\r\n", System.StringComparison.Ordinal))
            yield return (message + ".\r\n", "250 2.0.0 queued\r\n");
    }
}
