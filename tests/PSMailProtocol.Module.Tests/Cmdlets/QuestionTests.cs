using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// What becomes of questions that nobody can be asked: each test has a PowerShell without a console, which would ask a person.
/// </summary>
public class QuestionTests
{
    [Fact]
    public void A_line_that_is_asked_about_keeps_back_no_result_of_what_was_sent()
    {
        (string Preference, string Parameter)[] ways =
        [
            ("", "-WarningAction Inquire"), ("", "-Debug"),
            ("$DebugPreference = 'Inquire'", ""), ("$VerbosePreference = 'Inquire'", ""), ("$ProgressPreference = 'Inquire'", ""),
        ];
        int[] throttles = [1, 3];
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "DSN"));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + string.Concat(
            from way in ways
            from throttle in throttles
            select $$"""
                try {
                    & {
                        {{way.Preference}}
                        1..8 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test"; Subject = "s$_" } } |
                            Send-SmtpMessage -From me@x.test -Body b -DeliveryNotificationOption OnFailure -ThrottleLimit {{throttle}} {{way.Parameter}} 3>$null 4>$null 5>$null |
                            ForEach-Object { [Console]::WriteLine("sent $($_.To)") }
                    }
                }
                catch { [Console]::WriteLine("error $($_.FullyQualifiedErrorId)") }

                """));

        Assert.Equal(sandbox.Accepted.SelectMany(mail => mail.Recipients).Order(), Told(result, "sent ").Order());
        Assert.Empty(Told(result, "error "));
        Assert.Equal(ways.Length * throttles.Length * 8, sandbox.Accepted.Count);
    }

    [Fact]
    public void A_line_that_is_asked_about_keeps_back_no_result_of_what_was_removed()
    {
        string[] preferences = ["DebugPreference", "VerbosePreference", "ProgressPreference"];
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "DELE", "-ERR locked").When(number => number == "2"));
        foreach (var preference in preferences)
        {
            for (var i = 1; i <= 3; i++)
                sandbox.Mailbox(preference).Deliver(Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n"), uniqueId: $"u{i}");
        }

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + string.Concat(preferences.Select(preference => $$"""
            try {
                & {
                    ${{preference}} = 'Inquire'
                    $credential = [pscredential]::new('{{preference}}', $credential.Password)
                    Remove-Pop3Message -Uid u1, u2, u3 -Credential $credential -Confirm:$false 2>$null 4>$null 5>$null | Where-Object Removed |
                        ForEach-Object { [Console]::WriteLine("removed {{preference}} $($_.Uid)") }
                }
            }
            catch { [Console]::WriteLine("error $($_.FullyQualifiedErrorId)") }

            """)));

        Assert.Equal(preferences.SelectMany(preference => new[] { $"{preference} u1", $"{preference} u3" }), Told(result, "removed "));
        Assert.Empty(Told(result, "error "));
        Assert.All(preferences, preference => Assert.Equal("u2", Assert.Single(sandbox.Mailbox(preference).Messages).UniqueId));
    }

    /// <summary>Every command that asks, and that nothing was done.</summary>
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
