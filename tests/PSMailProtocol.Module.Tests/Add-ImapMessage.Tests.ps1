# Add-ImapMessage: what it stores of each kind of message, and what it says of those that it does not store.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $credential = New-Credential
    $text = "Date: Thu, 1 Jan 2026 12:00:00 +0000`r`nFrom: ann@x.test`r`nSubject: Minutes`r`nBcc: joe@x.test`r`nMessage-ID: <m1@x.test>`r`n`r`nOne`r`nTwo`r`n"
    $octets = [Text.Encoding]::ASCII.GetBytes($text)
    $received = "Received: from a by b; Fri, 2 Jan 2026 03:04:05 +0100`r`n"

    # The messages of a folder, each as text.
    function Get-Stored([string] $Folder = 'Archive') { @($sandbox.Mailbox('alice').Mailbox($Folder).Messages.ForEach({ Get-Text $_.Octets })) }

    # Sends a message to somebody and gives the result.
    function Send-One([hashtable] $More = @{}) {
        Send-SmtpMessage -From ann@x.test -To bob@x.test -Bcc joe@x.test -Subject Minutes -Body 'One' @More
    }
}
AfterAll { Pop-Location }

Describe 'Add-ImapMessage' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log; MaximumMessageSize = 4MB; StorageQuota = 6MB }
        'Add-ImapMessage', 'Get-ImapMessage', 'Get-ImapFolder', 'Get-Pop3Message' |
            ForEach-Object { $global:PSDefaultParameterValues["${_}:Credential"] = $credential }
        $user = $sandbox.Mailbox('alice')
        $sent = $user.Mailbox('Sent')
        $archive = $user.Mailbox('Archive')
    }
    AfterEach { Stop-Sandbox $sandbox }

    Context 'Stores the octets' {
        It 'exactly as they are: <Name>' -ForEach @(
            @{ Name = 'of POP3'; Command = { $null = $user.Inbox.Deliver($octets); Get-Pop3Message | Add-ImapMessage Archive } }
            @{ Name = 'of IMAP'; Command = { $null = $user.Inbox.Deliver($octets); Get-ImapMessage | Add-ImapMessage Archive } }
            @{ Name = 'of a file'; Command = { [IO.File]::WriteAllBytes("$TestDrive/m.eml", $octets); Import-MailMessage m.eml | Add-ImapMessage Archive } }
            @{ Name = 'of a path'; Command = { [IO.File]::WriteAllBytes("$TestDrive/m.eml", $octets); Add-ImapMessage Archive -Path m.eml } }
            @{ Name = 'of a FileInfo'; Command = { [IO.File]::WriteAllBytes("$TestDrive/m[1].eml", $octets); Get-ChildItem -LiteralPath 'm[1].eml' | Add-ImapMessage Archive } }
            @{ Name = 'of a pattern'; Command = { [IO.File]::WriteAllBytes("$TestDrive/only.eml", $octets); Add-ImapMessage Archive onl*.eml } }
            @{ Name = 'of a column'; Command = { [IO.File]::WriteAllBytes("$TestDrive/m.eml", $octets); [pscustomobject]@{ Path = 'm.eml' } | Add-ImapMessage Archive } }
            @{ Name = 'of bytes'; Command = { Add-ImapMessage Archive -InputObject $octets } }
            @{ Name = 'of a stream'; Command = { Add-ImapMessage Archive -InputObject ([IO.MemoryStream]::new($octets)) } }
            @{
                Name = 'of another library'; Command = {
                    $other = [pscustomobject]@{} | Add-Member -PassThru ScriptMethod WriteTo { param($stream) $stream.Write($octets, 0, $octets.Length) }
                    $other | Add-ImapMessage Archive
                }
            }
        ) {
            $result = & $Command

            Get-Stored | Should -Be $text
            $result.Status, $result.Uid, $result.Size | Should -Be Done, 1, $octets.Length
            $result.Subject, $result.From.Address, $result.MessageId, $result.Reason | Should -Be Minutes, ann@x.test, m1@x.test, $null
            $result.Date | Should -Be ([datetimeoffset] '2026-01-01T12:00:00Z')
            $result.Mailbox.Name, $result.Mailbox.UidValidity | Should -Be Archive, $archive.UidValidity
            (Get-ImapMessage -Mailbox Archive -Uid $result.Uid).Subject | Should -Be Minutes
        }

        It 'with the line ends of mail, if a file has none: <Name>' -ForEach @(
            @{ Name = 'eml'; File = 'lf.eml'; Before = '' }, @{ Name = 'mbox'; File = 'lf.mbox'; Before = "From ann@x.test Thu Jan  1 12:00:00 2026`n" }
        ) {
            [IO.File]::WriteAllText("$TestDrive/$File", $Before + ($text -replace "`r") + "`n`n")

            (Import-MailMessage $File | Add-ImapMessage Archive).Status | Should -Be Done
            (Get-Stored).TrimEnd() | Should -Be $text.TrimEnd()
        }

        It 'of many over one connection, large ones with leave' {
            $large = [Text.Encoding]::ASCII.GetBytes("Subject: large`r`n`r`n" + ('x' * 2MB))

            $results = 1..5 | ForEach-Object { , $octets } | Add-ImapMessage Archive
            $results += , $large | Add-ImapMessage Archive

            $results.Status | Should -Be (@('Done') * 6)
            $results.Uid | Should -Be (1..6)
            $archive.Messages[5].Octets.Length | Should -Be $large.Length
            $log.Arguments('LOGOUT').Count | Should -Be 2
        }

        It 'of messages into a folder of their own account' {
            $null = $user.Inbox.Deliver($octets)
            $messages = Get-ImapMessage
            $global:PSDefaultParameterValues.Clear()

            ($messages | Add-ImapMessage Archive).Status | Should -Be Done
        }
    }

    Context 'Stores them where it is told' {
        It 'finds <Given>' -ForEach @(
            @{ Given = '\Sent'; Found = 'Sent' }, @{ Given = 'inbox'; Found = 'INBOX' }, @{ Given = 'Lists/Größe'; Found = 'Lists/Größe' }
            @{ Given = 'Lists/Gr&APYA3w-e'; Found = 'Lists/Größe' }, @{ Given = 'Arch*'; Found = 'Archive' }
        ) {
            $null = $user.Mailbox('Lists/Größe')
            (Add-ImapMessage $Given -InputObject $octets).Status | Should -Be Done
            Get-Stored $Found | Should -Be $text
        }

        It 'says that there is no such folder, or several: <Given>' -ForEach @(
            @{ Given = 'nowhere'; Id = 'MailboxNotFound'; Advice = '*Get-ImapFolder*; New-ImapFolder makes one. Nothing was added.' }
            @{ Given = '\Important'; Id = 'MailboxNotFound'; Advice = '*Get-ImapFolder*; New-ImapFolder makes one. Nothing was added.' }
            @{ Given = '*'; Id = 'InvalidParameter'; Advice = '*' }
        ) {
            $run = Invoke-Capturing { , $octets | Add-ImapMessage $Given }

            $run.Id | Should -Be $Id
            $run.Advice | Should -BeLike $Advice
            $run.Output.Status, $run.Output.Subject | Should -Be NotDone, Minutes
        }
    }

    Context 'Stores them where the server' {
        It 'has no code for a folder that is not there' {
            $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'APPEND', '{tag} NO no').When('nowhere'))
            (Invoke-Capturing { Add-ImapMessage nowhere -InputObject $octets }).Id | Should -Be MailboxNotFound
        }
    }

    Context 'Flags and dates' {
        It 'are those that are given: <Flags>' -ForEach @(
            @{ Flags = @(); Given = @{} }
            @{ Flags = '\Seen'; Given = @{ Seen = $true } }
            @{ Flags = @(); Given = @{ Seen = $false } }
            @{ Flags = '\Answered', '\Draft', '\Flagged'; Given = @{ Flagged = $true; Answered = $true; Draft = $true } }
            @{ Flags = '\Seen', '$Done', 'Work'; Given = @{ Keyword = '$Done', 'Work'; Seen = $true } }
        ) {
            $null = Add-ImapMessage Archive -InputObject $octets @Given
            $archive.Messages[0].Flags | Sort-Object | Should -Be $Flags
        }

        It 'are no others: <_>' -ForEach 'a b', '\Seen', 'a)' {
            $run = Invoke-Capturing { Add-ImapMessage Archive -InputObject $octets -Keyword $_ }
            $run.Id | Should -BeIn InvalidParameter, InvalidWireText
            $archive.Messages | Should -BeNullOrEmpty
        }

        It 'is when it was received, if nothing else is said' {
            $date = [datetimeoffset] '2025-03-04T05:06:07-03:30'
            [IO.File]::WriteAllText("$TestDrive/m.eml", $received + $text)
            $null = $user.Inbox.Deliver($octets, $date)

            $null = Import-MailMessage m.eml | Add-ImapMessage Archive
            $null = Get-ImapMessage | Add-ImapMessage Archive
            $null = Add-ImapMessage Archive m.eml -InternalDate $date
            $null = Add-ImapMessage Archive -InputObject $octets

            $dates = $archive.Messages.InternalDate
            $dates[0] | Should -Be ([datetimeoffset] '2026-01-02T03:04:05+01:00')
            $dates[1, 2] | Should -Be $date, $date
            $dates[3] | Should -BeGreaterThan ([datetimeoffset]::Now.AddDays(-1))
        }
    }

    Context 'What Send-SmtpMessage sent' {
        It 'is stored as it was sent, seen, and without Bcc' {
            Set-Content report.csv 'a,b'
            $result = Send-One @{ Attachment = 'report.csv' } | Add-ImapMessage '\Sent'

            $result.Status, $result.Subject, $result.From.Address | Should -Be Done, Minutes, ann@x.test
            $result.Date | Should -BeGreaterThan ([datetimeoffset]::Now.AddDays(-1))
            Get-Stored Sent | Should -Be (Get-Text $sandbox.Accepted[0].Octets)
            Get-Stored Sent | Should -Not -Match 'joe@x.test'
            Get-Stored Sent | Should -Match ([regex]::Escape("Message-ID: <$($result.MessageId)>"))
            $sent.Messages[0].Flags | Should -Be '\Seen'
        }

        It 'is not marked as seen if that is said' {
            $null = Send-One | Add-ImapMessage '\Sent' -Seen:$false
            $sent.Messages[0].Flags | Should -BeNullOrEmpty
        }

        It 'is stored message by message, over several connections too' {
            $results = 1..9 | ForEach-Object { [pscustomobject]@{ Subject = "Number $_" } } |
                Send-SmtpMessage -From ann@x.test -To bob@x.test -Body x -ThrottleLimit 3 | Add-ImapMessage Sent

            $results.Status | Should -Be (@('Done') * 9)
            Get-Stored Sent | Sort-Object | Should -Be ($sandbox.Accepted.ForEach({ Get-Text $_.Octets }) | Sort-Object)
        }

        It 'is never stored with other octets: <Name>' -ForEach @(
            @{ Name = 'changed'; Change = { Set-Content report.csv 'x,y' } }
            @{ Name = 'shorter'; Change = { Set-Content report.csv 'x' } }
            @{ Name = 'gone'; Change = { Remove-Item report.csv } }
        ) {
            Set-Content report.csv 'a,b'
            $results = (Send-One @{ Attachment = 'report.csv' }), (Send-One)
            & $Change

            $run = Invoke-Capturing { $results | Add-ImapMessage Sent }

            $run.Id | Should -Be ContentChanged
            $run.Output.Status | Should -Be NotDone, Done
            $run.Output[0].MessageId, $run.Output[0].Uid | Should -Be $results[0].MessageId, $null
            @(Get-Stored Sent).Count | Should -Be 1

            Set-Content report.csv 'a,b'
            ($results[0] | Add-ImapMessage Sent).Status | Should -Be Done
        }

        It 'and grew since is what it was when it was sent' {
            Set-Content job.log 'one'
            $result = Send-One @{ Attachment = 'job.log' }
            Add-Content job.log 'two'

            ($result | Add-ImapMessage Sent).Status | Should -Be Done
            Get-Stored Sent | Should -Be (Get-Text $sandbox.Accepted[0].Octets)
        }

        It 'and was not accepted is passed over with a warning: <Name>' -ForEach @(
            @{ Name = 'Rejected'; Fault = { $SandboxFault::RefuseBody('554 5.7.1 Spam') } }
            @{ Name = 'Unknown'; Fault = { $SandboxFault::Drop('Smtp', '.') } }
        ) {
            $sandbox.Faults.Add((& $Fault))

            $results = Send-One @{ ErrorAction = 'SilentlyContinue' } | Add-ImapMessage Sent -WarningVariable warnings -WarningAction SilentlyContinue

            $results | Should -BeNullOrEmpty
            $warnings | Should -BeLike "*Minutes*not added*$Name*"
            $sent.Messages | Should -BeNullOrEmpty
        }

        It 'is not told from a stored result, nor goes where it was sent through' {
            $result = Send-One
            $result | Export-Clixml result.xml
            (Invoke-Capturing { Import-Clixml result.xml | Add-ImapMessage Sent }).Id | Should -Be InvalidInputObject

            $global:PSDefaultParameterValues.Remove('*-ImapMessage:Server')
            (Invoke-Capturing { $result | Add-ImapMessage Sent }).Id | Should -Be ServerNotSpecified
        }
    }

    Context 'What cannot be stored' {
        It 'is refused by its name: <Id>' -ForEach @(
            @{ Id = 'InvalidInputObject'; Command = { Get-ImapMessage -HeaderOnly | Add-ImapMessage Archive } }
            @{ Id = 'InvalidInputObject'; Command = { Get-ImapMessage -EnvelopeOnly | Add-ImapMessage Archive } }
            @{ Id = 'InvalidInputObject'; Command = { Get-Pop3Message -HeaderOnly | Add-ImapMessage Archive } }
            @{ Id = 'InvalidInputObject'; Command = { Get-ImapMessage | Export-Clixml m.xml; Import-Clixml m.xml | Add-ImapMessage Archive } }
            @{ Id = 'InvalidInputObject'; Command = { $null = New-Item -Force empty.eml; Add-ImapMessage Archive empty.eml } }
            @{ Id = 'InvalidInputObject'; Command = { Set-Content a.mbox "From x`nSubject: s`n`nb`n"; Add-ImapMessage Archive a.mbox } }
            @{ Id = 'MailFileNotFound'; Command = { Add-ImapMessage Archive nowhere.eml } }
            @{ Id = 'MailFileNotFound'; Command = { Add-ImapMessage Archive nowhere*.eml } }
            @{ Id = 'MailFileUnreadable'; Command = { Add-ImapMessage Archive $TestDrive } }
            @{ Id = 'InvalidParameter'; Command = { Add-ImapMessage Archive -InputObject $octets -Credential $null } }
        ) {
            $null = $user.Inbox.Deliver($octets)

            $run = Invoke-Capturing $_.Command

            $run.Id | Should -Be $Id
            $archive.Messages | Should -BeNullOrEmpty
            $run.Output.Where({ $_.Status -ne 'NotDone' }) | Should -BeNullOrEmpty
        }

        It 'is an error of its own, and the next has its turn: <Id>' -ForEach @(
            @{ Id = 'MessageTooLarge'; Size = 5MB }
            @{ Id = 'MessageTooLarge'; Size = 5MB; Withheld = 'APPENDLIMIT' }
            @{ Id = 'QuotaExceeded'; Size = 3MB }
            @{ Id = 'CommandRejected'; Reply = '{tag} NO Not this one' }
            @{ Id = 'MailboxReadOnly|CommandRejected'; Reply = '{tag} NO [NOPERM] Not here' }
            @{ Id = 'ServerTemporarilyUnable'; Reply = '{tag} NO [UNAVAILABLE] Later' }
        ) {
            if ($Withheld) { $sandbox.Faults.Add($SandboxFault::Withhold('Imap', $Withheld)) }
            if ($Reply) { $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'APPEND', $Reply).Occurrence(2)) }
            if ($Id -eq 'QuotaExceeded') { $null = $user.Inbox.Deliver([byte[]]::new(4MB)) }
            [byte[]] $second = if ($Size) { [Text.Encoding]::ASCII.GetBytes("Subject: second`r`n`r`n" + ('x' * $Size)) } else { $octets }

            $run = Invoke-Capturing { $octets, $second, $octets | ForEach-Object { , $_ } | Add-ImapMessage Archive }

            $run.Id | Should -Match "^($Id)$"
            $run.Output.Status | Should -Be Done, NotDone, Done
            $run.Output[1].Reason | Should -Not -BeNullOrEmpty
            $archive.Messages.Count | Should -Be 2
            $log.Arguments('LOGOUT').Count | Should -Be 1
        }

        It 'is not known to be stored or not where the answer did not come: <Moment>' -ForEach @(
            @{ Moment = 'BeforeCommand'; Stored = 2 }, @{ Moment = 'BeforeReply'; Stored = 3 }
        ) {
            $sandbox.Faults.Add($SandboxFault::Drop('Imap', 'APPEND', $Moment).Occurrence(2))

            $run = Invoke-Capturing { 1..3 | ForEach-Object { , $octets } | Add-ImapMessage Archive }

            $run.Id | Should -Be DeliveryUnknown
            $run.Output.Status | Should -Be Done, Unknown, Done
            $archive.Messages.Count | Should -Be $Stored
        }

        It 'goes over another connection where the server ended the first between two' {
            $sandbox.Faults.Add($SandboxFault::InjectAfter('Imap', 'APPEND', [Text.Encoding]::ASCII.GetBytes("* BYE idle`r`n")).Times(1))

            (1..3 | ForEach-Object { , $octets } | Add-ImapMessage Archive).Status | Should -Be Done, Done, Done
            $archive.Messages.Count | Should -Be 3
        }

        It 'has no UID where the server tells none' {
            'UIDPLUS', 'IMAP4rev2' | ForEach-Object { $sandbox.Faults.Add($SandboxFault::Withhold('Imap', $_)) }

            $result = Add-ImapMessage Archive -InputObject $octets

            $result.Status, $result.Uid, $result.Mailbox.UidValidity | Should -Be Done, $null, 0
        }

        It 'ends the command where there is no connection' {
            $run = Invoke-Capturing { , $octets | Add-ImapMessage Archive -Credential (New-Credential -User nobody@sandbox.test) -Server no-such-host.invalid }
            $run.Id | Should -Be NameResolutionFailed
            $run.Output | Should -BeNullOrEmpty
        }
    }

    It 'names the message with -WhatIf, and connects to nothing' {
        Get-WhatIf { Add-ImapMessage Archive -InputObject $octets -WhatIf } |
            Should -BeLike '*"Add message" on target "2026-01-01 12:00 ann@x.test "Minutes" to Archive of alice@sandbox.test at *'
        $sandbox.ConnectionsAccepted | Should -Be 0
    }
}
