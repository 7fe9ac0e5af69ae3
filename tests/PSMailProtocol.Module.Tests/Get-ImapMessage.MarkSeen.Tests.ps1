# -MarkSeen is the one thing that marks messages, and only those that the commands behind in the pipeline have taken.
BeforeAll { . $PSScriptRoot/Sandbox.ps1 }

Describe 'A message' {
    BeforeEach {
        $sandbox = Start-Sandbox
        $box = $sandbox.Mailbox('alice').Inbox
        1..5 | ForEach-Object { $null = Add-Message $sandbox alice "Subject: s$_", '', 'x', '' }
        $global:PSDefaultParameterValues['Get-ImapMessage:Credential'] = New-Credential
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'is seen afterwards, <Seen>, by <Command>' -ForEach @(
        @{ Seen = ''; Command = { Get-ImapMessage } }
        @{ Seen = ''; Command = { Get-ImapMessage -Raw } }
        @{ Seen = ''; Command = { Get-ImapMessage -HeaderOnly } }
        @{ Seen = ''; Command = { Get-ImapMessage -EnvelopeOnly | Get-ImapMessage } }
        @{ Seen = ''; Command = { Get-ImapMessage -MarkSeen:$false } }
        @{ Seen = '1 2 3 4 5'; Command = { Get-ImapMessage -MarkSeen } }
        @{ Seen = '1 2 3 4 5'; Command = { Get-ImapMessage -MarkSeen -Raw } }
        @{ Seen = '1 2 3 4 5'; Command = { Get-ImapMessage -MarkSeen -EnvelopeOnly } }
        @{ Seen = '2 4'; Command = { Get-ImapMessage -MarkSeen -Uid 2, 4 } }
        @{ Seen = '3'; Command = { Get-ImapMessage -MarkSeen -Subject s3 } }
        @{ Seen = '2 3'; Command = { Get-ImapMessage -EnvelopeOnly -Uid 2, 3 | Get-ImapMessage -MarkSeen } }
        @{ Seen = '1'; Command = { Get-ImapMessage -MarkSeen | Select-Object -First 1 } }
        @{ Seen = '1 2 3'; Command = { Get-ImapMessage -MarkSeen | Select-Object -First 3 } }
        @{ Seen = '1 2'; Command = { Get-ImapMessage -MarkSeen | ForEach-Object { if ($_.Uid -eq 3) { throw 'no' } } } }
        @{ Seen = ''; Command = { Get-ImapMessage -MarkSeen | ForEach-Object { throw 'no' } } }
        @{ Seen = ''; Command = { Get-ImapMessage -MarkSeen | Select-Object -ExpandProperty Nothing -ErrorAction Stop } }
        @{ Seen = ''; Command = { Get-ImapMessage -MarkSeen | Save-MailAttachment env:x -Name '[' } }
        @{ Seen = '1 2 3 4 5'; Command = { Get-ImapMessage -MarkSeen | ForEach-Object { Write-Error 'no'; $_ } } }
    ) {
        $null = Invoke-Capturing $Command

        $box.Messages.Where({ $_.HasFlag('\Seen') }).Uid -join ' ' | Should -Be $Seen
    }

    It 'is not seen yet while the commands behind have it' {
        $states = Get-ImapMessage -MarkSeen | ForEach-Object { "$($_.Uid) $($box.Messages[$_.Uid - 1].HasFlag('\Seen'))" }

        $states | Should -Be '1 False', '2 False', '3 False', '4 False', '5 False'
        $box.Messages.Where({ $_.HasFlag('\Seen') }) | Should -HaveCount 5
    }

    It 'that could not be marked is named, and was read' {
        $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'UID STORE', '{tag} NO Not now'))

        $run = Invoke-Capturing { Get-ImapMessage -MarkSeen -Uid 2, 3 }

        $run.Output.Subject | Should -Be s2, s3
        $run.Id | Should -Be CommandRejected, CommandRejected
        $run.Errors.TargetObject | Should -Be 2, 3
    }

    It 'of a mailbox that is only read is not read at all' {
        $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'SELECT', '* 5 EXISTS', "* OK [UIDVALIDITY $($box.UidValidity)] x", '{tag} OK [READ-ONLY] done'))

        $run = Invoke-Capturing { Get-ImapMessage -MarkSeen }

        $run.Id | Should -Be MailboxReadOnly
        $run.Output | Should -BeNullOrEmpty
    }
}
