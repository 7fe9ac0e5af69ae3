using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Whatever the preferences make of warnings and other lines: what was delivered or removed has its result.</summary>
public class PreferenceTests
{
    private const string Stopped = "ActionPreferenceStop,PSMailProtocol.Commands.SendSmtpMessageCommand";

    /// <summary>The preference or parameter, and how the pipeline ends.</summary>
    public static TheoryData<string, string, string> SendRows => new()
    {
        { "", "-WarningAction Stop", Stopped },
        { "", "-WarningAction Inquire", "" },
        { "$DebugPreference = 'Inquire'", "", "" },
        { "$VerbosePreference = 'Inquire'", "", "" },
        { "$ProgressPreference = 'Inquire'", "", "" },
        { "$DebugPreference = 'Stop'", "", Stopped },
        { "$VerbosePreference = 'Stop'", "", Stopped },
        { "", "-Debug", "" },
    };

    [Theory]
    [MemberData(nameof(SendRows))]
    public void What_was_delivered_has_its_result_before_a_line_ends_the_pipeline(string preference, string parameter, string error)
    {
        foreach (var throttle in new[] { 1, 3 })
        {
            using var sandbox = MailSandbox.Start();
            sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "DSN"));

            var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
                {{preference}}
                try {
                    1..8 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test"; Subject = "s$_" } } |
                        Send-SmtpMessage -From me@x.test -Body b -DeliveryNotificationOption OnFailure -ThrottleLimit {{throttle}} {{parameter}} 3>$null 4>$null 5>$null |
                        ForEach-Object { [Console]::WriteLine("sent $($_.To)") }
                }
                catch { [Console]::WriteLine("error $($_.FullyQualifiedErrorId)") }
                """);

            Assert.Equal(sandbox.Accepted.SelectMany(mail => mail.Recipients).Order(), Told(result, "sent ").Order());
            Assert.Equal(error.Length > 0 ? [error] : [], Told(result, "error "));
            if (error.Length == 0)
                Assert.Equal(8, sandbox.Accepted.Count);
            if (parameter == "-WarningAction Stop")
                Assert.NotEmpty(sandbox.Accepted);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_error_that_ends_the_pipeline_keeps_back_no_result_of_others(int throttle)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", "550 5.1.1 No").When(to => to.Contains("u3@", StringComparison.Ordinal)));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            try {
                1..20 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } } | Send-SmtpMessage -From me@x.test -Body b -Subject s -ThrottleLimit {{throttle}} -ErrorAction Stop |
                    Where-Object Status -eq 'Accepted' | ForEach-Object { [Console]::WriteLine("sent $($_.To)") }
            }
            catch { [Console]::WriteLine("error $($_.FullyQualifiedErrorId)") }
            """);

        Assert.Equal(sandbox.Accepted.SelectMany(mail => mail.Recipients).Order(), Told(result, "sent ").Order());
        Assert.Equal(["NoRecipientAccepted,PSMailProtocol.Commands.SendSmtpMessageCommand"], Told(result, "error "));
    }

    [Theory]
    [InlineData("$DebugPreference = 'Stop'", "ActionPreferenceStop")]
    [InlineData("$VerbosePreference = 'Stop'", "ActionPreferenceStop")]
    [InlineData("$DebugPreference = 'Inquire'", "")]
    [InlineData("$VerbosePreference = 'Inquire'", "")]
    [InlineData("$ProgressPreference = 'Inquire'", "")]
    [InlineData("$ErrorActionPreference = 'Stop'", "CommandRejected")]
    public void What_was_removed_has_its_result(string preference, string error)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "DELE", "-ERR locked").When(number => number == "2"));
        for (var i = 1; i <= 3; i++)
            sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n"), uniqueId: $"u{i}");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            {{preference}}
            try { Remove-Pop3Message -Uid u1, u2, u3 -Credential $credential -Confirm:$false 2>$null 4>$null 5>$null | Where-Object Removed | ForEach-Object { [Console]::WriteLine("removed $($_.Uid)") } }
            catch { [Console]::WriteLine("error $($_.FullyQualifiedErrorId)") }
            """);

        Assert.Equal(new[] { "u1", "u2", "u3" }.Except(sandbox.Mailbox("alice").Messages.Select(message => message.UniqueId)), Told(result, "removed "));
        Assert.Equal(error.Length > 0 ? [error + ",PSMailProtocol.Commands.RemovePop3MessageCommand"] : [], Told(result, "error "));
        if (error != "ActionPreferenceStop")
            Assert.Single(sandbox.Mailbox("alice").Messages);
    }

    /// <summary>PowerShell runs without a console here. Every command that asks, and that nothing was done.</summary>
    [Fact]
    public void A_question_that_nobody_can_be_asked_is_an_error_by_its_name()
    {
        (string Command, string Name)[] rows =
        [
            ("Remove-Pop3Message -All -Credential $credential", "RemovePop3MessageCommand"),
            ("Remove-Pop3Message -Uid u1 -Credential $credential", "RemovePop3MessageCommand"),
            ("$message | Remove-Pop3Message", "RemovePop3MessageCommand"),
            ("$message | Export-MailMessage saved -Confirm", "ExportMailMessageCommand"),
            ("$message | Export-MailMessage -Path saved.mbox -Confirm", "ExportMailMessageCommand"),
            ("$message | Save-MailAttachment saved -Confirm", "SaveMailAttachmentCommand"),
            ("Send-SmtpMessage -From a@x.test -To b@x.test -Subject s -Body b -Confirm", "SendSmtpMessageCommand"),
            ("Send-SmtpMessage -From a@x.test -To b@x.test -Subject s -Body b -OutFile saved.eml -Confirm", "SendSmtpMessageCommand"),
        ];
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(
            "Subject: 1\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\nx\r\n"u8.ToArray(), uniqueId: "u1");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + "$message = Get-Pop3Message -Credential $credential\n"
            + string.Concat(rows.Select(row => $"try {{ {row.Command}; 'nothing' }} catch {{ $_.FullyQualifiedErrorId }}\n"))
            + "(Test-Path saved*)\n");

        Assert.Equal([.. rows.Select(row => $"ConfirmationUnavailable,PSMailProtocol.Commands.{row.Name}"), "False"], result.Lines);
        Assert.Single(sandbox.Mailbox("alice").Messages);
        Assert.Empty(sandbox.Accepted);
    }

    private static string[] Told(PwshResult result, string beginning) =>
        [.. result.Lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).Select(line => line[beginning.Length..])];
}
