using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>The dialogue of a command in a file.</summary>
public sealed class TranscriptPathTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice@sandbox.test"] = SandboxScript.Password } });

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Every_cmdlet_that_speaks_with_a_server_appends_what_was_said()
    {
        _sandbox.Mailbox("alice@sandbox.test").Deliver(Encoding.ASCII.GetBytes("Subject: x\r\n\r\nsecret body\r\n"));
        _sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));

        var lines = Run($$"""
            $null = New-Item -ItemType Directory logs
            Push-Location logs
            $log = @{ TranscriptPath = '../dialogue.txt' }
            $null = Send-SmtpMessage -From a@x.test -To b@x.test -Body 'secret body' -Credential $credential @log
            $null = Get-ImapMessage -Credential $credential @log
            $null = Get-Pop3Message -Credential $credential @log | Remove-Pop3Message -Confirm:$false @log
            $null = Resolve-MailExchanger example.com -DnsServer '{{_sandbox.DnsEndPoint}}' @log
            Pop-Location
            Get-Content dialogue.txt
            """);

        Assert.Equal(
            ["Send-SmtpMessage", "Get-ImapMessage", "Get-Pop3Message", "Remove-Pop3Message", "Resolve-MailExchanger"],
            lines.Where(line => line.StartsWith("== ", StringComparison.Ordinal)).Select(line => Regex.Match(line, @"^== (\S+), process \d+$").Groups[1].Value));
        foreach (var said in new[]
        {
            "#1 C: MAIL FROM:<a@x.test>", "#1 C: AUTH PLAIN ********", "#1 *: encrypted", "UID FETCH", "#3 C: RETR 1", "#4 C: DELE 1", "C: MX example.com. to ",
            "S: MX example.com. from ", "S: answer: example.com. 300 IN MX 10 mx.example.com.", "192.0.2.1",
        })
            Assert.Contains(lines, line => line.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("secret body", StringComparison.Ordinal));
    }

    [Fact]
    public void It_goes_together_with_the_debug_stream()
    {
        var lines = Run("""
            $null = Send-SmtpMessage -From a@x.test -To b@x.test -Body b -TranscriptPath dialogue.txt -Debug 5>debug.txt
            $kept = @(Get-Content dialogue.txt | Where-Object { $_ -match '#1 ([CS*]: .*)' } | ForEach-Object { $Matches[1] })
            $shown = @(Get-Content debug.txt | Where-Object { $_ -match '^[CS*]: ' })
            $kept.Count -gt 10
            "$kept" -eq "$shown"
            """);

        Assert.Equal(["True", "True"], lines);
    }

    [Fact]
    public void Several_connections_are_told_apart_line_by_line()
    {
        var lines = Run("""
            $null = 1..40 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } } | Send-SmtpMessage -From a@x.test -Body b -ThrottleLimit 3 -TranscriptPath dialogue.txt
            Get-Content dialogue.txt | Where-Object { $_ -like '*C: RCPT*' } | ForEach-Object { $_ -replace '^\S+ (#\d+).*<(.*)>.*', '$1 $2' }
            """);

        Assert.Equal(40, lines.Select(line => line.Split(' ')[1]).Distinct().Count());
        Assert.All(lines, line => Assert.Matches("^#[123] u", line));
    }

    /// <summary>Each is an error that ends the command before anything is connected, or none at all.</summary>
    [Theory]
    [InlineData("-TranscriptPath missing/dialogue.txt", "FileNotWritten: -TranscriptPath: *missing*dialogue.txt cannot be made: there is no folder *missing.")]
    [InlineData("-TranscriptPath .", "FileNotWritten: -TranscriptPath: * is a folder.")]
    [InlineData("-TranscriptPath Env:/x", "InvalidParameter: -TranscriptPath: Env:/x is no path of the file system.")]
    [InlineData("-TranscriptPath nowhere:/x", "InvalidParameter: -TranscriptPath: nowhere:/x is no path: *")]
    [InlineData("-TranscriptPath missing/dialogue.txt -WhatIf", "FileNotWritten: -TranscriptPath: *")]
    [InlineData("-TranscriptPath kept[1].txt", "sent, *kept?1?.txt")]
    [InlineData("-TranscriptPath $null", "sent, ")]
    [InlineData("-TranscriptPath ''", "sent, ")]
    [InlineData("-TranscriptPath dialogue.txt -WhatIf", "")]
    public void The_path_is_looked_at_before_anything_is_connected(string parameter, string expected)
    {
        var lines = Run($$"""
            try {
                $sent = Send-SmtpMessage -From a@x.test -To b@x.test -Body b {{parameter}} -InformationAction Ignore
                if ($sent) { "sent, $(@(Get-ChildItem *.txt).FullName)" }
            }
            catch { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
            if (-not $sent) { @(Get-ChildItem *.txt).Name }
            """).Where(line => !line.StartsWith("What if", StringComparison.Ordinal)).ToArray();

        Assert.Matches("^" + Regex.Escape(expected).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal), string.Join("|", lines));
        Assert.Equal(expected.StartsWith("sent", StringComparison.Ordinal) ? 1 : 0, _sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void A_row_does_not_choose_it()
    {
        var lines = Run("""
            $sent = [pscustomobject]@{ To = 'b@x.test'; TranscriptPath = 'dialogue.txt' } | Send-SmtpMessage -From a@x.test -Body b
            "$($sent.Status) $(Test-Path dialogue.txt)"
            """);

        Assert.Equal(["Accepted False"], lines);
    }

    [Fact]
    public void A_file_that_vanishes_is_one_warning_and_every_message_goes_out()
    {
        var lines = Run("""
            1..3 | ForEach-Object { if ($_ -eq 2) { Remove-Item dialogue.txt }; [pscustomobject]@{ Subject = "s$_" } } |
                Send-SmtpMessage -From a@x.test -To b@x.test -Body b -TranscriptPath dialogue.txt -WarningVariable told -WarningAction SilentlyContinue | ForEach-Object Status
            $told | ForEach-Object { "$_" }
            Test-Path dialogue.txt
            """);

        Assert.Equal(["Accepted", "Accepted", "Accepted"], lines[..3]);
        Assert.Matches(@"^-TranscriptPath: .*dialogue\.txt cannot be written any more: The file is gone\. The rest of the dialogue is not kept\.$", lines[3]);
        Assert.Equal(["False"], lines[4..]);
    }

    [Fact]
    public void A_connection_that_does_not_come_about_is_in_it()
    {
        var lines = Run("""
            try { Send-SmtpMessage -From a@x.test -To b@x.test -Body b -Server nowhere.invalid -TranscriptPath dialogue.txt } catch { }
            Get-Content dialogue.txt
            """);

        Assert.Contains(lines, line => line.StartsWith("#1 *: not connected: ", StringComparison.Ordinal) && line.Contains("nowhere.invalid", StringComparison.Ordinal));
    }

    private string[] Run(string script) =>
        [.. Pwsh.Run(SandboxScript.Connect(_sandbox) + script).AssertSucceeded().Lines.Select(line => Regex.Replace(line, @"^\d\S+Z ", ""))];
}
