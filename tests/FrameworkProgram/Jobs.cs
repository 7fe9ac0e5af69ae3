using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Dns;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Dns.Report;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.FrameworkProgram;

/// <summary>
/// Composes and reads back, sends by STARTTLS, reads by POP3 and IMAP, looks up an exchanger and how a domain stands, all over the sandbox.
/// Writes a line for each.
/// </summary>
internal static class Jobs
{
    /// <summary>Of the user, and of the certificate's file.</summary>
    public const string Password = "open sesame";

    /// <summary>More than is kept in memory.</summary>
    private const int LargeSize = 20_000_000;

    private const string Mail = "From: backup@sandbox.test\r\nTo: alice@sandbox.test\r\nSubject: Done\r\n\r\n.one dot\r\n";

    public static bool Run(string certificate)
    {
        var options = new MailSandboxOptions
        {
            Users = { ["alice"] = Password },
            Certificate = new X509Certificate2(certificate, Password),
        };
        using var sandbox = MailSandbox.Start(options);
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));
        return new[] { Compose(), Read(), Send(sandbox), ReadByPop3(sandbox), ReadByImap(sandbox), Resolve(sandbox), Judge(sandbox) }
            .All(isDone => isDone);
    }

    private static bool Compose()
    {
        var draft = new MailDraft
        {
            From = AddressText.Parse("backup@sandbox.test"),
            Subject = "Erledigt f\u00fcr heute",
            TextBody = "\u00e4",
        };
        draft.Attachments.Add(DraftAttachment.FromBytes([1, 2, 3], "\u00fcber.bin"));
        var message = draft.Compose();
        using var content = new MemoryStream();
        message.WriteTo(content);
        var text = Encoding.ASCII.GetString(content.ToArray());
        return Tell("MIME",
            message.Length == content.Length && text.Contains("=?utf-8?Q?Erledigt_f=C3=BCr_heute?=")
                && text.Contains("\r\n\r\nAQID\r\n--"));
    }

    /// <summary>What was composed is read back, in a charset of the platform too; what is large goes to a temporary file.</summary>
    private static bool Read()
    {
        var content = Enumerable.Range(0, LargeSize).Select(number => (byte)(number * 31)).ToArray();
        var draft = new MailDraft
        {
            From = AddressText.Parse("backup@sandbox.test"),
            Subject = "Erledigt",
            TextBody = "5 \u20AC",
            Encoding = Encoding.GetEncoding(1252),
        };
        draft.Attachments.Add(DraftAttachment.FromBytes(content, "\u00fcber.bin"));
        var mail = RawMail.FromWriter(draft.Compose().WriteTo);
        var message = MailMessage.Read(mail);
        var attachment = message.Attachments.Single();
        return Tell("reading",
            message.TextBody == "5 \u20AC" && attachment.FileName == "\u00fcber.bin" && attachment.ToArray().SequenceEqual(content));
    }

    private static bool Send(MailSandbox sandbox)
    {
        var content = Encoding.ASCII.GetBytes(Mail);
        using var session = SmtpSession.Open(Account(sandbox, sandbox.SmtpPort), null, CancellationToken.None);
        var envelope = new SmtpEnvelope(AddressText.Parse("backup@sandbox.test"),
            AddressText.ParseList("Example, Alice <alice@sandbox.test>"));
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

    /// <summary>The policy is asked for where a certificate is shown that nobody vouches for.</summary>
    private static bool Judge(MailSandbox sandbox)
    {
        sandbox.Zone.AddTxt("example.com", "v=spf1 ip4:192.0.2.0/24 -all").AddTxt("_dmarc.example.com", "v=DMARC1; p=reject")
            .AddTxt("_mta-sts.example.com", "v=STSv1; id=1")
            .AddTlsa("_25._tcp.mx.example.com", 3, 1, 1, new byte[32]).AddPtr("192.0.2.1", "mx.example.com")
            .AddTxt("s1._domainkey.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = { sandbox.DnsEndPoint } });
        var rows = resolver.TestMailDomain(
            new MailDomainQuestion("example.com") { Selectors = ["s1"], Sender = IPAddress.Parse("192.0.2.1") },
            new MtaStsPolicyFetcher { EndPoint = new IPEndPoint(IPAddress.Loopback, sandbox.ImapsPort) });
        var verdicts = string.Join(", ", rows.Select(row => row.ToString()));
        const string expected =
            "MX: Good, SPF: Good, SPF 192.0.2.1: Good, DKIM s1: Good, DMARC: Good, DMARC reports: Note, MTA-STS: Bad, TLS-RPT: Note, " +
            "DANE mx.example.com: Warning, PTR 192.0.2.1: Good";
        var refusal = rows.Single(row => row.Check == "MTA-STS").Reason;
        if (verdicts != expected || !refusal.Contains("The certificate of mta-sts.example.com was refused"))
            Console.WriteLine($"{verdicts} {refusal}");
        return Tell("domain", verdicts == expected && refusal.Contains("The certificate of mta-sts.example.com was refused"));
    }

    private static MailAccount Account(MailSandbox sandbox, int port) =>
        new(sandbox.Host, port, TlsMode.StartTls, new NetworkCredential("alice", Password))
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
