using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>The pipeline: one object in and one message out, and messages that know where they came from.</summary>
public class PipelineTests
{
    [Fact]
    public void A_CSV_goes_out_row_by_row_over_one_connection()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            @'
            To,Subject,Body,Cc
            a@x.test,First,Hello a,
            "b@x.test; c@x.test",Second,Hello b and c,d@x.test
            bad address,Third,Never,
            e@x.test,Fourth,Hello e,
            '@ | ConvertFrom-Csv | Send-SmtpMessage -From me@x.test -ErrorAction SilentlyContinue -ErrorVariable problems |
                ForEach-Object { "$($_.Status) $($_.Subject) $($_.To -join ',')" }
            $problems.FullyQualifiedErrorId
            """).AssertSucceeded();

        Assert.Equal(
            ["Accepted First a@x.test", "Accepted Second b@x.test,c@x.test,d@x.test", "Accepted Fourth e@x.test",
                "InvalidAddress,PSMailProtocol.Commands.SendSmtpMessageCommand"],
            result.Lines);
        Assert.Equal(3, sandbox.Accepted.Count);
        Assert.Equal(1, sandbox.ConnectionsAccepted);
        Assert.True(sandbox.Accepted.All(mail => mail.IsEncrypted));
    }

    [Fact]
    public void Blind_copies_reach_their_recipient_and_no_header()
    {
        using var sandbox = MailSandbox.Start();

        Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $null = Send-SmtpMessage -From me@x.test -To a@x.test -Bcc secret@x.test -Subject s -Body b -EnvelopeFrom bounce@x.test
            """).AssertSucceeded();

        var mail = Assert.Single(sandbox.Accepted);
        Assert.Equal(["a@x.test", "secret@x.test"], mail.Recipients);
        Assert.Equal("bounce@x.test", mail.Sender);
        Assert.DoesNotContain("secret", Encoding.ASCII.GetString(mail.Octets));
        Assert.DoesNotContain("bcc", Encoding.ASCII.GetString(mail.Octets), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_a_filter_lets_through_is_removed_with_nothing_repeated()
    {
        using var sandbox = MailSandbox.Start();
        Deliver(sandbox, "alice", "keep 1", "drop 1", "keep 2", "drop 2");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            Get-Pop3Message -Credential $credential | Where-Object Subject -like 'drop*' | Remove-Pop3Message -Confirm:$false |
                ForEach-Object { "$($_.Removed) $($_.Committed)" }
            (Get-Pop3Message -Credential $credential).Subject
            """).AssertSucceeded();

        Assert.Equal(["True True", "True True", "keep 1", "keep 2"], result.Lines);
    }

    [Fact]
    public void WhatIf_needs_no_network_for_what_it_was_given()
    {
        using var sandbox = MailSandbox.Start();
        Deliver(sandbox, "alice", "keep me");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + "Send-SmtpMessage -From me@x.test -To a@x.test -Subject 'Hello' -WhatIf").AssertSucceeded();

        Assert.Contains("Hello", result.Output);
        Assert.Equal(0, sandbox.ConnectionsAccepted);

        var piped = Pwsh.Run(SandboxScript.Connect(sandbox) + "Get-Pop3Message -Credential $credential | Remove-Pop3Message -WhatIf").AssertSucceeded();

        Assert.Contains("keep me", piped.Output);
        Assert.Equal(1, sandbox.ConnectionsAccepted);
        Assert.Single(sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void A_message_is_removed_where_it_lives_or_not_at_all()
    {
        using var sandbox = MailSandbox.Start();
        Deliver(sandbox, "alice", "one");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $message = Get-Pop3Message -Credential $credential
            $bob = [pscredential]::new('bob', (ConvertTo-SecureString 'x' -AsPlainText -Force))
            $message | Remove-Pop3Message -Server elsewhere.test -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
            $message | Remove-Pop3Message -Credential $bob -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problems
            $problems.FullyQualifiedErrorId
            """).AssertSucceeded();

        Assert.All(result.Lines, line => Assert.StartsWith("InvalidParameter", line));
        Assert.Equal(2, result.Lines.Length);
        Assert.Single(sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void Several_accounts_are_read_in_turn_and_one_that_fails_stops_no_other()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "open sesame", ["bob"] = "open sesame", ["eve"] = "other" } });
        Deliver(sandbox, "alice", "to alice");
        Deliver(sandbox, "bob", "to bob");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            foreach ($command in 'Get-Pop3Message', 'Get-ImapMessage') {
                'alice', 'eve', 'bob' | ForEach-Object { [pscustomobject]@{ Credential = [pscredential]::new($_, $credential.Password) } } |
                    & $command -ErrorAction SilentlyContinue -ErrorVariable problems |
                    ForEach-Object { "$($_.Mailbox.UserName): $($_.Subject)" }
                $problems.FullyQualifiedErrorId
            }
            """);

        Assert.Equal(
            ["alice: to alice", "bob: to bob", "AuthenticationFailed,PSMailProtocol.Commands.GetPop3MessageCommand",
                "alice: to alice", "bob: to bob", "AuthenticationFailed,PSMailProtocol.Commands.GetImapMessageCommand"],
            result.Lines);
    }

    [Fact]
    public void A_pipeline_that_wants_no_more_ends_the_session_politely()
    {
        using var sandbox = MailSandbox.Start();
        Deliver(sandbox, "alice", [.. Enumerable.Range(1, 20).Select(n => $"message {n}")]);

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            (Get-Pop3Message -Credential $credential -Verbose:$false | Select-Object -First 2).Subject
            (Get-Pop3Message -Credential $credential -Skip 3 -First 1).Subject
            (Get-ImapMessage -Credential $credential | Select-Object -First 1).Subject
            """).AssertSucceeded();

        Assert.Equal(["message 1", "message 2", "message 4", "message 1"], result.Lines);
        Assert.True(sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
        Assert.False(sandbox.Mailbox("alice").IsLocked);
    }

    private static void Deliver(MailSandbox sandbox, string user, params string[] subjects)
    {
        foreach (var subject in subjects)
            sandbox.Mailbox(user).Deliver(Encoding.UTF8.GetBytes($"From: Sender <s@x.test>\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\nbody\r\n"));
    }
}
