using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// Certificates of an authority that is trusted, each at a sandbox of its own, over both ways into TLS. Trust comes by
/// <c>SSL_CERT_FILE</c>, which OpenSSL reads; where another library is at work nothing is trusted, and every row is refused.
/// </summary>
public class CertificateTests
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly bool CanTrust = OperatingSystem.IsLinux();

    /// <summary>Common name, names, begin and end in days, purpose, and why it is refused for localhost; null where it is not.</summary>
    private static readonly (string Case, string[] Names, int Begins, int Ends, string? Purpose, string? Reason)[] Rows =
    [
        ("right", ["localhost"], -1, 1, null, null),
        ("among others", ["x.test", "localhost"], -1, 1, null, null),
        ("other name", ["x.test"], -1, 1, null, "not to localhost"),
        ("common name alone", [], -1, 1, null, "no subject alternative name"),
        ("wildcard without a label", ["*"], -1, 1, null, "not to localhost"),
        ("address alone", ["127.0.0.1"], -1, 1, null, "not to localhost"),
        ("expired", ["localhost"], -20, -10, null, "it expired on"),
        ("not yet valid", ["localhost"], 10, 20, null, "it is not valid before"),
        ("for clients", ["localhost"], -1, 1, ClientAuthentication, "not made for servers"),
    ];

    [Fact]
    public void A_trusted_authority_does_not_make_up_for_a_wrong_certificate()
    {
        using var authority = new CertificateAuthority();
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        var sandboxes = new List<MailSandbox>();
        try
        {
            var trusted = Path.Combine(folder.FullName, "authority.pem");
            File.WriteAllText(trusted, authority.Pem);
            foreach (var row in Rows)
                sandboxes.Add(MailSandbox.Start(new MailSandboxOptions { Certificate = Certificate(authority, row) }));
            using var byAddress = MailSandbox.Start(new MailSandboxOptions { Certificate = authority.Issue("127.0.0.1", ["127.0.0.1"]) });
            using var addressAsName =
                MailSandbox.Start(new MailSandboxOptions { Certificate = authority.Issue("127.0.0.1", ["localhost"]) });

            var result = Pwsh.Run($$"""
                Add-Type 'public static class Everything { public static void Accept() { System.Net.ServicePointManager.ServerCertificateValidationCallback = (s, c, h, e) => true; } }' -WarningAction SilentlyContinue -IgnoreWarnings
                [Everything]::Accept()
                $message = @{ From = 'a@x.test'; To = 'b@x.test'; Subject = 's'; ErrorAction = 'Stop' }
                function Try-Server([string]$server, [int]$port, [string]$tls) {
                    try { $null = Send-SmtpMessage @message -Server $server -Port $port -Tls $tls; 'sent' }
                    catch { "$($_.FullyQualifiedErrorId -replace ',.*') $($_.Exception.Message)" }
                }
                foreach ($port in {{string.Join(',', sandboxes.Select(sandbox => sandbox.SmtpPort))}}) { Try-Server localhost $port StartTls }
                foreach ($port in {{string.Join(',', sandboxes.Select(sandbox => sandbox.SmtpsPort))}}) { Try-Server localhost $port Implicit }
                Try-Server 127.0.0.1 {{byAddress.SmtpPort}} StartTls
                Try-Server 127.0.0.1 {{addressAsName.SmtpPort}} StartTls
                """, new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted }).AssertSucceeded();

            var expected = Rows.Concat(Rows).Select(row => row.Reason)
                .Concat([null, "not to 127.0.0.1"])
                .Select(reason => CanTrust && reason is null ? "sent" : "CertificateRejected").ToArray();
            Assert.Equal(expected, result.Lines.Select(line => line.Split(' ')[0]));
            Assert.All(Rows.Concat(Rows).Zip(result.Lines), pair => Assert.Contains(pair.First.Reason ?? expected[0], pair.Second));
            Assert.Equal(CanTrust ? 2 : 0, sandboxes.Count(sandbox => sandbox.Accepted.Count > 0));
        }
        finally
        {
            sandboxes.ForEach(sandbox => sandbox.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private static X509Certificate2 Certificate(CertificateAuthority authority,
        (string Case, string[] Names, int Begins, int Ends, string? Purpose, string? Reason) row) =>
        row.Purpose is null
            ? authority.Issue("localhost", row.Names, row.Begins, row.Ends)
            : authority.Issue("localhost", row.Names, row.Begins, row.Ends, row.Purpose);
}
