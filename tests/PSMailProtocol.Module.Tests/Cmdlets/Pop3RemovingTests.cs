using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Remove-Pop3Message: what it takes, what it names, and what it reports when something goes wrong.</summary>
public sealed class Pop3RemovingTests : IDisposable
{
    /// <summary>Shows results and errors as lines.</summary>
    private const string Show = """
        function Show([scriptblock] $command) {
            & $command -ErrorAction SilentlyContinue -ErrorVariable problems 2>$null | ForEach-Object { "$($_.Uid) $($_.Removed) $($_.Committed)" }
        }

        """;

    private readonly CommandLog _log = new();
    private readonly MailSandbox _sandbox;

    public Pop3RemovingTests() => _sandbox = MailSandbox.Start(new MailSandboxOptions { Transcript = _log });

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Messages_go_by_UID_by_number_by_age_and_all()
    {
        for (var i = 1; i <= 8; i++)
            Deliver(i, i <= 3 ? 100 : 1);

        var result = Run("""
            '2' | ForEach-Object { [pscustomobject]@{ Uid = "uid$_" } } | Remove-Pop3Message -Credential $credential -Confirm:$false | ForEach-Object { "$($_.Uid) $($_.Removed)" }
            Remove-Pop3Message -Credential $credential -Number 3, 99 -Force -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object { "$($_.Uid) $($_.Removed)" }
            $problems.FullyQualifiedErrorId
            Remove-Pop3Message -Credential $credential -OlderThan 30 -Confirm:$false | ForEach-Object { "$($_.Uid) $($_.Removed)" }
            Remove-Pop3Message -Credential $credential -Number 1 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems.FullyQualifiedErrorId
            Remove-Pop3Message -Credential $credential -All -Confirm:$false | ForEach-Object { "$($_.Uid) $($_.Removed) $($_.Committed)" }
            @(Remove-Pop3Message -Credential $credential -All -Confirm:$false).Count
            """);

        Assert.Equal(
            [
                "uid2 True",
                "uid4 True", "MessageNotFound,PSMailProtocol.Commands.RemovePop3MessageCommand",
                "uid1 True", "uid3 True",
                "InvalidParameter,PSMailProtocol.Commands.RemovePop3MessageCommand",
                "uid5 True True", "uid6 True True", "uid7 True True", "uid8 True True",
                "0",
            ],
            result.Lines);
        Assert.Empty(_sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void A_date_that_a_sender_made_up_makes_no_message_old()
    {
        Deliver("written-long-ago", "Received: from a by b; " + Date(1) + "\r\nDate: " + Date(1000));
        Deliver("undated", "X-Date: none");
        Deliver("dated-by-the-server-alone", "Received: from a by b; " + Date(1000));
        Deliver("old", "Received: from a by b; " + Date(900) + "\r\nReceived: from c by a; " + Date(0) + "\r\nDate: " + Date(1000));
        Deliver("from-the-future", "Received: from a by b; " + Date(900) + "\r\nDate: " + Date(-1000));

        var result = Run("(Remove-Pop3Message -Credential $credential -OlderThan (Get-Date).AddDays(-30) -Confirm:$false).Uid");

        Assert.Equal(["dated-by-the-server-alone", "old"], result.Lines);
    }

    [Fact]
    public void A_result_says_which_message_it_was_as_far_as_anybody_read_it()
    {
        for (var i = 1; i <= 5; i++)
            Deliver(i, i == 1 ? 100 : 1);

        var result = Run("""
            function Line { process { "$($_.Number) $($_.Uid) $($_.From) $($_.Subject) $([bool] $_.Date)" } }
            Remove-Pop3Message -Credential $credential -OlderThan 30 -Confirm:$false | Line
            Get-Pop3Message -Credential $credential -Uid uid3 | Remove-Pop3Message -Confirm:$false | Line
            Remove-Pop3Message -Credential $credential -Uid uid2, gone -Confirm:$false -ErrorAction SilentlyContinue | Line
            Remove-Pop3Message -Credential $credential -Number 2 -Force -Confirm:$false -Verbose 4>$null | Line
            Remove-Pop3Message -Credential $credential -All -Confirm:$false | Line
            """);

        Assert.Equal(
            ["1 uid1 ann@x.test Message 1 True", "2 uid3 ann@x.test Message 3 True", "1 uid2   False", " gone   False", "2 uid5 ann@x.test Message 5 True", "1 uid4   False"],
            result.Lines);
    }

    [Fact]
    public void Numbers_without_Force_are_told_what_to_use_instead()
    {
        var result = Run("""
            Remove-Pop3Message -Credential $credential -Number 1 -ErrorAction SilentlyContinue -ErrorVariable problems
            "$($problems.Count) $($problems.FullyQualifiedErrorId) $($problems.ErrorDetails.RecommendedAction -match '-Uid' -and $problems.ErrorDetails.RecommendedAction -match '-Force')"
            """);

        Assert.Equal(["1 InvalidParameter,PSMailProtocol.Commands.RemovePop3MessageCommand True"], result.Lines);
        Assert.Equal(0, _sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void WhatIf_names_each_message_and_removes_none()
    {
        Deliver(1, 100);
        Deliver(2, 1);

        foreach (var choice in new[] { "-All", "-Uid uid1, uid2", "-Number 1, 2 -Force" })
        {
            var result = Run($"Remove-Pop3Message -Credential $credential {choice} -WhatIf");

            Assert.Equal(2, result.Lines.Length);
            Assert.All(result.Lines.Zip(["Message 1", "Message 2"]), pair => Assert.Contains(pair.Second, pair.First));
            Assert.All(result.Lines, line => Assert.Contains("ann@x.test", line));
            Assert.All(result.Lines, line => Assert.Matches(@"\d{4}-\d\d-\d\d \d\d:\d\d", line));
        }

        Assert.Contains("Message 1", Assert.Single(Run("Remove-Pop3Message -Credential $credential -OlderThan 30 -WhatIf").Lines));
        Assert.Empty(_log.Arguments("DELE"));
        Assert.Equal(2, _sandbox.Mailbox("alice").Messages.Count);
    }

    [Fact]
    public void No_header_is_read_when_nobody_sees_a_name()
    {
        Deliver(1, 100);

        Run("$null = Remove-Pop3Message -Credential $credential -All -Confirm:$false");

        Assert.Empty(_log.Arguments("TOP"));
        Assert.Single(_log.Arguments("DELE"));
    }

    [Fact]
    public void UIDs_that_are_missing_doubled_or_changed_are_errors_of_their_own()
    {
        Deliver(1, 1);
        Deliver("twin", "");
        Deliver("twin", "");
        Deliver(2, 1);

        var result = Run(Show + """
            Show { Remove-Pop3Message -Credential $credential -Uid uid1, gone, twin -Confirm:$false @args }
            $messages = Get-Pop3Message -Credential $credential
            'ready'
            """);
        Assert.Equal(["uid1 True True", "gone False True", "twin False True", "ready"], result.Lines);

        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "UIDL", "+OK", "1 other1", "2 other2", "3 other3", ".").Occurrence(2));
        var changed = Run(Show + "Show { Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false @args }");
        Assert.Equal(["twin False True", "uid2 False True"], changed.Lines);
        Assert.Equal(3, _sandbox.Mailbox("alice").Messages.Count);
    }

    [Fact]
    public void Every_message_has_a_result_also_when_its_maildrop_could_not_be_opened()
    {
        Deliver(1, 1);
        Deliver(2, 1);
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "USER", "-ERR [IN-USE] locked").Occurrence(2));
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "SASL"));

        var result = Run("""
            Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems |
                ForEach-Object { "$($_.Uid) $($_.Removed) $($_.Committed) $($_.Reason -match 'locked')" }
            $problems.FullyQualifiedErrorId
            """);

        Assert.Equal(["uid1 False False True", "uid2 False False True", "MaildropInUse,PSMailProtocol.Commands.RemovePop3MessageCommand"], result.Lines);
    }

    [Fact]
    public void When_the_answer_to_QUIT_is_lost_a_second_look_tells_what_is_so()
    {
        Deliver(1, 1);
        Deliver(2, 1);
        var dropped = SandboxFault.Drop(SandboxProtocol.Pop3, "QUIT", SandboxMoment.BeforeReply).Occurrence(1);
        _sandbox.Faults.Add(dropped);

        var gone = Run(Show + "Show { Remove-Pop3Message -Credential $credential -Uid uid1 -Confirm:$false @args }");
        Assert.Equal(["uid1 True False"], gone.Lines);
        Assert.Equal("uid2", Assert.Single(_sandbox.Mailbox("alice").Messages).UniqueId);

        _sandbox.Faults.Clear();
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Pop3, "QUIT").Occurrence(1));
        var there = Run("""
            Remove-Pop3Message -Credential $credential -Uid uid2 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object { "$($_.Removed) $($_.Committed)" }
            $problems.FullyQualifiedErrorId
            """);
        Assert.Equal(["False False", "DeleteNotCommitted,PSMailProtocol.Commands.RemovePop3MessageCommand"], there.Lines);
        Assert.Single(_sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void A_second_look_at_a_server_that_changes_its_UIDs_proves_nothing()
    {
        for (var i = 1; i <= 3; i++)
            Deliver(i, 1);
        _sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Pop3, "QUIT").Occurrence(1));
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "UIDL", "+OK", "1 other1", "2 other2", "3 other3", ".").Occurrence(3));

        var result = Run("""
            Remove-Pop3Message -Credential $credential -Uid uid1, uid2 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems |
                ForEach-Object { "$($_.Uid) $($_.Removed) $($_.Committed) $($_.Reason -match 'does not tell')" }
            $problems.FullyQualifiedErrorId
            """);

        Assert.Equal(["uid1 False False True", "uid2 False False True", "DeleteNotCommitted,PSMailProtocol.Commands.RemovePop3MessageCommand"], result.Lines);
        Assert.Equal(3, _sandbox.Mailbox("alice").Messages.Count);
    }

    [Fact]
    public void A_message_without_a_UID_is_an_error_of_its_own()
    {
        for (var i = 1; i <= 3; i++)
            Deliver(i, 1);
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "UIDL", "+OK", "1 uid1", "2 ", "3 uid3", "."));

        var result = Run("""
            Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object { "$($_.Uid) $($_.Removed)" }
            $problems | ForEach-Object { "$($_.FullyQualifiedErrorId -replace ',.*') $($_.Exception.Message -match 'Message 2 ')" }
            """);

        Assert.Equal(["uid1 True", "uid3 True", "InvalidInputObject True"], result.Lines);
        Assert.Equal("uid2", Assert.Single(_sandbox.Mailbox("alice").Messages).UniqueId);
    }

    [Fact]
    public void A_large_message_on_a_server_without_TOP_keeps_no_old_one_from_being_removed()
    {
        Deliver(1, 100);
        _sandbox.Mailbox("alice").Deliver([.. Encoding.ASCII.GetBytes($"Subject: Large\r\nDate: {Date(100)}\r\n\r\n"), .. Enumerable.Repeat((byte)'x', 60_000_000), .. "\r\n"u8], uniqueId: "large");
        Deliver(3, 100);
        Deliver(4, 1);
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "TOP"));
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "TOP", "-ERR unknown"));

        var result = Run("Remove-Pop3Message -Credential $credential -OlderThan 30 -Confirm:$false | ForEach-Object { \"$($_.Uid) $($_.Removed) $($_.Subject)\" }");

        Assert.Equal(["uid1 True Message 1", "large True Large", "uid3 True Message 3"], result.Lines);
        Assert.Equal("uid4", Assert.Single(_sandbox.Mailbox("alice").Messages).UniqueId);
    }

    [Fact]
    public void PassThru_hands_the_message_on_with_its_result()
    {
        Deliver(1, 1);

        var result = Run("""
            $result = Get-Pop3Message -Credential $credential | Remove-Pop3Message -PassThru -Confirm:$false
            "$($result.Removed) $($result.InputObject.Subject)"
            """);

        Assert.Equal(["True Message 1"], result.Lines);
    }

    [Fact]
    public void Objects_that_come_from_elsewhere_or_name_nothing_are_refused()
    {
        Deliver(1, 1);

        var result = Run("""
            $problems = @()
            $stored = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Pop3Message -Credential $credential)))
            $bob = [pscredential]::new('bob', $credential.Password)
            $stored | Remove-Pop3Message -Credential $bob -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problems
            $stored | Remove-Pop3Message -Server localhost -Credential $credential -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problems
            Get-ImapMessage -Credential $credential | Remove-Pop3Message -Credential $credential -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problems
            'uid1', [pscustomobject]@{ Uid = '' }, [pscustomobject]@{ Name = 'x' } | Remove-Pop3Message -Credential $credential -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problems
            $problems.FullyQualifiedErrorId | Group-Object | ForEach-Object { "$($_.Count) $($_.Name)" }
            # What was read by IMAP is told so before anything else, and where nobody logs in it is said how to.
            Get-ImapMessage -Credential $credential | Remove-Pop3Message -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable imap
            "$($imap.Exception.Message -like 'The message was read by IMAP from imap://alice*') $($imap.ErrorDetails.RecommendedAction)"
            $stored | Remove-Pop3Message -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable nobody
            $nobody.ErrorDetails.RecommendedAction -replace ',.*'
            ($stored | Remove-Pop3Message -Credential $credential -Confirm:$false).Removed
            """);

        Assert.Equal(
            [
                "6 InvalidInputObject,PSMailProtocol.Commands.RemovePop3MessageCommand",
                "True Read the maildrop with Get-Pop3Message, and pipe what that emits.",
                "Give -Credential with user and password",
                "True",
            ],
            result.Lines);
        Assert.Empty(_sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void Rows_of_a_table_know_their_maildrop_by_its_URL()
    {
        Deliver(1, 1);

        var result = Run("""
            $rows = Get-Pop3Message -Credential $credential | Select-Object Uid, Mailbox | ConvertTo-Csv | ConvertFrom-Csv
            $rows.Mailbox -replace ':\d+$', ''
            $bob = [pscredential]::new('bob', $credential.Password)
            $rows | Remove-Pop3Message -Credential $bob -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
            "$($problems.FullyQualifiedErrorId) $($problems[0].Exception.Message -like '*lives in pop://alice*')"
            ($rows | Remove-Pop3Message -Credential $credential -Confirm:$false).Removed
            """);

        Assert.Equal(
            ["pop://alice%40sandbox.test@127.0.0.1", "InvalidInputObject,PSMailProtocol.Commands.RemovePop3MessageCommand True", "True"],
            result.Lines);
    }

    [Fact]
    public void A_maildrop_without_UIDL_is_cleaned_by_number()
    {
        Deliver(1, 1);
        Deliver(2, 1);
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "UIDL", "-ERR unknown"));

        var result = Run("Remove-Pop3Message -Credential $credential -Number 1 -Force -Confirm:$false | ForEach-Object { \"[$($_.Uid)] $($_.Removed)\" }");

        Assert.Equal(["[] True"], result.Lines);
        Assert.Equal("uid2", Assert.Single(_sandbox.Mailbox("alice").Messages).UniqueId);
    }

    private PwshResult Run(string script) => Pwsh.Run(SandboxScript.Connect(_sandbox) + script).AssertSucceeded();

    private static string Date(int daysAgo) => DateTimeOffset.UtcNow.AddDays(-daysAgo).ToString("r").Replace("GMT", "+0000", StringComparison.Ordinal);

    private void Deliver(int number, int daysAgo) => Deliver($"uid{number}", $"Subject: Message {number}\r\nFrom: ann@x.test\r\nDate: {Date(daysAgo)}");

    private void Deliver(string uid, string fields) =>
        _sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes(fields + "\r\n\r\nbody\r\n"), uniqueId: uid);
}
