# Which messages Get-Pop3Message chooses, and what it asks the server for to do so.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    function Get-DateField([int] $DaysAgo, [int] $HoursAgo) {
        [datetimeoffset]::Now.AddDays(-$DaysAgo).AddHours(-$HoursAgo).ToString('r', $null)
    }
}

Describe 'Of six messages' {
    BeforeAll {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        $global:PSDefaultParameterValues['Get-Pop3Message:Credential'] = New-Credential
        1..5 | ForEach-Object {
            $subject, $from = if ($_ % 2) { "Report $_", 'Ann Archer <ann@x.test>' } else { "Other $_", 'bob@x.test' }
            $to = if ($_ -eq 4) { 'carol@y.test' } else { 'dan@y.test' }
            $header = "Subject: $subject", "Date: Thu, 0$_ Jan 2026 10:00:00 +0000", "From: $from", "To: $to"
            Add-Message $sandbox alice ($header + '', "body of $subject", '') -Uid "uid$_"
        }
        $header = 'Subject: Other 6', 'Date: none', 'From: bob@x.test', "X-Padding: $('x' * 400)"
        Add-Message $sandbox alice ($header + '', 'body of Other 6', '') -Uid uid6
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'those that are chosen come in the order of the maildrop: <Number> by <Command>' -ForEach @(
        @{ Number = '1 2'; Command = { Get-Pop3Message -First 2 } }
        @{ Number = '3 4'; Command = { Get-Pop3Message -Skip 2 -First 2 } }
        @{ Number = '5 6'; Command = { Get-Pop3Message -Last 2 } }
        @{ Number = '4 5'; Command = { Get-Pop3Message -Last 2 -Skip 1 } }
        @{ Number = '1 2 3 4 5 6'; Command = { Get-Pop3Message -Last 100 } }
        @{ Number = '2 5'; Command = { Get-Pop3Message -Number 2, 5 } }
        @{ Number = '1 4'; Command = { Get-Pop3Message -Uid uid4, uid1 } }
        @{ Number = '1 2 3 4 5'; Command = { Get-Pop3Message -MaximumSize 300 } }
        @{ Number = '1 3 5'; Command = { Get-Pop3Message -Subject 'report*' } }
        @{ Number = '1 3 5 6'; Command = { Get-Pop3Message -Subject REPORT*, *6 } }
        @{ Number = '1 3 5'; Command = { Get-Pop3Message -Subject EPORT } }
        @{ Number = ''; Command = { Get-Pop3Message -Subject 'eport*' } }
        @{ Number = '1 3'; Command = { Get-Pop3Message -Subject 'report*' -First 2 } }
        @{ Number = '3'; Command = { Get-Pop3Message -Subject 'report*' -Skip 1 -First 1 } }
        @{ Number = '3 5'; Command = { Get-Pop3Message -Subject 'report*' -Last 2 } }
        @{ Number = '3'; Command = { Get-Pop3Message -Subject 'report*' -Last 1 -Skip 1 } }
        @{ Number = '1 3 5'; Command = { Get-Pop3Message -Subject 'report*' -MaximumSize 300 -HeaderOnly } }
        @{ Number = '2 4 6'; Command = { Get-Pop3Message -From bob@x.test } }
        @{ Number = '1 3 5'; Command = { Get-Pop3Message -From 'Ann Archer' } }
        @{ Number = '4'; Command = { Get-Pop3Message -From '*x.test' -To carol@* } }
        @{ Number = '3 4 5'; Command = { Get-Pop3Message -Since 2026-01-03T00:00:00Z } }
        @{ Number = '1 2'; Command = { Get-Pop3Message -Before 2026-01-03T00:00:00Z } }
        @{ Number = '2 3'; Command = { Get-Pop3Message -Since 2026-01-02T00:00:00Z -Before 2026-01-04T00:00:00Z } }
        @{ Number = ''; Command = { Get-Pop3Message -Since 1 } }
        @{ Number = '1 2 3 4 5'; Command = { Get-Pop3Message -Before (New-TimeSpan -Days 1) } }
        @{ Number = '3 4 5'; Command = { Get-Pop3Message -Since 20260103 } }
        @{ Number = '1 2'; Command = { Get-Pop3Message -Before '20260103' } }
        @{ Number = '1 2'; Command = { Get-Pop3Message -OlderThan '20260103' } }
        @{ Number = '1'; Command = { Get-Pop3Message -OlderThan 2026-01-03 -Subject 'report*' } }
        @{ Number = '3'; Command = { Get-Pop3Message -OlderThan 2026-01-04 -Last 1 } }
    ) {
        $messages = & $Command

        $messages.Number -join ' ' | Should -Be $Number
    }

    It 'only the headers are read of those that do not fit' {
        $log.Clear()

        $null = Get-Pop3Message -Subject 'report*'

        $log.Arguments('RETR') | Should -Be '1', '3', '5'
        $log.Arguments('TOP') | Should -Be '1 0', '2 0', '3 0', '4 0', '5 0', '6 0'
    }
}

Describe 'What is old' {
    It 'is what Remove-Pop3Message finds old, and nothing else is read whole' {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        $now, $old, $older, $future = 0, 900, 1000, -1000 | ForEach-Object { Get-DateField $_ }
        $headers = @(
            , @('Subject: forged', "Received: from a by b; $now", "Received: from c by a; $old", "Date: $older")
            , @('Subject: old', "Received: from a by b; $old", "Received: from c by a; $now", "Date: $older")
            , @('Subject: dated by the server alone', "Received: from a by b; $old")
            , @('Subject: dated by the sender alone', "Date: $older")
            , @('Subject: from the future', "Received: from a by b; $old", "Date: $future")
            , @('Subject: of no date', 'Received: from a by b', 'Date: never')
        )
        $headers | ForEach-Object { Add-Message $sandbox alice ($_ + '', 'body', '') }
        $login = @{ Credential = New-Credential }

        $subjects = Get-Pop3Message @login -OlderThan 30 | ForEach-Object Subject
        $days = Get-Pop3Message @login -HeaderOnly | ForEach-Object {
            if ($_.Received) { [math]::Round(([datetimeoffset]::Now - $_.Received).TotalDays) } else { 'none' }
        }
        $imap = Get-ImapMessage @login -First 1
        $removed = Remove-Pop3Message @login -OlderThan 30 -Confirm:$false

        $subjects | Should -Be 'old', 'dated by the server alone', 'dated by the sender alone'
        $days | Should -Be 0, 900, 900, 'none', 900, 'none'
        $imap.Received | Should -Be $imap.InternalDate
        $removed | Should -HaveCount 3
        $log.Arguments('RETR') | Should -Be '2', '3', '4'
        Stop-Sandbox $sandbox
    }
}

Describe 'An age' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $global:PSDefaultParameterValues['Get-Pop3Message:Credential'] = New-Credential
        Add-Message $sandbox alice 'Subject: old', "Date: $(Get-DateField 92)", '', ''
        Add-Message $sandbox alice 'Subject: new', "Date: $(Get-DateField 88)", '', ''
        Add-Message $sandbox alice 'Subject: of half a day', "Date: $(Get-DateField 0 13)", '', ''
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is any number of days, time span or moment: <_>' -ForEach @(
        { 90 }, { [int16] 90 }, { [uint32] 90 }, { [byte] 90 }, { [single] 90.5 }, { [decimal] 90 }, { [bigint] 90 }
        { '90' }, { ' 90.0 ' }, { '9e1' }, { '90.00:00:00' }, { New-TimeSpan -Days 90 }
        { (Get-Date).AddDays(-90) }, { [datetimeoffset]::UtcNow.AddDays(-90) }, { (Get-Date).AddDays(-90).ToString('o') }
        { (Get-Date).AddDays(-90).ToString('yyyyMMdd') }, { [int] (Get-Date).AddDays(-90).ToString('yyyyMMdd') }
    ) {
        $messages = Get-Pop3Message -HeaderOnly -OlderThan (& $_)

        $messages.Subject | Should -Be old
    }

    It 'is told from a time of day' {
        (Get-Pop3Message -HeaderOnly -Last 1 -Before '12:00:00').Subject | Should -Be 'of half a day'
    }

    It 'that is none is told so: <_>' -ForEach @(
        { 'soon' }, { '' }, { '-1' }, { -1 }, { '-1.00:00:00' }, { 99999999 }, { '20261301' }, { '90.00:61:00' }
        { 1e300 }, { [double]::NaN }, { [double]::PositiveInfinity }, { [long]::MinValue }, { [decimal]::MaxValue }
        { [timespan]::MaxValue }, { [timespan]::MinValue }, { $true }, { @(1, 2) }, { [DayOfWeek] 'Friday' }, { $null }
    ) {
        $age = & $_

        $run = Invoke-Capturing { Get-Pop3Message -OlderThan $age }

        $run.Id | Should -Be ParameterArgumentTransformationError
        $run.Errors[0].Exception.Message | Should -Match 'neither a moment|not negative|year 1'
        $run.Output | Should -BeNullOrEmpty
    }
}

