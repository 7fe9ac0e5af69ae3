using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Many messages: one connection unless more are asked for, and every result is that of its input.</summary>
public class SendBulkTests
{
    private const string Rows = """
        function Get-Row([int] $count) { 1..$count | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test"; Subject = "s$_"; Number = $_ } } }

        """;

    [Fact]
    public void A_thousand_rows_go_over_one_connection()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Rows + """
            Get-Row 1000 | Export-Csv people.csv
            $results, $told = (Import-Csv people.csv | Send-SmtpMessage -From me@x.test -Body b -PassThru -Verbose 4>&1).Where({ $_ -isnot [System.Management.Automation.VerboseRecord] }, 'Split')
            @($results.Where({ $_.Status -eq 'Accepted' -and $_.Subject -eq $_.InputObject.Subject -and "$($_.To)" -eq $_.InputObject.To })).Count
            @($results.MessageId | Select-Object -Unique).Count
            # One for each message, a few at the beginning and at the end, and one more wherever this machine took its time, which is
            # after each message at the most. A message by itself has four.
            $waits = [int] (-join ($told -like 'The server was waited for*') -replace '\D')
            if ($waits -lt 1000 -or $waits -gt 2010) { "$waits round trips" }
            """).AssertSucceeded();

        Assert.Equal(["1000", "1000"], result.Lines);
        Assert.Equal(1, sandbox.ConnectionsAccepted);
        Assert.Equal(Enumerable.Range(1, 1000).Select(n => $"u{n}@x.test"), sandbox.Accepted.Select(mail => Assert.Single(mail.Recipients)));
    }

    /// <summary>An alert must not wait for the next one: whoever watches a log may have none for hours.</summary>
    [Fact]
    public void A_message_goes_out_while_the_pipeline_waits_for_the_next_one()
    {
        var result = Pwsh.Run($$"""
            Add-Type -Path {{Pwsh.Quote(Path.Combine(AppContext.BaseDirectory, "PSMailProtocol.Sandbox.dll"))}}
            $sandbox = [PSMailProtocol.Sandbox.MailSandbox]::Start()
            & {
                1..3 | ForEach-Object { [pscustomobject]@{ Subject = "s$_" } }
                [Threading.SpinWait]::SpinUntil({ $sandbox.Accepted.Count -eq 3 }, 600000) | Out-Host
                [pscustomobject]@{ Subject = 's4' }
            } | Send-SmtpMessage -Server $sandbox.Host -Port $sandbox.SmtpPort -Tls None -From a@x.test -To b@x.test | ForEach-Object { "$($_.Subject) $($_.Status)" }
            $sandbox.Dispose()
            """).AssertSucceeded();

        Assert.Contains("True", result.Lines);
        Assert.Equal(["s1 Accepted", "s2 Accepted", "s3 Accepted", "s4 Accepted"], result.Lines.Where(line => line != "True"));
    }

    [Fact]
    public void Several_connections_send_each_row_once_and_tell_whose_result_is_whose()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", "550 5.1.1 No").When(to => to.Contains("u7@", StringComparison.Ordinal)));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Rows + """
            $thread = [Environment]::CurrentManagedThreadId
            $results = Get-Row 200 | Send-SmtpMessage -From me@x.test -ThrottleLimit 4 -PassThru -ErrorAction SilentlyContinue -ErrorVariable problem |
                ForEach-Object { if ([Environment]::CurrentManagedThreadId -ne $thread) { 'on another thread' }; $_ }
            ($results.InputObject.Number | Sort-Object -Unique).Count
            @($results.Where({ $_.Subject -ne $_.InputObject.Subject })).Count
            $results.Where({ $_.Status -ne 'Accepted' }).ForEach({ "$($_.Status) $($_.InputObject.Number)" })
            "$($problem.FullyQualifiedErrorId) $($problem.TargetObject.Number)"
            """).AssertSucceeded();

        Assert.Equal(["200", "0", "Rejected 7", "NoRecipientAccepted,PSMailProtocol.Commands.SendSmtpMessageCommand 7"], result.Lines);
        Assert.Equal(199, sandbox.Accepted.Select(mail => Assert.Single(mail.Recipients)).Distinct().Count());
        Assert.Equal(199, sandbox.Accepted.Count);
        Assert.InRange(sandbox.ConnectionsAccepted, 2, 4);
        AssertNothingIsOpen(sandbox);
    }

    [Fact]
    public void A_limit_of_connections_costs_no_message()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, SandboxFault.Greeting).Occurrence(2));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Rows + """
            $results = Get-Row 60 | Send-SmtpMessage -From me@x.test -ThrottleLimit 3 -WarningVariable warnings -WarningAction SilentlyContinue
            @($results.Where({ $_.Status -eq 'Accepted' })).Count
            @($warnings -like 'No further connection*').Count
            """).AssertSucceeded();

        Assert.Equal(["60", "1"], result.Lines);
        Assert.Equal(60, sandbox.Accepted.Select(mail => Assert.Single(mail.Recipients)).Distinct().Count());
        AssertNothingIsOpen(sandbox);
    }

    [Fact]
    public void A_refused_login_is_tried_once_and_ends_the_command()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "other" } });

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Rows + """
            foreach ($limit in 1, 4) {
                try { Get-Row 50 | Send-SmtpMessage -From me@x.test -Credential $credential -ThrottleLimit $limit } catch { $_.FullyQualifiedErrorId }
            }
            """).AssertSucceeded();

        Assert.Equal(Enumerable.Repeat("AuthenticationFailed,PSMailProtocol.Commands.SendSmtpMessageCommand", 2), result.Lines);
        Assert.Equal(2, sandbox.ConnectionsAccepted);
        Assert.Empty(sandbox.Accepted);
        AssertNothingIsOpen(sandbox);
    }

    [Fact]
    public void A_connection_that_is_lost_between_messages_loses_none()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, SandboxFault.EndOfData, SandboxMoment.BeforeReply).Occurrence(5));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Rows + """
            foreach ($limit in 1, 3) {
                Get-Row 20 | Send-SmtpMessage -From me@x.test -ThrottleLimit $limit -ErrorAction SilentlyContinue | Group-Object Status | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }
            }
            """).AssertSucceeded();

        Assert.Equal(["Accepted 19", "Unknown 1", "Accepted 20"], result.Lines);
        Assert.Equal(40, sandbox.Accepted.Count);
        AssertNothingIsOpen(sandbox);
    }

    [Fact]
    public void A_pipeline_that_wants_no_more_closes_every_connection()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Rows + """
            foreach ($limit in 1, 4) {
                (Get-Row 100 | Send-SmtpMessage -From me@x.test -ThrottleLimit $limit | Select-Object -First 1).Status
            }
            """).AssertSucceeded();

        Assert.Equal(["Accepted", "Accepted"], result.Lines);
        AssertNothingIsOpen(sandbox);
    }

    [Fact]
    public void What_the_server_puts_off_is_tried_again_if_that_is_asked_for()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "MAIL", "451 4.7.1 Greylisted").Times(2));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $refused = Send-SmtpMessage -From me@x.test -To a@x.test -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($refused.Status) $($refused.Code) $($refused.EnhancedCode) $($problem.ErrorDetails.RecommendedAction -like '*-MaximumRetryCount*')"
            (Send-SmtpMessage -From me@x.test -To a@x.test -MaximumRetryCount 1 -RetryIntervalSec 1).Status
            """).AssertSucceeded();

        Assert.Equal(["Rejected 451 4.7.1 True", "Accepted"], result.Lines);
    }

    private static void AssertNothingIsOpen(MailSandbox sandbox)
    {
        Assert.True(sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
        Assert.Equal(0, sandbox.OpenConnections);
        Assert.Empty(sandbox.InternalFailures.Select(failure => failure.ToString()));
    }
}
