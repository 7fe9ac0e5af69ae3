using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Get-Pop3Message: what it chooses, what it asks the server for to do so, and what it emits.</summary>
public sealed class Pop3ReadingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("PSMailProtocol-");
    private readonly CommandLog _log = new();
    private readonly MailSandbox _sandbox;

    public Pop3ReadingTests() => _sandbox = MailSandbox.Start(new MailSandboxOptions { Transcript = _log });

    public void Dispose()
    {
        _sandbox.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_is_chosen_is_emitted_in_the_order_of_the_maildrop()
    {
        (string Parameters, string Numbers)[] rows =
        [
            ("-First 2", "1 2"),
            ("-Skip 2 -First 2", "3 4"),
            ("-Last 2", "5 6"),
            ("-Last 2 -Skip 1", "4 5"),
            ("-Last 100", "1 2 3 4 5 6"),
            ("-Number 2, 5", "2 5"),
            ("-Uid uid4, uid1", "1 4"),
            ("-MaximumSize 300", "1 2 3 4 5"),
            ("-Subject 'report*'", "1 3 5"),
            ("-Subject REPORT*, *6", "1 3 5 6"),
            ("-Subject report", ""),
            ("-Subject 'report*' -First 2", "1 3"),
            ("-Subject 'report*' -Skip 1 -First 1", "3"),
            ("-Subject 'report*' -Last 2", "3 5"),
            ("-Subject 'report*' -Last 1 -Skip 1", "3"),
            ("-Subject 'report*' -MaximumSize 300 -HeaderOnly", "1 3 5"),
            ("-From bob@x.test", "2 4 6"),
            ("-From 'Ann Archer'", "1 3 5"),
            ("-From '*x.test' -To carol@*", "4"),
            ("-Since 2026-01-03T00:00:00Z", "3 4 5"),
            ("-Before 2026-01-03T00:00:00Z", "1 2"),
            ("-Since 2026-01-02T00:00:00Z -Before 2026-01-04T00:00:00Z", "2 3"),
            ("-Since 1", ""),
            ("-Before (New-TimeSpan -Days 1)", "1 2 3 4 5"),
            ("-Since 20260103", "3 4 5"),
            ("-Before '20260103'", "1 2"),
            ("-OlderThan '20260103'", "1 2"),
            ("-OlderThan 2026-01-03 -Subject 'report*'", "1"),
            ("-OlderThan 2026-01-04 -Last 1", "3"),
        ];
        DeliverSix();

        var result = Run(string.Concat(rows.Select(row => $"\"[$((Get-Pop3Message -Credential $credential {row.Parameters}).Number -join ' ')]\"\n")));

        Assert.Equal(rows.Select(row => $"{row.Parameters} [{row.Numbers}]"), rows.Zip(result.Lines, (row, line) => $"{row.Parameters} {line}"));
    }

    [Fact]
    public void Only_the_headers_are_read_of_what_does_not_fit()
    {
        DeliverSix();

        Run("$null = Get-Pop3Message -Credential $credential -Subject 'report*'");

        Assert.Equal(["1", "3", "5"], _log.Arguments("RETR"));
        Assert.Equal(["1 0", "2 0", "3 0", "4 0", "5 0", "6 0"], _log.Arguments("TOP"));
    }

    [Fact]
    public void Old_is_what_Remove_Pop3Message_finds_old_and_nothing_else_is_read_whole()
    {
        var now = DateTimeOffset.Now;
        string Days(int ago) => now.AddDays(-ago).ToString("r", null);
        Deliver("forged", $"Received: from a by b; {Days(0)}\r\nReceived: from c by a; {Days(999)}\r\nDate: {Days(1000)}\r\n");
        Deliver("old", $"Received: from a by b; {Days(900)}\r\nReceived: from c by a; {Days(0)}\r\nDate: {Days(1000)}\r\n");
        Deliver("dated by the server alone", $"Received: from a by b; {Days(900)}\r\n");
        Deliver("dated by the sender alone", $"Date: {Days(1000)}\r\n");
        Deliver("from the future", $"Received: from a by b; {Days(900)}\r\nDate: {Days(-1000)}\r\n");
        Deliver("of no date", "Received: from a by b\r\nDate: never\r\n");

        var result = Run("""
            Get-Pop3Message -Credential $credential -OlderThan 30 | ForEach-Object Subject
            Get-Pop3Message -Credential $credential -HeaderOnly | ForEach-Object { if ($_.Received) { [math]::Round(([datetimeoffset]::Now - $_.Received).TotalDays) } else { 'none' } }
            Get-ImapMessage -Credential $credential -First 1 | ForEach-Object { $_.Received -eq $_.InternalDate }
            (Remove-Pop3Message -Credential $credential -OlderThan 30 -Confirm:$false).Count
            """);

        Assert.Equal(
            ["old", "dated by the server alone", "dated by the sender alone", "0", "900", "900", "none", "900", "none", "True", "3"],
            result.Lines);
        Assert.Equal(["2", "3", "4"], _log.Arguments("RETR"));
    }

    [Fact]
    public void An_age_is_any_number_of_days_or_time_span_and_what_is_neither_is_told_so()
    {
        string[] ages =
        [
            "90", "[int16]90", "[uint32]90", "[byte]90", "[single]90.5", "[decimal]90", "[bigint]90", "'90'", "' 90.0 '", "'9e1'", "(New-TimeSpan -Days 90)",
            "'90.00:00:00'", "(Get-Date).AddDays(-90)", "([datetimeoffset]::UtcNow.AddDays(-90))",
            "(Get-Date).AddDays(-90).ToString('yyyyMMdd')", "([int](Get-Date).AddDays(-90).ToString('yyyyMMdd'))", "(Get-Date).AddDays(-90).ToString('o')",
        ];
        string[] refused =
        [
            "'soon'", "''", "'-1'", "-1", "'-1.00:00:00'", "99999999", "'20261301'", "1e300", "[double]::NaN", "([double]::PositiveInfinity)", "[long]::MinValue",
            "[decimal]::MaxValue", "([timespan]::MaxValue)", "([timespan]::MinValue)", "'90.00:61:00'", "$true", "@(1, 2)", "([DayOfWeek]'Friday')", "$null",
        ];
        Deliver("old", "Date: " + DateTimeOffset.Now.AddDays(-92).ToString("r", null) + "\r\n");
        Deliver("new", "Date: " + DateTimeOffset.Now.AddDays(-88).ToString("r", null) + "\r\n");
        Deliver("of half a day", "Date: " + DateTimeOffset.Now.AddHours(-13).ToString("r", null) + "\r\n");

        var result = Run(
            string.Concat(ages.Select(age => $"(Get-Pop3Message -Credential $credential -HeaderOnly -OlderThan ({age})).Subject\n"))
            + "(Get-Pop3Message -Credential $credential -HeaderOnly -Last 1 -Before '12:00:00').Subject\n"
            + string.Concat(refused.Select(text => $"try {{ Get-Pop3Message -Credential $credential -OlderThan ({text}) }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}\n")));

        Assert.Equal(ages.Select(_ => "old").Append("of half a day"), result.Lines[..(ages.Length + 1)]);
        var errors = result.Lines[(ages.Length + 1)..];
        Assert.Equal(refused.Length * 2, errors.Length);
        Assert.All(errors.Where((_, i) => i % 2 == 0), id => Assert.Equal("ParameterArgumentTransformationError,PSMailProtocol.Commands.GetPop3MessageCommand", id));
        Assert.All(errors.Where((_, i) => i % 2 == 1), message => Assert.Matches("neither a moment|not negative|year 1", message));
    }

    [Fact]
    public void A_pipeline_that_wants_no_more_is_sent_no_more_than_the_window_and_says_goodbye()
    {
        for (var i = 1; i <= 500; i++)
            Deliver($"message {i}");

        var result = Run("(Get-Pop3Message -Credential $credential | Select-Object -First 10).Count");

        Assert.Equal(["10"], result.Lines);
        Assert.InRange(_log.Arguments("RETR").Count, 10, 64);
        Assert.Single(_log.Arguments("QUIT"));
    }

    [Fact]
    public void A_CSV_of_accounts_is_read_account_by_account()
    {
        Deliver("to alice");
        _sandbox.Mailbox("bob").Deliver("Subject: to bob\r\n\r\n"u8.ToArray());
        File.WriteAllText(Path.Combine(_folder.FullName, "accounts.csv"),
            $"Server,Port,Tls\n{_sandbox.Host},{_sandbox.Pop3Port},StartTls\n{_sandbox.Host},{_sandbox.Pop3sPort},Implicit\n");

        var result = Run($$"""
            $PSDefaultParameterValues = @{}
            Import-Csv {{Pwsh.Quote(Path.Combine(_folder.FullName, "accounts.csv"))}} |
                Get-Pop3Message -Credential $credential -SkipCertificateCheck | ForEach-Object { "$($_.Mailbox.Port): $($_.Subject)" }
            """);

        Assert.Equal([$"{_sandbox.Pop3Port}: to alice", $"{_sandbox.Pop3sPort}: to alice"], result.Lines);
    }

    [Fact]
    public void Parts_and_octets_come_as_asked()
    {
        _sandbox.Mailbox("alice").Deliver("Subject: s\r\n\r\n.one\r\ntwo\r\nthree\r\n"u8.ToArray());

        var result = Run("""
            "$((Get-Pop3Message -Credential $credential -HeaderOnly).TextBody)".Length
            (Get-Pop3Message -Credential $credential -TopLine 2).TextBody.Replace("`r`n", '|')
            $raw = @(Get-Pop3Message -Credential $credential -Raw)
            "$($raw.Count) $($raw[0].GetType().Name)"
            [Text.Encoding]::ASCII.GetString($raw[0]).Replace("`r`n", '|')
            """);

        Assert.Equal(["0", ".one|two|", "1 Byte[]", "Subject: s||.one|two|three|"], result.Lines);
    }

    [Fact]
    public void What_is_saved_is_saved_once_and_stays_in_its_folder()
    {
        Deliver("../../escape");
        Deliver("CON");
        var target = Path.Combine(_folder.FullName, "new", "mail");

        var result = Run($$"""
            1..2 | ForEach-Object { (Get-Pop3Message -Credential $credential -Destination {{Pwsh.Quote(target)}}).SavedTo }
            """);

        Assert.Equal(4, result.Lines.Length);
        Assert.Equal(result.Lines[..2], result.Lines[2..]);
        Assert.All(result.Lines, path => Assert.Equal(target, Path.GetDirectoryName(path)));
        var octets = _sandbox.Mailbox("alice").Messages.Select(message => message.Octets);
        Assert.Equal(octets, result.Lines[..2].Select(File.ReadAllBytes));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.FullName, "*.eml", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_message_that_cannot_be_saved_is_not_emitted()
    {
        Deliver("one");
        var file = Path.Combine(_folder.FullName, "a file");
        File.WriteAllText(file, "");

        var result = Run($$"""
            @(Get-Pop3Message -Credential $credential -Destination {{Pwsh.Quote(file)}} -ErrorAction SilentlyContinue -ErrorVariable problems).Count
            $problems.FullyQualifiedErrorId
            """);

        Assert.Equal(["0", "FileNotWritten,PSMailProtocol.Commands.GetPop3MessageCommand"], result.Lines);
    }

    [Fact]
    public void Parameters_that_contradict_each_other_or_mean_nothing_are_refused_before_anything_is_connected()
    {
        string[] contradictions =
        [
            "-First 1 -Last 1", "-HeaderOnly -TopLine 1", "-HeaderOnly -Destination x", "-TopLine 1 -Destination x",
            "-Subject '[abc'", "-From x, '[z-a]'", "-To '[]'", "-Destination env:x", "-Destination zz:x",
            "-Summary -HeaderOnly", "-Summary -First 1", "-Summary -Skip 1",
        ];

        var result = Run(string.Concat(contradictions.Select(parameters => $"try {{ Get-Pop3Message -Credential $credential {parameters} }} catch {{ $_.FullyQualifiedErrorId }}\n")));

        Assert.Equal(contradictions.Select(_ => "InvalidParameter,PSMailProtocol.Commands.GetPop3MessageCommand"), result.Lines);
        Assert.Equal(0, _sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void A_summary_and_a_choice_of_messages_exclude_each_other()
    {
        string[] choices = ["-Uid x", "-Number 1", "-Last 1", "-Raw", "-Subject x", "-MaximumSize 5"];

        var result = Run(string.Concat(choices.Select(choice => $"try {{ Get-Pop3Message -Credential $credential -Summary {choice} }} catch {{ $_.FullyQualifiedErrorId }}\n")));

        Assert.Equal(choices.Select(_ => "AmbiguousParameterSet,PSMailProtocol.Commands.GetPop3MessageCommand"), result.Lines);
        Assert.Equal(0, _sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void What_was_read_in_part_is_read_whole_by_the_next_command()
    {
        DeliverSix();

        var result = Run("""
            $PSDefaultParameterValues = @{ 'Get-Pop3Message:Verbose' = $false } + $PSDefaultParameterValues
            $headers = Get-Pop3Message -Credential $credential -HeaderOnly
            $headers | Where-Object Number -in 4, 2 | Get-Pop3Message | ForEach-Object { "$($_.Number) $($_.TextBody.Trim())" }
            Get-Pop3Message -Credential $credential -HeaderOnly | Get-Pop3Message -Subject '*6' | ForEach-Object { "$($_.Number) $($_.TextBody.Trim())" }
            Get-Pop3Message -Credential $credential -HeaderOnly -First 1 | Get-Pop3Message -Raw | ForEach-Object { $_.GetType().Name }
            try { $headers | Get-Pop3Message -Uid uid1 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            Get-Pop3Message -Credential $credential -HeaderOnly -First 2 | Get-Pop3Message | Remove-Pop3Message -Confirm:$false | ForEach-Object { "$($_.Uid) $($_.Removed)" }
            """);

        Assert.Equal(
            [
                "2 body of Other 2", "4 body of Other 4", "6 body of Other 6", "Byte[]",
                "InvalidParameter,PSMailProtocol.Commands.GetPop3MessageCommand", "uid1 True", "uid2 True",
            ],
            result.Lines);
    }

    [Fact]
    public void A_message_without_a_UID_cannot_be_read_again_and_keeps_no_other_back()
    {
        DeliverSix();
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "UIDL", "+OK", "1 uid1", "2", "3 uid3", "4 uid4", "5 uid5", "6 uid6", "."));

        var result = Run("""
            Get-Pop3Message -Credential $credential -HeaderOnly -First 3 | Get-Pop3Message -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object Number
            "$($problems.FullyQualifiedErrorId) $($problems.Exception.Message -match 'Message 2 ')"
            """);

        Assert.Equal(["1", "3", "InvalidInputObject,PSMailProtocol.Commands.GetPop3MessageCommand True"], result.Lines);
    }

    [Fact]
    public void A_summary_tells_what_there_is_and_reads_nothing()
    {
        DeliverSix();
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "EXPIRE"));
        _sandbox.Faults.Add(SandboxFault.Offer(SandboxProtocol.Pop3, "EXPIRE 30 USER"));
        _sandbox.Faults.Add(SandboxFault.Offer(SandboxProtocol.Pop3, "LOGIN-DELAY 900"));

        var result = Run("""
            $summary = Get-Pop3Message -Credential $credential -Summary
            "$($summary.Count) $($summary.Size -gt 100) $($summary.ExpireDays) $($summary.LoginDelay) $($summary.Pipelining) $($summary.NeverExpires)"
            $summary.Capability -contains 'UIDL'
            """);

        Assert.Equal(["6 True 30 00:15:00 True False", "True"], result.Lines);
        Assert.Empty(_log.Arguments("RETR").Concat(_log.Arguments("TOP")));
    }

    [Fact]
    public void A_message_beyond_the_cap_is_not_asked_for_and_keeps_no_other_back()
    {
        Deliver("one");
        Deliver("two");
        Deliver("three");
        _sandbox.Faults.Add(SandboxFault.MisstateSize(SandboxProtocol.Pop3, "LIST", size => size + 100_000_000).Occurrence(2));

        var result = Run("""
            (Get-Pop3Message -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable problems).Subject
            $problems.FullyQualifiedErrorId
            """);

        Assert.Equal(["one", "three", "LimitExceeded,PSMailProtocol.Commands.GetPop3MessageCommand"], result.Lines);
    }

    [Fact]
    public void A_message_that_is_larger_than_was_said_keeps_no_other_back_and_is_read_when_the_cap_is_raised()
    {
        Deliver("one");
        _sandbox.Mailbox("alice").Deliver([.. "Subject: two\r\n\r\n"u8, .. Enumerable.Repeat((byte)'x', 60_000_000), .. "\r\n"u8], uniqueId: "large");
        Deliver("three");
        _sandbox.Faults.Add(SandboxFault.MisstateSize(SandboxProtocol.Pop3, "LIST", size => Math.Min(size, 100)));

        var result = Run("""
            (Get-Pop3Message -Credential $credential -ErrorAction SilentlyContinue -ErrorVariable problems).Subject
            "$($problems.FullyQualifiedErrorId) $($problems.Exception.Message -match 'Message 2 \(UID large\)') $($problems.ErrorDetails.RecommendedAction -match '-MaximumSize')"
            (Get-Pop3Message -Credential $credential -MaximumSize 70MB).Subject
            """);

        Assert.Equal(
            ["one", "three", "LimitExceeded,PSMailProtocol.Commands.GetPop3MessageCommand True True", "one", "two", "three"],
            result.Lines);
    }

    [Fact]
    public void Without_TOP_a_large_message_is_an_error_only_where_it_is_wanted()
    {
        Deliver("one");
        _sandbox.Mailbox("alice").Deliver([.. "Subject: large\r\n\r\n"u8, .. Enumerable.Repeat((byte)'x', 60_000_000), .. "\r\n"u8]);
        Deliver("three");
        _sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "TOP"));
        _sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Pop3, "TOP", "-ERR unknown"));
        _sandbox.Faults.Add(SandboxFault.MisstateSize(SandboxProtocol.Pop3, "LIST", size => Math.Min(size, 100)));

        var result = Run("""
            (Get-Pop3Message -Credential $credential -HeaderOnly).Subject -join ' '
            (Get-Pop3Message -Credential $credential -Subject one, three).Subject -join ' '
            (Get-Pop3Message -Credential $credential -Subject l*, t* -ErrorAction SilentlyContinue -ErrorVariable problems).Subject -join ' '
            "$($problems.FullyQualifiedErrorId) $($problems.Exception.Message -match 'Message 2 ')"
            """);

        Assert.Equal(["one large three", "one three", "three", "LimitExceeded,PSMailProtocol.Commands.GetPop3MessageCommand True"], result.Lines);
    }

    [Fact]
    public void Ten_thousand_messages_that_nobody_keeps_pass_in_flat_memory()
    {
        const int KeptMessages = 9000;
        const int Octets = 10_000;
        for (var i = 1; i <= 10_000; i++)
            _sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n{new string('x', Octets)}\r\n"));

        var result = Run("""
            $count = 0
            Get-Pop3Message -Credential $credential | ForEach-Object {
                $count++
                if ($count -eq 1000) { $early = [GC]::GetTotalMemory($true) }
                if ($count -eq 10000) { $late = [GC]::GetTotalMemory($true) }
            }
            $count
            $late - $early
            """);

        Assert.Equal("10000", result.Lines[0]);
        Assert.InRange(long.Parse(result.Lines[1], CultureInfo.InvariantCulture), long.MinValue, KeptMessages * (long)Octets / 3);
    }

    [Fact]
    public void Reading_that_takes_a_while_shows_how_far_it_is()
    {
        for (var i = 1; i <= 3; i++)
            Deliver($"message {i}");
        _sandbox.Faults.Add(SandboxFault.Delay(SandboxProtocol.Pop3, "RETR", TimeSpan.FromSeconds(1.5)).Occurrence(2));

        var result = Run($$"""
            $ps = [powershell]::Create().AddScript({
                param($manifest, $way)
                Import-Module $manifest
                Get-Pop3Message @way
            }).AddArgument({{Pwsh.Quote(Pwsh.Manifest)}}).AddArgument(@{ Server = '{{_sandbox.Host}}'; Port = {{_sandbox.Pop3Port}}; Credential = $credential; SkipCertificateCheck = $true })
            $ps.Invoke().Count
            $ps.Streams.Progress | ForEach-Object { "$($_.Activity): $($_.StatusDescription); $($_.PercentComplete -gt 0), $($_.RecordType)" } | Select-Object -Unique
            """);

        Assert.Equal("3", result.Lines[0]);
        Assert.Contains(result.Lines, line => line.StartsWith($"Connecting to {_sandbox.Host}: Port {_sandbox.Pop3Port};", StringComparison.Ordinal));
        var reading = Assert.Single(result.Lines, line => line.StartsWith("Reading the maildrop of alice@sandbox.test", StringComparison.Ordinal));
        Assert.Matches("Message [123] of 3, 0[.,]0 MiB; True, Completed$", reading);
    }

    private PwshResult Run(string script) => Pwsh.Run(SandboxScript.Connect(_sandbox) + script).AssertSucceeded();

    private void DeliverSix()
    {
        for (var i = 1; i <= 5; i++)
        {
            var from = i % 2 == 1 ? "Ann Archer <ann@x.test>" : "bob@x.test";
            Deliver($"{(i % 2 == 1 ? "Report" : "Other")} {i}", $"Date: Thu, 0{i} Jan 2026 10:00:00 +0000\r\nFrom: {from}\r\nTo: {(i == 4 ? "carol" : "dan")}@y.test\r\n", $"uid{i}");
        }

        Deliver("Other 6", $"Date: none\r\nFrom: bob@x.test\r\nX-Padding: {new string('x', 400)}\r\n", "uid6");
    }

    private void Deliver(string subject, string fields = "", string? uid = null) =>
        _sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes($"Subject: {subject}\r\n{fields}\r\nbody of {subject}\r\n"), uniqueId: uid);
}
