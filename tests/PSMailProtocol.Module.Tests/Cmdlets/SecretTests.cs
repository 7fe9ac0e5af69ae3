using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>A password is put in, everything that can be got out is looked through for it.</summary>
public class SecretTests
{
    private const string Canary = "c4n4ry-Passw0rd";

    private static readonly (string Name, string Value)[] PasswordMechanisms =
    [
        ("PLAIN", "Plain"), ("LOGIN", "Login"), ("CRAM-MD5", "CramMd5"), ("SCRAM-SHA-1", "ScramSha1"), ("SCRAM-SHA-256", "ScramSha256"),
        ("SCRAM-SHA-1-PLUS", "ScramSha1Plus"), ("SCRAM-SHA-256-PLUS", "ScramSha256Plus"),
    ];

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

    [Fact]
    public void No_mechanism_lets_a_password_or_token_out_whether_it_is_taken_or_refused()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions
        {
            Users = { ["alice"] = Canary, ["bob"] = "another" },
            Tokens = { ["alice"] = Canary, ["bob"] = "another" },
            Mechanisms = [.. PasswordMechanisms.Select(mechanism => mechanism.Name), "XOAUTH2", "OAUTHBEARER"],
        });
        sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("Subject: x\r\n\r\nbody\r\n"));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            $PSDefaultParameterValues['*:TranscriptPath'] = 'dialogue.txt'
            $VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $ErrorActionPreference = 'Continue'
            $secret = ConvertTo-SecureString $env:CANARY -AsPlainText -Force
            $logins = foreach ($user in 'alice', 'bob') {
                foreach ($mechanism in '{{string.Join("','", PasswordMechanisms.Select(mechanism => mechanism.Value))}}') {
                    @{ Credential = [pscredential]::new($user, $secret); Authentication = $mechanism }
                }
                foreach ($mechanism in 'XOAuth2', 'OAuthBearer') {
                    @{ Credential = [pscredential]::new($user, [securestring]::new()); Token = $secret; Authentication = $mechanism }
                }
            }
            foreach ($login in $logins) {
                $all = @(
                    try { Send-SmtpMessage @login -From a@x.test -To b@x.test -Subject s } catch { $_ }
                    try { $read = Get-Pop3Message @login; $read } catch { $_ }
                    try { Get-ImapMessage @login } catch { $_ }
                )
                "$($login.Credential.UserName) $($login.Authentication): $(@($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }).Count) taken, $(@($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).Count) refused"
                $all | Format-List * -Force
                $all | Export-Clixml "$PWD/objects.xml" -Depth 3
                Get-Content "$PWD/objects.xml"
            }
            $Error | ForEach-Object { $_ | Format-List * -Force; $_.Exception.ToString() }
            Get-Content dialogue.txt | ForEach-Object { "> $($_ -replace '^\S+Z (#\d+ )?')" }
            """, new System.Collections.Generic.Dictionary<string, string> { ["CANARY"] = Canary });

        foreach (var mechanism in PasswordMechanisms.Select(mechanism => mechanism.Value).Concat(["XOAuth2", "OAuthBearer"]))
            result.AssertWrote($"alice {mechanism}: 3 taken, 0 refused").AssertWrote($"bob {mechanism}: 0 taken, 3 refused");
        foreach (var (mechanism, _) in PasswordMechanisms)
            result.AssertWrote($"> C: AUTH {mechanism}");

        result.AssertNever(StringComparison.Ordinal, [.. Forms(), .. TokenForms(sandbox)]);
    }

    /// <summary>Servers that repeat what they read, in "unknown command" for instance.</summary>
    [Fact]
    public void A_server_that_says_the_password_again_is_quoted_without_it()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = Canary }, Mechanisms = ["PLAIN"] });
        var echo = $"what is {Canary}, {Canary.ToUpperInvariant()} or {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0alice\0{Canary}"))}";
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "AUTH", "535 5.7.8 " + echo));
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "AUTH", "-ERR " + echo));
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Imap, "AUTHENTICATE", $"* OK [ALERT] {echo}\r\n{{tag}} NO [AUTHENTICATIONFAILED] {echo}"));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $PSDefaultParameterValues['*:TranscriptPath'] = 'dialogue.txt'
            $VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $ErrorActionPreference = 'Continue'
            $null = Start-Transcript -Path "$PWD/transcript.txt"
            $login = @{ Credential = [pscredential]::new('alice', (ConvertTo-SecureString $env:CANARY -AsPlainText -Force)) }
            $all = @(
                try { Send-SmtpMessage @login -From a@x.test -To b@x.test -Subject s *>&1 } catch { $_ }
                try { Get-Pop3Message @login *>&1 } catch { $_ }
                try { Get-ImapMessage @login *>&1 } catch { $_ }
            )
            $all | Out-String -Width 4000
            $all | Format-List * -Force | Out-String -Width 4000
            $all | Export-Clixml "$PWD/objects.xml" -Depth 4
            Get-Content "$PWD/objects.xml"
            $Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 4000; $_.Exception.ToString(); "$($_.TargetObject)"; $_.Exception.Data | Out-String }
            $Error | ForEach-Object { $_ | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue }
            $null = Stop-Transcript
            Get-Content "$PWD/transcript.txt"
            Get-Content dialogue.txt | ForEach-Object { "> $($_ -replace '^\S+Z (#\d+ )?')" }
            """, new System.Collections.Generic.Dictionary<string, string> { ["CANARY"] = Canary });

        foreach (var reply in new[] { "535 5.7.8 what", "-ERR what", "NO [AUTHENTICATIONFAILED] what", "* OK [ALERT] what" })
            result.AssertWrote($"{reply} is ********, ******** or ********");
        foreach (var reply in new[] { "535 5.7.8 what", "-ERR what", "* OK [ALERT] what" })
            result.AssertWrote($"> S: {reply} is ********, ******** or ********");
        result.AssertNever(StringComparison.OrdinalIgnoreCase, Forms());
    }

    private static System.Collections.Generic.IEnumerable<string> TokenForms(MailSandbox sandbox)
    {
        foreach (var user in new[] { "alice", "bob" })
        {
            yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"user={user}\u0001auth=Bearer {Canary}\u0001\u0001"));
            foreach (var port in new[] { sandbox.SmtpPort, sandbox.Pop3Port, sandbox.ImapPort })
                yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"n,a={user},\u0001host={sandbox.Host}\u0001port={port}\u0001auth=Bearer {Canary}\u0001\u0001"));
        }
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
