using System.Collections.Generic;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Module.Tests;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Cmdlets;

/// <summary>A script with the cmdlets does the three jobs against a real Postfix and a real Dovecot.</summary>
public sealed class ThreeJobsTests : IClassFixture<MailServers>
{
    private readonly MailServers _servers;

    public ThreeJobsTests(MailServers servers) => _servers = servers;

    [ServerFact("postfix", "dovecot")]
    public void Mail_goes_out_comes_back_and_is_cleaned_up()
    {
        // The machine is told to trust the servers' certificate, so every check of it is on.
        var environment = new Dictionary<string, string>
        {
            ["SSL_CERT_FILE"] = _servers.Certificate.CertificateFile,
            ["MAIL_PASSWORD"] = MailServers.Password,
            ["SUBMISSION_PORT"] = $"{_servers.Postfix.SubmissionPort}",
            ["POP3S_PORT"] = $"{_servers.Dovecot.Pop3sPort}",
            ["IMAPS_PORT"] = $"{_servers.Dovecot.ImapsPort}",
        };

        var result = Pwsh.Run("""
            $ErrorActionPreference = 'Stop'
            $password = ConvertTo-SecureString $env:MAIL_PASSWORD -AsPlainText -Force
            $alice = [pscredential]::new('alice', $password)
            $bob = [pscredential]::new('bob', $password)
            $pop3 = @{ Server = 'localhost'; Port = $env:POP3S_PORT; Tls = 'Implicit'; Credential = $bob }
            $imap = @{ Server = 'localhost'; Port = $env:IMAPS_PORT; Tls = 'Implicit'; Credential = $bob }
            $bytes = [byte[]]::new(200000); [Random]::new(5).NextBytes($bytes)
            [IO.File]::WriteAllBytes("$PWD/Prüfbericht.bin", $bytes)

            foreach ($n in 1..2) {
                $sent = Send-SmtpMessage -Server localhost -Port $env:SUBMISSION_PORT -Credential $alice -From alice@interop.test `
                    -To bob@interop.test -Subject "Nachtlauf № $n" -Body 'fertig' -Attachment 'Prüfbericht.bin'
                "sent: $($sent.Status) $($sent.TlsProtocol -ne 'None') $($sent.Mechanism)"
            }

            # Postfix delivers in its own time.
            do { $mail = @(Get-Pop3Message @pop3) } until ($mail.Count -eq 2)
            $one = $mail | Where-Object Subject -eq 'Nachtlauf № 1'
            "pop3: $($one.TextBody.Trim()) $($one.Attachment[0].FileName)"
            $again = Get-ImapMessage @imap -Subject 'Nachtlauf № 1'
            "imap: $($again.Subject) $($again.Attachment[0].FileName)"
            foreach ($message in $one, $again) {
                [IO.File]::WriteAllBytes("$PWD/saved.bin", $message.Attachment[0].ToArray())
                "same: $((Get-FileHash saved.bin).Hash -eq (Get-FileHash 'Prüfbericht.bin').Hash)"
            }

            $removed = Get-Pop3Message @pop3 | Where-Object Subject -eq 'Nachtlauf № 1' | Remove-Pop3Message -Confirm:$false
            "removed: $(@($removed).Count) $($removed.Removed) $($removed.Committed)"
            $left = @(Get-Pop3Message @pop3)
            "left: $($left.Count) $($left.Subject)"
            """, environment).AssertSucceeded();

        Assert.Equal(
            [
                "sent: Accepted True PLAIN", "sent: Accepted True PLAIN",
                "pop3: fertig Prüfbericht.bin", "imap: Nachtlauf № 1 Prüfbericht.bin",
                "same: True", "same: True",
                "removed: 1 True True", "left: 1 Nachtlauf № 2",
            ],
            result.Lines);
    }
}
