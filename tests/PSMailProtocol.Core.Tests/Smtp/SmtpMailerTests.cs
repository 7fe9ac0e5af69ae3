using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>The mailer against the sandbox, with each extension present and absent.</summary>
public sealed class SmtpMailerTests : IDisposable
{
    private readonly MailSandbox _sandbox =
        MailSandbox.Start(new MailSandboxOptions { MaximumRecipients = 3, MaximumMessageSize = 4_000_000 });

    public static TheoryData<bool, bool> Extensions => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    public void Dispose()
    {
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_message_in_bulk_costs_one_round_trip_with_PIPELINING(bool pipelining, bool chunking)
    {
        Offer(pipelining, chunking);
        using var outbox = new Outbox(Outbox.To(_sandbox));
        var trips = new List<int>();
        for (var i = 1; i <= 6; i++)
        {
            outbox.Submit(i);
            trips.Add(outbox.Mailer.Session!.Connection.RoundTrips);
        }

        outbox.Mailer.Quit();

        Assert.All(trips.Skip(2).Zip(trips.Skip(1), (later, earlier) => later - earlier),
            cost => Assert.Equal(pipelining ? 1 : chunking ? 3 : 4, cost));
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"{i} Accepted"), outbox.Report);
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"Subject: {i}\r\n\r\nbody of {i}\r\n"),
            _sandbox.Accepted.Select(m => Encoding.Latin1.GetString(m.Octets)));
        Assert.Single(outbox.Sessions);
    }

    [Fact]
    public void The_first_message_and_those_of_a_slow_caller_are_answered_at_once()
    {
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1);
        Assert.Equal(["1 Accepted"], outbox.Report);
        outbox.Submit(2);
        Assert.Single(outbox.Report);
        outbox.Now += TimeSpan.FromSeconds(1);
        outbox.Submit(3);
        Assert.Equal(["1 Accepted", "2 Accepted", "3 Accepted"], outbox.Report);
    }

    /// <summary>The next message may be hours away: only the answer to this one can wait for it.</summary>
    [Theory]
    [InlineData("250 PIPELINING", "DATA\r\n", "354 go\r\n", "", "Subject: 2\r\n\r\nbody of 2\r\n.\r\n")]
    [InlineData("250-PIPELINING\r\n250 CHUNKING", "", "", "RSET\r\n", "BDAT 25 LAST\r\nSubject: 2\r\n\r\nbody of 2\r\n")]
    public void A_message_is_on_its_way_before_the_next_one_comes(string extensions, string data, string go, string reset, string content)
    {
        var envelope = "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\n" + data;
        var peer = new Wire.ScriptedPeer(Wire.Delivery.ByByte, "",
            ("EHLO client.test\r\n", $"250-me\r\n{extensions}\r\n"),
            (envelope, "250 ok\r\n250 ok\r\n" + go),
            (content.Replace('2', '1').Replace("BDAT 15", "BDAT 25"), "250 queued as 1\r\n"),
            (reset + envelope, (reset.Length > 0 ? "250 ok\r\n" : "") + "250 ok\r\n250 ok\r\n" + go),
            (content, "250 queued as 2\r\n"),
            ("QUIT\r\n", "221 bye\r\n"));
        using var outbox = new Outbox(Outbox.To(_sandbox), open: _ => Outbox.Scripted(peer));
        outbox.Submit(1);
        outbox.Submit(2);

        Assert.True(SpinWait.SpinUntil(() => peer.Transcript.EndsWith(content, StringComparison.Ordinal), TimeSpan.FromMinutes(10)));
        Assert.Equal(["1 Accepted"], outbox.Report);
        outbox.Mailer.Quit();
        Assert.Equal(["1 Accepted", "2 Accepted"], outbox.Report);
        Assert.True(peer.IsFinished);
    }

    /// <summary>
    /// The end that the timer could not send by itself has reached nobody, so the message goes out on a new session, whether
    /// the next message comes or the end.
    /// </summary>
    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    public void What_was_lost_before_its_end_had_gone_out_is_sent_anew(bool chunking, bool isBack, bool next)
    {
        var envelope = "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nRCPT TO:<c@y.test>\r\n" + (chunking ? "" : "DATA\r\n");
        var replies = "250 ok\r\n250 ok\r\n550 no\r\n" + (chunking ? "" : "354 go\r\n");
        var gone = new Wire.ResettingPeer("", 10,
            ("EHLO client.test\r\n", chunking ? "250-me\r\n250-CHUNKING\r\n250 PIPELINING\r\n" : "250-me\r\n250 PIPELINING\r\n"),
            (envelope, replies),
            (chunking ? "BDAT 25 LAST\r\nSubject: 1\r\n\r\nbody of 1\r\n" : "Subject: 1\r\n\r\nbody of 1\r\n.\r\n", "250 queued as 1\r\n"),
            ((chunking ? "RSET\r\n" : "") + envelope, (chunking ? "250 ok\r\n" : "") + replies));
        using var outbox = new Outbox(
            Outbox.To(_sandbox),
            open: sessions => sessions == 0 ? Outbox.Scripted(gone) : isBack ? SmtpSession.Open(Outbox.To(_sandbox), "client.test", default)
                : throw new MailException(MailErrors.ConnectFailed, "Nobody is there."));
        outbox.Submit(1, to: ["b@y.test", "c@y.test"]);
        outbox.Submit(2, to: ["b@y.test", "c@y.test"]);
        Assert.True(SpinWait.SpinUntil(() => gone.IsReset, TimeSpan.FromMinutes(10)));
        Action rest = next ? () => outbox.Submit(3) : outbox.Mailer.Finish;
        if (isBack)
            rest();
        else
            Assert.Throws<MailException>(rest);
        outbox.Mailer.Quit();

        string[] sent = next ? ["1 PartlyAccepted", "2 PartlyAccepted", "3 Accepted"] : ["1 PartlyAccepted", "2 PartlyAccepted"];
        Assert.Equal(isBack ? sent : ["1 PartlyAccepted", "2 Rejected"], outbox.Report);
        Assert.Equal(isBack ? ["b@y.test"] : [], outbox.Deliveries[1].AcceptedRecipients.Select(r => r.Recipient));
        Assert.Equal(isBack ? ["c@y.test"] : ["c@y.test", "b@y.test"], outbox.Deliveries[1].RejectedRecipients.Select(r => r.Recipient));
        Assert.Equal(!isBack ? [] : next ? ["Subject: 2", "Subject: 3"] : ["Subject: 2"], _sandbox.Accepted.Select(Subject));
    }

    /// <summary>A server that refuses while the end of a message is still here has refused it, and is not asked once more.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void A_refusal_before_an_end_that_cannot_be_sent_any_more_counts(bool pipelining, bool next)
    {
        (string, string)[] envelope = pipelining
            ? [("MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\n", "250 ok\r\n250 ok\r\n354 go\r\n")]
            : [("MAIL FROM:<a@x.test>\r\n", "250 ok\r\n"), ("RCPT TO:<b@y.test>\r\n", "250 ok\r\n"), ("DATA\r\n", "354 go\r\n")];
        var gone = new Wire.ResettingPeer("552 5.3.4 Enough\r\n", 10,
        [
            ("EHLO client.test\r\n", pipelining ? "250-me\r\n250 PIPELINING\r\n" : "250 me\r\n"),
            .. envelope,
            ("Subject: 1\r\n\r\nbody of 1\r\n.\r\n", "250 queued as 1\r\n"),
            .. envelope,
        ]);
        using var outbox = new Outbox(Outbox.To(_sandbox),
            open: sessions => sessions == 0 ? Outbox.Scripted(gone) : SmtpSession.Open(Outbox.To(_sandbox), "client.test", default));
        outbox.Submit(1);
        outbox.Submit(2);
        if (next)
            outbox.Submit(3);
        outbox.Mailer.Quit();

        Assert.Equal(next ? ["1 Accepted", "2 Rejected", "3 Accepted"] : ["1 Accepted", "2 Rejected"], outbox.Report);
        Assert.Equal("552 5.3.4 Enough", outbox.Deliveries[1].Reply!.ToString());
        Assert.Equal(next ? ["Subject: 3"] : [], _sandbox.Accepted.Select(Subject));
    }

    /// <summary>
    /// Wherever the end of a message falls in what is written, and wherever the peer stops taking it: a message that it can
    /// have whole is never sent again.
    /// </summary>
    [Fact]
    public void What_the_server_can_have_whole_is_never_sent_again()
    {
        const string Envelope = "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\n";
        for (var size = 16384 - 80; size < 16384 + 10; size++)
        {
            var content = "Subject: 2\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 200));
            content += string.Concat(Enumerable.Repeat("y\r\n", (size - content.Length) / 3 - 1));
            content += new string('z', size - content.Length - 2) + "\r\n";
            foreach (var taken in new[] { 16384, size + 3, size + 3 + Envelope.Length - 1 })
            {
                var gone = new Wire.ResettingPeer("", taken,
                    ("EHLO client.test\r\n", "250-me\r\n250 PIPELINING\r\n"),
                    (Envelope, "250 ok\r\n250 ok\r\n354 go\r\n"),
                    ("Subject: 1\r\n\r\nbody of 1\r\n.\r\n", "250 queued as 1\r\n"),
                    (Envelope, "250 ok\r\n250 ok\r\n354 go\r\n"));
                using var outbox = new Outbox(Outbox.To(_sandbox),
                    open: sessions => sessions == 0
                        ? Outbox.Scripted(gone)
                        : SmtpSession.Open(Outbox.To(_sandbox), "client.test", default));
                var before = _sandbox.Accepted.Count;
                outbox.Submit(1);
                outbox.Mailer.Submit(Outbox.Raw(2, content));
                outbox.Submit(3);
                outbox.Mailer.Quit();

                var copies = (gone.Taken.Contains(content + ".\r\n", StringComparison.Ordinal) ? 1 : 0) +
                    _sandbox.Accepted.Skip(before).Count(mail => Subject(mail) == "Subject: 2");
                Assert.True(copies <= 1, $"A message of {size} octets is there {copies} times after {taken} were taken.");
                Assert.Equal(["1 Accepted", "3 Accepted"], outbox.Report.Where(line => line[0] != '2'));
                Assert.True(outbox.Deliveries[1].Status != SmtpDeliveryStatus.Accepted || copies == 1, outbox.Report[1]);
                Assert.True(outbox.Deliveries[1].Status != SmtpDeliveryStatus.Rejected || copies == 0, outbox.Report[1]);
            }
        }
    }

    /// <summary>The server behind the same name may be another one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_new_session_is_asked_for_what_the_message_needs(int lostAt)
    {
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "SMTPUTF8"));
        const string Envelope = "MAIL FROM:<a@x.test> BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<\u00c3\u00bc@y.test>\r\nDATA\r\n";
        (string, string)[] opening =
        [
            ("EHLO client.test\r\n", "250-me\r\n250-SMTPUTF8\r\n250-8BITMIME\r\n250 PIPELINING\r\n"),
            ("MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\n", "250 ok\r\n250 ok\r\n354 go\r\n"),
            ("Subject: 1\r\n\r\nbody of 1\r\n.\r\n", "250 queued as 1\r\n"),
        ];
        var gone = new Wire.ResettingPeer("", 0, lostAt == 0 ? opening : [.. opening, (Envelope, "250 ok\r\n250 ok\r\n354 go\r\n")]);
        using var outbox = new Outbox(Outbox.To(_sandbox),
            open: sessions => sessions == 0 ? Outbox.Scripted(gone) : SmtpSession.Open(Outbox.To(_sandbox), "client.test", default));
        outbox.Submit(1);
        outbox.Submit(2, to: "\u00fc@y.test");
        Assert.True(SpinWait.SpinUntil(() => gone.IsReset, TimeSpan.FromMinutes(10)));
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", "2 Rejected"], outbox.Report);
        Assert.Same(MailErrors.Smtputf8Unsupported, outbox.Deliveries[1].Failure!.Error);
        Assert.Equal(["\u00fc@y.test"], outbox.Deliveries[1].RejectedRecipients.Select(r => r.Recipient));
        Assert.Empty(_sandbox.Accepted);
    }

    /// <summary>A server that refuses and closes at once resets the connection under what is still on its way.</summary>
    [Theory]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.Implicit)]
    public void A_refusal_that_is_followed_by_a_reset_is_not_lost(TlsMode tls)
    {
        Offer(pipelining: true, chunking: false);
        _sandbox.Faults.Add(SandboxFault.RefuseBodyAfter(100_000, "552 5.3.4 Enough", hangUp: true).Times(1));
        using var outbox = new Outbox(Outbox.To(_sandbox, tls));
        outbox.Submit(1, string.Concat(Enumerable.Repeat("a line of some length that is sent again and again\r\n", 60_000)));
        outbox.Submit(2);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Rejected", "2 Accepted"], outbox.Report);
        Assert.Equal("552 5.3.4 Enough", outbox.Deliveries[0].Reply!.ToString());
    }

    [Theory]
    [InlineData(false, 0, "552 5.3.4 Enough\r\n", "DataRejected")]
    [InlineData(false, 70_000, "552 5.3.4 Enough\r\n", "DataRejected")]
    [InlineData(false, 0, "421 4.3.2 Closing\r\n", "ServerClosed")]
    [InlineData(false, 0, "250 odd\r\n", "ProtocolViolation")]
    [InlineData(false, 0, "552 5.3.4 Eno", "ConnectionLost")]
    [InlineData(false, 0, "", "ConnectionLost")]
    [InlineData(true, 0, "552 5.3.4 Enough\r\n", "DataRejected")]
    [InlineData(true, 1_500_000, "552 5.3.4 Enough\r\n", "DataRejected")]
    [InlineData(true, 1_500_000, "250 chunk\r\n552 5.3.4 Enough\r\n", "DataRejected")]
    [InlineData(true, 1_500_000, "421 4.3.2 Closing\r\n", "ServerClosed")]
    [InlineData(true, 1_500_000, "250 chunk\r\n", "ConnectionLost")]
    [InlineData(true, 1_500_000, "", "ConnectionLost")]
    public void What_a_server_said_before_it_reset_the_connection_decides(bool chunking, int taken, string parting, string error)
    {
        // Several chunks go out ahead of their answers once one was taken.
        const string Envelope = "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\n";
        var peer = new Wire.ResettingPeer(
            parting,
            taken,
            [
                ("EHLO client.test\r\n", chunking ? "250-me\r\n250-CHUNKING\r\n250 PIPELINING\r\n" : "250-me\r\n250 PIPELINING\r\n"),
                .. chunking
                    ? [(Envelope, "250 ok\r\n250 ok\r\n"), ("BDAT 25 LAST\r\nSubject: 0\r\n\r\nbody of 0\r\n", "250 ok\r\n"),
                        ("RSET\r\n" + Envelope, "250 ok\r\n250 ok\r\n250 ok\r\n")]
                    : new[] { (Envelope + "DATA\r\n", "250 ok\r\n250 ok\r\n354 go\r\n") },
            ]);
        using var outbox = new Outbox(Outbox.To(_sandbox),
            open: sessions => sessions == 0 ? Outbox.Scripted(peer) : SmtpSession.Open(Outbox.To(_sandbox), "client.test", default));
        if (chunking)
            outbox.Submit(0);
        outbox.Submit(1, string.Concat(Enumerable.Repeat("a line of some length that is sent again and again\r\n", 60_000)));
        outbox.Mailer.Finish();

        // A session that had served another and ends is replaced, whatever it ended for.
        var isAnew = chunking && error is ("ServerClosed" or "ConnectionLost");
        Assert.Equal(isAnew ? "1 Accepted" : "1 Rejected", outbox.Report[^1]);
        Assert.Equal(isAnew ? null : error, outbox.Deliveries[^1].Failure?.Error.Id);
        Assert.Equal(isAnew ? 1 : 0, _sandbox.Accepted.Count);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_refused_sender_or_recipient_in_a_group_sends_no_body_to_nobody(bool pipelining, bool chunking)
    {
        Offer(pipelining, chunking);
        _sandbox.Faults.Add(SandboxFault.RefuseRecipient("nobody@y.test", "550 5.1.1 Nobody"));
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "MAIL", "550 5.1.8 Not you").Occurrence(4));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1);
        outbox.Submit(2, to: "nobody@y.test");
        outbox.Submit(3, to: ["nobody@y.test", "b@y.test"]);
        outbox.Submit(4);
        outbox.Submit(5);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", "2 Rejected", "3 PartlyAccepted", "4 Rejected", "5 Accepted"], outbox.Report);
        Assert.Equal(["NoRecipientAccepted", "RecipientRejected", "SenderRejected"],
            outbox.Deliveries.Where(d => d.Failure is not null).Select(d => d.Failure!.Error.Id));
        Assert.Equal("550 5.1.8 Not you", outbox.Deliveries[3].RejectedRecipients.Single().Reply!.ToString());
        Assert.Equal(["Subject: 1", "Subject: 3", "Subject: 5"], _sandbox.Accepted.Select(Subject));
        Assert.Single(outbox.Sessions);
    }

    /// <summary>A server may ask for content though it took no recipient; a lone dot is what RFC 2920 section 3.1 answers.</summary>
    [Theory]
    [InlineData("RCPT", "NoRecipientAccepted")]
    [InlineData("MAIL", "SenderRejected")]
    public void Where_content_is_asked_for_and_nobody_was_accepted_a_lone_dot_ends_it(string refused, string error)
    {
        Offer(pipelining: true, chunking: false);
        var peer = new Wire.ScriptedPeer(Wire.Delivery.ByByte, "",
            ("EHLO client.test\r\n", "250-me\r\n250 PIPELINING\r\n"),
            ("MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\n", $"{(refused == "MAIL" ? 550 : 250)} x\r\n550 x\r\n354 go\r\n"),
            (".\r\n", "554 5.5.1 nobody\r\n"),
            ("QUIT\r\n", "221 bye\r\n"));
        using var outbox = new Outbox(Outbox.To(_sandbox), open: _ => Outbox.Scripted(peer));
        outbox.Submit(1);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Rejected"], outbox.Report);
        Assert.Equal(error, outbox.Deliveries[0].Failure!.Error.Id);
        Assert.True(peer.IsFinished);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_refused_body_leaves_the_session_ready(bool pipelining, bool chunking)
    {
        Offer(pipelining, chunking);
        _sandbox.Faults.Add(SandboxFault.RefuseBody("554 5.7.1 Spam").Occurrence(2));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        for (var i = 1; i <= 3; i++)
            outbox.Submit(i);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", "2 Rejected", "3 Accepted"], outbox.Report);
        Assert.Same(MailErrors.DataRejected, outbox.Deliveries[1].Failure!.Error);
        Assert.Single(outbox.Sessions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Too_many_recipients_go_in_further_transactions_and_make_one_result(bool limits)
    {
        if (!limits)
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "LIMITS"));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        string[] recipients = [.. Enumerable.Range(1, 8).Select(i => $"r{i}@y.test")];
        outbox.Submit(1, to: recipients);
        outbox.Submit(2, to: recipients);
        outbox.Submit(3);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", "2 Accepted", "3 Accepted"], outbox.Report);
        Assert.Equal(recipients, outbox.Deliveries[1].AcceptedRecipients.Select(r => r.Recipient));
        Assert.Equal([3, 3, 2, 3, 3, 2, 1], _sandbox.Accepted.Select(m => m.Recipients.Count));
    }

    [Fact]
    public void Transactions_and_domains_stay_within_the_limits_that_the_server_names()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumTransactions = 2, MaximumRecipientDomains = 1 });
        using var outbox = new Outbox(Outbox.To(sandbox));
        outbox.Submit(1, to: ["a@one.test", "b@one.test", "c@two.test"]);
        outbox.Submit(2);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", "2 Accepted"], outbox.Report);
        Assert.Equal([2, 1, 1], sandbox.Accepted.Select(m => m.Recipients.Count));
        Assert.Equal(2, outbox.Sessions.Count);
    }

    [Theory]
    [InlineData(1, 1, "Accepted", 1)]
    [InlineData(2, 1, "Rejected", 1)]
    [InlineData(2, 3, "Accepted", 2)]
    [InlineData(1, 0, "Rejected", 0)]
    public void Greylisting_is_waited_for_as_often_as_allowed(int refusals, int retries, string status, int waits)
    {
        _sandbox.Faults.Add(SandboxFault.Greylist(refusals));
        using var outbox = new Outbox(Outbox.To(_sandbox), retries);
        outbox.Submit(1);
        outbox.Mailer.Quit();

        Assert.Equal([$"1 {status}"], outbox.Report);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(60), waits), outbox.Waits);
        Assert.Equal(status == "Accepted" ? 1 : 0, _sandbox.Accepted.Count);
    }

    [Theory]
    [InlineData("MAIL", "450 4.7.1 later")]
    [InlineData("DATA", "451 4.3.0 later")]
    [InlineData("MAIL", "421 4.7.0 later")]
    public void Whatever_is_refused_for_now_before_the_body_is_tried_again(string stage, string reply)
    {
        Offer(pipelining: true, chunking: false);
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, stage, reply).Times(1));
        using var outbox = new Outbox(Outbox.To(_sandbox), retries: 1);
        outbox.Submit(1);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted"], outbox.Report);
        Assert.Single(outbox.Waits);
        Assert.Single(_sandbox.Accepted);
    }

    [Fact]
    public void One_greylisted_recipient_keeps_the_others_from_waiting()
    {
        _sandbox.Faults.Add(SandboxFault.Greylist().When(argument => argument.Contains("slow")).Times(1));
        using var outbox = new Outbox(Outbox.To(_sandbox), retries: 1);
        outbox.WhileWaiting = () => Assert.Equal(["b@y.test"], _sandbox.Accepted.Single().Recipients);
        outbox.Submit(1, to: ["slow@y.test", "b@y.test"]);

        Assert.Equal(["1 Accepted"], outbox.Report);
        Assert.Equal(["b@y.test", "slow@y.test"], outbox.Deliveries[0].AcceptedRecipients.Select(r => r.Recipient));
    }

    [Fact]
    public void A_refusal_after_the_body_is_not_tried_again()
    {
        _sandbox.Faults.Add(SandboxFault.RefuseBody("451 4.3.0 later"));
        using var outbox = new Outbox(Outbox.To(_sandbox), retries: 3);
        outbox.Submit(1);
        Assert.Equal(["1 Rejected"], outbox.Report);
        Assert.Empty(outbox.Waits);
    }

    [Fact]
    public void Cancelling_ends_the_wait()
    {
        _sandbox.Faults.Add(SandboxFault.Greylist(100));
        using var outbox = new Outbox(Outbox.To(_sandbox), retries: 3);
        outbox.WhileWaiting = outbox.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() => outbox.Submit(1));
        Assert.Empty(_sandbox.Accepted);
    }

    [Theory]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.Implicit)]
    public void A_refusal_in_the_middle_of_a_large_body_ends_the_transfer(TlsMode tls)
    {
        Offer(pipelining: true, chunking: false);
        _sandbox.Faults.Add(SandboxFault.RefuseBodyAfter(100_000, "552 5.3.4 Enough").Times(1));
        using var outbox = new Outbox(Outbox.To(_sandbox, tls));
        var large = string.Concat(Enumerable.Repeat("a line of some length that is sent again and again\r\n", 60_000));
        outbox.Submit(1, large);
        outbox.Submit(2);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Rejected", "2 Accepted"], outbox.Report);
        Assert.Equal("552 5.3.4 Enough", outbox.Deliveries[0].Reply!.ToString());
        Assert.Equal(2, outbox.Sessions.Count);
        Assert.True(outbox.Progress.Where(p => p.Tag is 1).Max(p => p.Octets) <= large.Length + 100);
    }

    [Fact]
    public void A_chunk_that_is_refused_ends_the_transfer_and_keeps_the_session()
    {
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "BDAT", "552 5.3.4 Enough").Times(1));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1, new string('x', 900) + "\r\n" + string.Concat(Enumerable.Repeat("line\r\n", 600_000)));
        outbox.Submit(2);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Rejected", "2 Accepted"], outbox.Report);
        Assert.Single(outbox.Sessions);
        Assert.Single(_sandbox.Accepted);
    }

    [Fact]
    public void A_large_message_arrives_in_chunks_as_it_was()
    {
        var large = string.Concat(Enumerable.Range(0, 300_000).Select(i => $".{i}\r\n"));
        using var outbox = new Outbox(Outbox.To(_sandbox, TlsMode.Implicit));
        outbox.Submit(1, large);
        Assert.Equal($"Subject: 1\r\n\r\n{large}\r\n", Encoding.Latin1.GetString(_sandbox.Accepted.Single().Octets));
    }

    [Theory]
    [InlineData("421 4.3.2 bye")]
    [InlineData(null)]
    public void A_session_that_ends_between_messages_is_opened_anew(string? farewell)
    {
        Offer(pipelining: true, chunking: false);
        _sandbox.Faults.Add(farewell is null
            ? SandboxFault.Drop(SandboxProtocol.Smtp, "MAIL").Occurrence(3)
            : SandboxFault.Reply(SandboxProtocol.Smtp, "MAIL", farewell).Occurrence(3));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        for (var i = 1; i <= 5; i++)
            outbox.Submit(i);
        outbox.Mailer.Quit();

        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"{i} Accepted"), outbox.Report);
        Assert.Equal(["Subject: 1", "Subject: 2", "Subject: 3", "Subject: 4", "Subject: 5"], _sandbox.Accepted.Select(Subject));
        Assert.Equal(2, outbox.Sessions.Count);
    }

    [Fact]
    public void A_message_that_no_session_survives_is_rejected_and_the_next_one_goes_out()
    {
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, "RCPT").When(argument => argument.Contains("poison")));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1);
        outbox.Submit(2, to: "poison@y.test");
        outbox.Submit(3);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", "2 Rejected", "3 Accepted"], outbox.Report);
        Assert.Same(MailErrors.ConnectionLost, outbox.Deliveries[1].Failure!.Error);
        Assert.Equal(3, outbox.Sessions.Count);
    }

    [Fact]
    public void Without_an_answer_to_the_end_the_result_is_unknown_and_nothing_is_sent_again()
    {
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, SandboxFault.EndOfData, SandboxMoment.BeforeReply).Occurrence(2));
        using var outbox = new Outbox(Outbox.To(_sandbox), retries: 5);
        outbox.Submit(1);
        outbox.Submit(2);
        outbox.Submit(3);
        outbox.Mailer.Quit();

        Assert.Equal(["1 Accepted", "2 Unknown", "3 Accepted"], outbox.Report);
        Assert.Equal("b@y.test", Assert.Single(outbox.Deliveries[1].UnknownRecipients).Recipient);
        Assert.Empty(outbox.Deliveries[1].AcceptedRecipients);
        Assert.Equal(["Subject: 1", "Subject: 2", "Subject: 3"], _sandbox.Accepted.Select(Subject));
    }

    [Fact]
    public void Content_that_fails_is_its_own_message_s_failure()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "Subject: 2\r\n\r\nx\r\n");
            using var outbox = new Outbox(Outbox.To(_sandbox));
            outbox.Submit(1);
            var vanishing = new SmtpSubmission(new SmtpEnvelope(null, [Mailbox.Of("b@y.test")]),
                RawMessage.FromFile(path, MailFields.Read), tag: 2);
            File.Delete(path);
            outbox.Mailer.Submit(vanishing);
            outbox.Submit(3);
            outbox.Mailer.Quit();

            Assert.Equal(["1 Accepted", "2 Rejected", "3 Accepted"], outbox.Report);
            Assert.Same(MailErrors.AttachmentNotFound, outbox.Deliveries[1].Failure!.Error);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Reports_are_asked_for_where_the_server_gives_them()
    {
        var options = new SmtpDeliveryOptions
        {
            Notify = SmtpNotify.Success | SmtpNotify.Failure,
            Return = SmtpReturn.Headers,
            EnvelopeId = "job+1=ok",
        };
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1, options: options, to: "b+c@y.test");
        var mail = _sandbox.Accepted.Single();
        Assert.Contains("RET=HDRS", mail.SenderParameters);
        Assert.Contains("ENVID=job+2B1+3Dok", mail.SenderParameters);
        Assert.Equal(["NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;b+2Bc@y.test"], mail.RecipientParameters.Single());
        Assert.Empty(outbox.Deliveries[0].Warnings);
    }

    [Fact]
    public void A_server_without_DSN_takes_the_message_and_the_result_says_so()
    {
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "DSN"));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1, options: new SmtpDeliveryOptions { Notify = SmtpNotify.Never });
        Assert.Equal(["1 Accepted"], outbox.Report);
        Assert.Contains("DSN", Assert.Single(outbox.Deliveries[0].Warnings));
    }

    [Theory]
    [InlineData(TlsMode.Implicit, false, null)]
    [InlineData(TlsMode.Implicit, true, "RequireTlsUnsupported")]
    [InlineData(TlsMode.None, false, "RequireTlsUnsupported")]
    public void REQUIRETLS_is_promised_or_nothing_is_sent(TlsMode tls, bool withheld, string? error)
    {
        if (withheld)
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "REQUIRETLS"));
        using var outbox = new Outbox(Outbox.To(_sandbox, tls));
        outbox.Submit(1, options: new SmtpDeliveryOptions { RequireTls = true });
        Assert.Equal(error, outbox.Deliveries[0].Failure?.Error.Id);
        Assert.Equal(error is null ? ["REQUIRETLS"] : [],
            _sandbox.Accepted.SelectMany(m => m.SenderParameters).Where(p => p == "REQUIRETLS"));
    }

    [Theory]
    [InlineData(false, "Subject: x\r\n\r\n\u00e4\r\n", null)]
    [InlineData(true, "Subject: x\r\n\r\n\u00e4\r\n", "EightBitMimeUnsupported")]
    [InlineData(true, "Subject: x\r\n\r\nae\r\n", null)]
    public void Eight_bit_content_is_declared_or_refused(bool withheld, string message, string? error)
    {
        if (withheld)
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "8BITMIME"));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Mailer.Submit(Outbox.Raw(1, message));
        Assert.Equal(error, outbox.Deliveries[0].Failure?.Error.Id);
        Assert.Equal(message.Contains('\u00e4') && error is null ? ["BODY=8BITMIME"] : [],
            _sandbox.Accepted.SelectMany(m => m.SenderParameters).Where(p => p.StartsWith("BODY", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(SmtpNotify.Never | SmtpNotify.Success, null)]
    [InlineData(SmtpNotify.Default, "")]
    [InlineData(SmtpNotify.Default, "line\r\nbreak")]
    [InlineData(SmtpNotify.Default, "=========================================")]
    public void Options_that_no_server_could_take_are_refused(SmtpNotify notify, string? id) =>
        Assert.Same(MailErrors.InvalidParameter,
            Assert.Throws<MailException>(
                () => Outbox.Message(1, options: new SmtpDeliveryOptions { Notify = notify, EnvelopeId = id })).Error);

    [Theory]
    [InlineData(SandboxFault.Greeting, "421 4.3.2 busy", 3, 3)]
    [InlineData(SandboxFault.Greeting, "421 4.3.2 busy", 2, 1)]
    [InlineData(SandboxFault.Greeting, "554 5.7.1 no", 9, 0)]
    [InlineData("EHLO", "450 4.3.2 busy", 3, 3)]
    public void A_server_that_cannot_be_had_for_now_is_asked_again(string stage, string reply, int retries, int waits)
    {
        using var outbox = new Outbox(Outbox.To(_sandbox), retries);
        outbox.Submit(1);
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, "MAIL").Times(1));
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, stage, reply).Times(3));

        if (waits == 3)
        {
            outbox.Submit(2);
            outbox.Mailer.Quit();
            Assert.Equal(["1 Accepted", "2 Accepted"], outbox.Report);
        }
        else
        {
            Assert.ThrowsAny<MailException>(() => outbox.Submit(2));
            Assert.Equal(["1 Accepted"], outbox.Report);
        }

        Assert.Equal(waits == 1 ? 2 : waits, outbox.Waits.Count);
    }

    [Fact]
    public void A_server_that_is_down_is_waited_for()
    {
        var port = _sandbox.SmtpPort;
        _sandbox.Dispose();
        using var outbox = new Outbox(new MailAccount("127.0.0.1", port, TlsMode.None, null), retries: 4);
        Assert.Same(MailErrors.ConnectFailed, Assert.Throws<MailException>(() => outbox.Submit(1)).Error);
        Assert.Equal(4, outbox.Waits.Count);
    }

    /// <summary>Whoever has no outcome is named, so that nobody takes the message for sent or sends it twice.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("421 4.3.2 bye")]
    public void Recipients_that_a_lost_connection_left_out_are_named(string? farewell)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumRecipients = 1 });
        var second = farewell is null
            ? SandboxFault.Drop(SandboxProtocol.Smtp, "MAIL")
            : SandboxFault.Reply(SandboxProtocol.Smtp, "MAIL", farewell);
        sandbox.Faults.Add(second.When(_ => sandbox.Accepted.Count > 0));
        using var outbox = new Outbox(Outbox.To(sandbox));
        outbox.Submit(1, to: ["a@y.test", "b@y.test", "c@y.test"]);

        var delivery = Assert.Single(outbox.Deliveries);
        Assert.Equal(SmtpDeliveryStatus.PartlyAccepted, delivery.Status);
        Assert.Equal(["a@y.test"], delivery.AcceptedRecipients.Select(r => r.Recipient));
        Assert.Equal(["b@y.test", "c@y.test"], delivery.RejectedRecipients.Select(r => r.Recipient));
        Assert.All(delivery.RejectedRecipients, r => Assert.StartsWith("Not sent.", r.Text, StringComparison.Ordinal));
        Assert.IsType<SmtpPartlySentException>(delivery.Failure);
    }

    [Fact]
    public void A_message_that_was_lost_before_its_end_names_its_recipients()
    {
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, "MAIL"));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1, to: ["a@y.test", "b@y.test"]);
        Assert.Equal(["a@y.test", "b@y.test"], outbox.Deliveries.Single().RejectedRecipients.Select(r => r.Recipient));
        Assert.Same(MailErrors.ConnectionLost, outbox.Deliveries.Single().Failure!.Error);
    }

    [Fact]
    public void Recipients_go_by_domain_where_the_server_takes_few_domains_at_a_time()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumRecipientDomains = 1 });
        using var outbox = new Outbox(Outbox.To(sandbox));
        outbox.Submit(1, to: ["a@one.test", "a@two.test", "b@one.test", "b@two.test", "c@ONE.test"]);
        Assert.Equal([3, 2], sandbox.Accepted.Select(m => m.Recipients.Count));
        Assert.Equal(["1 Accepted"], outbox.Report);
    }

    [Fact]
    public void A_domain_in_another_letter_case_is_the_same_recipient()
    {
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1, to: ["a@Example.test", "a@example.TEST", "A@example.test"]);
        Assert.Equal(["a@Example.test", "A@example.test"], _sandbox.Accepted.Single().Recipients, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(2, _sandbox.Accepted.Single().Recipients.Count);
    }

    [Theory]
    [InlineData("552 too large", "MessageTooLarge")]
    [InlineData("552 5.3.4 too large", "MessageTooLarge")]
    [InlineData("552 5.2.3 too large", "MessageTooLarge")]
    [InlineData("552 5.2.2 the sender is over quota", "SenderRejected")]
    public void A_refused_sender_is_too_large_a_message_only_if_the_server_says_so(string reply, string error)
    {
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "MAIL", reply));
        using var outbox = new Outbox(Outbox.To(_sandbox));
        outbox.Submit(1);
        Assert.Equal(error, outbox.Deliveries.Single().Failure!.Error.Id);
    }

    [Fact]
    public void No_connection_is_an_exception_and_no_result()
    {
        var port = _sandbox.SmtpPort;
        _sandbox.Dispose();
        using var outbox = new Outbox(new MailAccount("127.0.0.1", port, TlsMode.None, null));
        Assert.Same(MailErrors.ConnectFailed, Assert.Throws<MailException>(() => outbox.Submit(1)).Error);
        Assert.Empty(outbox.Report);
    }

    internal static string Subject(SandboxMail mail) => Encoding.Latin1.GetString(mail.Octets).Split("\r\n")[0];

    private void Offer(bool pipelining, bool chunking)
    {
        if (!pipelining)
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "PIPELINING"));
        if (!chunking)
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "CHUNKING"));
    }
}
