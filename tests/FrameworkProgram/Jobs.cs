using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Dns;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.FrameworkProgram;

/// <summary>Composes and reads back, sends by STARTTLS, reads by POP3 and IMAP, looks up an exchanger, all over the sandbox. Writes a line for each.</summary>
internal static class Jobs
{
    /// <summary>Of the user, and of the certificate's file.</summary>
    public const string Password = "open sesame";

    /// <summary>More than is kept in memory.</summary>
    private const int LargeSize = 20_000_000;

    private const string Mail = "From: backup@sandbox.test\r\nTo: alice@sandbox.test\r\nSubject: Done\r\n\r\n.one dot\r\n";

    public static bool Run(string certificate)
    {
        var options = new MailSandboxOptions { Users = { ["alice"] = Password }, Certificate = new X509Certificate2(certificate, Password) };
        using var sandbox = MailSandbox.Start(options);
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));
        return new[] { Compose(), Read(), Send(sandbox), ReadByPop3(sandbox), ReadByImap(sandbox), Resolve(sandbox) }.All(isDone => isDone);
    }

    private static bool Compose()
    {
        var draft = new MailDraft { From = AddressText.Parse("backup@sandbox.test"), Subject = "Erledigt f\u00fcr heute", TextBody = "\u00e4" };
        draft.Attachments.Add(DraftAttachment.FromBytes([1, 2, 3], "\u00fcber.bin"));
        var message = draft.Compose();
        using var content = new MemoryStream();
        message.WriteTo(content);
        var text = Encoding.ASCII.GetString(content.ToArray());
        return Tell("MIME", message.Length == content.Length && text.Contains("=?utf-8?Q?Erledigt_f=C3=BCr_heute?=") && text.Contains("\r\n\r\nAQID\r\n--"));
    }

    /// <summary>What was composed is read back, in a charset of the platform too; what is large goes to a temporary file.</summary>
    private static bool Read()
    {
        var content = Enumerable.Range(0, LargeSize).Select(number => (byte)(number * 31)).ToArray();
        var draft = new MailDraft { From = AddressText.Parse("backup@sandbox.test"), Subject = "Erledigt", TextBody = "5 \u20AC", Encoding = Encoding.GetEncoding(1252) };
        draft.Attachments.Add(DraftAttachment.FromBytes(content, "\u00fcber.bin"));
        var mail = RawMail.FromWriter(draft.Compose().WriteTo);
        var message = MailMessage.Read(mail);
        var attachment = message.Attachments.Single();
        return Tell("reading", message.TextBody == "5 \u20AC" && attachment.FileName == "\u00fcber.bin" && attachment.ToArray().SequenceEqual(content));
    }

    private static bool Send(MailSandbox sandbox)
    {
        var content = Encoding.ASCII.GetBytes(Mail);
        using var session = SmtpSession.Open(Account(sandbox, sandbox.SmtpPort), null, CancellationToken.None);
        var envelope = new SmtpEnvelope(AddressText.Parse("backup@sandbox.test"), AddressText.ParseList("Example, Alice <alice@sandbox.test>"));
        var delivery = session.Send(envelope, stream => stream.Write(content, 0, content.Length), content.Length);
        var isEncrypted = session.Connection.IsEncrypted;
        session.Quit();
        return Tell("SMTP", delivery.Status == SmtpDeliveryStatus.Accepted && isEncrypted && sandbox.Accepted.Single().IsEncrypted);
    }

    private static bool ReadByPop3(MailSandbox sandbox)
    {
        using var session = Pop3Session.Open(Account(sandbox, sandbox.Pop3Port), CancellationToken.None);
        using var content = new MemoryStream();
        session.Retrieve(1, content);
        session.Leave();
        return Tell("POP3", IsMail(content.ToArray()) && session.Connection.IsEncrypted);
    }

    private static bool ReadByImap(MailSandbox sandbox)
    {
        using var session = ImapSession.Open(Account(sandbox, sandbox.ImapPort), CancellationToken.None);
        session.Examine("INBOX");
        var fetched = session.FetchMessages(session.Search(new ImapSearchCriteria { Subject = ["Done"] })).Single();
        session.Logout();
        return Tell("IMAP", IsMail(fetched.Mail!.ToArray()));
    }

    private static bool Resolve(MailSandbox sandbox)
    {
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = { sandbox.DnsEndPoint } });
        var exchanger = resolver.ResolveMailExchangers("example.com").Single();
        return Tell("DNS", exchanger.Exchange == "mx.example.com" && exchanger.IPAddress.Single().Equals(IPAddress.Parse("192.0.2.1")));
    }

    private static MailAccount Account(MailSandbox sandbox, int port) => new(sandbox.Host, port, TlsMode.StartTls, new NetworkCredential("alice", Password))
    {
        Connection = new MailConnectionOptions { SkipCertificateCheck = true },
    };

    // The server adds its trace fields in front.
    private static bool IsMail(byte[] octets) => Encoding.ASCII.GetString(octets).EndsWith(Mail, StringComparison.Ordinal);

    private static bool Tell(string job, bool isDone)
    {
        Console.WriteLine($"{job}: {(isDone ? "done" : "FAILED")}");
        return isDone;
    }
}
