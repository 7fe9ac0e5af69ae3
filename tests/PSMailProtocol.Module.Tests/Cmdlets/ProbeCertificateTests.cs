using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// What <c>Test-MailServer</c> says of certificates, by every protocol and both ways into TLS, with a credential that only a good one gets
/// to see. Trust comes by <c>SSL_CERT_FILE</c>, which OpenSSL reads.
/// </summary>
public class ProbeCertificateTests
{
    private static readonly bool CanTrust = OperatingSystem.IsLinux();

    /// <summary>
    /// The certificate, and what is said of it: whether name and chain are good, and why not. Null stands for what the sandbox makes
    /// itself.
    /// </summary>
    private static readonly (string Case, string[]? Names, int Begins, int Ends, bool IsNamed, bool IsTrusted, string Problem)[] Rows =
    [
        ("good", ["localhost"], -1, 9, true, true, ""),
        ("expired", ["localhost"], -20, -10, true, false, "it expired on"),
        ("not yet valid", ["localhost"], 10, 20, true, false, "it is not valid before"),
        ("foreign", ["x.test"], -1, 9, false, true, "it is made out to x.test and not to localhost"),
        ("foreign and expired", ["x.test"], -20, -10, false, false, "not to localhost; it expired on"),
        ("self-signed", null, 0, 0, true, false, "its root is not trusted"),
    ];

    [Fact]
    public void A_certificate_is_shown_with_its_verdict_and_only_a_good_one_sees_a_login()
    {
        using var authority = new CertificateAuthority();
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        var sandboxes = new List<MailSandbox>();
        try
        {
            var trusted = Path.Combine(folder.FullName, "authority.pem");
            File.WriteAllText(trusted, authority.Pem);
            foreach (var row in Rows)
                sandboxes.Add(
                    MailSandbox.Start(new MailSandboxOptions { Certificate = Certificate(authority, row.Names, row.Begins, row.Ends) }));

            var result = Pwsh.Run($$"""
                $credential = [pscredential]::new('alice', (ConvertTo-SecureString 'open sesame' -AsPlainText -Force))
                foreach ($server in {{string.Join(", ", sandboxes.SelectMany(Servers).Select(Pwsh.Quote))}}) {
                    $report = Test-MailServer $server -Credential $credential
                    $certificate = $report.ServerCertificate
                    "$($report.Stage)|$($report.ErrorId)|$($report.LoginMechanism)|$($certificate.IsNamed)|$($certificate.IsTrusted)|$($certificate.Problem -join '; ')|$($report.CapabilityAfterTls.Count -gt 2)|$(
                        @($report.Transcript -match '^C: .*(AUTH|LOGIN|USER)').Count)|$($certificate.DaysLeft)"
                    $goingOn = Test-MailServer $server -Credential $credential -SkipCertificateCheck
                    $pinned = Test-MailServer $server -Credential $credential -PinnedCertificate $certificate.Fingerprint
                    "$($goingOn.Stage) $($pinned.Stage) $(($goingOn.ServerCertificate.Problem -join '; ') -eq ($certificate.Problem -join '; '))"
                }
                """, new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted }).AssertSucceeded();

            var reports = result.Lines.Where((_, line) => line % 2 == 0).Select(line => line.Split('|')).ToList();
            var expected = Rows.SelectMany(row => Enumerable.Repeat(row, 6)).ToList();
            Assert.Equal(expected.Count, reports.Count);
            Assert.All(expected.Zip(reports), pair =>
            {
                var (row, report) = pair;
                var isGood = row.Problem.Length == 0 && CanTrust;
                Assert.Equal(isGood ? "Completed||PLAIN" : "Certificate|CertificateRejected|", string.Join('|', report.Take(3)));
                Assert.Equal($"{row.IsNamed}", report[3]);
                Assert.Equal($"{row.IsTrusted && CanTrust}", report[4]);
                Assert.Contains(row.Problem, report[5]);
                Assert.Equal(isGood, report[5].Length == 0);
                Assert.Equal("True", report[6]);
                Assert.Equal(isGood ? "1" : "0", report[7]);
                Assert.Equal(row.Names is null ? 364 : row.Ends - 1, int.Parse(report[8], null), 1.0);
            });
            Assert.All(result.Lines.Where((_, line) => line % 2 == 1), line => Assert.Equal("Completed Completed True", line));
        }
        finally
        {
            sandboxes.ForEach(sandbox => sandbox.Dispose());
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Each protocol, by upgrade and from the first octet.</summary>
    private static IEnumerable<string> Servers(MailSandbox sandbox) =>
    [
        $"smtp://localhost:{sandbox.SmtpPort}", $"smtps://localhost:{sandbox.SmtpsPort}", $"imap://localhost:{sandbox.ImapPort}",
        $"imaps://localhost:{sandbox.ImapsPort}", $"pop3://localhost:{sandbox.Pop3Port}", $"pop3s://localhost:{sandbox.Pop3sPort}",
    ];

    private static X509Certificate2? Certificate(CertificateAuthority authority, string[]? names, int begins, int ends) =>
        names is null ? null : authority.Issue("localhost", names, begins, ends);
}
