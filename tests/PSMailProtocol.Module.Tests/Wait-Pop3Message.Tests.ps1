# What comes to a maildrop while somebody looks at it again and again. The sandbox delivers at a command of the dialogue.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    # A message with this subject comes at the end of a session, and so for the next one.
    function Add-Arrival([string] $Subject) {
        $sandbox.Faults.Add($SandboxFault::Meanwhile('Pop3', 'QUIT', (New-Act $box Deliver @(, [Text.Encoding]::ASCII.GetBytes("From: shop@x.test`r`nSubject: $Subject`r`n`r`ntext")))).Occurrence(1))
    }
}

Describe 'A message' {
    BeforeEach {
        $sandbox = Start-Sandbox
        $box = $sandbox.Mailbox('alice').Inbox
        1..3 | ForEach-Object { $null = Add-Message $sandbox alice 'From: old@x.test', "Subject: old $_", '', 'x' }
        $global:PSDefaultParameterValues['*-Pop3Message:Credential'] = New-Credential
        $global:PSDefaultParameterValues['Wait-Pop3Message:PollingIntervalSeconds'] = 1
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'that comes after the first session is emitted once' {
        Add-Arrival new

        $run = Invoke-Capturing { Wait-Pop3Message }

        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Subject | Should -Be new
        $run.Output.TextBody.Trim() | Should -Be text
        $sandbox.Mailbox('alice').Messages | Should -HaveCount 4
        $sandbox.ConnectionsAccepted | Should -Be 2
    }

    It 'and the next one are emitted as they come' {
        Add-Arrival first
        Add-Arrival second

        (Wait-Pop3Message -Count 2 -TopLine 1).Subject | Should -Be first, second
    }

    It 'that is there already counts with -IncludeExisting alone' {
        (Wait-Pop3Message -IncludeExisting -Count 2).Subject | Should -Be 'old 1', 'old 2'
        (Wait-Pop3Message -IncludeExisting -Subject 'old 3' -TimeoutSeconds 0).Subject | Should -Be 'old 3'

        $run = Invoke-Capturing { Wait-Pop3Message -TimeoutSeconds 0 }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -Be WaitTimedOut
        "$($run.Errors)" | Should -BeLike 'Within 0 s no message that fits came to alice@sandbox.test*'
        $run.Errors.CategoryInfo.Category | Should -Be OperationTimeout
    }

    It 'that does not fit is passed over: <Name>' -ForEach @(
        @{ Name = 'Subject'; Chosen = { Wait-Pop3Message -Subject wanted } }
        @{ Name = 'From'; Chosen = { Wait-Pop3Message -From '@x.test' -Subject 'w*' -HeaderOnly } }
        @{ Name = 'Body'; Chosen = { Wait-Pop3Message -Subject wanted -Body text } }
        @{ Name = 'Since'; Chosen = { Wait-Pop3Message -Header @{ Subject = 'wanted' } } }
    ) {
        Add-Arrival other
        Add-Arrival wanted

        (& $Chosen).Subject | Should -Be wanted
    }

    It 'comes all the same where the maildrop is held or logins are too close, also at first: <Reply>' -ForEach @(
        @{ Reply = '-ERR [IN-USE] locked' }
        @{ Reply = '-ERR [LOGIN-DELAY] wait' }
    ) {
        $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'AUTH', $Reply).Occurrence(1))
        $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'AUTH', $Reply).Occurrence(1))
        Add-Arrival new

        $run = Invoke-Capturing { Wait-Pop3Message }

        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Subject | Should -Be new
    }

    It 'that cannot be looked for until time is up is an error that says why' {
        $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'AUTH', '-ERR [IN-USE] locked'))

        $run = Invoke-Capturing { Wait-Pop3Message -TimeoutSeconds 1 }

        $run.Id | Should -Be WaitTimedOut
        "$($run.Errors)" | Should -BeLike '*The last look failed:*locked*'
    }

    It 'is neither missed nor given twice when the connection is lost at <Verb>' -ForEach @{ Verb = 'UIDL' }, @{ Verb = 'RETR' }, @{ Verb = 'TOP' } {
        Add-Arrival first
        Add-Arrival second
        $sandbox.Faults.Add($SandboxFault::Drop('Pop3', $Verb).Occurrence($(if ($Verb -eq 'UIDL') { 2 } else { 1 })))

        $run = Invoke-Capturing { Wait-Pop3Message -Subject first }

        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Subject | Should -Be first
    }

    It 'is not waited for where it cannot be: <Id>' -ForEach @(
        @{ Id = 'AuthenticationFailed'; Fault = { $SandboxFault::Reply('Pop3', 'AUTH', '-ERR [AUTH] no') } }
        @{ Id = 'ConnectionLost'; Fault = { $SandboxFault::Drop('Pop3', 'UIDL') } }
        @{ Id = 'CommandRejected'; Fault = { $SandboxFault::Reply('Pop3', 'UIDL', '-ERR what') } }
    ) {
        $sandbox.Faults.Add((& $Fault))

        (Invoke-Capturing { Wait-Pop3Message }).Id | Should -Be $Id
    }

    It 'that could not be removed by the command that waits can be by the one behind' {
        Add-Arrival one

        $result = Wait-Pop3Message | Remove-Pop3Message -Confirm:$false

        $result.Removed | Should -BeTrue
        $box.Messages | Should -HaveCount 3
    }
}
