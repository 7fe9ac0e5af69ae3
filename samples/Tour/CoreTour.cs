using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Dns;
using PSMailProtocol.Imap;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Samples.Tour;

/// <summary>The tour without PowerShell: the same steps as Tour.ps1, through the protocol core.</summary>
internal sealed class CoreTour
{
    private const string Report = "host,status\nalpha,ok\nbeta,ok\n";

    private readonly MailSandbox _sandbox;
    private readonly TourChecks _checks;

    public CoreTour(MailSandbox sandbox, TourChecks checks)
    {
        _sandbox = sandbox;
        _checks = checks;
    }

    public bool Run()
    {
        try
        {
            Send();
            Resolve();
            var uid = ReadByPop3();
            ReadByImap();
            Remove(uid);
        }
        catch (MailException e)
        {
            Console.WriteLine($"  [FAILED] {e.Error.Id}: {e.Message}");
            return false;
        }

        return _checks.AllPassed;
    }

    private void Send()
    {
        Step("1. Send a status notification with an attachment");
        var draft = new MailDraft
        {
            From = MailboxAddress.Parse("Nightly Backup <backup@sandbox.test>"),
            Subject = "Backup finished: 2 hosts, 0 failures \u2713",
            TextBody = "Both hosts were saved. The report is attached.",
        };
        draft.To.Add(MailboxAddress.Parse("Alice <alice@sandbox.test>"));
        draft.Attachments.Add(DraftAttachment.FromBytes(Encoding.UTF8.GetBytes(Report), "report.csv"));
        var message = draft.Compose();

        using var session = SmtpSession.Open(Account("backup", _sandbox.SmtpPort, TlsMode.StartTls), null, CancellationToken.None);
        var delivery = session.Send(new SmtpEnvelope(draft.From, draft.To), message.WriteTo, message.Length);
        session.Quit();

        ObjectTable.Write(["Status", "To", "Reply"], [delivery.Status, string.Join(", ", delivery.AcceptedRecipients.Select(r => r.Recipient)), delivery.Reply]);
        _checks.Check("the message was accepted", delivery.Status == SmtpDeliveryStatus.Accepted);
    }

    private void Resolve()
    {
        Step("2. Resolve the mail exchanger of sandbox.test");
        var exchangers = new DnsResolver(new DnsResolverOptions { Servers = { _sandbox.DnsEndPoint } }).ResolveMailExchangers("sandbox.test");

        ObjectTable.Write(["Domain", "Preference", "Exchange", "IPAddress"],
            [.. exchangers.Select(e => new object?[] { e.Domain, e.Preference, e.Exchange, string.Join(", ", e.IPAddress) })]);
        _checks.Check("its exchanger is on this machine", exchangers[0].IPAddress.Any(IPAddress.IsLoopback));
    }

    private string ReadByPop3()
    {
        Step("3. Read it back by POP3");
        using var session = Pop3Session.Open(Account("alice", _sandbox.Pop3sPort, TlsMode.Implicit), CancellationToken.None);
        var number = session.List().Keys.Single();
        var uid = session.Uidl()[number];
        using var content = new MemoryStream();
        session.Retrieve(number, content);
        session.Leave();

        var message = MimeMessage.Parse(content.ToArray());
        ObjectTable.Write(["Number", "Uid", "Date", "From", "Subject"], [number, uid, message.Date, message.From[0], message.Subject]);
        CheckMessage(message);
        SaveAttachment(message);
        return uid;
    }

    private void SaveAttachment(MimeMessage message)
    {
        Step("4. Save the attachment");
        var attachment = message.Attachments.Single();
        var folder = Directory.CreateTempSubdirectory("tour-").FullName;
        try
        {
            var path = Path.Combine(folder, "report.csv");
            File.WriteAllBytes(path, attachment.ToArray());
            ObjectTable.Write(["FileName", "ContentType", "Size"], [attachment.FileName, attachment.ContentType, attachment.Size]);
            _checks.Check("the saved file is the attached one, octet for octet", File.ReadAllBytes(path).SequenceEqual(Encoding.UTF8.GetBytes(Report)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void ReadByImap()
    {
        Step("5. Read it by IMAP");
        using var session = ImapSession.Open(Account("alice", _sandbox.ImapPort, TlsMode.StartTls), CancellationToken.None);
        session.Examine("INBOX");
        var fetched = session.FetchMessages(session.Search(new ImapSearchCriteria { Subject = "Backup" })).Single();
        session.Logout();

        var message = MimeMessage.Parse(fetched.Content!);
        ObjectTable.Write(["Uid", "Size", "From", "Subject"], [fetched.Uid, fetched.Size, message.From[0], message.Subject]);
        CheckMessage(message);
    }

    private void Remove(string uid)
    {
        Step("6. Remove it");
        using var session = Pop3Session.Open(Account("alice", _sandbox.Pop3sPort, TlsMode.Implicit), CancellationToken.None);
        var removal = session.RemoveAndQuit([uid]).Single();

        ObjectTable.Write(["Uid", "Removed", "Committed"], [removal.Uid, removal.Removed, removal.Committed]);
        _checks.Check("the server confirmed the removal", removal is { Removed: true, Committed: true });
    }

    private void CheckMessage(MimeMessage message)
    {
        _checks.Check("the subject came through", message.Subject == "Backup finished: 2 hosts, 0 failures \u2713");
        _checks.Check("the text came through", message.TextBody?.TrimEnd() == "Both hosts were saved. The report is attached.");
    }

    private MailAccount Account(string user, int port, TlsMode tls) => new(_sandbox.Host, port, tls, new NetworkCredential(user, TourAccount.Password))
    {
        // The sandbox made its certificate a moment ago, so nobody vouches for it.
        Connection = new MailConnectionOptions { SkipCertificateCheck = true, Transcript = new TextTranscript(line => Console.WriteLine("  " + line)) },
    };

    private static void Step(string title) => Console.WriteLine($"\n{title}");
}
