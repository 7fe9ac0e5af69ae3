using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// Two exchangers on one port, at two addresses of loopback, and the policies of their domains (RFC 8461). The authority is trusted by
/// <c>SSL_CERT_FILE</c>, which OpenSSL reads.
/// </summary>
public class MtaStsTests
{
    [LinuxFact("Trust by SSL_CERT_FILE and the whole network 127.0.0.0/8 are Linux's.")]
    public void A_policy_decides_which_exchanger_gets_the_mail()
    {
        using var authority = new CertificateAuthority();
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        try
        {
            var trusted = Path.Combine(folder.FullName, "authority.pem");
            File.WriteAllText(trusted, authority.Pem);
            using var first = MailSandbox.Start(new MailSandboxOptions
            {
                Certificate = authority.Issue("x",
                    ["mx1.example.test", "mta-sts.enforced.test", "mta-sts.tested.test", "mta-sts.foreign.test"]),
                PolicyPort = 0,
            });
            using var second = Beside(first, authority.Issue("x", ["mx2.example.test"]));
            first.Zone.AddAddress("mx1.example.test", IPAddress.Parse(first.Host))
                .AddAddress("mx2.example.test", IPAddress.Parse(second.Host));
            foreach (var domain in new[] { "enforced.test", "tested.test", "foreign.test", "unreached.test", "free.test" })
            {
                first.Zone.AddMx(domain, 10, "mx1.example.test").AddMx(domain, 20, "mx2.example.test");
                if (domain != "free.test")
                    first.Zone.AddTxt("_mta-sts." + domain, "v=STSv1; id=1;");
            }

            first.SetPolicy("enforced.test", Policy("enforce", "mx2.example.test"));
            first.SetPolicy("tested.test", Policy("testing", "mx2.example.test"));
            first.SetPolicy("foreign.test", Policy("enforce", "mx3.example.test"));
            first.SetPolicy("unreached.test", Policy("enforce", "mx3.example.test"));

            var script = $$"""
                $direct = @{
                    Direct = $true; Port = {{first.SmtpPort}}; DnsServer = '{{first.DnsEndPoint}}'; PolicyServer = '{{first.PolicyEndPoint}}'
                    PolicyCache = {{Pwsh.Quote(Path.Combine(folder.FullName, "policies"))}}
                    From = 'a@x.test'; Subject = 's'; Body = 'b'; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failed'; WarningVariable = 'warned'
                }
                foreach ($domain in 'enforced', 'tested', 'foreign', 'unreached', 'free') {
                    $result = Send-SmtpMessage @direct -To "b@$domain.test"
                    "$domain $($result.Status) $($result.Server) $($failed.FullyQualifiedErrorId -replace ',.*') warnings $($warned.Count)"
                }
                """;
            var environment = new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted };
            string[] expected =
            [
                "enforced Accepted mx2.example.test  warnings 0", "tested Accepted mx1.example.test  warnings 1",
                "foreign Rejected  NoExchangerReached warnings 0",

                // The certificate of the host that would have the policy is another's.
                "unreached Accepted mx1.example.test  warnings 1", "free Accepted mx1.example.test  warnings 0",
            ];
            Assert.Equal(expected, Lines(script, environment));

            // The next process keeps to what is kept, though the policy is to be had no more.
            first.SetPolicy("enforced.test", null);
            first.SetPolicy("foreign.test", null);
            Assert.Equal(expected, Lines(script, environment));

            // An exchanger that the policy names and that proves another name gets nothing.
            first.SetPolicy("enforced.test", Policy("enforce", "mx2.example.test"));
            first.Zone.AddAddress("mx3.example.test", IPAddress.Parse(first.Host)).AddMx("foreign.test", 30, "mx3.example.test");
            Assert.Equal(expected, Lines(script, environment));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [LinuxFact("Trust by SSL_CERT_FILE is Linux's.")]
    public void A_policy_of_the_sandbox_is_looked_at()
    {
        using var authority = new CertificateAuthority();
        var folder = Directory.CreateTempSubdirectory("psmailprotocol-");
        try
        {
            var trusted = Path.Combine(folder.FullName, "authority.pem");
            File.WriteAllText(trusted, authority.Pem);
            var certificate = Path.Combine(folder.FullName, "server.pfx");
            File.WriteAllBytes(certificate,
                authority.Issue("x", ["mta-sts.kept.test", "mta-sts.forgetful.test"]).Export(X509ContentType.Pfx));
            var script = $$"""
                $zone = @{ 'mx.test' = @{ A = '192.0.2.1' } }
                $policy = @{}
                foreach ($domain in 'kept', 'forgetful', 'unproved') {
                    $zone["$domain.test"] = @{ MX = '10 mx.test' }
                    $policy["$domain.test"] = @{ mode = 'enforce'; mx = if ($domain -eq 'forgetful') { 'other.test' } else { 'mx.test' } }
                }
                $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new({{Pwsh.Quote(certificate)}})
                $sandbox = Start-MailSandbox -Zone $zone -Policy $policy -Certificate $certificate
                foreach ($domain in 'kept', 'forgetful', 'unproved') {
                    Test-MailDomain "$domain.test" -DnsServer $sandbox.DnsServer -PolicyServer $sandbox.PolicyServer |
                        Where-Object Check -eq MTA-STS | ForEach-Object { "$domain $($_.Verdict)" }
                }
                """;

            Assert.Equal(["kept Good", "forgetful Bad", "unproved Bad"],
                Lines(script, new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> Lines(string script, Dictionary<string, string> environment) =>
        [.. Array.FindAll([.. Pwsh.Run(script, environment).AssertSucceeded().Lines],
            line => !line.StartsWith("WARNING", StringComparison.Ordinal))];

    /// <summary>A second exchanger at the port of the first; somebody else may have that port at an address.</summary>
    private static MailSandbox Beside(MailSandbox first, X509Certificate2 certificate)
    {
        for (var last = 2; ; last++)
        {
            try
            {
                return MailSandbox.Start(new MailSandboxOptions
                {
                    Address = IPAddress.Parse($"127.0.0.{last}"),
                    SmtpPort = first.SmtpPort,
                    Certificate = certificate,
                });
            }
            catch (MailException e) when (e.Error == MailErrors.PortUnavailable && last < 20)
            {
                // The next address.
            }
        }
    }

    private static string Policy(string mode, string mx) => $"version: STSv1\nmode: {mode}\nmx: {mx}\nmax_age: 86400\n";
}
