# What comes while somebody waits for it. The sandbox delivers at a command of the dialogue, so no test goes by the clock; where
# time has to be up, nothing comes, however long that takes.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    # A message with this subject comes just before a command takes effect.
    function Add-Arrival([string] $Verb, [string] $Subject, [int] $Occurrence = 1, $Mailbox = $box) {
        $sandbox.Faults.Add($SandboxFault::Meanwhile('Imap', $Verb, (New-Act $Mailbox Deliver @(, [Text.Encoding]::ASCII.GetBytes("From: shop@x.test`r`nSubject: $Subject`r`n`r`ntext")))).Occurrence($Occurrence))
    }
}

Describe 'A message' {
    BeforeEach {
        $sandbox = Start-Sandbox
        $box = $sandbox.Mailbox('alice').Inbox
        1..3 | ForEach-Object { $null = Add-Message $sandbox alice 'From: old@x.test', "Subject: old $_", '', 'x' }
        $global:PSDefaultParameterValues['*-ImapMessage:Credential'] = New-Credential
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'that comes between the look and IDLE is emitted once' {
        Add-Arrival IDLE new

        $run = Invoke-Capturing { Wait-ImapMessage }

        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Subject | Should -Be new
        $run.Output.TextBody.Trim() | Should -Be text
        $run.Output.Uid | Should -Be 4
        $box.Messages.Where({ $_.HasFlag('\Seen') }) | Should -BeNullOrEmpty
    }

    It 'and the next one are emitted as they come, and none beyond the count' {
        Add-Arrival IDLE first
        Add-Arrival IDLE second
        Add-Arrival IDLE third

        (Wait-ImapMessage -Count 2).Subject | Should -Be first, second
    }

    It 'is found by asking where IDLE is <Case>' -ForEach @(
        @{ Case = 'not offered'; Fault = { $SandboxFault::Withhold('Imap', 'IDLE') } }
        @{ Case = 'refused'; Fault = { $SandboxFault::Reply('Imap', 'IDLE', '{tag} NO not now') } }
        @{ Case = 'unknown'; Fault = { $SandboxFault::Reply('Imap', 'IDLE', '{tag} BAD what') } }
    ) {
        $sandbox.Faults.Add((& $Fault))
        Add-Arrival NOOP new

        (Wait-ImapMessage -PollingIntervalSeconds 1).Subject | Should -Be new
    }

    It 'that is there already counts with -IncludeExisting alone' {
        (Wait-ImapMessage -IncludeExisting -Count 2).Subject | Should -Be 'old 1', 'old 2'
        (Wait-ImapMessage -IncludeExisting -Subject 'old 3' -TimeoutSeconds 0).Subject | Should -Be 'old 3'

        $run = Invoke-Capturing { Wait-ImapMessage -TimeoutSeconds 0 }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -Be WaitTimedOut
        "$($run.Errors)" | Should -BeLike 'Within 0 s no message that fits came to INBOX of alice@sandbox.test*'
        $run.Errors.CategoryInfo.Category | Should -Be OperationTimeout
        $run.Errors.TargetObject | Should -Be INBOX
        $run.Advice | Should -BeLike '*-TimeoutSeconds*-IncludeExisting*'
    }

    It 'that came in time is emitted, and that others did not is an error' {
        $run = Invoke-Capturing { Wait-ImapMessage -IncludeExisting -Count 5 -TimeoutSeconds 0 }

        $run.Output.Subject | Should -Be 'old 1', 'old 2', 'old 3'
        $run.Id | Should -Be WaitTimedOut
        "$($run.Errors)" | Should -BeLike 'Within 0 s 3 of 5 messages that fit came*'
    }

    It 'that does not fit is passed over: <Name>' -ForEach @(
        @{ Name = 'From'; Chosen = { Wait-ImapMessage -From '@x.test' -Subject 'w*d' } }
        @{ Name = 'Subject'; Chosen = { Wait-ImapMessage -Subject wanted } }
        @{ Name = 'HeaderOnly'; Chosen = { Wait-ImapMessage -Subject wanted -HeaderOnly } }
        @{ Name = 'EnvelopeOnly'; Chosen = { Wait-ImapMessage -Subject wanted -EnvelopeOnly } }
        @{ Name = 'Body'; Chosen = { Wait-ImapMessage -Subject wanted -Body '*text*' } }
        @{ Name = 'Search'; Chosen = { Wait-ImapMessage -Search 'SUBJECT wanted' } }
    ) {
        Add-Arrival IDLE other
        Add-Arrival IDLE wanted

        (& $Chosen).Subject | Should -Be wanted
    }

    It 'may come to fit later' {
        $sandbox.Faults.Add($SandboxFault::Meanwhile('Imap', 'IDLE', (New-Act $box.Messages[1] SetFlag '\Flagged')).Occurrence(1))

        (Wait-ImapMessage -Flagged -IncludeExisting).Subject | Should -Be 'old 2'
    }

    It 'comes to the mailbox that is named, and to no other' {
        Add-Arrival IDLE junk 1 $sandbox.Mailbox('alice').Mailbox('Junk')

        (Wait-ImapMessage -Mailbox '\Junk').Subject | Should -Be junk
        Add-Arrival IDLE again 1 $sandbox.Mailbox('alice').Mailbox('Junk')
        (Get-ImapFolder Junk -Credential (New-Credential) | Wait-ImapMessage).Subject | Should -Be again
    }

    It 'is marked as seen, saved, and given as octets if that is wanted' {
        Add-Arrival IDLE one
        $octets = Wait-ImapMessage -MarkSeen -Raw -Destination $TestDrive/saved

        Get-Text $octets | Should -BeLike '*Subject: one*'
        Get-ChildItem $TestDrive/saved | Should -HaveCount 1
        $box.Messages.Where({ $_.HasFlag('\Seen') }).Uid | Should -Be 4
    }

    It 'acts like one of Get-ImapMessage in the pipeline' {
        Add-Arrival IDLE one

        (Wait-ImapMessage -EnvelopeOnly | Get-ImapMessage).TextBody.Trim() | Should -Be text
    }

    It 'is neither missed nor given twice when the connection is lost, while <Case>' -ForEach @(
        @{ Case = 'idle'; Fault = { $SandboxFault::ReplyAndClose('Imap', 'IDLE', '+ idling', '* BYE The server starts anew') } }
        @{ Case = 'asking for IDLE'; Fault = { $SandboxFault::Drop('Imap', 'IDLE') } }
        @{ Case = 'looking'; Fault = { $SandboxFault::Drop('Imap', 'UID SEARCH') } }
    ) {
        Add-Arrival IDLE first
        $sandbox.Faults.Add((& $Fault).Occurrence(1))
        Add-Arrival EXAMINE second 2
        $verbose = [Collections.Generic.List[string]]::new()

        $run = Invoke-Capturing {
            Wait-ImapMessage -Count 2 -Subject first, second -Verbose 4>&1 |
                ForEach-Object { if ($_ -is [Management.Automation.VerboseRecord]) { $verbose.Add($_.Message) } else { $_ } }
        }

        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Subject | Should -Be first, second
        $verbose -like '*The next try is in 1 s.' | Should -HaveCount 1
        $verbose -like 'Waiting for mail in INBOX*' | Should -HaveCount 1
    }

    It 'is marked as seen also where the connection is lost before the server says that it is' {
        Add-Arrival IDLE first
        $sandbox.Faults.Add($SandboxFault::Drop('Imap', 'UID STORE').Occurrence(1))
        Add-Arrival IDLE second

        (Wait-ImapMessage -Count 2 -MarkSeen).Subject | Should -Be first, second

        $box.Messages.Where({ $_.HasFlag('\Seen') }).Uid | Should -Be 4, 5
    }

    It 'is not looked for where the UIDs mean other messages by then' {
        $sandbox.Faults.Add($SandboxFault::Drop('Imap', 'IDLE').Occurrence(1))
        $sandbox.Faults.Add($SandboxFault::Meanwhile('Imap', 'EXAMINE', (New-Act $box RenewUids)).Occurrence(2))

        (Invoke-Capturing { Wait-ImapMessage }).Id | Should -Be UidValidityChanged
    }

    It 'is not waited for where it cannot be: <Id>' -ForEach @(
        @{ Id = 'AuthenticationFailed'; Command = { Wait-ImapMessage -Credential (New-Credential bob wrong) } }
        @{ Id = 'MailboxNotFound'; Command = { Wait-ImapMessage -Mailbox Nowhere } }
        @{ Id = 'InvalidParameter'; Command = { Wait-ImapMessage -Mailbox * } }
        @{ Id = 'InvalidParameter'; Command = { Wait-ImapMessage -Seen -Unseen } }
        @{ Id = 'InvalidParameter'; Command = { Wait-ImapMessage -Raw -EnvelopeOnly } }
        @{ Id = 'ExtensionUnsupported'; Command = { Wait-ImapMessage -GmailQuery x } }
        @{ Id = 'ConnectionLost'; Command = { $sandbox.Faults.Add($SandboxFault::Drop('Imap', 'EXAMINE')); Wait-ImapMessage } }
        @{ Id = 'ServerNotSpecified'; Command = { Wait-ImapMessage -Server '' } }
    ) {
        if ($Id -eq 'AuthenticationFailed') { $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'AUTHENTICATE', '{tag} NO [AUTHENTICATIONFAILED] no')) }

        (Invoke-Capturing $Command).Id | Should -Be $Id
    }

    It 'that nobody behind in the pipeline wants more of ends the wait' {
        Add-Arrival IDLE one

        (Wait-ImapMessage -Count 9 | Select-Object -First 1).Subject | Should -Be one
    }

    It 'ends the test that waits for it if it does not come and -ErrorAction Stop is given' {
        { Wait-ImapMessage -TimeoutSeconds 0 -ErrorAction Stop } | Should -Throw -ErrorId 'WaitTimedOut,*'
    }
}
