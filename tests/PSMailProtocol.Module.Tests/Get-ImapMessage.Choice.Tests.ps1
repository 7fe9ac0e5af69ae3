# Which messages are chosen: one table for Get-Pop3Message and Get-ImapMessage, and what IMAP alone can choose by.
BeforeDiscovery {
    # What is given, evaluated when the test runs, and the numbers of the messages that are chosen.
    $choices = @(
        @{ Chosen = '1 2'; Given = { @{ From = '@x.test' } } }
        @{ Chosen = '1 2'; Given = { @{ From = '@X.Test' } } }
        @{ Chosen = '3'; Given = { @{ From = '@sub.x.test' } } }
        @{ Chosen = ''; Given = { @{ From = '@est' } } }
        @{ Chosen = '1'; Given = { @{ From = 'ann@x.test' } } }
        @{ Chosen = '1'; Given = { @{ From = 'ANN@X.TEST' } } }
        @{ Chosen = ''; Given = { @{ From = 'nn@x.test' } } }
        @{ Chosen = '1 2'; Given = { @{ From = 'ann@x.test', 'bob@x.test' } } }
        @{ Chosen = '2 5'; Given = { @{ From = '@w.test' } } }
        @{ Chosen = '2'; Given = { @{ From = 'second@w.test' } } }
        @{ Chosen = '1 5'; Given = { @{ From = 'ann' } } }
        @{ Chosen = '1'; Given = { @{ From = 'Ann Archer' } } }
        @{ Chosen = '1 2 3 4'; Given = { @{ From = 'x.test' } } }
        @{ Chosen = '3'; Given = { @{ From = 'jürgen' } } }
        @{ Chosen = '3'; Given = { @{ From = 'MÜLLER' } } }
        @{ Chosen = '3'; Given = { @{ From = 'Jürgen*' } } }
        @{ Chosen = '1'; Given = { @{ From = 'ann@*' } } }
        @{ Chosen = '1 2 3 4'; Given = { @{ From = '*x.test' } } }
        @{ Chosen = '1'; Given = { @{ From = '* <ann@x.test>' } } }
        @{ Chosen = '1'; Given = { @{ From = '?nn Archer' } } }
        @{ Chosen = '1 3 4'; Given = { @{ From = 'Ann Archer', 'mallory', 'J*r' } } }
        @{ Chosen = '1 6'; Given = { @{ To = 'dan@y.test' } } }
        @{ Chosen = '1 2 3 6'; Given = { @{ To = '@y.test' } } }
        @{ Chosen = '1 4 6'; Given = { @{ To = 'dan' } } }
        @{ Chosen = '2'; Given = { @{ To = 'Smith, Carol' } } }
        @{ Chosen = '3'; Given = { @{ To = 'Köln' } } }
        @{ Chosen = '4'; Given = { @{ To = '*evil*' } } }
        @{ Chosen = '4'; Given = { @{ Cc = 'dan@y.test' } } }
        @{ Chosen = '1'; Given = { @{ Cc = 'Ève' } } }
        @{ Chosen = '1 4'; Given = { @{ Cc = '*@?.test' } } }
        @{ Chosen = '1'; Given = { @{ From = '@x.test'; To = 'dan' } } }
        @{ Chosen = '1'; Given = { @{ From = '@x.test'; Cc = '*' } } }

        @{ Chosen = '1 2'; Given = { @{ Subject = 'report' } } }
        @{ Chosen = '1 2'; Given = { @{ Subject = 'EPOR' } } }
        @{ Chosen = '1'; Given = { @{ Subject = 'report 1' } } }
        @{ Chosen = '1 2'; Given = { @{ Subject = 'report*' } } }
        @{ Chosen = ''; Given = { @{ Subject = 'epor*' } } }
        @{ Chosen = '1 6'; Given = { @{ Subject = 'forged', '*1' } } }
        @{ Chosen = '3'; Given = { @{ Subject = 'grüße' } } }
        @{ Chosen = '3'; Given = { @{ Subject = 'GR*E' } } }
        @{ Chosen = '5'; Given = { @{ Subject = '`[urgent`]*' } } }
        @{ Chosen = '5'; Given = { @{ Subject = 'urgent' } } }
        @{ Chosen = '4'; Given = { @{ Subject = 'a "quoted" \ one' } } }

        @{ Chosen = '1 5'; Given = { @{ Body = 'alpha' } } }
        @{ Chosen = '2'; Given = { @{ Body = 'aus köln' } } }
        @{ Chosen = '1 2'; Given = { @{ Body = 'quantity', 'Köln' } } }
        @{ Chosen = '1'; Given = { @{ Body = 'alpha quantity*' } } }
        @{ Chosen = '5'; Given = { @{ Body = '*<p>alpha*' } } }
        @{ Chosen = ''; Given = { @{ Body = 'quantity*' } } }
        @{ Chosen = '1'; Given = { @{ Body = 'alpha'; Subject = 'report' } } }
        @{ Chosen = '1'; Given = { @{ Body = '*alpha*'; Subject = 'report' } } }
        @{ Chosen = '1 5'; Given = { @{ Text = 'alpha' } } }
        @{ Chosen = '2 3'; Given = { @{ Text = 'grüße' } } }
        @{ Chosen = '4'; Given = { @{ Text = 'nightly' } } }
        @{ Chosen = '4'; Given = { @{ Text = 'backup*' } } }
        @{ Chosen = '1 3'; Given = { @{ Text = 'alpha q*', '*Müller*' } } }

        @{ Chosen = '4 5'; Given = { @{ Header = @{ 'X-Job' = '' } } } }
        @{ Chosen = '4 5'; Given = { @{ Header = @{ 'x-job' = $null } } } }
        @{ Chosen = '4'; Given = { @{ Header = @{ 'X-Job' = 'BACKUP' } } } }
        @{ Chosen = '5'; Given = { @{ Header = @{ 'X-Job' = 'prüfung' } } } }
        @{ Chosen = '4 5'; Given = { @{ Header = @{ 'X-Job' = 'backup', 'Prüfung' } } } }
        @{ Chosen = '4'; Given = { @{ Header = @{ 'X-Job' = '*nightly' } } } }
        @{ Chosen = ''; Given = { @{ Header = @{ 'X-Job' = 'nightly*' } } } }
        @{ Chosen = '4'; Given = { @{ Header = [ordered]@{ 'X-Job' = 'backup'; 'X-Padding' = '' } } } }
        @{ Chosen = ''; Given = { @{ Header = @{ 'X-Job' = 'Prüfung'; 'X-Padding' = '' } } } }

        @{ Chosen = '3 4 5 6'; Given = { @{ Since = '2026-03-01T12:00:01Z' } } }
        @{ Chosen = '1 3 4 5 6'; Given = { @{ Since = '2026-03-01T12:00:00Z' } } }
        @{ Chosen = '2'; Given = { @{ Before = '2026-03-01T12:00:00Z' } } }
        @{ Chosen = '1 2'; Given = { @{ Before = '2026-03-01T12:00:01Z' } } }
        @{ Chosen = ''; Given = { @{ Before = '2026-03-01T10:00:00Z' } } }
        @{ Chosen = '2'; Given = { @{ Before = '2026-03-01T10:00:01Z' } } }
        @{ Chosen = '3 4 5 6'; Given = { @{ Since = '2026-03-03T11:59:59Z' } } }
        @{ Chosen = '4 5 6'; Given = { @{ Since = '2026-03-03T12:00:00Z' } } }
        @{ Chosen = '1 2'; Given = { @{ Before = '2026-03-03T11:59:59Z' } } }
        @{ Chosen = '1 2 3'; Given = { @{ Before = '2026-03-03T12:00:00Z' } } }
        @{ Chosen = '1 2 3'; Given = { @{ Before = [datetimeoffset] '2026-03-04T02:00:00+14:00' } } }
        @{ Chosen = '1 2 3'; Given = { @{ Before = [datetimeoffset] '2026-03-03T00:00:00-12:00' } } }
        @{ Chosen = '1 2 3'; Given = { @{ Before = ([datetime] '2026-03-03T12:00:00Z') } } }
        @{ Chosen = '3 4'; Given = { @{ Since = '2026-03-02T00:00:00Z'; Before = '2026-03-05T00:00:00Z' } } }
        @{ Chosen = '4 5 6'; Given = { @{ Since = Get-Age '2026-03-04T00:00:00Z' } } }
        @{ Chosen = '1 2 3'; Given = { @{ Before = "$(Get-Age '2026-03-04T00:00:00Z')" } } }
        @{ Chosen = '1 2 3'; Given = { @{ Before = (Get-Age '2026-03-04T00:00:00Z').TotalDays } } }
        @{ Chosen = '1 2 3 4 5 6'; Given = { @{ Before = 1 } } }
        @{ Chosen = ''; Given = { @{ Since = 1 } } }
        @{ Chosen = '1 2 3 4 5 6'; Given = { @{ Since = [datetimeoffset]::MinValue; Before = [datetimeoffset]::MaxValue } } }
        @{ Chosen = '3 4 5 6'; Given = { @{ Since = Get-Own 3 Received } } }
        @{ Chosen = '1 2'; Given = { @{ Before = Get-Own 3 Received } } }

        @{ Chosen = '1 3'; Given = { @{ SentSince = '2026-03-01T10:59:59Z' } } }
        @{ Chosen = '1 3'; Given = { @{ SentSince = '2026-03-01T11:00:00Z' } } }
        @{ Chosen = '3'; Given = { @{ SentSince = '2026-03-01T11:00:01Z' } } }
        @{ Chosen = '2 6'; Given = { @{ SentBefore = '2026-03-01T11:00:00Z' } } }
        @{ Chosen = '1 2 6'; Given = { @{ SentBefore = '2026-03-01T11:00:01Z' } } }
        @{ Chosen = '6'; Given = { @{ SentBefore = '2026-03-01T09:00:00Z' } } }
        @{ Chosen = '2 6'; Given = { @{ SentBefore = '2026-03-01T09:00:01Z' } } }
        @{ Chosen = '3'; Given = { @{ SentSince = '2026-03-03T10:59:59Z' } } }
        @{ Chosen = ''; Given = { @{ SentSince = '2026-03-03T11:00:00Z' } } }
        @{ Chosen = '1 2'; Given = { @{ SentSince = Get-Own 2 Date; SentBefore = Get-Own 3 Date } } }
        @{ Chosen = '1 3'; Given = { @{ SentSince = Get-Age '2026-03-01T10:00:00Z' } } }
        @{ Chosen = '6'; Given = { @{ SentBefore = '20210101'; Since = '2026-03-02' } } }

        @{ Chosen = '1 2'; Given = { @{ OlderThan = '2026-03-01T12:00:01Z' } } }
        @{ Chosen = '2'; Given = { @{ OlderThan = '2026-03-01T12:00:00Z' } } }
        @{ Chosen = '1 2 3 4'; Given = { @{ OlderThan = '2026-03-05T00:00:00Z' } } }
        @{ Chosen = '1 2 3 4 5'; Given = { @{ OlderThan = '2026-03-06T12:00:00Z' } } }
        @{ Chosen = '1 2 3 4 5 6'; Given = { @{ OlderThan = Get-Age '2026-03-06T12:00:01Z' } } }
        @{ Chosen = '3'; Given = { @{ OlderThan = '2026-03-05'; Since = '2026-03-02'; SentSince = '2026-03-02' } } }

        @{ Chosen = '4'; Given = { @{ LargerThan = 2KB } } }
        @{ Chosen = '1 2 3 5 6'; Given = { @{ SmallerThan = 2KB } } }
        @{ Chosen = '1 2 3 5 6'; Given = { @{ MaximumSize = 2KB } } }
        @{ Chosen = '1 2 3 4 5 6'; Given = { @{ MaximumSize = Get-Own 4 Size } } }
        @{ Chosen = '1 2 3 5 6'; Given = { @{ MaximumSize = (Get-Own 4 Size) - 1 } } }
        @{ Chosen = ''; Given = { @{ LargerThan = Get-Own 4 Size } } }
        @{ Chosen = '4'; Given = { @{ LargerThan = (Get-Own 4 Size) - 1 } } }
        @{ Chosen = ''; Given = { @{ LargerThan = 2KB; From = '@x.test' } } }

        @{ Chosen = '1 2'; Given = { @{ First = 2 } } }
        @{ Chosen = '3 4'; Given = { @{ First = 2; Skip = 2 } } }
        @{ Chosen = '6'; Given = { @{ Skip = 5 } } }
        @{ Chosen = ''; Given = { @{ Skip = 6 } } }
        @{ Chosen = '5 6'; Given = { @{ Last = 2 } } }
        @{ Chosen = '4 5'; Given = { @{ Last = 2; Skip = 1 } } }
        @{ Chosen = '1 2 3 4 5 6'; Given = { @{ Last = 100 } } }
        @{ Chosen = '1'; Given = { @{ Last = 2; Skip = 5 } } }
        @{ Chosen = '1'; Given = { @{ Subject = 'report'; First = 1 } } }
        @{ Chosen = '2'; Given = { @{ Subject = 'report'; Last = 1 } } }
        @{ Chosen = '2'; Given = { @{ Subject = 'report*'; Skip = 1 } } }
        @{ Chosen = '1'; Given = { @{ Subject = 'report*'; Last = 1; Skip = 1 } } }
        @{ Chosen = '2 3'; Given = { @{ From = '*x.test'; Skip = 1; First = 2 } } }
        @{ Chosen = '3 4'; Given = { @{ From = '*x.test'; Last = 2 } } }
        @{ Chosen = '2 3'; Given = { @{ From = '*x.test'; Last = 2; Skip = 1 } } }
        @{ Chosen = '1'; Given = { @{ Body = '*alpha*'; First = 1 } } }
        @{ Chosen = '5'; Given = { @{ Body = '*alpha*'; Last = 1 } } }
        @{ Chosen = '5'; Given = { @{ Body = '*alpha*'; Skip = 1 } } }
        @{ Chosen = '1'; Given = { @{ Body = '*alpha*'; Skip = 1; Last = 1 } } }
        @{ Chosen = '1 2'; Given = { @{ Before = '2026-03-01T12:00:01Z'; Last = 2 } } }
    )
    $refused = @(
        @{ Given = { @{ First = 1; Last = 1 } } }, @{ Given = { @{ HeaderOnly = $true; Body = 'a*' } } }, @{ Given = { @{ HeaderOnly = $true; Text = 'x', 'a?' } } }
        @{ Given = { @{ From = '[x' } } }, @{ Given = { @{ To = 'a', '[z-a]' } } }, @{ Given = { @{ Cc = '[]' } } }, @{ Given = { @{ Subject = '[abc' } } }
        @{ Given = { @{ Body = '[abc' } } }, @{ Given = { @{ Text = '[abc' } } }, @{ Given = { @{ Header = @{ 'X-A' = '[abc' } } } }
        @{ Given = { @{ Header = @{ 'X A' = 'b' } } } }, @{ Given = { @{ Header = @{ 'X-A:' = 'b' } } } }, @{ Given = { @{ Header = @{ '' = 'b' } } } }
        @{ Given = { @{ Header = @{ "X-A`r`nB" = 'b' } } } }, @{ Given = { @{ Header = @{ 'Ä' = 'b' } } } }, @{ Given = { @{ HeaderOnly = $true; Destination = 'x' } } }
    )
}

BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $log = [PSMailProtocol.Sandbox.CommandLog]::new()
    $sandbox = Start-Sandbox @{ Transcript = $log }
    $credential = New-Credential

    function Format-Word([string] $Text) { "=?utf-8?B?$([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)))?=" }

    # Puts in a message that the server takes at a moment.
    function Add-Taken([datetimeoffset] $Moment, [string[]] $Line, [string] $Mailbox = 'INBOX', [string[]] $Flag) {
        $received = "Received: from a by b; $($Moment.ToString('ddd, dd MMM yyyy HH:mm:ss ', [cultureinfo]::InvariantCulture))$($Moment.ToString('zzz').Replace(':', ''))"
        $octets = [Text.Encoding]::UTF8.GetBytes((@($received) + $Line) -join "`r`n")
        $sandbox.Mailbox('alice').Mailbox($Mailbox).Deliver($octets, $Moment, [NullString]::Value, $Flag)
    }

    # How long ago a moment is.
    function Get-Age([string] $Moment) { [datetimeoffset]::UtcNow - [datetimeoffset] $Moment }

    # A property of a message, as the command that is tested tells it.
    function Get-Own([int] $Number, [string] $Property) { (& $cmdlet -Credential $credential -HeaderOnly | Select-Object -Skip ($Number - 1) -First 1).$Property }

    $null = Add-Taken '2026-03-01T12:00:00Z' @(
        'Subject: Report 1', 'From: Ann Archer <ann@x.test>', 'To: dan@y.test', "Cc: $(Format-Word Ève) <eve@z.test>"
        'Date: Sun, 1 Mar 2026 11:00:00 +0000', '', 'alpha quantity', 'line two', '')
    $null = Add-Taken '2026-03-02T00:00:00+14:00' @(
        'Subject: Report 2', 'From: bob@X.TEST, Second Author <second@w.test>', 'To: "Smith, Carol" <carol@y.test>'
        'Date: Sun, 1 Mar 2026 23:00:00 +1400', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', ''
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('Grüße aus Köln')), '')
    $null = Add-Taken '2026-03-02T23:59:59-12:00' @(
        "Subject: $(Format-Word Grüße)", 'From: =?iso-8859-1?Q?J=FCrgen_M=FCller?= <jm@sub.x.test>', "To: $(Format-Word Köln) <koeln@y.test>"
        'Date: Mon, 2 Mar 2026 22:59:59 -1200', '', 'nothing', '')
    $null = Add-Taken '2026-03-04T12:00:00Z' (@(
        'Subject: a "quoted" \ one', 'From: mallory@notx.test', 'To: dan@y.test.evil.test', 'Cc: dan@y.test', 'X-Job: backup nightly'
        'Date: never') + (1..40).ForEach({ "X-Padding: $('x' * 70)" }) + @('', 'nothing', ''))
    $null = Add-Taken '2026-03-05T12:00:00Z' @(
        'Subject: [urgent] Bill', 'From: "Ann Other" <other@w.test>', "X-Job: $(Format-Word Prüfung)", 'Content-Type: text/html'
        'Content-Transfer-Encoding: quoted-printable', '', '<p>al=', 'pha &amp; omega</p>', '')
    $null = Add-Taken '2026-03-06T12:00:00Z' @(
        'Subject: Forged', 'From: eve@z.test', 'To: Dan <dan@y.test>', 'Date: Wed, 1 Jan 2020 12:00:00 +0000', '', 'nothing', '')
}

