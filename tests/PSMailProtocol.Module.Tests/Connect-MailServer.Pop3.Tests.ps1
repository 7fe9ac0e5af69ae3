# Sessions of POP3 that last over several commands.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
}

Describe 'A session of POP3' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        $alice = $sandbox.Mailbox('alice')
        1..40 | ForEach-Object { Add-Message $sandbox alice "Subject: m$_", '', "body $_", '' "u$_" }
        $session = Connect-Sandbox $sandbox Pop3
    }
    AfterEach {
        $session | Disconnect-MailServer
        Stop-Sandbox $sandbox
    }

    It 'serves several commands over one connection' {
        $summary = Get-Pop3Message -Session $session -Summary
        $messages = Get-Pop3Message -Session $session -HeaderOnly
        $again = $messages[3, 7] | Get-Pop3Message
        $few = Get-Pop3Message -Session $session | Select-Object -First 2

        $summary.Count, $messages.Count | Should -Be 40, 40
        $again.TextBody.Trim() | Should -Be 'body 4', 'body 8'
        $few.Subject | Should -Be m1, m2
        $session.State | Should -Be Connected
        $sandbox.ConnectionsAccepted | Should -Be 1
        $log.Arguments('QUIT').Count | Should -Be 0
    }

    It 'serves a command in between, after the answers under way were read' {
        $bodies = Get-Pop3Message -Session $session | ForEach-Object {
            if ($_.Number % 10 -eq 1) { $null = Get-Pop3Message -Session $session -Uid "u$($_.Number + 1)", u40 }
            $_.TextBody.Trim()
        }

        $bodies | Should -Be (1..40).ForEach({ "body $_" })
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'removes what was read through it without meeting its own lock, and commits' {
        $verbose = Get-Pop3Message -Session $session -Subject m1* |
            Remove-Pop3Message -Confirm:$false -Verbose 4>&1 | Tee-Object -Variable all | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $results = $all.Where({ $_ -is [PSMailProtocol.Pop3RemovalResult] })

        $results.Count, @($results.Removed -eq $true).Count, @($results.Committed -eq $true).Count | Should -Be 11, 11, 11
        $alice.Messages.Count | Should -Be 29
        "$verbose" | Should -BeLike '*commits a removal*'
        $session.State | Should -Be Lost
        $sandbox.ConnectionsAccepted | Should -Be 1
        (Get-Pop3Message -Session $session -HeaderOnly).Count | Should -Be 29
        $sandbox.ConnectionsAccepted | Should -Be 2
    }

    It 'removes nothing while a command further up reads' {
        $run = Invoke-Capturing { Get-Pop3Message -Session $session | ForEach-Object { $_ | Remove-Pop3Message -Confirm:$false } }

        $run.Id | Select-Object -Unique | Should -Be SessionInUse
        $run.Output.Removed | Should -Not -Contain $true
        $alice.Messages.Count | Should -Be 40
        $log.Arguments('DELE').Count | Should -Be 0
    }

    It 'removes nothing that was not agreed to, and stays open' {
        Get-WhatIf { Get-Pop3Message -Session $session -Subject m7 | Remove-Pop3Message -WhatIf } | Should -HaveCount 1
        Remove-Pop3Message -Session $session -Uid u7 -WhatIf
        Disconnect-MailServer $session

        $alice.Messages.Count | Should -Be 40
        $sandbox.ConnectionsAccepted | Should -Be 1
        $alice.IsLocked | Should -BeFalse
    }

    It 'that was lost in the meantime is opened anew, and reads UIDs again' {
        $before = Get-Pop3Message -Session $session -HeaderOnly -First 1
        $sandbox.Faults.Add($SandboxFault::Drop('Pop3', 'NOOP').Times(1))
        $null = $alice.Remove([PSMailProtocol.Sandbox.SandboxMessage[]] $alice.Messages[0])

        $run = Invoke-Capturing { $before | Get-Pop3Message }

        $run.Id | Should -Be UidNotFound
        $sandbox.ConnectionsAccepted | Should -Be 2
    }

    It 'that is out of step is no basis for what comes behind' {
        Disconnect-MailServer $session
        Add-Message $sandbox alice 'Subject: dot', '', 'a', '.', 'b', '' dot
        $session = Connect-Sandbox $sandbox Pop3
        $sandbox.Faults.Add($SandboxFault::LeaveDots('RETR'))

        $run = Invoke-Capturing { Get-Pop3Message -Session $session | Remove-Pop3Message -Confirm:$false }

        $run.Id | Should -Be ProtocolViolation
        $alice.Messages.Count, $session.State | Should -Be 41, Lost
    }
}
