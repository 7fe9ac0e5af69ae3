using System;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// A password is put in, everything that can be got out is looked through for it: all that a process writes, whoever writes it.
/// </summary>
public class SecretTests
{
    private const string Canary = "c4n4ry-Passw0rd";

    [Fact]
    public void No_stream_transcript_error_or_serialized_object_holds_the_password()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = Canary, ["bob"] = "another" } });
        sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("Subject: x\r\n\r\nbody\r\n"));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $PSDefaultParameterValues['*:TranscriptPath'] = 'dialogue.txt'
            $VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $ErrorActionPreference = 'Continue'
            $null = Start-Transcript -Path "$PWD/transcript.txt"
            $secret = ConvertTo-SecureString $env:CANARY -AsPlainText -Force
            foreach ($user in 'alice', 'bob') {
                foreach ($tls in 'StartTls', 'None') {
                    $login = @{ Credential = [pscredential]::new($user, $secret); Tls = $tls }
                    $all = @(
                        try { Send-SmtpMessage @login -From a@x.test -To b@x.test -Subject s } catch { $_ }
                        try { $read = Get-Pop3Message @login; $read } catch { $_ }
                        try { Get-ImapMessage @login } catch { $_ }
                        try { $read | Remove-Pop3Message -Confirm:$false -WhatIf } catch { $_ }
                    )
                    $all | Format-List * -Force
                    $all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] } | ConvertTo-Json -Depth 6 -WarningAction SilentlyContinue
                    $all | Export-Clixml "$PWD/objects.xml" -Depth 3
                    Get-Content "$PWD/objects.xml"
                    $all | Get-Member | Out-String
                    $read.Mailbox | Format-List * -Force
                }
            }
            $Error | ForEach-Object { $_ | Format-List * -Force; $_.Exception.ToString(); $_ | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue }
            $null = Stop-Transcript
            Get-Content "$PWD/transcript.txt"
            Get-Content dialogue.txt | ForEach-Object { "> $($_ -replace '^\S+Z (#\d+ )?')" }
            """, new System.Collections.Generic.Dictionary<string, string> { ["CANARY"] = Canary });

        result.AssertWrote("C: AUTH PLAIN ********").AssertWrote("AUTHENTICATE PLAIN ********").AssertWrote("AuthenticationFailed");
        result.AssertWrote("> C: AUTH PLAIN ********").AssertWrote("> == Get-ImapMessage, process ");
        result.AssertNever(StringComparison.Ordinal, Forms());
    }

    private static string[] Forms()
    {
        var octets = Encoding.UTF8.GetBytes(Canary);
        return
        [
            Canary,
            Convert.ToBase64String(octets),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0alice\0{Canary}")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0bob\0{Canary}")),
            Convert.ToHexString(octets),
        ];
    }
}
