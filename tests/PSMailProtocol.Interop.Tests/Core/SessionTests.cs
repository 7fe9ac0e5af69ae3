using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Core;

/// <summary>The three sessions against a real Postfix and a real Dovecot.</summary>
public sealed class SessionTests : IClassFixture<MailServers>
{
    private readonly MailServers _servers;

    public SessionTests(MailServers servers) => _servers = servers;

    [ServerFact("postfix", "dovecot")]
    public void What_Postfix_accepts_comes_back_from_Dovecot_to_the_octet()
    {
        var attachment = new byte[100_000];
        new Random(1).NextBytes(attachment);
        var draft = new MailDraft
        {
            From = AddressText.Parse("J\u00fcrgen <alice@interop.test>"),
            Subject = "Gr\u00fc\u00dfe \u2713 " + Guid.NewGuid(),
            TextBody = ".\r\n..\r\n.leading dots\r\nand \u00fcmlauts\r\n",
        };
        draft.To.Add(AddressText.Parse("bob@interop.test"));
        draft.Attachments.Add(DraftAttachment.FromBytes(attachment, "b\u00e4r.bin"));

        Assert.Equal(SmtpDeliveryStatus.Accepted, Send(draft).Status);

        foreach (var octets in new[] { WaitForPop3("bob", draft.Subject), ReadByImap("bob", draft.Subject) })
        {
            var message = MailMessage.Read(RawMail.FromBytes(octets));
            Assert.Equal(draft.TextBody, message.TextBody);
            Assert.Equal("J\u00fcrgen", Assert.Single(message.From).DisplayName);
            Assert.Equal("b\u00e4r.bin", Assert.Single(message.Attachments).FileName);
            Assert.Equal(attachment, message.Attachments[0].ToArray());
        }
    }

    [ServerFact("postfix", "dovecot")]
    public void Postfix_is_spoken_to_inside_TLS_from_the_first_octet()
    {
        using var session = SmtpSession.Open(Account(_servers.Postfix.SubmissionsPort, TlsMode.Implicit), null, CancellationToken.None);

        Assert.True(session.Connection.IsEncrypted);
        Assert.Equal("PLAIN", session.AuthenticationMechanism);
        Assert.True(session.Capabilities.Pipelining);
        session.Quit();
    }

    [ServerFact("postfix", "dovecot")]
    public void Postfix_refuses_relaying_and_unknown_recipients_each_by_itself()
    {
        var draft = new MailDraft { From = AddressText.Parse("alice@interop.test"), Subject = "partly", TextBody = "x" };
        draft.To.Add(AddressText.Parse("bob@interop.test"));
        draft.To.Add(AddressText.Parse("nobody@interop.test"));

        var delivery = Send(draft);

        Assert.Equal(SmtpDeliveryStatus.PartlyAccepted, delivery.Status);
        Assert.Equal("nobody@interop.test", Assert.Single(delivery.RejectedRecipients).Recipient);
        Assert.Equal("5.1.1", delivery.RejectedRecipients[0].EnhancedCode);
    }

    [ServerFact("postfix", "dovecot")]
    public void Postfix_announces_its_size_limit_and_nothing_larger_is_sent()
    {
        var draft = new MailDraft { From = AddressText.Parse("alice@interop.test"), Subject = "large", TextBody = "x" };
        draft.To.Add(AddressText.Parse("bob@interop.test"));
        draft.Attachments.Add(DraftAttachment.FromBytes(new byte[20_000_000], "zeros.bin"));

        Assert.Same(MailErrors.MessageTooLarge, Assert.Throws<MailException>(() => Send(draft)).Error);
    }

    [ServerTheory("dovecot")]
    [InlineData(true)]
    [InlineData(false)]
    public void Dovecot_refuses_a_wrong_password(bool imap)
    {
        var account = Account(imap ? _servers.Dovecot.ImapPort : _servers.Dovecot.Pop3Port, TlsMode.StartTls, password: "wrong canary");

        var failure = Assert.ThrowsAny<MailException>(() => imap
            ? (IDisposable)ImapSession.Open(account, CancellationToken.None)
            : Pop3Session.Open(account, CancellationToken.None));

        Assert.Same(MailErrors.AuthenticationFailed, failure.Error);
        Assert.DoesNotContain("canary", failure.ToString());
    }

