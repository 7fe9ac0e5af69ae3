using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>Every class of reply at every stage of a transaction, in lock-step and in groups, whole, by line and by octet.</summary>
public class SmtpReplyTableTests
{
    private const string Mail = "MAIL FROM:<a@x.test> SIZE=31\r\n";
    private const string Rcpt = "RCPT TO:<b@y.test>\r\n";
    private const string Data = "DATA\r\n";
    private const string Chunk = "BDAT 31 LAST\r\nSubject: 1\r\n\r\n.body of nobody\r\n";
    private const string Content = "Subject: 1\r\n\r\n..body of nobody\r\n.\r\n";

    /// <summary>Stage, the reply there (empty for the end of the connection), and what becomes of the message.</summary>
    private static readonly string[][] Table =
    [
        ["MAIL", "250 ok", "Accepted", ""],
        ["MAIL", "250-ok\r\n250 really", "Accepted", ""],
        ["MAIL", "354 odd", "Rejected", "ProtocolViolation"],
        ["MAIL", "421 bye", "Rejected", "ServerClosed"],
        ["MAIL", "450 later", "Rejected", "SenderRejected"],
        ["MAIL", "550-no\r\n550 never", "Rejected", "SenderRejected"],
        ["MAIL", "552 large", "Rejected", "MessageTooLarge"],
        ["MAIL", "garbage", "Rejected", "ProtocolViolation"],
        ["MAIL", "250-ok\r\n251 other", "Rejected", "ProtocolViolation"],
        ["MAIL", "", "Rejected", "ConnectionLost"],
        ["RCPT", "250 ok", "Accepted", ""],
        ["RCPT", "251 forwarded", "Accepted", ""],
        ["RCPT", "354 odd", "Rejected", "ProtocolViolation"],
        ["RCPT", "421 bye", "Rejected", "ServerClosed"],
        ["RCPT", "452 full", "Rejected", "NoRecipientAccepted"],
        ["RCPT", "550 who", "Rejected", "NoRecipientAccepted"],
        ["RCPT", "garbage", "Rejected", "ProtocolViolation"],
        ["RCPT", "", "Rejected", "ConnectionLost"],
        ["DATA", "354 go", "Accepted", ""],
        ["DATA", "250 odd", "Rejected", "ProtocolViolation"],
        ["DATA", "334 odd", "Rejected", "ProtocolViolation"],
        ["DATA", "421 bye", "Rejected", "ServerClosed"],
        ["DATA", "451 later", "Rejected", "DataRejected"],
        ["DATA", "554 no", "Rejected", "DataRejected"],
        ["DATA", "garbage", "Rejected", "ProtocolViolation"],
        ["DATA", "", "Rejected", "ConnectionLost"],
        [".", "250 queued", "Accepted", ""],
        [".", "354 odd", "Unknown", "DeliveryUnknown"],
        [".", "421 bye", "Rejected", "DataRejected"],
        [".", "452 full", "Rejected", "DataRejected"],
        [".", "554 spam", "Rejected", "DataRejected"],
        [".", "garbage", "Unknown", "DeliveryUnknown"],
        [".", "", "Unknown", "DeliveryUnknown"],
    ];

    public static IEnumerable<object[]> Rows =>
        Deliveries.Times(Table.SelectMany(row => new[] { true, false }.Select(pipelining => (object[])[pipelining, .. row])));

    /// <summary>Content by BDAT (RFC 3030) has no DATA, and a dot in it is a dot.</summary>
    public static IEnumerable<object[]> ChunkRows => Rows.Where(row => (string)row[2] != "DATA");

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_reply_has_one_meaning_at_its_stage(Delivery delivery, bool pipelining, string stage, string reply, string status,
        string error)
    {
        var peer = new ScriptedPeer(delivery, "",
        [
            ("EHLO client.test\r\n", pipelining ? "250-me\r\n250-SIZE\r\n250 PIPELINING\r\n" : "250-me\r\n250 SIZE\r\n"),
            .. pipelining ? InGroups(stage, reply) : InLockStep(stage, reply),
        ]);
        AssertMeans(peer, "..body", stage, status, error);
    }

    [Theory]
    [MemberData(nameof(ChunkRows))]
    public void A_reply_means_the_same_where_content_goes_in_chunks(Delivery delivery, bool pipelining, string stage, string reply,
        string status, string error)
    {
        var peer = new ScriptedPeer(delivery, "",
        [
            ("EHLO client.test\r\n", "250-me\r\n250-SIZE\r\n" + (pipelining ? "250-PIPELINING\r\n" : "") + "250 CHUNKING\r\n"),
            .. pipelining ? ChunkInGroups(stage, reply) : ChunkInLockStep(stage, reply),
        ]);
        AssertMeans(peer, Chunk, stage, status, error);
    }

