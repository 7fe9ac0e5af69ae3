# Set-, Move-, Copy- and Remove-ImapMessage: what becomes of messages, and what is reported of each.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    # What lies in a mailbox: subjects, with the flags behind them where there are some.
    function Get-Content-Of([string] $Name) {
        $mailbox = $sandbox.Mailbox('alice').Mailbox($Name)
        $mailbox.Messages.ForEach({
                $subject = [regex]::Match((Get-Text $_.Octets), '(?m)^Subject: (.*?)\r$').Groups[1].Value
                $flags = @($_.Flags) -join ','
                "$subject$(if ($flags) { "($flags)" })"
            }) -join ' '
    }

    function Format-Result($Result) { @($Result).ForEach({ "$($_.Uid) $($_.Status) $($_.NewUid)".Trim() }) -join '; ' }

    function Use-Login { 'Get', 'Set', 'Move', 'Copy', 'Remove' | ForEach-Object { $global:PSDefaultParameterValues["$_-ImapMessage:Credential"] = New-Credential } }
}

Describe 'Messages' {
    BeforeEach {
        $sandbox = Start-Sandbox @{ Users = @{ alice = $Password } }
        $box = $sandbox.Mailbox('alice').Inbox
        1..5 | ForEach-Object { $null = Add-Message $sandbox alice "Subject: s$_", 'From: a@example.com', 'Date: Thu, 1 Jan 2026 10:00:00 +0000', "Message-ID: <$_@x>", '', 'x', '' }
        Use-Login
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'are <Reported>, and then INBOX has <Left>, Archive <Archive>, Trash <Trash>, by <Command>' -ForEach @(
        @{ Reported = '2 Done'; Left = 's1 s2(\Seen) s3 s4 s5'; Command = { Get-ImapMessage -EnvelopeOnly -Uid 2 | Set-ImapMessage -Seen } }
        @{ Reported = '2 Done'; Left = 's1 s2(\Seen) s3 s4 s5'; Command = { Get-ImapMessage -Uid 2 | Set-ImapMessage -Seen } }
        @{ Reported = '2 Done'; Left = 's1 s2(\Seen) s3 s4 s5'; Command = { Get-ImapMessage -HeaderOnly -Uid 2 | Set-ImapMessage -Seen } }
        @{ Reported = '2 Done; 3 Done'; Left = 's1 s2 s3 s4 s5'; Command = { Set-ImapMessage -Uid 2, 3 -Seen:$false } }
        @{ Reported = '2 Done; 2 Done'; Left = 's1 s2 s3 s4 s5'; Command = { Set-ImapMessage -Uid 2 -Seen -Flagged; Set-ImapMessage -Uid 2 -Seen:$false -Flagged:$false } }
        @{ Reported = '2 Done'; Left = 's1 s2($Forwarded,Mine,\Answered,\Draft,\Flagged,\Seen) s3 s4 s5'; Command = { Set-ImapMessage -Uid 2 -Seen -Flagged -Answered -Draft -AddKeyword '$Forwarded', Mine } }
        @{ Reported = '2 Done; 2 Done'; Left = 's1 s2(A) s3 s4 s5'; Command = { Set-ImapMessage -Uid 2 -AddKeyword A, B; Set-ImapMessage -Uid 2 -RemoveKeyword b } }
        @{ Reported = '2 Done'; Left = 's1 s2(\Deleted) s3 s4 s5'; Command = { Set-ImapMessage -Uid 2 -Deleted } }
        @{ Reported = '2 Done 1; 3 Done 2'; Left = 's1 s4 s5'; Archive = 's2 s3'; Command = { Get-ImapMessage -EnvelopeOnly -Uid 2, 3 | Move-ImapMessage Archive } }
        @{ Reported = '2 Done 1'; Left = 's1 s3 s4 s5'; Archive = 's2'; Command = { Get-ImapMessage -EnvelopeOnly -Uid 2 | Move-ImapMessage '\Archive' } }
        @{ Reported = '2 Done 1'; Left = 's1 s3 s4 s5'; Archive = 's2'; Command = { Move-ImapMessage -Uid 2 -Destination (Get-ImapFolder Archive -Credential (New-Credential)) } }
        @{ Reported = '2 Done 1'; Left = 's1 s3 s4 s5'; Archive = 's2'; Command = { $sandbox.Faults.Add($SandboxFault::Withhold('Imap', 'MOVE')); Move-ImapMessage -Uid 2 -Destination Archive } }
        @{ Reported = '2 Done 1; 3 Done 2'; Left = 's1 s2 s3 s4 s5'; Archive = 's2 s3'; Command = { Copy-ImapMessage Archive -Uid 2, 3 } }
        @{ Reported = '2 Done 1; 3 Done 2'; Left = 's1 s2 s3 s4 s5'; Archive = 's2 s3'; Command = { Get-ImapMessage -Uid 2, 3 | Copy-ImapMessage Archive } }
        @{ Reported = '2 Done 1'; Left = 's1 s3 s4 s5'; Trash = 's2'; Command = { Get-ImapMessage -EnvelopeOnly -Uid 2 | Remove-ImapMessage -Confirm:$false } }
        @{ Reported = '2 Done'; Left = 's1 s3 s4 s5'; Command = { Get-ImapMessage -EnvelopeOnly -Uid 2 | Remove-ImapMessage -Permanent -Confirm:$false } }
        @{ Reported = '1 Done'; Left = 's1 s3 s4 s5'; Command = { $null = Remove-ImapMessage -Uid 2 -Confirm:$false; Remove-ImapMessage -Mailbox Trash -Uid 1 -Permanent -Confirm:$false } }
        @{ Reported = '2 Done 1'; Left = 's1 s3 s4 s5'; Archive = 's2(\Seen)'; Command = { Get-ImapMessage -EnvelopeOnly -Uid 2 | Set-ImapMessage -Seen | Move-ImapMessage Archive } }
        @{ Reported = '1 Done'; Left = 's1 s3 s4 s5'; Archive = 's2(\Flagged)'; Command = { Move-ImapMessage -Uid 2 -Destination Archive | Set-ImapMessage -Flagged } }
        @{ Reported = '1 Done'; Left = 's1 s3 s4 s5'; Command = { Remove-ImapMessage -Uid 2 -Confirm:$false | Remove-ImapMessage -Permanent -Confirm:$false } }
        @{ Reported = '1 Done'; Left = 's1 s2 s3 s4 s5'; Archive = 's2(\Flagged)'; Command = { Get-ImapMessage -Uid 2 | Add-ImapMessage Archive -Credential (New-Credential) | Set-ImapMessage -Flagged } }
        @{ Reported = ''; Left = 's1 s2 s3 s4 s5'; Command = { Get-ImapMessage -Subject nothing | Move-ImapMessage Nowhere } }
    ) {
        $run = Invoke-Capturing $Command

        $run.Errors | Should -BeNullOrEmpty
        Format-Result $run.Output | Should -Be $Reported
        'INBOX', 'Archive', 'Trash' | ForEach-Object { Get-Content-Of $_ } | Should -Be ("$Left", "$Archive", "$Trash")
    }

    It 'stay as they are, and the error is <Id>, by <Command>' -ForEach @(
        @{ Id = 'InvalidParameter'; Command = { Set-ImapMessage -Uid 2 } }
        @{ Id = 'InvalidParameter'; Command = { Set-ImapMessage -Uid 2 -AddKeyword a -RemoveKeyword A } }
        @{ Id = 'InvalidParameter'; Command = { Set-ImapMessage -Uid 2 -AddKeyword '\Seen' } }
        @{ Id = 'InvalidWireText'; Command = { Set-ImapMessage -Uid 2 -AddKeyword 'two words' } }
        @{ Id = 'InvalidWireText'; Command = { Set-ImapMessage -Uid 2 -AddKeyword "x)`r`nA9 LOGOUT" } }
        @{ Id = 'ExtensionUnsupported'; Command = { Set-ImapMessage -Uid 2 -AddLabel Work } }
        @{ Id = 'UidNotFound'; Command = { Set-ImapMessage -Uid 99 -Seen } }
        @{ Id = 'UidNotFound'; Command = { Move-ImapMessage -Uid 99 -Destination Archive } }
        @{ Id = 'UidNotFound'; Command = { Copy-ImapMessage -Uid 99 -Destination Archive } }
        @{ Id = 'UidNotFound'; Command = { Remove-ImapMessage -Uid 99 -Confirm:$false } }
        @{ Id = 'UidNotFound'; Command = { Remove-ImapMessage -Uid 99 -Permanent -Confirm:$false } }
        @{ Id = 'MailboxNotFound'; Command = { Move-ImapMessage -Uid 2, 3 -Destination Done } }
        @{ Id = 'MailboxNotFound'; Command = { Copy-ImapMessage -Uid 2, 3 -Destination Done } }
        @{ Id = 'MailboxNotFound'; Command = { Move-ImapMessage -Uid 2 -Destination '\Nothing' } }
        @{ Id = 'MailboxNotFound'; Command = { Set-ImapMessage -Uid 2 -Mailbox Done -Seen } }
        @{ Id = 'InvalidParameter'; Command = { Move-ImapMessage -Uid 2 -Destination inbox } }
        @{ Id = 'InvalidParameter'; Command = { Move-ImapMessage -Uid 2 -Destination * } }
        @{ Id = 'InvalidParameter'; Command = { Remove-ImapMessage -Uid 2 -Force -Confirm:$false } }
        @{ Id = 'InvalidParameter'; Command = { $null = Copy-ImapMessage -Uid 2 -Destination Trash; Remove-ImapMessage -Mailbox Trash -Uid 1 -Confirm:$false } }
        @{ Id = 'InvalidInputObject'; Command = { $null = Copy-ImapMessage -Uid 2 -Destination Trash; Remove-ImapMessage -Mailbox Trash -Uid 1 -Permanent -Confirm:$false | Set-ImapMessage -Seen } }
        @{ Id = 'InvalidInputObject', 'UidNotFound'; Command = { Set-ImapMessage -Uid 99 -Seen | Move-ImapMessage Archive } }
        @{ Id = 'InvalidParameter'; Command = { Get-ImapMessage -Uid 2 | Set-ImapMessage -Seen -Mailbox Archive } }
        @{ Id = 'UidValidityChanged'; Command = { Set-ImapMessage -Uid 2 -UidValidity 1 -Seen } }
        @{ Id = 'UidValidityChanged'; Command = { $m = Get-ImapMessage -Uid 2, 3; $box.RenewUids(); $m | Move-ImapMessage Archive } }
        @{ Id = 'UidValidityChanged'; Command = { $m = Get-ImapMessage -Uid 2, 3; $box.RenewUids(); $m | Remove-ImapMessage -Permanent -Confirm:$false } }
        @{ Id = 'InvalidInputObject'; Command = { [pscustomobject]@{ Uid = 2 } | Set-ImapMessage -Seen } }
        @{ Id = 'InvalidInputObject'; Command = { [pscustomobject]@{ Uid = 'two'; Mailbox = (Get-ImapMessage -Uid 1).Mailbox } | Set-ImapMessage -Seen } }
        @{ Id = 'InvalidInputObject'; Command = { [pscustomobject]@{ Uid = 2; Mailbox = 'imap://bob@example.com:993/INBOX' } | Set-ImapMessage -Seen } }
        @{ Id = 'InvalidInputObject'; Command = { Get-Pop3Message -Credential (New-Credential) | Select-Object -First 1 | Set-ImapMessage -Seen } }
        @{ Id = 'TrashNotFound'; Command = { $sandbox.Faults.Add($SandboxFault::ChangeResponse('LIST', '\\Trash', '\\X')); Remove-ImapMessage -Uid 2 -Confirm:$false } }
        @{ Id = 'AuthenticationFailed'; Command = { Set-ImapMessage -Uid 2 -Seen -Credential (New-Credential -UserPassword no) } }
        @{ Id = 'CommandRejected'; Command = { $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'UID MOVE', '{tag} NO Not now')); Move-ImapMessage -Uid 2 -Destination Archive } }
        @{ Id = 'QuotaExceeded'; Command = { $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'UID COPY', '{tag} NO [OVERQUOTA] Full')); Copy-ImapMessage -Uid 2 -Destination Archive } }
    ) {
        $run = Invoke-Capturing $Command

        $run.Id | Should -Be $Id
        $run.Advice | Should -Not -BeNullOrEmpty
        $run.Output.Status | Select-Object -Unique | Should -BeIn $null, NotDone
        'INBOX', 'Archive' | ForEach-Object { Get-Content-Of $_ } | Should -Be 's1 s2 s3 s4 s5', ''
    }

    It 'are found by what was stored of them' {
        Get-ImapMessage -EnvelopeOnly -Uid 2, 3 | Select-Object Uid, Mailbox | Export-Csv (Join-Path $TestDrive m.csv)
        Get-ImapMessage -EnvelopeOnly -Uid 4 | Export-Clixml (Join-Path $TestDrive m.xml)

        $run = Invoke-Capturing { @(Import-Csv (Join-Path $TestDrive m.csv)) + @(Import-Clixml (Join-Path $TestDrive m.xml)) | Set-ImapMessage -Flagged }

        $run.Errors | Should -BeNullOrEmpty
        Format-Result $run.Output | Should -Be '2 Done; 3 Done; 4 Done'
        Get-Content-Of INBOX | Should -Be 's1 s2(\Flagged) s3(\Flagged) s4(\Flagged) s5'
    }

    It 'of several mailboxes are changed in one session, and those of one with another UIDVALIDITY are refused' {
        'Archive', 'Sent' | ForEach-Object { $null = $sandbox.Mailbox('alice').Mailbox($_).Deliver([Text.Encoding]::ASCII.GetBytes("Subject: in $_`r`n`r`nx`r`n")) }
        $messages = Get-ImapMessage -EnvelopeOnly -Mailbox INBOX, Archive, Sent
        $sandbox.Mailbox('alice').Mailbox('Archive').RenewUids()
        $before = $sandbox.ConnectionsAccepted

        $run = Invoke-Capturing { $messages | Set-ImapMessage -Seen }

        $run.Id | Should -Be UidValidityChanged
        @($run.Output | Where-Object Status -EQ Done) | Should -HaveCount 6
        ($run.Output | Where-Object Status -NE Done).Reason | Should -BeLike '*UIDVALIDITY*'
        Get-Content-Of Sent | Should -Be 'in Sent(\Seen)'
        Get-Content-Of Archive | Should -Be 'in Archive'
        $sandbox.ConnectionsAccepted - $before | Should -Be 1
    }

    It 'are named by date, author and subject before anything is connected, by <Name>' -ForEach @(
        @{ Name = 'Set-ImapMessage'; Given = @{ Seen = $true }; Says = 'Set +\Seen' }
        @{ Name = 'Move-ImapMessage'; Given = @{ Destination = 'Archive' }; Says = 'Move message to Archive' }
        @{ Name = 'Copy-ImapMessage'; Given = @{ Destination = 'Archive' }; Says = 'Copy message to Archive' }
        @{ Name = 'Remove-ImapMessage'; Given = @{}; Says = 'Move message to the trash' }
        @{ Name = 'Remove-ImapMessage'; Given = @{ Permanent = $true }; Says = 'Delete message for good' }
    ) {
        $messages = Get-ImapMessage -EnvelopeOnly -Uid 2, 3
        $before = $sandbox.ConnectionsAccepted

        $said = Get-WhatIf { $messages | & $Name @Given -WhatIf }

        $said | Should -HaveCount 2
        $said[0] | Should -BeLike "*`"$Says`"*2026-01-01 10:00 a@example.com `"s2`" (UID 2 of imap://*"
        $sandbox.ConnectionsAccepted | Should -Be $before

        $said = Get-WhatIf { & $Name -Uid 3 @Given -WhatIf }
        $said | Should -BeLike "*`"$Says`"*`"s3`" (UID 3 of *"
        Get-Content-Of INBOX | Should -Be 's1 s2 s3 s4 s5'
    }

    It 'of which nobody knows are looked for over a second connection, after a loss <When>: <Status>' -ForEach @(
        @{ When = 'before MOVE'; Moment = 'BeforeCommand'; Status = 'NotDone'; Left = 's1 s2 s3 s4 s5' }
        @{ When = 'behind MOVE'; Moment = 'BeforeReply'; Status = 'Done'; Left = 's1 s3 s4 s5' }
    ) {
        $sandbox.Faults.Add($SandboxFault::Drop('Imap', 'UID MOVE', $Moment))

        $run = Invoke-Capturing { Move-ImapMessage -Uid 2 -Destination Archive }

        $run.Output.Status | Should -Be $Status
        $run.Output.Reason | Should -BeLike '*second look*'
        Get-Content-Of INBOX | Should -Be $Left
    }

    It 'whose loss lets nobody look are unknown' {
        $sandbox.Faults.Add($SandboxFault::Drop('Imap', 'UID MOVE', 'BeforeReply'))
        $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'AUTHENTICATE', '{tag} NO [UNAVAILABLE] later').Occurrence(2))

        $run = Invoke-Capturing { Move-ImapMessage -Uid 2 -Destination Archive }

        $run.Output.Status | Should -Be Unknown
        $run.Output.NewMailbox | Should -BeNullOrEmpty
        $run.Id | Should -Be ChangeUnknown
    }

    It 'that others have marked stay where single messages cannot be removed' {
        $sandbox.Faults.Add($SandboxFault::Withhold('Imap', 'UIDPLUS'))
        $sandbox.Faults.Add($SandboxFault::Withhold('Imap', 'IMAP4rev2'))
        $null = $box.Messages[4].SetFlag('\Deleted')

        $run = Invoke-Capturing { Remove-ImapMessage -Uid 2 -Permanent -Confirm:$false; Remove-ImapMessage -Uid 2 -Permanent -Force -Confirm:$false }

        $run.Output.Status | Should -Be Marked, Marked
        $run.Id | Should -Be ExpungeUnsafe, ExpungeUnsafe
        Get-Content-Of INBOX | Should -Be 's1 s2(\Deleted) s3 s4 s5(\Deleted)'

        $null = Set-ImapMessage -Uid 5 -Deleted:$false
        (Remove-ImapMessage -Uid 2 -Permanent -Force -Confirm:$false).Status | Should -Be Done
        Get-Content-Of INBOX | Should -Be 's1 s3 s4 s5'
    }

    It 'carry their input with -PassThru, and have a short text' {
        $message = Get-ImapMessage -EnvelopeOnly -Uid 2

        $result = $message | Set-ImapMessage -Seen -PassThru

        [object]::ReferenceEquals($result.InputObject, $message) | Should -BeTrue
        "$result" | Should -Be 'Set 2 Done'
        $result.Flags | Should -Be '\Seen'
        (Set-ImapMessage -Uid 2 -Flagged).InputObject | Should -BeNullOrEmpty
        ($result | ConvertTo-Json -Depth 4) | Should -Not -Match ([regex]::Escape($Password))
    }

    It 'are changed through the session that they were read by, with one login' {
        $session = Connect-MailServer -Protocol Imap -Server $sandbox.Host -Port $sandbox.ImapPort -SkipCertificateCheck -Credential (New-Credential)
        $before = $sandbox.ConnectionsAccepted
        $global:PSDefaultParameterValues.Clear()

        $run = Invoke-Capturing {
            Get-ImapMessage -Session $session -EnvelopeOnly -Uid 2, 3 | Set-ImapMessage -Seen | Move-ImapMessage Archive | Set-ImapMessage -Flagged
            Get-ImapMessage -Session $session -Uid 4 | Copy-ImapMessage Archive
            Get-ImapMessage -Session $session -Uid 4 | Add-ImapMessage Archive -Session $session
            Remove-ImapMessage -Session $session -Uid 5 -Permanent -Confirm:$false
        }
        Disconnect-MailServer $session

        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -HaveCount 5
        Get-Content-Of INBOX | Should -Be 's1 s4'
        Get-Content-Of Archive | Should -Be 's2(\Flagged,\Seen) s3(\Flagged,\Seen) s4 s4'
        $sandbox.ConnectionsAccepted | Should -Be $before
    }

    It 'by the thousand take few round trips' {
        6..1000 | ForEach-Object { $null = Add-Message $sandbox alice "Subject: s$_", '', 'x', '' }
        $messages = Get-ImapMessage -EnvelopeOnly

        $said = $messages | Set-ImapMessage -Flagged -Verbose 4>&1
        @($said | Where-Object Status -EQ Done) | Should -HaveCount 1000
        @(($messages | Move-ImapMessage Archive) | Where-Object Status -EQ Done) | Should -HaveCount 1000
        $box.Messages | Should -HaveCount 0
    }
}