    [ServerFact("dovecot")]
    public void A_certificate_that_nobody_vouches_for_is_refused_with_its_reasons()
    {
        var account = new MailAccount("127.0.0.1", _servers.Dovecot.ImapsPort, TlsMode.Implicit,
            new NetworkCredential("alice", MailServers.Password));

        var failure = Assert.Throws<MailException>(() => ImapSession.Open(account, CancellationToken.None));

        Assert.Same(MailErrors.CertificateRejected, failure.Error);
        Assert.Contains("and not to 127.0.0.1", failure.Message);
        Assert.Contains("not trusted", failure.Message);
    }

    [ServerFact("dovecot")]
    public void A_maildrop_that_is_cleaned_has_exactly_the_named_messages_fewer()
    {
        Deliver("alice", 5);
        IReadOnlyList<string> uids;
        using (var session = Pop3Session.Open(Account(_servers.Dovecot.Pop3sPort, TlsMode.Implicit), CancellationToken.None))
        {
            uids = [.. session.Uidl().OrderBy(row => row.Key).Select(row => row.Value)];
            session.Leave();
        }

        using var removing = Pop3Session.Open(Account(_servers.Dovecot.Pop3sPort, TlsMode.Implicit), CancellationToken.None);
        var removals = removing.RemoveAndQuit([uids[3], "no-such-uid", uids[1]]);

        Assert.Equal([true, false, true], removals.Select(r => r.Removed));
        using var looking = Pop3Session.Open(Account(_servers.Dovecot.Pop3sPort, TlsMode.Implicit), CancellationToken.None);
        Assert.Equal(uids.Except([uids[1], uids[3]]), looking.Uidl().OrderBy(row => row.Key).Select(row => row.Value));
        looking.Leave();
    }

    [ServerFact("dovecot")]
    public void Dovecot_searches_and_opens_what_it_is_asked_for()
    {
        Deliver("bob", 3, "Weekly f\u00fcr ");
        using var session = ImapSession.Open(Account(_servers.Dovecot.ImapsPort, TlsMode.Implicit, "bob"), CancellationToken.None);
        var mailbox = session.Examine("INBOX");

        Assert.True(mailbox is { IsReadOnly: true, UidValidity: > 0, Exists: >= 3 });
        var found = session.Search(new ImapSearchCriteria
        {
            Subject = ["Weekly f\u00fcr"],
            Seen = false,
            Since = DateTime.UtcNow.AddDays(-2),
        });
        Assert.Equal(3, found.Count);
        Assert.Equal([found[1]], session.Search(new ImapSearchCriteria { Uids = [found[1]] }));
        Assert.Empty(session.Search(new ImapSearchCriteria { From = ["nobody-of-this-name"] }));
        Assert.All(session.FetchHeaders(found), m => Assert.EndsWith("\r\n\r\n", Encoding.ASCII.GetString(m.Mail!.ToArray())));
        Assert.DoesNotContain("\\Seen", session.FetchFacts(found).SelectMany(m => m.Flags));

        var failure = Assert.Throws<ImapStatusException>(() => session.Examine("No such"));
        Assert.Same(MailErrors.MailboxNotFound, failure.Error);
        session.Logout();
    }

    [ServerFact("postfix", "dovecot")]
    public void A_whole_submission_with_STARTTLS_and_login_takes_few_round_trips()
    {
        var draft = new MailDraft { From = AddressText.Parse("alice@interop.test"), Subject = "trips", TextBody = "x" };
        draft.To.Add(AddressText.Parse("bob@interop.test"));
        var message = draft.Compose();
        using var session = SmtpSession.Open(Account(_servers.Postfix.SubmissionPort, TlsMode.StartTls), null, CancellationToken.None);

        session.Send(new SmtpEnvelope(draft.From, draft.To), message.WriteTo, message.Length);
        session.Quit();

        // EHLO, STARTTLS, EHLO, AUTH, the envelope with DATA, the content, QUIT: not one wait more.
        Assert.Equal(7, session.Connection.RoundTrips);
    }