AfterAll { Stop-Sandbox $sandbox }

Describe '<_>' -ForEach 'Get-Pop3Message', 'Get-ImapMessage' {
    BeforeAll { $cmdlet = $_ }
    BeforeEach { $log.Clear() }

    It 'chooses <Chosen> by <Given>' -ForEach $choices {
        $parameters = & $Given

        $messages = @(& $cmdlet -Credential $credential @parameters)

        $messages.Number -join ' ' | Should -Be $Chosen
    }

    It 'takes less than bodies to choose <Chosen> by <Given>' -ForEach $choices.Where({ "$($_.Given)" -notmatch 'Body|Text' }) {
        $parameters = & $Given
        $log.Clear()

        $messages = @(& $cmdlet -Credential $credential @parameters -HeaderOnly)

        $messages.Number -join ' ' | Should -Be $Chosen
        $log.Arguments('RETR') | Should -BeNullOrEmpty
        $log.Arguments('UID FETCH') -like '*BODY.PEEK`[`]*' | Should -BeNullOrEmpty
    }

    It 'reads whole only what it chooses: <Chosen> by <Given>' -ForEach $choices.Where({ "$($_.Given)" -notmatch 'Body|Text' }) {
        $parameters = & $Given
        $log.Clear()

        $null = & $cmdlet -Credential $credential @parameters

        $asked = $log.Arguments('RETR') + $log.Arguments('UID FETCH') -match '^\d+$|BODY\.PEEK\[\]'
        $numbers = foreach ($set in $asked -replace ' .*' -split ',') {
            $first, $last = $set -split ':'
            [int] $first..[int] ($last ?? $first)
        }
        "$($numbers | Sort-Object)" | Should -Be $Chosen
    }

    It 'refuses before anything is connected <Given>' -ForEach $refused {
        $before = $sandbox.ConnectionsAccepted
        $parameters = & $Given

        $run = Invoke-Capturing { & $cmdlet -Credential $credential @parameters }

        $run.Id | Should -Be InvalidParameter
        $sandbox.ConnectionsAccepted | Should -Be $before
    }
}

