using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Tokens, certificates and pins as the parameters of every cmdlet.</summary>
public class LoginTests
{
    private const string Prologue = """
        function Report([scriptblock] $command) {
            try { & $command } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]): $($_.Exception.Message)" }
        }
        $mail = @{ From = 'a@x.test'; To = 'b@x.test'; Subject = 's'; ErrorAction = 'Stop' }
        $user = [pscredential]::new('alice', [securestring]::new())
        $token = ConvertTo-SecureString 'the-token' -AsPlainText -Force

        """;

    [Fact]
    public void A_token_sends_reads_and_removes_and_the_messages_carry_it()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Tokens = { ["alice"] = "the-token" }, Users = { ["alice"] = "x" }, Mechanisms = ["PLAIN", "XOAUTH2", "OAUTHBEARER"] });
        Deliver(sandbox, "keep", "drop");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Prologue + """
            (Send-SmtpMessage @mail -Credential $user -Token $token).Mechanism
            (Send-SmtpMessage @mail -Token $token).Mechanism
            (Send-SmtpMessage @mail -Credential $user -Token $token -Authentication XOAuth2).Mechanism
            (Get-ImapMessage -Credential $user -Token $token).Subject -join ' '
            Get-Pop3Message -Credential $user -Token $token | Where-Object Subject -eq drop | Remove-Pop3Message -Confirm:$false | ForEach-Object Committed
            Get-Pop3Message -Credential $user -Token $token | Remove-Pop3Message -Confirm:$false -Token $token | ForEach-Object Committed
            Report { Get-Pop3Message -Token $token }
            Report { Remove-Pop3Message -Token $token -Uid 1 -Confirm:$false -ErrorAction Stop }
            """).AssertSucceeded();

        Assert.Equal(["OAUTHBEARER", "OAUTHBEARER", "XOAUTH2", "keep drop", "True", "True"], result.Lines.Take(6));
        Assert.All(result.Lines.Skip(6), line => Assert.StartsWith("InvalidParameter: Beside -Token a mailbox needs -Credential", line));
        Assert.Equal(8, result.Lines.Length);
    }

    [Fact]
    public void What_does_not_fit_together_is_said_before_anything_is_sent()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Mechanisms = ["PLAIN", "LOGIN"] });

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Prologue + """
            Report { Send-SmtpMessage @mail -Credential $user -Token $token }
            Report { Send-SmtpMessage @mail -Credential $user -Token $token -Authentication Plain }
            Report { Send-SmtpMessage @mail -Credential $credential -Authentication XOAuth2 }
            Report { Send-SmtpMessage @mail -Credential $credential -Authentication ScramSha256 }
            Report { Send-SmtpMessage @mail -Credential $credential -Authentication External }
            Report { Send-SmtpMessage @mail -Credential $credential -Authentication Apop }
            Report { Send-SmtpMessage @mail -Authentication Plain }
            Report { Send-SmtpMessage @mail -PinnedCertificate 'AA:BB' }
            Report { Send-SmtpMessage @mail -Tls None -PinnedCertificate ('00' * 32) }
            Report { Get-Pop3Message }
            Report { Get-ImapMessage -Credential $credential -Authentication CramMd5 }
            Report { Send-SmtpMessage @mail -Credential $user -Token (ConvertTo-SecureString "a token`n" -AsPlainText -Force) -Authentication XOAuth2 }
            $nul = ConvertTo-SecureString "canary`0other" -AsPlainText -Force
            Report { Send-SmtpMessage @mail -Credential ([pscredential]::new('alice', $nul)) }
            Report { Get-Pop3Message -Credential ([pscredential]::new('alice', $nul)) }
            Report { Get-ImapMessage -Credential $user -Token $nul }
            """).AssertSucceeded();

        Assert.Collection(
            result.Lines,
            line => Assert.Matches("^AuthenticationMechanismUnavailable: .*PLAIN, LOGIN; fitting: OAUTHBEARER, XOAUTH2", line),
            line => Assert.Matches("^InvalidParameter: -Authentication Plain takes a password", line),
            line => Assert.Matches("^InvalidParameter: -Authentication XOAuth2 takes a token", line),
            line => Assert.Matches("^AuthenticationMechanismUnavailable: .*fitting: SCRAM-SHA-256\\.", line),
            line => Assert.Matches("^InvalidParameter: .*needs -Certificate", line),
            line => Assert.Matches("^InvalidParameter: .*POP3 alone", line),
            line => Assert.Matches("^InvalidParameter: -Authentication Plain is given, and neither", line),
            line => Assert.Matches("^InvalidParameter: -PinnedCertificate .*64 hexadecimal digits", line),
            line => Assert.Matches("^InvalidParameter: -Tls None knows no certificates", line),
            line => Assert.Matches("^InvalidParameter: A mailbox is read with a -Credential, a -Token or a -Certificate", line),
            line => Assert.Matches("^AuthenticationMechanismUnavailable: ", line),
            line => Assert.Matches("^AuthenticationMechanismUnavailable: ", line),
            line => Assert.StartsWith("InvalidWireText: The password of -Credential holds a NUL.", line),
            line => Assert.StartsWith("InvalidWireText: The password of -Credential holds a NUL.", line),
            line => Assert.StartsWith("InvalidWireText: -Token holds a NUL.", line));
        Assert.Empty(sandbox.Accepted);
    }

    [Fact]
    public void A_pin_is_enough_for_a_self_signed_server_and_goes_with_the_messages()
    {
        using var sandbox = MailSandbox.Start();
        Deliver(sandbox, "one");
        var pin = string.Join(":", SHA256.HashData(sandbox.Certificate.RawData).Select(octet => octet.ToString("x2", null)));

        var result = Pwsh.Run($$"""
            $account = @{ Server = '{{sandbox.Host}}'; Port = {{sandbox.Pop3Port}}; Credential = [pscredential]::new('alice', (ConvertTo-SecureString x -AsPlainText -Force)) }
            try { Get-Pop3Message @account } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            try { Get-Pop3Message @account -PinnedCertificate ('00' * 32) -SkipCertificateCheck } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_.Exception.Message -match '{{pin.Replace(":", "").ToUpperInvariant()}}' }
            Get-Pop3Message @account -PinnedCertificate {{pin}} | Remove-Pop3Message -Confirm:$false | ForEach-Object Committed
            [pscustomobject] @{ Server = '{{sandbox.Host}}'; Port = {{sandbox.ImapPort}}; Credential = $account.Credential; PinnedCertificate = '{{pin}}'; Authentication = 'Plain' } |
                Get-ImapMessage | Measure-Object | ForEach-Object Count
            """).AssertSucceeded();

        Assert.Equal(["CertificateRejected", "CertificateRejected", "True", "True", "0"], result.Lines);
    }

    [Fact]
    public void A_certificate_is_a_login()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "x" }, Mechanisms = ["PLAIN", "EXTERNAL"] });
        Deliver(sandbox, "one");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, ClientCertificate("alice"));

            var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Prologue + $$"""
                $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new('{{file}}', 'pfx')
                (Send-SmtpMessage @mail -Certificate $certificate).Mechanism
                (Send-SmtpMessage @mail -Certificate $certificate -Credential $user -Authentication External).Mechanism
                Get-Pop3Message -Certificate $certificate | Remove-Pop3Message -Confirm:$false | ForEach-Object Committed
                @(Get-ImapMessage -Certificate $certificate).Count
                $public = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.RawData)
                Report { Send-SmtpMessage @mail -Certificate $public }
                """).AssertSucceeded();

            Assert.Equal(["EXTERNAL", "EXTERNAL", "True", "0"], result.Lines.Take(4));
            Assert.StartsWith("InvalidParameter: -Certificate has no private key", result.Lines[4]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Deliver(MailSandbox sandbox, params string[] subjects)
    {
        foreach (var subject in subjects)
            sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes($"Subject: {subject}\r\n\r\nbody\r\n"));
    }

    private static byte[] ClientCertificate(string user)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var made = new CertificateRequest("CN=" + user, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return made.Export(X509ContentType.Pfx, "pfx");
    }
}