    [ServerTheory("postfix", "dovecot")]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public void Postfix_takes_mail_in_bulk_at_one_round_trip_a_message(TlsMode tls)
    {
        var port = tls == TlsMode.Implicit ? _servers.Postfix.SubmissionsPort : _servers.Postfix.SubmissionPort;
        var deliveries = new List<SmtpDelivery>();
        var marker = "bulk " + Guid.NewGuid();
        var trips = new List<int>();
        using var mailer = new SmtpMailer(Account(port, tls), new SmtpMailerOptions { Pace = TimeSpan.FromHours(1) }, deliveries.Add);
        for (var i = 0; i < 12; i++)
        {
            mailer.Submit(Submission($"{marker} {i}", "bob@interop.test",
                new SmtpDeliveryOptions { Notify = SmtpNotify.Failure, Return = SmtpReturn.Headers, EnvelopeId = "bulk+" + i }));
            trips.Add(mailer.Session!.Connection.RoundTrips);
        }

        mailer.Submit(Submission(marker + " nobody", "nobody@interop.test", SmtpDeliveryOptions.None));
        mailer.Submit(Submission(marker + " 12", "bob@interop.test", SmtpDeliveryOptions.None));
        Assert.True(mailer.Session!.Capabilities is { Pipelining: true, Chunking: true, DeliveryStatusNotification: true, Smtputf8: true });
        mailer.Quit();

        Assert.Equal(13, deliveries.Count(d => d.Status == SmtpDeliveryStatus.Accepted));
        Assert.Equal("nobody@interop.test",
            deliveries.Single(d => d.Status == SmtpDeliveryStatus.Rejected).RejectedRecipients.Single().Recipient);
        Assert.All(deliveries, d => Assert.Empty(d.Warnings));
        Assert.All(trips.Skip(2).Zip(trips.Skip(1), (later, earlier) => later - earlier), cost => Assert.Equal(1, cost));
        WaitForImap("bob", marker, 13);
    }

    [ServerFact("postfix", "dovecot", DovecotServer.SubmissionProgram)]
    public void What_Dovecot_takes_for_submission_arrives()
    {
        // What Dovecot passes mail on to has to be there.
        _ = _servers.Postfix;
        var marker = "submission " + Guid.NewGuid();
        var deliveries = new List<SmtpDelivery>();
        using var mailer = new SmtpMailer(Account(_servers.Dovecot.SubmissionPort, TlsMode.StartTls), new SmtpMailerOptions(),
            deliveries.Add);
        for (var i = 0; i < 3; i++)
            mailer.Submit(Submission($"{marker} {i}", "bob@interop.test", SmtpDeliveryOptions.None));
        mailer.Submit(Submission(marker + " nobody", "nobody@interop.test", SmtpDeliveryOptions.None));
        Assert.Equal("PLAIN", mailer.Session!.AuthenticationMechanism);
        Assert.True(mailer.Session.Connection.IsEncrypted);
        mailer.Quit();

        Assert.Equal(["Accepted", "Accepted", "Accepted", "Rejected"], deliveries.Select(d => d.Status.ToString()));
        Assert.Equal("5.1.1", deliveries[3].RejectedRecipients.Single().EnhancedCode);
        WaitForImap("bob", marker, 3);
    }

    [ServerFact("postfix", "dovecot")]
    public void A_delivery_that_was_to_be_reported_comes_back_as_a_report()
    {
        var subject = "reported " + Guid.NewGuid();
        var options = new SmtpDeliveryOptions
        {
            Notify = SmtpNotify.Success,
            Return = SmtpReturn.Headers,
            EnvelopeId = "id+1=" + Guid.NewGuid(),
        };
        using (var session = SmtpSession.Open(Account(_servers.Postfix.SubmissionPort, TlsMode.StartTls), null, CancellationToken.None))
        {
            Assert.Equal(SmtpDeliveryStatus.Accepted, session.Send(Submission(subject, "bob@interop.test", options)).Status);
            session.Quit();
        }

        // The subject of the message stands in the part of the report that quotes its header.
        var report = MailMessage.Read(RawMail.FromBytes(WaitForImap("alice", new ImapSearchCriteria { Text = [subject] }, 1)));

        var status = Assert.Single(report.DeliveryStatus);
        Assert.Equal(options.EnvelopeId, status.OriginalEnvelopeId);
        Assert.Equal(subject, status.OriginalSubject);
        Assert.Equal(("delivered", "bob@interop.test", "bob@interop.test"),
            (status.Action, status.FinalRecipient, status.OriginalRecipient));
        Assert.StartsWith("2.", status.Status, StringComparison.Ordinal);
    }

