using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Wire;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>
/// Servers that offer what they do not have, or have had enough of a session: the message goes out all the same, and once.
/// </summary>
public class SmtpOutcomeTests
{
    private const string Ehlo = "EHLO client.test\r\n";
    private const string Mail = "MAIL FROM:<a@x.test>\r\n";
    private const string Rcpt = "RCPT TO:<b@y.test>\r\n";
    private const string Content = "Subject: 1\r\n\r\nbody of 1\r\n";

    /// <summary>What is done at EHLO, what the account wants, and the error, or nothing and how many connections it took.</summary>
    [Theory]
    [InlineData("500 what", TlsMode.None, false, "", 2)]
    [InlineData("500 what", TlsMode.Auto, false, "", 2)]
    [InlineData("502 what", TlsMode.Opportunistic, false, "", 2)]
    [InlineData("502 what", TlsMode.Implicit, false, "", 2)]
    [InlineData("", TlsMode.Auto, false, "ConnectionLost", 1)]
    [InlineData("500 what", TlsMode.StartTls, false, "ConnectionLost", 1)]
    [InlineData("500 what", TlsMode.Auto, true, "ConnectionLost", 1)]
    [InlineData("", TlsMode.None, true, "ConnectionLost", 1)]
    [InlineData("550 no", TlsMode.None, false, "CommandRejected", 1)]
    [InlineData("421 bye", TlsMode.None, false, "ServerClosed", 1)]
    public void A_server_that_closes_at_EHLO_is_greeted_by_HELO_on_a_new_connection(string reply, TlsMode tls, bool login, string error,
        int connections)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(reply.Length == 0
            ? SandboxFault.Drop(SandboxProtocol.Smtp, "EHLO")
            : SandboxFault.ReplyAndClose(SandboxProtocol.Smtp, "EHLO", reply));
        var account = new MailAccount(sandbox.Host, tls == TlsMode.Implicit ? sandbox.SmtpsPort : sandbox.SmtpPort, tls,
            login ? new NetworkCredential("alice", "x") : null)
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };
        using var outbox = new Outbox(account);

        if (error.Length > 0)
        {
            Assert.Equal(error, Assert.ThrowsAny<MailException>(() => outbox.Submit(1)).Error.Id);
        }
        else
        {
            outbox.Submit(1);
            outbox.Mailer.Quit();
            Assert.Equal(["1 Accepted"], outbox.Report);
        }

        Assert.Equal(error.Length > 0 ? 0 : 1, sandbox.Accepted.Count);
        Assert.Equal(connections, sandbox.ConnectionsAccepted);
    }

    public static IEnumerable<object[]> ChunkRows => Deliveries.Times(
        from pipelining in new[] { true, false }
        from reply in new[] { "500 what", "502 5.5.1 what", "504 what", "500-what\r\n500 then" }
        from next in new[] { true, false }
        select new object[] { pipelining, reply, next });

    /// <summary>The server takes the chunk for commands and answers each line of it; nobody reads that.</summary>
    [Theory]
    [MemberData(nameof(ChunkRows))]
    public void BDAT_that_is_offered_and_unknown_gives_way_to_DATA_on_a_new_connection(Delivery delivery, bool pipelining,
        string reply, bool next)
    {
        using var sandbox = MailSandbox.Start();
        var taken = reply + "\r\n250 ok\r\n500 what\r\n500 what\r\n";
        var unknowing = new ScriptedPeer(delivery, "",
        [
            (Ehlo, pipelining ? "250-me\r\n250-CHUNKING\r\n250 PIPELINING\r\n" : "250-me\r\n250 CHUNKING\r\n"),
            .. pipelining ? [(Mail + Rcpt, "250 ok\r\n250 ok\r\n")] : new[] { (Mail, "250 ok\r\n"), (Rcpt, "250 ok\r\n") },
            ("BDAT 25 LAST\r\n" + Content, taken),
        ]);
        using var outbox = new Outbox(Outbox.To(sandbox),
            open: sessions => sessions == 0 ? Outbox.Scripted(unknowing) : SmtpSession.Open(Outbox.To(sandbox), "client.test", default));
        outbox.Submit(1);
        if (next)
            outbox.Submit(2);
        outbox.Mailer.Quit();

        Assert.Equal(next ? ["1 Accepted", "2 Accepted"] : ["1 Accepted"], outbox.Report);
        Assert.Equal(next ? ["Subject: 1", "Subject: 2"] : ["Subject: 1"], sandbox.Accepted.Select(SmtpMailerTests.Subject));
        Assert.False(outbox.Mailer.Session?.Capabilities.Chunking ?? false);
        Assert.Equal(2, outbox.Sessions.Count);
        Assert.True(unknowing.IsDisposed);
        Assert.DoesNotContain("QUIT", unknowing.Transcript);
    }

    /// <summary>A chunk that was taken proves that BDAT is known; until then no second one is sent.</summary>
    [Theory]
    [InlineData(true, false, 1, "Accepted")]
    [InlineData(true, true, 1, "Accepted")]
    [InlineData(false, false, 1, "Accepted")]
    [InlineData(false, true, 1, "Accepted")]
    [InlineData(true, false, 2, "Rejected")]
    public void The_message_in_which_BDAT_proves_unknown_and_those_behind_it_arrive_once(bool pipelining, bool isLarge, int at,
        string status)
    {
        using var sandbox = MailSandbox.Start();
        if (!pipelining)
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "PIPELINING"));
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "BDAT", at == 1 ? ["500 what", "500 what", "500 what"] : ["500 what"])
            .Occurrence(at));
        using var outbox = new Outbox(Outbox.To(sandbox));
        outbox.Submit(1,
            isLarge ? string.Concat(Enumerable.Repeat("a line of some length that is sent again and again\r\n", 60_000)) : null);
        outbox.Submit(2);
        outbox.Submit(3);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", $"2 {status}", "3 Accepted"], outbox.Report);
        Assert.Equal(status == "Accepted" ? ["Subject: 1", "Subject: 2", "Subject: 3"] : ["Subject: 1", "Subject: 3"],
            sandbox.Accepted.Select(SmtpMailerTests.Subject));
        Assert.Equal(status == "Accepted" ? 2 : 1, outbox.Sessions.Count);
        Assert.Empty(outbox.Waits);
    }

    /// <summary>Without a mailer there is no second connection: the message is refused, and the session is over.</summary>
    [Fact]
    public void A_session_of_its_own_says_that_BDAT_is_unknown()
    {
        var peer = new ScriptedPeer(Delivery.Whole, "", (Ehlo, "250-me\r\n250 CHUNKING\r\n"), (Mail, "250 ok\r\n"), (Rcpt, "250 ok\r\n"),
            ("BDAT 25 LAST\r\n" + Content, "500 what\r\n500 what\r\n"));
        using var session = Outbox.Scripted(peer);

        var delivery = session.Send(Outbox.Message(1));

        Assert.Equal(SmtpDeliveryStatus.Rejected, delivery.Status);
        Assert.Equal("500 what", delivery.Reply!.ToString());
        Assert.True(peer.IsDisposed);
    }

    /// <summary>The reply to MAIL with SIZE, and what comes of it: the message without it, or the error.</summary>
    public static IEnumerable<object[]> SizeRows => Deliveries.Times(
        from pipelining in new[] { true, false }
        from row in new[]
        {
            ("555 5.5.4 Unsupported option: SIZE=25", "250 ok", ""),
            ("555 what", "250 ok", ""),
            ("501 Syntax error in parameters: size", "250 ok", ""),
            ("504 SIZE not implemented", "250 ok", ""),
            ("555 what", "555 what", "SenderRejected"),
            ("555 what", "550 not you", "SenderRejected"),
            ("501 Syntax error", null, "SenderRejected"),
            ("552 too much for the size here", null, "MessageTooLarge"),
        }
        select new object[] { pipelining, row.Item1, row.Item2!, row.Item3 });

    [Theory]
    [MemberData(nameof(SizeRows))]
    public void A_size_that_is_offered_and_refused_is_left_out(Delivery delivery, bool pipelining, string first, string? second,
        string error)
    {
        const string Sized = "MAIL FROM:<a@x.test> SIZE=25\r\n";
        var isTaken = error.Length == 0;
        List<(string,
            string)> steps = [(Ehlo, pipelining ? "250-me\r\n250-SIZE 1000\r\n250 PIPELINING\r\n" : "250-me\r\n250 SIZE 1000\r\n")];
        if (pipelining)
        {
            steps.Add((Sized + Rcpt + "DATA\r\n", first + "\r\n503 no\r\n503 no\r\n"));
            if (second is not null)
                steps.Add((Mail + Rcpt + "DATA\r\n", second + (isTaken ? "\r\n250 ok\r\n354 go\r\n" : "\r\n503 no\r\n503 no\r\n")));
        }
        else
        {
            steps.Add((Sized, first + "\r\n"));
            if (second is not null)
                steps.Add((Mail, second + "\r\n"));
            if (isTaken)
                steps.AddRange([(Rcpt, "250 ok\r\n"), ("DATA\r\n", "354 go\r\n")]);
        }

        if (isTaken)
            steps.Add((Content + ".\r\n", "250 queued\r\n"));
        steps.Add(("QUIT\r\n", "221 bye\r\n"));
        var peer = new ScriptedPeer(delivery, "", [.. steps]);
        using var outbox = Outbox.To(peer);

        outbox.Submit(1);
        outbox.Mailer.Quit();

        Assert.Equal(error, outbox.Deliveries.Single().Failure?.Error.Id ?? "");
        Assert.True(peer.IsFinished);
    }

    /// <summary>OpenSMTPD takes a hundred messages a session, says 452 to the next MAIL and does not close.</summary>
    [Theory]
    [MemberData(nameof(SmtpMailerTests.Extensions), MemberType = typeof(SmtpMailerTests))]
    public void A_limit_of_messages_that_no_server_tells_of_beforehand_costs_a_session_and_no_message(bool pipelining, bool chunking)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumTransactions = 5 });
        foreach (var withheld in new[] { "LIMITS", pipelining ? "" : "PIPELINING", chunking ? "" : "CHUNKING" }
            .Where(name => name.Length > 0))
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, withheld));
        using var outbox = new Outbox(Outbox.To(sandbox));
        for (var i = 1; i <= 23; i++)
            outbox.Submit(i);
        outbox.Mailer.Quit();

        Assert.Equal(Enumerable.Range(1, 23).Select(i => $"{i} Accepted"), outbox.Report);
        Assert.Equal(Enumerable.Range(1, 23).Select(i => $"Subject: {i}"), sandbox.Accepted.Select(SmtpMailerTests.Subject));
        Assert.Equal(5, outbox.Sessions.Count);
        Assert.Empty(outbox.Waits);
    }

    /// <summary>
    /// How many messages a session takes before MAIL is refused, after how many in all every session does, and what becomes of six
    /// messages: how many are accepted, over how many sessions, after how many waits.
    /// </summary>
    [Theory]
    [InlineData("452 4.5.3 Too many messages", 2, 100, 0, 6, 3, 0)]
    [InlineData("450 later", 2, 100, 0, 6, 3, 0)]
    [InlineData("550 5.7.0 too many messages this session", 2, 100, 0, 6, 3, 0)]
    [InlineData("554 5.7.1 Too many messages in this session", 2, 100, 0, 6, 3, 0)]
    [InlineData("501 Too many messages", 2, 100, 0, 6, 3, 0)]
    [InlineData("503 5.5.1 Enough", 2, 100, 0, 6, 3, 0)]
    [InlineData("550 5.7.1 You may not send as this", 100, 3, 2, 3, 2, 0)]
    [InlineData("550 5.7.1 You may not send as this", 100, 0, 2, 0, 1, 0)]
    [InlineData("550 5.1.8 Sender address rejected: Domain not found", 2, 100, 0, 4, 1, 0)]
    [InlineData("553 not owned by user", 2, 100, 0, 4, 1, 0)]
    [InlineData("552 5.3.4 too large", 2, 100, 0, 4, 1, 0)]
    [InlineData("452 4.3.1 no room", 100, 0, 0, 0, 1, 0)]
    [InlineData("452 4.3.1 no room", 100, 0, 2, 0, 1, 12)]
    [InlineData("452 4.3.1 no room", 100, 3, 0, 3, 2, 0)]
    [InlineData("452 4.3.1 no room", 100, 3, 1, 3, 2, 3)]
    public void MAIL_that_is_refused_on_a_used_session_is_asked_once_on_a_fresh_one(string reply, int aSession, int inAll, int retries,
        int accepted, int sessions, int waits)
    {
        using var sandbox = MailSandbox.Start();
        using var outbox = new Outbox(Outbox.To(sandbox), retries);
        var before = 0;
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "MAIL", reply).When(_ => IsFull()));
        for (var i = 1; i <= 6; i++)
        {
            outbox.Submit(i);
            outbox.Mailer.Finish();
        }

        outbox.Mailer.Quit();

        Assert.Equal(accepted, outbox.Deliveries.Count(delivery => delivery.Status == SmtpDeliveryStatus.Accepted));
        Assert.Equal(accepted, sandbox.Accepted.Count);
        Assert.Equal(sessions, outbox.Sessions.Count);
        Assert.Equal(waits, outbox.Waits.Count);
        Assert.All(outbox.Deliveries.Where(delivery => delivery.Status != SmtpDeliveryStatus.Accepted),
            delivery => Assert.Equal(reply, delivery.Reply!.ToString()));

        bool IsFull()
        {
            if (sandbox.Accepted.Count >= inAll)
                return true;
            if (sandbox.Accepted.Count - before < aSession)
                return false;

            // The session that hears it is left, and the count begins anew.
            before = sandbox.Accepted.Count;
            return true;
        }
    }

    /// <summary>Rows of a sender that may not send are among others: what a fresh session said of it is not asked for again.</summary>
    [Fact]
    public void A_sender_that_a_fresh_session_refused_costs_no_session_more()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "MAIL", "550 5.7.1 You may not send as this")
            .When(from => from.Contains("<no@", StringComparison.Ordinal)));
        using var outbox = new Outbox(Outbox.To(sandbox));
        for (var i = 1; i <= 10; i++)
        {
            var message = Outbox.Message(i);
            outbox.Mailer.Submit(
                i % 2 == 0 ? new SmtpSubmission(new SmtpEnvelope(Mailbox.Of("no@x.test"), [Mailbox.Of("b@y.test")]), message.Content, null,
                    i) : message);
        }

        outbox.Mailer.Quit();

        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"{i} {(i % 2 == 0 ? "Rejected" : "Accepted")}"), outbox.Report);
        Assert.Equal(2, outbox.Sessions.Count);
    }

    /// <summary>
    /// What a server that offers DSN says to MAIL with ENVID and to RCPT with NOTIFY, and how many of the two recipients are accepted.
    /// </summary>
    [Theory]
    [InlineData("MAIL", "555 5.5.4 Unsupported option: RET=FULL", 2, true)]
    [InlineData("MAIL", "555 what", 2, true)]
    [InlineData("MAIL", "501 5.5.4 ENVID unknown", 2, true)]
    [InlineData("MAIL", "501 5.1.7 bad sender", 0, false)]
    [InlineData("RCPT", "555 5.5.4 Unsupported option: NOTIFY=SUCCESS", 2, true)]
    [InlineData("RCPT", "504 ORCPT not implemented", 2, true)]
    [InlineData("RCPT", "550 5.1.1 nobody", 0, false)]
    public void Reports_that_are_offered_and_refused_are_done_without(string command, string reply, int accepted, bool warns)
    {
        foreach (var onlyFirst in new[] { false, true })
        {
            foreach (var transactions in new[] { 1, 100 })
            {
                using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumTransactions = transactions });
                sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, command, reply).When(line =>
                    (!warns || line.Contains("NOTIFY=", StringComparison.Ordinal) || line.Contains("ENVID=", StringComparison.Ordinal))
                    && (!onlyFirst || command == "MAIL" || line.Contains("b@", StringComparison.Ordinal))));
                using var outbox = new Outbox(Outbox.To(sandbox));
                var options = new SmtpDeliveryOptions { Notify = SmtpNotify.Success, EnvelopeId = "id", Return = SmtpReturn.Full };
                outbox.Submit(1, null, options, "b@y.test", "c@y.test");
                outbox.Submit(2, null, options, "b@y.test");
                outbox.Mailer.Quit();

                var expected = onlyFirst && command == "RCPT" ? Math.Max(accepted, 1) : accepted;
                Assert.Equal(expected, outbox.Deliveries[0].AcceptedRecipients.Count);
                Assert.Equal(accepted == 2 ? SmtpDeliveryStatus.Accepted : SmtpDeliveryStatus.Rejected, outbox.Deliveries[1].Status);
                Assert.Equal(warns ? 1 : 0, outbox.Deliveries[0].Warnings.Count);
                Assert.Equal(warns ? 1 : 0, outbox.Deliveries[1].Warnings.Count);
            }
        }
    }

    /// <summary>A message of several transactions may reach the limit in its middle.</summary>
    [Fact]
    public void The_rest_of_a_message_goes_on_where_the_session_has_reached_its_limit()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumTransactions = 2, MaximumRecipients = 1 });
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "LIMITS"));
        using var outbox = new Outbox(Outbox.To(sandbox));
        outbox.Submit(1, to: ["a@y.test", "b@y.test", "c@y.test", "d@y.test", "e@y.test"]);

        Assert.Equal(["1 Accepted"], outbox.Report);
        Assert.Equal(["a@y.test", "b@y.test", "c@y.test", "d@y.test", "e@y.test"], sandbox.Accepted.SelectMany(mail => mail.Recipients));
        Assert.Equal(3, outbox.Sessions.Count);
    }

    /// <summary>Where a peer closes without a word, the error says instead of which answer.</summary>
    [Theory]
    [InlineData("EHLO", "instead of answering EHLO")]
    [InlineData("MAIL", "instead of answering MAIL")]
    [InlineData("RCPT", "instead of answering RCPT")]
    [InlineData("DATA", "instead of answering DATA")]
    [InlineData(".", "instead of answering the end of the message")]
    public void A_peer_that_closes_without_an_octet_is_said_to_have_closed_instead_of_answering(string stage, string says)
    {
        foreach (var pipelining in new[] { true, false })
        {
            List<(string Stage, string Awaited,
                string Answer)> steps = [("EHLO", Ehlo, pipelining ? "250-me\r\n250 PIPELINING\r\n" : "250 me\r\n"),
                    ("MAIL", Mail, "250 ok\r\n"), ("RCPT", Rcpt, "250 ok\r\n"), ("DATA", "DATA\r\n", "354 go\r\n"),
                    (".", Content + ".\r\n", "250 ok\r\n")];
            var end = steps.FindIndex(step => step.Stage == stage);
            var answered = steps.Select((step, i) => (step.Awaited, i < end ? step.Answer : "")).ToList();
            if (pipelining)
                answered = [answered[0], (Mail + Rcpt + "DATA\r\n", string.Concat(answered.Skip(1).Take(3).Select(step => step.Item2))),
                    answered[4]];
            var peer = new ScriptedPeer(Delivery.Whole, "", [.. answered]);
            MailException failure;
            try
            {
                using var outbox = Outbox.To(peer);
                outbox.Submit(1);
                failure = outbox.Deliveries.Single().Failure!;
            }
            catch (MailException e)
            {
                failure = e;
            }

            Assert.Contains("closed the connection " + says, failure.Message);
        }
    }
}
