using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Module.Tests;
using PSMailProtocol.Module.Tests.Cmdlets;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Cmdlets;

/// <summary>
/// <c>Test-MailServer</c> against Postfix, Dovecot and Cyrus with certificates of each kind, of an authority that the machine is told to
/// trust. A row is a server with a certificate at a port; what it says in it is the same for all certificates but for the verdict, and
/// where that is bad nobody logs in.
/// </summary>
public sealed class ProbeTests : IDisposable
{
    private const string Password = "open sesame";

    private readonly CertificateAuthority _authority = new();
    private readonly List<IDisposable> _started = [];
    private readonly List<TemporaryFolder> _folders = [];

    /// <summary>The certificate, and what is said of it.</summary>
    private static readonly (string Case, string[]? Names, int Begins, int Ends, bool IsNamed, bool IsTrusted,
        string Problem)[] Certificates =
    [
        ("good", ["localhost"], -1, 9, true, true, ""),
        ("expired", ["localhost"], -20, -10, true, false, "it expired on"),
        ("foreign", ["x.test"], -1, 9, false, true, "it is made out to x.test and not to localhost"),
        ("self-signed", null, 0, 0, true, false, "its root is not trusted"),
    ];

    public void Dispose()
    {
        for (var i = _started.Count - 1; i >= 0; i--)
            _started[i].Dispose();
        _authority.Dispose();
    }

    [ServerFact("postfix", "dovecot")]
    public void Postfix_and_Dovecot_are_reported_on_with_each_certificate()
    {
        var ports = new List<(string Url, string Command, string To)>();
        foreach (var certificate in Certificates)
        {
            var (folder, shown) = Start(certificate.Names, certificate.Begins, certificate.Ends);
            var dovecot = Started(new DovecotServer(folder, shown, ("alice", Password), ("bob", Password)));
            var postfix = Started(new PostfixServer(folder, shown, dovecot, "alice", "bob"));
            ports.Add(($"smtp://localhost:{postfix.SubmissionPort}", "VRFY bob@interop.test", "bob@interop.test"));
            ports.Add(($"smtps://localhost:{postfix.SubmissionsPort}", "NOOP", "bob@interop.test"));
            ports.Add(($"imap://localhost:{dovecot.ImapPort}", "STATUS INBOX (MESSAGES)", ""));
            ports.Add(($"imaps://localhost:{dovecot.ImapsPort}", "NAMESPACE", ""));
            ports.Add(($"pop3://localhost:{dovecot.Pop3Port}", "STAT", ""));
            ports.Add(($"pop3s://localhost:{dovecot.Pop3sPort}", "UIDL", ""));
        }

        var reports = Probe(ports, Password);

        AssertVerdicts(reports, perCertificate: 6);
        Assert.All(Enumerable.Range(0, Certificates.Length), row =>
        {
            var ofServer = reports.Skip(row * 6).Take(6).ToList();
            Assert.Equal(["True", "False", "True", "False", "True", "False"], ofServer.Select(report => report["offersUpgrade"]));
            Assert.Equal(["20000000", "20000000", "", "", "", ""], ofServer.Select(report => report["size"]));
            Assert.All(ofServer, report => Assert.Contains("PLAIN", report["mechanisms"]));
        });
        Assert.Equal(
            ["252 2.0.0 bob@interop.test", "250 2.0.0 Ok", "* STATUS INBOX (MESSAGES 0)", "* NAMESPACE ((\"\" \".\")) NIL NIL",
                "+OK 0 0", "+OK"],
            reports.Take(6).Select(report => report["answer"]));
        Assert.Equal(["250 bob@interop.test:250", "250 bob@interop.test:250", "", "", "", ""],
            reports.Take(6).Select(report => report["envelope"]));
        Assert.All(reports.Skip(6), report => Assert.Equal(("", ""), (report["answer"], report["envelope"])));
    }

    [ServerFact(CyrusServer.Master, CyrusServer.PasswordProgram)]
    public void Cyrus_is_reported_on_with_each_certificate()
    {
        var ports = new List<(string Url, string Command, string To)>();
        foreach (var certificate in Certificates)
        {
            var (folder, shown) = Start(certificate.Names, certificate.Begins, certificate.Ends);
            var cyrus = Started(new CyrusServer(folder, shown));
            ports.Add(($"imap://localhost:{cyrus.ImapPort}", "MYRIGHTS INBOX", ""));
            ports.Add(($"imaps://localhost:{cyrus.ImapsPort}", "GETQUOTAROOT INBOX", ""));
        }

        var reports = Probe(ports, CyrusServer.Password);

        AssertVerdicts(reports, perCertificate: 2);
        Assert.StartsWith("* MYRIGHTS INBOX ", reports[0]["answer"]);
        Assert.StartsWith("* QUOTAROOT INBOX ", reports[1]["answer"]);
    }

