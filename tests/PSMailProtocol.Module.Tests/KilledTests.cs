using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>A process is killed in the middle of a change: no message is lost, none is half there, and a second run ends right.</summary>
public sealed class KilledTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("psmail-test-");

    public KilledTests()
    {
        for (var i = 1; i <= 3; i++)
            _sandbox.Mailbox("alice").Deliver(Octets($"s{i}"));
        File.WriteAllBytes(Path.Combine(_folder.FullName, "added.eml"), Octets("added"));
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("", "SELECT")]
    [InlineData("", "UID MOVE")]
    [InlineData("MOVE IMAP4rev2", "UID SEARCH")]
    [InlineData("MOVE IMAP4rev2", "UID COPY")]
    [InlineData("MOVE IMAP4rev2", "UID STORE")]
    [InlineData("MOVE IMAP4rev2", "UID EXPUNGE")]
    public void Moving(string withheld, string command)
    {
        Withhold(withheld);
        Kill(command, "Move-ImapMessage -Uid 1, 2 -Destination Archive");

        Assert.All(new[] { "s1", "s2", "s3" }, subject => Assert.Contains(subject, In("INBOX").Concat(In("Archive"))));

        _sandbox.Faults.Clear();
        Withhold(withheld);
        Run("Get-ImapMessage -EnvelopeOnly -Subject s1 | Move-ImapMessage Archive; Get-ImapMessage -EnvelopeOnly -Subject s2 | " +
            "Move-ImapMessage Archive").AssertSucceeded();
        Assert.Equal(["s3"], In("INBOX"));
        Assert.Equal(["s1", "s2"], In("Archive").Order());
    }

    [Theory]
    [InlineData("UID STORE")]
    [InlineData("UID EXPUNGE")]
    public void Deleting(string command)
    {
        Kill(command, "Remove-ImapMessage -Uid 1, 2 -Permanent -Confirm:$false");

        Assert.Contains("s3", In("INBOX"));

        _sandbox.Faults.Clear();
        Run("Get-ImapMessage -EnvelopeOnly | Where-Object Subject -ne s3 | Remove-ImapMessage -Permanent -Confirm:$false")
            .AssertSucceeded();
        Assert.Equal(["s3"], In("INBOX"));
    }

    [Fact]
    public void Adding()
    {
        Kill("APPEND", "Add-ImapMessage Archive -Path added.eml");

        Assert.All(_sandbox.Mailbox("alice").Mailbox("Archive").Messages, message => Assert.Equal(Octets("added"), message.Octets));

        _sandbox.Faults.Clear();
        Run("if (-not (Get-ImapMessage -Mailbox Archive -EnvelopeOnly)) { Add-ImapMessage Archive -Path added.eml }").AssertSucceeded();
        Assert.Equal(["added"], In("Archive"));
    }

    private static byte[] Octets(string subject) =>
        Encoding.ASCII.GetBytes($"From: a@example.com\r\nSubject: {subject}\r\nMessage-ID: <{subject}@x>\r\n\r\nx\r\n");

    private void Withhold(string capabilities)
    {
        foreach (var capability in capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Imap, capability));
    }

    /// <summary>Runs a script that dies when the server has got a command and before it carries it out.</summary>
    private void Kill(string command, string script)
    {
        var id = Path.Combine(_folder.FullName, "id");
        using var killed = new ManualResetEventSlim();
        _sandbox.Faults.Add(SandboxFault.Meanwhile(SandboxProtocol.Imap, command, () =>
        {
            using var process = Process.GetProcessById(int.Parse(File.ReadAllText(id), CultureInfo.InvariantCulture));
            process.Kill();
            process.WaitForExit();
            killed.Set();
        }).Occurrence(1));

        Assert.NotEqual(0, Run($"$PID | Set-Content {Pwsh.Quote(id)}\n{script}").ExitCode);
        Assert.True(killed.Wait(TimeSpan.FromMinutes(10)));
        Assert.True(_sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
    }

    private PwshResult Run(string script) => Pwsh.Run(SandboxScript.Connect(_sandbox) + $$"""
        $ErrorActionPreference = 'Stop'
        'Get', 'Move', 'Remove', 'Add' | ForEach-Object { $PSDefaultParameterValues["$_-ImapMessage:Credential"] = $credential }
        'Get', 'Move', 'Remove', 'Add' | ForEach-Object { $PSDefaultParameterValues["$_-ImapMessage:Server"] = '{{_sandbox.Host}}'; $PSDefaultParameterValues["$_-ImapMessage:Port"] = {{_sandbox.ImapPort}} }
        $PSDefaultParameterValues['*-ImapMessage:SkipCertificateCheck'] = $true
        Set-Location {{Pwsh.Quote(_folder.FullName)}}
        {{script}}
        """);

    private IEnumerable<string> In(string mailbox) => _sandbox.Mailbox("alice").Mailbox(mailbox).Messages
        .Select(message => Regex.Match(Encoding.ASCII.GetString(message.Octets), "Subject: (\\w+)").Groups[1].Value);
}