Describe 'Before anything is connected' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $global:PSDefaultParameterValues['Get-Pop3Message:Credential'] = New-Credential
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'parameters that contradict each other or mean nothing are refused: <_>' -ForEach @(
        { Get-Pop3Message -First 1 -Last 1 }, { Get-Pop3Message -HeaderOnly -TopLine 1 }
        { Get-Pop3Message -HeaderOnly -Destination x }, { Get-Pop3Message -TopLine 1 -Destination x }
        { Get-Pop3Message -Subject '[abc' }, { Get-Pop3Message -From x, '[z-a]' }, { Get-Pop3Message -To '[]' }
        { Get-Pop3Message -Destination env:x }, { Get-Pop3Message -Destination zz:x }
    ) {
        $run = Invoke-Capturing $_

        $run.Id | Should -Be InvalidParameter
        $sandbox.ConnectionsAccepted | Should -Be 0
    }

    It 'a summary and a choice of messages exclude each other: <_>' -ForEach @(
        { Get-Pop3Message -Summary -Uid x }, { Get-Pop3Message -Summary -Number 1 }, { Get-Pop3Message -Summary -Last 1 }
        { Get-Pop3Message -Summary -Raw }, { Get-Pop3Message -Summary -Subject x }, { Get-Pop3Message -Summary -MaximumSize 5 }
        { Get-Pop3Message -Summary -HeaderOnly }, { Get-Pop3Message -Summary -First 1 }, { Get-Pop3Message -Summary -Skip 1 }
        { Get-Pop3Message -Summary -SentSince 1 }, { Get-Pop3Message -Summary -Header @{ A = 'b' } }
    ) {
        $run = Invoke-Capturing $_

        $run.Id | Should -Be AmbiguousParameterSet
        $sandbox.ConnectionsAccepted | Should -Be 0
    }
}