Describe 'An envelope' {
    It 'is enough for what stands in one: <Chosen> by <Given>' -ForEach $choices.Where({ "$($_.Given)" -notmatch 'Body|Text|Header|Get-Own' }) {
        $parameters = & $Given
        $log.Clear()

        $messages = @(Get-ImapMessage -Credential $credential @parameters -EnvelopeOnly)

        $messages.Number -join ' ' | Should -Be $Chosen
        $log.Arguments('UID FETCH') -like '*BODY.PEEK*' | Should -BeNullOrEmpty
    }
}

Describe 'IMAP alone' {
    BeforeAll {
        $flags = @('\Seen'), @('\Seen', '\Flagged'), @('\Answered', 'Done'), @('\Draft', '$Forwarded', 'Done'), @('\Deleted'), @()
        $number = 0
        foreach ($set in $flags) {
            $number++
            $null = Add-Taken "2026-03-0${number}T12:00:00Z" "Subject: Flags $number", '', 'x' -Mailbox Flags -Flag $set
        }
        $box = $sandbox.Mailbox('alice').Mailbox('Flags')
        $highest = $box.HighestModSeq
        $null = $box.Messages[2].SetFlag('\Flagged')
        $null = $box.Messages[4].SetFlag('Late')
    }

    It 'chooses <Chosen> by <Given>' -ForEach @(
        @{ Chosen = '1 2'; Given = { @{ Seen = $true } } }
        @{ Chosen = '3 4 5 6'; Given = { @{ Unseen = $true } } }
        @{ Chosen = '2 3'; Given = { @{ Flagged = $true } } }
        @{ Chosen = '3'; Given = { @{ Answered = $true } } }
        @{ Chosen = '4'; Given = { @{ Draft = $true } } }
        @{ Chosen = '5'; Given = { @{ Deleted = $true } } }
        @{ Chosen = '3 4'; Given = { @{ Keyword = 'done' } } }
        @{ Chosen = '4'; Given = { @{ Keyword = 'Done', '$Forwarded' } } }
        @{ Chosen = ''; Given = { @{ Keyword = 'NoSuch' } } }
        @{ Chosen = '2'; Given = { @{ Seen = $true; Flagged = $true } } }
        @{ Chosen = '3 5'; Given = { @{ ChangedSince = $highest } } }
        @{ Chosen = '1 2 3 4 5 6'; Given = { @{ ChangedSince = 0 } } }
        @{ Chosen = '5'; Given = { @{ ChangedSince = (Get-ImapMessage -Mailbox Flags -Credential $credential -Uid 3).ModSeq } } }
        @{ Chosen = '2 6'; Given = { @{ Search = 'OR SUBJECT "flags 2" SUBJECT {7+}' -replace '{7\+}', '"flags 6"' } } }
        @{ Chosen = '2'; Given = { @{ Search = 'NOT UNSEEN'; Flagged = $true } } }
        @{ Chosen = '3 5'; Given = { @{ Uid = 3, 5 } } }
        @{ Chosen = '5'; Given = { @{ Uid = 3, 5; Deleted = $true } } }
        @{ Chosen = '3'; Given = { @{ Uid = 3, 99; Answered = $true } } }
        @{ Chosen = '3'; Given = { @{ Uid = 3; UidValidity = $box.UidValidity } } }
    ) {
        $parameters = & $Given

        $messages = @(Get-ImapMessage -Credential $credential -Mailbox Flags @parameters)
        $envelopes = @(Get-ImapMessage -Credential $credential -Mailbox Flags @parameters -EnvelopeOnly)

        $messages.Number -join ' ' | Should -Be $Chosen
        $envelopes.Number -join ' ' | Should -Be $Chosen
    }

    It 'finds by <Given> the error <Id>' -ForEach @(
        @{ Id = 'UidNotFound', 'UidNotFound'; Chosen = '3'; Given = { @{ Uid = 3, 98, 99 } } }
        @{ Id = 'UidValidityChanged'; Chosen = ''; Given = { @{ Uid = 3; UidValidity = $box.UidValidity - 1 } } }
        @{ Id = 'UidValidityChanged'; Chosen = ''; Given = { @{ UidValidity = $box.UidValidity - 1 } } }
        @{ Id = 'ExtensionUnsupported'; Chosen = ''; Given = { @{ GmailQuery = 'has:attachment' } } }
        @{ Id = 'InvalidParameter'; Chosen = ''; Given = { @{ Seen = $true; Unseen = $true } } }
        @{ Id = 'InvalidParameter'; Chosen = ''; Given = { @{ EnvelopeOnly = $true; HeaderOnly = $true } } }
        @{ Id = 'InvalidParameter'; Chosen = ''; Given = { @{ EnvelopeOnly = $true; Raw = $true } } }
        @{ Id = 'InvalidParameter'; Chosen = ''; Given = { @{ EnvelopeOnly = $true; Destination = 'x' } } }
        @{ Id = 'InvalidParameter'; Chosen = ''; Given = { @{ EnvelopeOnly = $true; Body = 'a*' } } }
        @{ Id = 'InvalidWireText'; Chosen = ''; Given = { @{ Keyword = 'two words' } } }
        @{ Id = 'InvalidWireText'; Chosen = ''; Given = { @{ Search = "SEEN`r`nA1 LOGOUT" } } }
        @{ Id = 'InvalidWireText'; Chosen = ''; Given = { @{ Search = 'SUBJECT {5}' } } }
        @{ Id = 'ParameterArgumentValidationError'; Chosen = ''; Given = { @{ Uid = 0 } } }
        @{ Id = 'ParameterArgumentValidationError'; Chosen = ''; Given = { @{ ChangedSince = -1 } } }
    ) {
        $parameters = & $Given

        $run = Invoke-Capturing { Get-ImapMessage -Credential $credential -Mailbox Flags @parameters }

        $run.Id | Should -Be $Id
        $run.Output.Number -join ' ' | Should -Be $Chosen
    }

    It 'is told that a server without CONDSTORE knows no -ChangedSince' {
        $sandbox.Faults.Add($SandboxFault::Withhold('Imap', 'CONDSTORE'))

        $run = Invoke-Capturing { Get-ImapMessage -Credential $credential -Mailbox Flags -ChangedSince 1 }
        $message = Get-ImapMessage -Credential $credential -Mailbox Flags -Uid 1
        $sandbox.Faults.Clear()

        $run.Id | Should -Be ExtensionUnsupported
        $run.Output | Should -BeNullOrEmpty
        $message.ModSeq | Should -Be $null
    }

    It 'searches in the words of Gmail' {
        $gmail = Start-Sandbox @{ OfferGmail = $true }
        try {
            $null = $gmail.Mailbox('alice').Deliver([Text.Encoding]::ASCII.GetBytes("Subject: one`r`n`r`nx"))
            $null = $gmail.Mailbox('alice').Deliver([Text.Encoding]::ASCII.GetBytes("Subject: two`r`n`r`nx"))
            $null = $gmail.Mailbox('alice').Messages[1].SetLabel('Invoices')

            $messages = Get-ImapMessage -Credential $credential -GmailQuery 'subject:two'

            $messages.Subject | Should -Be two
            $messages.Labels | Should -Be Invoices
            $messages.GmailMessageId | Should -BeGreaterThan 0
        }
        finally {
            Stop-Sandbox $gmail
            Use-Sandbox $sandbox
        }
    }
}