Describe 'Messages of Gmail' {
    BeforeEach {
        $sandbox = Start-Sandbox @{ OfferGmail = $true }
        $box = $sandbox.Mailbox('alice').Inbox
        1..3 | ForEach-Object { $null = Add-Message $sandbox alice "Subject: s$_", '', 'x', '' }
        Use-Login
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'are deleted from the trash' {
        $run = Invoke-Capturing { Remove-ImapMessage -Uid 2 -Permanent -Confirm:$false }

        $run.Errors | Should -BeNullOrEmpty
        Format-Result $run.Output | Should -Be '2 Done'
        'INBOX', 'Trash' | ForEach-Object { Get-Content-Of $_ } | Should -Be 's1 s3', ''
    }

    It 'lie in the trash where the server does not say under which UID' {
        'UIDPLUS', 'IMAP4rev2' | ForEach-Object { $sandbox.Faults.Add($SandboxFault::Withhold('Imap', $_)) }

        $run = Invoke-Capturing { Remove-ImapMessage -Uid 2 -Permanent -Confirm:$false }

        $run.Output.Status | Should -Be InTrash
        $run.Output.NewMailbox.Name | Should -Be Trash
        $run.Id | Should -Be ExpungeUnsafe
        'INBOX', 'Trash' | ForEach-Object { Get-Content-Of $_ } | Should -Be 's1 s3', 's2'
    }

    It 'have labels' {
        $run = Invoke-Capturing { Set-ImapMessage -Uid 2 -AddLabel Work, "a b" ; Set-ImapMessage -Uid 2 -RemoveLabel work }

        $run.Errors | Should -BeNullOrEmpty
        ($run.Output[0].Labels | Sort-Object) -join '|' | Should -Be 'a b|Work'
        $run.Output[1].Labels -join '|' | Should -Be 'a b'
    }
}