    [ServerFact("postfix", "dovecot")]
    public void What_real_servers_refuse_is_said_where_it_is_refused()
    {
        var (folder, shown) = Start(["localhost"], -1, 9);
        var dovecot = Started(new DovecotServer(folder, shown, ("alice", Password)));
        var postfix = Started(new PostfixServer(folder, shown, dovecot, "alice"));

        var result = Pwsh.Run($$"""
            $wrong = [pscredential]::new('alice', (ConvertTo-SecureString 'not that' -AsPlainText -Force))
            $smtp = @{ Server = 'localhost:{{postfix.SubmissionPort}}' }
            @(
                Test-MailServer @smtp -Credential $wrong
                Test-MailServer imaps://localhost:{{dovecot.ImapsPort}} -Credential $wrong
                Test-MailServer pop3s://localhost:{{dovecot.Pop3sPort}} -Credential $wrong
                Test-MailServer @smtp -To nobody@interop.test
                Test-MailServer @smtp -To stranger@example.org
                Test-MailServer @smtp -Protocol Imap
                Test-MailServer localhost:{{dovecot.ImapPort}}
                Test-MailServer localhost:{{dovecot.ImapsPort}} -Tls None -OperationTimeoutSeconds 5
            ) | ForEach-Object { "$($_.Stage) $($_.ErrorId)" }
            """, Trusting(folder)).AssertSucceeded();

        Assert.Equal(
            [
                "Login AuthenticationFailed", "Login AuthenticationFailed", "Login AuthenticationFailed", "Envelope RecipientRejected",
                "Envelope RecipientRejected",
                "Greeting ProtocolViolation", "Greeting ProtocolViolation", "Greeting OperationTimedOut",
            ],
            result.Lines);
    }

    private static void AssertVerdicts(List<Dictionary<string, string>> reports, int perCertificate)
    {
        Assert.Equal(Certificates.Length * perCertificate, reports.Count);
        Assert.All(Certificates.SelectMany(certificate => Enumerable.Repeat(certificate, perCertificate)).Zip(reports), pair =>
        {
            var (certificate, report) = pair;
            var isGood = certificate.Problem.Length == 0;
            Assert.Equal(isGood ? "Completed  True PLAIN" : "Certificate CertificateRejected False ",
                $"{report["stage"]} {report["error"]} {report["succeeded"]} {report["login"]}");
            Assert.Equal($"{certificate.IsNamed} {certificate.IsTrusted}", $"{report["named"]} {report["trusted"]}");
            Assert.Contains(certificate.Problem, report["problem"]);
            Assert.Equal(isGood, report["problem"].Length == 0);
            Assert.Equal(isGood ? "1" : "0", report["logins"]);
            Assert.StartsWith("Tls1", report["tls"]);
            Assert.Equal("True", report["isLooked"]);
        });
    }

    /// <summary>Probes each port with a command and, by SMTP, a recipient, and says what came of it by name.</summary>
    private List<Dictionary<string, string>> Probe(IEnumerable<(string Url, string Command, string To)> ports, string password)
    {
        var result = Pwsh.Run($$"""
            $credential = [pscredential]::new('alice', (ConvertTo-SecureString '{{password}}' -AsPlainText -Force))
            foreach ($port in {{string.Join(", ", ports.Select(port => $"@({Pwsh.Quote(port.Url)}, {Pwsh.Quote(port.Command)}, {Pwsh.Quote(port.To)})"))}}) {
                $envelope = if ($port[2]) { @{ From = 'alice@interop.test'; To = $port[2] } } else { @{} }
                $report = Test-MailServer $port[0] -Credential $credential -Command $port[1] @envelope
                $certificate = $report.ServerCertificate
                $said = [ordered]@{
                    stage = $report.Stage; error = $report.ErrorId; succeeded = $report.Succeeded; login = $report.LoginMechanism
                    named = $certificate.IsNamed; trusted = $certificate.IsTrusted; problem = $certificate.Problem -join '; '
                    logins = @($report.Transcript -cmatch '^C: (\S+ )?(AUTH|AUTHENTICATE|LOGIN|USER) ').Count
                    tls = "$($report.TlsProtocol) $($report.CipherSuite)"
                    isLooked = $report.Greeting.Count -gt 0 -and $report.CapabilityAfterTls.Count -gt 2 -and $report.RoundTrip -gt 0 -and $certificate.Fingerprint.Length -eq 64
                    offersUpgrade = [bool] ($report.CapabilityBeforeTls -match '^(STARTTLS|STLS)$')
                    size = $report.MaximumSize; mechanisms = $report.AuthenticationMechanism -join ' '
                    answer = $report.Answer | ForEach-Object { $_.Line[0] }
                    envelope = if ($report.SenderReply) { "$($report.SenderReply.Substring(0, 3)) $($report.Recipient.ForEach({ "$($_.Recipient):$($_.Code)" }))" }
                }
                ($said.GetEnumerator().ForEach({ "$($_.Key)=$($_.Value)" })) -join '|'
            }
            """, Trusting(_folders[0])).AssertSucceeded();
        return [.. result.Lines.Select(
            line => line.Split('|').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]))];
    }

    private (TemporaryFolder Folder, ServerCertificate Certificate) Start(string[]? names, int begins, int ends)
    {
        var folder = Started(new TemporaryFolder());
        _folders.Add(folder);
        return (folder, names is null ? new ServerCertificate(folder) : new ServerCertificate(folder, Issue(names, begins, ends)));
    }

    private X509Certificate2 Issue(string[] names, int begins, int ends) => Started(_authority.Issue("localhost", names, begins, ends));

    private Dictionary<string, string> Trusting(TemporaryFolder folder) =>
        new() { ["SSL_CERT_FILE"] = folder.Write("authority.pem", _authority.Pem) };

    private T Started<T>(T started)
        where T : IDisposable
    {
        _started.Add(started);
        return started;
    }
}