    /// <summary>Sends one message, and compares what is reported with what it should be and with what the peer heard.</summary>
    private static void AssertMeans(ScriptedPeer peer, string content, string stage, string status, string error)
    {
        using var outbox = Outbox.To(peer);

        outbox.Mailer.Submit(Outbox.Raw(1, "Subject: 1\r\n\r\n.body of nobody\r\n"));
        outbox.Mailer.Quit();

        var result = Assert.Single(outbox.Deliveries);
        Assert.Equal(status, result.Status.ToString());
        Assert.Equal(error, result.Failure?.Error.Id ?? "");
        Assert.Equal(status == "Accepted" || stage == ".", peer.Transcript.Contains(content, System.StringComparison.Ordinal));
        Assert.Equal(status == "Accepted" ? ["b@y.test"] : [], result.AcceptedRecipients.Select(r => r.Recipient));
        Assert.Equal(status == "Unknown" ? ["b@y.test"] : [], result.UnknownRecipients.Select(r => r.Recipient));
        Assert.True(peer.IsDisposed);
    }

    private static IEnumerable<(string, string)> ChunkInGroups(string stage, string reply)
    {
        var group = Answer(stage, "MAIL", reply, "250 ok");
        if (Goes(stage, "MAIL", reply))
            group += Answer(stage, "RCPT", reply, IsRefused(stage, "MAIL", reply) ? "503 no sender" : "250 ok");
        return [(Mail + Rcpt, group), .. ChunkEnd(stage, reply)];
    }

    private static IEnumerable<(string, string)> ChunkInLockStep(string stage, string reply)
    {
        yield return (Mail, Answer(stage, "MAIL", reply, "250 ok"));
        if (!IsRefused(stage, "MAIL", reply))
            yield return (Rcpt, Answer(stage, "RCPT", reply, "250 ok"));
        foreach (var step in ChunkEnd(stage, reply))
            yield return step;
    }

    private static IEnumerable<(string, string)> ChunkEnd(string stage, string reply)
    {
        if (stage == "." || !IsRefused(stage, stage, reply))
            yield return (Chunk, Answer(stage, ".", reply, "250 queued"));
        yield return ("QUIT\r\n", "221 bye\r\n");
    }

    private static IEnumerable<(string, string)> InGroups(string stage, string reply)
    {
        var group = Answer(stage, "MAIL", reply, "250 ok");
        if (Goes(stage, "MAIL", reply))
            group += Answer(stage, "RCPT", reply, IsRefused(stage, "MAIL", reply) ? "503 no sender" : "250 ok");
        if (Goes(stage, "MAIL", reply) && Goes(stage, "RCPT", reply))
            group += Answer(stage, "DATA", reply,
                IsRefused(stage, "MAIL", reply) || IsRefused(stage, "RCPT", reply) ? "503 no recipient" : "354 go");
        return [(Mail + Rcpt + Data, group), .. End(stage, reply)];
    }

    private static IEnumerable<(string, string)> InLockStep(string stage, string reply)
    {
        List<(string, string)> steps = [(Mail, Answer(stage, "MAIL", reply, "250 ok"))];
        if (stage != "MAIL" || !IsRefused(stage, "MAIL", reply))
            steps.Add((Rcpt, Answer(stage, "RCPT", reply, "250 ok")));
        if (stage is not ("MAIL" or "RCPT") || !IsRefused(stage, stage, reply))
            steps.Add((Data, Answer(stage, "DATA", reply, "354 go")));
        return [.. steps, .. End(stage, reply)];
    }

    private static IEnumerable<(string, string)> End(string stage, string reply)
    {
        if (stage == "." || !IsRefused(stage, stage, reply))
            yield return (Content, Answer(stage, ".", reply, "250 queued"));
        yield return ("QUIT\r\n", "221 bye\r\n");
    }

    private static string Answer(string stage, string at, string reply, string otherwise) =>
        stage != at ? otherwise + "\r\n" : reply.Length == 0 ? "" : reply + "\r\n";

    /// <summary>Whether a server goes on behind its reply: not when it closes, and not when it was gone.</summary>
    private static bool Goes(string stage, string at, string reply) =>
        stage != at || (reply.Length > 0 && !reply.StartsWith("421", System.StringComparison.Ordinal));

    private static bool IsRefused(string stage, string at, string reply) => stage == at && reply.Length > 0 && reply[0] is '4' or '5';
}