    [ServerFact("postfix", "dovecot")]
    public void A_local_part_beyond_ASCII_gets_its_mail_by_SMTPUTF8()
    {
        var draft = new MailDraft { From = AddressText.Parse("alice@interop.test"), Subject = "utf8 " + Guid.NewGuid(), TextBody = "x" };
        draft.To.Add(AddressText.Parse(PostfixServer.Internationalised));
        using (var session = SmtpSession.Open(Account(_servers.Postfix.SubmissionPort, TlsMode.StartTls), null, CancellationToken.None))
        {
            Assert.Equal(SmtpDeliveryStatus.Accepted,
                session.Send(new SmtpSubmission(new SmtpEnvelope(draft.From, draft.To), draft.Compose())).Status);
            session.Quit();
        }

        var received = MailMessage.Read(RawMail.FromBytes(WaitForImap("bob", new ImapSearchCriteria { Subject = [draft.Subject] }, 1)));

        Assert.Equal(PostfixServer.Internationalised, Assert.Single(received.To).Address);
    }

    private static SmtpSubmission Submission(string subject, string to, SmtpDeliveryOptions options)
    {
        var draft = new MailDraft { From = AddressText.Parse("alice@interop.test"), Subject = subject, TextBody = ".\r\n..x\r\n" };
        draft.To.Add(AddressText.Parse(to));
        return new SmtpSubmission(new SmtpEnvelope(draft.From, draft.To), draft.Compose(), options);
    }

    private SmtpDelivery Send(MailDraft draft)
    {
        var message = draft.Compose();
        using var session = SmtpSession.Open(Account(_servers.Postfix.SubmissionPort, TlsMode.StartTls), null, CancellationToken.None);
        var delivery = session.Send(new SmtpEnvelope(draft.From!, draft.To), message.WriteTo, message.Length);
        session.Quit();
        return delivery;
    }

    /// <summary>Puts messages into a user's Maildir, as a delivery agent would.</summary>
    private void Deliver(string user, int count, string subject = "Message ")
    {
        using var session = SmtpSession.Open(Account(_servers.Postfix.SubmissionPort, TlsMode.StartTls), null, CancellationToken.None);
        var marker = subject + Guid.NewGuid();
        for (var i = 0; i < count; i++)
        {
            var draft = new MailDraft { From = AddressText.Parse("alice@interop.test"), Subject = $"{marker} {i}", TextBody = "x" };
            draft.To.Add(AddressText.Parse($"{user}@interop.test"));
            var message = draft.Compose();
            Assert.Equal(SmtpDeliveryStatus.Accepted,
                session.Send(new SmtpEnvelope(draft.From, draft.To), message.WriteTo, message.Length).Status);
        }

        session.Quit();
        WaitForImap(user, marker, count);
    }

    /// <summary>As <see cref="WaitForPop3"/>, without the mark that Dovecot puts on what was retrieved by POP3.</summary>
    private void WaitForImap(string user, string subject, int count) =>
        WaitForImap(user, new ImapSearchCriteria { Subject = [subject] }, count);

    /// <summary>Waits until so many messages are found; gives the first of them.</summary>
    private byte[] WaitForImap(string user, ImapSearchCriteria criteria, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        using var session = ImapSession.Open(Account(_servers.Dovecot.ImapsPort, TlsMode.Implicit, user), patience.Token);
        IReadOnlyList<long> found;
        do
        {
            session.Examine("INBOX");
            found = session.Search(criteria);
        }
        while (found.Count < count);
        var first = Assert.Single(session.FetchMessages([found[0]])).Mail!.ToArray();
        session.Logout();
        return first;
    }

    /// <summary>Postfix delivers in its own time, so the maildrop is asked until the message is there.</summary>
    private byte[] WaitForPop3(string user, string subject)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        while (true)
        {
            using var session = Pop3Session.Open(Account(_servers.Dovecot.Pop3Port, TlsMode.StartTls, user), patience.Token);
            foreach (var number in session.List().Keys)
            {
                using var content = new MemoryStream();
                session.Retrieve(number, content);
                if (MailMessage.Read(RawMail.FromBytes(content.ToArray())).Subject == subject)
                {
                    session.Leave();
                    return content.ToArray();
                }
            }

            session.Leave();
        }
    }

    private byte[] ReadByImap(string user, string subject)
    {
        using var session = ImapSession.Open(Account(_servers.Dovecot.ImapPort, TlsMode.StartTls, user), CancellationToken.None);
        session.Examine("INBOX");
        var fetched = session.FetchMessages(session.Search(new ImapSearchCriteria { Subject = [subject] }));
        return Assert.Single(fetched).Mail!.ToArray();
    }

    private static MailAccount Account(int port, TlsMode tls, string user = "alice", string password = MailServers.Password) =>
        new("localhost", port, tls, new NetworkCredential(user, password))
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };
}
