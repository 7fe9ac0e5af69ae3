# Remove-Pop3Message: what it takes, what it names, and what it reports when something goes wrong.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $credential = New-Credential

    function Get-DateField([int] $DaysAgo) { [datetimeoffset]::UtcNow.AddDays(-$DaysAgo).ToString('r') -replace 'GMT', '+0000' }

    function Add-Headed([string] $Uid, [string[]] $Field) { $null = Add-Message $sandbox alice ($Field + '', 'body', '') -Uid $Uid }

    # Messages of these numbers, so many days old.
    function Add-Numbered([int[]] $Number, [int] $DaysAgo = 1) {
        foreach ($each in $Number) { Add-Headed "uid$each" "Subject: Message $each", 'From: ann@x.test', "Date: $(Get-DateField $DaysAgo)" }
    }

    # The UIDs that are left.
    function Get-Remainder { @($sandbox.Mailbox('alice').Messages.UniqueId) }

    # Each result by its UID, whether it was removed, and whether the server has said so.
    filter Format-Outcome { "$($_.Uid) $($_.Removed) $($_.Committed)" }
}

Describe 'Remove-Pop3Message' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        $global:PSDefaultParameterValues['*-Pop3Message:Credential'] = $credential
        $global:PSDefaultParameterValues['Get-ImapMessage:Credential'] = $credential
    }

    AfterEach { Stop-Sandbox $sandbox }

    Context 'Messages are chosen' {
        It 'by UID, by number, by age and all' {
            Add-Numbered (1..3) -DaysAgo 100
            Add-Numbered (4..8)

            $piped = [pscustomobject]@{ Uid = 'uid2' } | Remove-Pop3Message -Confirm:$false
            $numbered = Invoke-Capturing { Remove-Pop3Message -Number 3, 99 -Force -Confirm:$false }
            $old = Remove-Pop3Message -OlderThan 30 -Confirm:$false
            $unforced = Invoke-Capturing { Remove-Pop3Message -Number 1 -Confirm:$false }
            $all = Remove-Pop3Message -All -Confirm:$false
            $none = Remove-Pop3Message -All -Confirm:$false

            $piped | Format-Outcome | Should -Be 'uid2 True True'
            $numbered.Output | Format-Outcome | Should -Be 'uid4 True True'
            $numbered.Id | Should -Be MessageNotFound
            $old | Format-Outcome | Should -Be 'uid1 True True', 'uid3 True True'
            $unforced.Output | Should -BeNullOrEmpty
            $unforced.Id | Should -Be InvalidParameter
            $all | Format-Outcome | Should -Be 'uid5 True True', 'uid6 True True', 'uid7 True True', 'uid8 True True'
            $none | Should -BeNullOrEmpty
            Get-Remainder | Should -BeNullOrEmpty
        }

        It 'by an age that no date of the sender''s own makes higher' {
            $now, $old, $older, $future = 1, 900, 1000, -1000 | ForEach-Object { Get-DateField $_ }
            Add-Headed written-long-ago "Received: from a by b; $now", "Date: $older"
            Add-Headed undated 'X-Date: none'
            Add-Headed dated-by-the-server-alone "Received: from a by b; $older"
            Add-Headed old "Received: from a by b; $old", "Received: from c by a; $(Get-DateField 0)", "Date: $older"
            Add-Headed from-the-future "Received: from a by b; $old", "Date: $future"

            $removed = Remove-Pop3Message -OlderThan (Get-Date).AddDays(-30) -Confirm:$false

            $removed.Uid | Should -Be dated-by-the-server-alone, old
        }

        It 'by an age that a large one has too where the server has no TOP' {
            Add-Numbered 1 -DaysAgo 100
            $header = 'Subject: Large', "Date: $(Get-DateField 100)"
            Add-Message $sandbox alice ($header + '', ('x' * 60000000), '') -Uid large
            Add-Numbered 3 -DaysAgo 100
            Add-Numbered 4
            $sandbox.Faults.Add($SandboxFault::Withhold('Pop3', 'TOP'))
            $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'TOP', '-ERR unknown'))

            $results = Remove-Pop3Message -OlderThan 30 -Confirm:$false

            $results | ForEach-Object { "$($_.Uid) $($_.Removed) $($_.Subject)" } |
                Should -Be 'uid1 True Message 1', 'large True Large', 'uid3 True Message 3'
            Get-Remainder | Should -Be uid4
        }

        It 'by number where the server has no UIDL' {
            Add-Numbered 1, 2
            $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'UIDL', '-ERR unknown'))

            $result = Remove-Pop3Message -Number 1 -Force -Confirm:$false

            $result.Uid | Should -BeNullOrEmpty
            $result.Removed | Should -BeTrue
            Get-Remainder | Should -Be uid2
        }

        It 'not by number without -Force; what to use instead is said before anything is connected' {
            $run = Invoke-Capturing { Remove-Pop3Message -Number 1 }

            $run.Id | Should -Be InvalidParameter
            $run.Advice | Should -Match '-Uid'
            $run.Advice | Should -Match '-Force'
            $sandbox.ConnectionsAccepted | Should -Be 0
        }
    }

    Context 'A message is named' {
        It 'by what anybody has read of it' {
            Add-Numbered 1 -DaysAgo 100
            Add-Numbered (2..5)

            $results = & {
                Remove-Pop3Message -OlderThan 30 -Confirm:$false
                Get-Pop3Message -Uid uid3 | Remove-Pop3Message -Confirm:$false
                Remove-Pop3Message -Uid uid2, gone -Confirm:$false -ErrorAction SilentlyContinue
                Remove-Pop3Message -Number 2 -Force -Confirm:$false -Verbose 4>$null
                Remove-Pop3Message -All -Confirm:$false
            }

            $results | ForEach-Object { "$($_.Number) $($_.Uid) $($_.From) $($_.Subject) $([bool] $_.Date)" } | Should -Be @(
                '1 uid1 ann@x.test Message 1 True', '2 uid3 ann@x.test Message 3 True', '1 uid2   False', ' gone   False'
                '2 uid5 ann@x.test Message 5 True', '1 uid4   False')
        }

        It 'when somebody asks what would be done, and nothing is: <Command>' -ForEach @(
            @{ Names = 'Message 1', 'Message 2'; Command = { Remove-Pop3Message -All -WhatIf } }
            @{ Names = 'Message 1', 'Message 2'; Command = { Remove-Pop3Message -Uid uid1, uid2 -WhatIf } }
            @{ Names = 'Message 1', 'Message 2'; Command = { Remove-Pop3Message -Number 1, 2 -Force -WhatIf } }
            @{ Names = @('Message 1'); Command = { Remove-Pop3Message -OlderThan 30 -WhatIf } }
        ) {
            Add-Numbered 1 -DaysAgo 100
            Add-Numbered 2

            $lines = @(Get-WhatIf $Command)

            $lines | Should -HaveCount $Names.Count
            0..($Names.Count - 1) | ForEach-Object { $lines[$_] | Should -BeLike "*$($Names[$_])*" }
            $lines | Should -Match 'ann@x\.test'
            $lines | Should -Match '\d{4}-\d\d-\d\d \d\d:\d\d'
            $log.Arguments('DELE') | Should -BeNullOrEmpty
            Get-Remainder | Should -HaveCount 2
        }

        It 'for somebody alone: without, no header is read' {
            Add-Numbered 1 -DaysAgo 100

            $null = Remove-Pop3Message -All -Confirm:$false

            $log.Arguments('TOP') | Should -BeNullOrEmpty
            $log.Arguments('DELE') | Should -HaveCount 1
        }

        It 'by itself, which -PassThru hands on with its result' {
            Add-Numbered 1

            $result = Get-Pop3Message | Remove-Pop3Message -PassThru -Confirm:$false

            $result.Removed | Should -BeTrue
            $result.InputObject.Subject | Should -Be 'Message 1'
        }
    }

    Context 'Each message has its own result' {
        It 'where its UID is missing or doubled' {
            Add-Numbered 1
            Add-Headed twin
            Add-Headed twin
            Add-Numbered 2

            $run = Invoke-Capturing { Remove-Pop3Message -Uid uid1, gone, twin -Confirm:$false }

            $run.Output | Format-Outcome | Should -Be 'uid1 True True', 'gone False True', 'twin False True'
            $run.Errors | Should -HaveCount 2
            Get-Remainder | Should -Be twin, twin, uid2
        }

        It 'where its UID changes between reading and removing' {
            Add-Numbered 1, 2
            $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'UIDL', '+OK', '1 other1', '2 other2', '.').Occurrence(2))

            $run = Invoke-Capturing { Get-Pop3Message | Remove-Pop3Message -Confirm:$false }

            $run.Output | Format-Outcome | Should -Be 'uid1 False True', 'uid2 False True'
            Get-Remainder | Should -Be uid1, uid2
        }

        It 'where it has no UID' {
            Add-Numbered (1..3)
            $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'UIDL', '+OK', '1 uid1', '2 ', '3 uid3', '.'))

            $run = Invoke-Capturing { Get-Pop3Message | Remove-Pop3Message -Confirm:$false }

            $run.Output | Format-Outcome | Should -Be 'uid1 True True', 'uid3 True True'
            $run.Id | Should -Be InvalidInputObject
            $run.Errors[0].Exception.Message | Should -Match 'Message 2 '
            Get-Remainder | Should -Be uid2
        }

        It 'where its maildrop could not be opened' {
            Add-Numbered 1, 2
            $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'USER', '-ERR [IN-USE] locked').Occurrence(2))
            $sandbox.Faults.Add($SandboxFault::Withhold('Pop3', 'SASL'))

            $run = Invoke-Capturing { Get-Pop3Message | Remove-Pop3Message -Confirm:$false }

            $run.Output | Format-Outcome | Should -Be 'uid1 False False', 'uid2 False False'
            $run.Output.Reason | Should -Match locked
            $run.Id | Should -Be MaildropInUse
        }
    }

    Context 'When the answer to QUIT is lost' {
        It 'a second look tells that a message is gone' {
            Add-Numbered 1, 2
            $sandbox.Faults.Add($SandboxFault::Drop('Pop3', 'QUIT', 'BeforeReply').Occurrence(1))

            $run = Invoke-Capturing { Remove-Pop3Message -Uid uid1 -Confirm:$false }

            $run.Output | Format-Outcome | Should -Be 'uid1 True False'
            Get-Remainder | Should -Be uid2
        }

        It 'a second look tells that a message is still there' {
            Add-Numbered 2
            $sandbox.Faults.Add($SandboxFault::Drop('Pop3', 'QUIT').Occurrence(1))

            $run = Invoke-Capturing { Remove-Pop3Message -Uid uid2 -Confirm:$false }

            $run.Output | Format-Outcome | Should -Be 'uid2 False False'
            $run.Id | Should -Be DeleteNotCommitted
            Get-Remainder | Should -Be uid2
        }

        It 'a second look at a server that changes its UIDs proves nothing' {
            Add-Numbered (1..3)
            $sandbox.Faults.Add($SandboxFault::Drop('Pop3', 'QUIT').Occurrence(1))
            $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'UIDL', '+OK', '1 other1', '2 other2', '3 other3', '.').Occurrence(3))

            $run = Invoke-Capturing { Remove-Pop3Message -Uid uid1, uid2 -Confirm:$false }

            $run.Output | Format-Outcome | Should -Be 'uid1 False False', 'uid2 False False'
            $run.Output.Reason | Should -Match 'does not tell'
            $run.Id | Should -Be DeleteNotCommitted
            Get-Remainder | Should -HaveCount 3
        }
    }

    Context 'An object that is kept' {
        BeforeEach {
            Add-Numbered 1
            $stored = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-Pop3Message)))
            $bob = New-Credential bob
            # Rows of a table know their maildrop by its URL.
            $row = Get-Pop3Message | Select-Object Uid, Mailbox | ConvertTo-Csv | ConvertFrom-Csv
        }

        It 'is removed where it came from' {
            ($stored | Remove-Pop3Message -Confirm:$false).Removed | Should -BeTrue
            Get-Remainder | Should -BeNullOrEmpty
        }

        It 'is removed where the URL in its table says' {
            $row.Mailbox -replace ':\d+$' | Should -Be 'pop://alice%40sandbox.test@127.0.0.1'
            ($row | Remove-Pop3Message -Confirm:$false).Removed | Should -BeTrue
        }

        It 'is refused where it comes from elsewhere or names nothing: <Command>' -ForEach @(
            @{ Command = { $stored | Remove-Pop3Message -Credential $bob -Confirm:$false } }
            @{ Command = { $stored | Remove-Pop3Message -Server localhost -Confirm:$false } }
            @{ Command = { $row | Remove-Pop3Message -Credential $bob -Confirm:$false }; Message = '*lives in pop://alice*' }
            @{ Command = { Get-ImapMessage | Remove-Pop3Message -Confirm:$false } }
            @{ Command = { 'uid1' | Remove-Pop3Message -Confirm:$false } }
            @{ Command = { [pscustomobject]@{ Uid = '' } | Remove-Pop3Message -Confirm:$false } }
            @{ Command = { [pscustomobject]@{ Name = 'x' } | Remove-Pop3Message -Confirm:$false } }
        ) {
            $run = Invoke-Capturing $Command

            $run.Id | Should -Be InvalidInputObject
            $run.Errors[0].Exception.Message | Should -BeLike ($Message ?? '*')
            Get-Remainder | Should -Be uid1
        }

        It 'that was read by IMAP is told so before anything else' {
            $global:PSDefaultParameterValues.Remove('*-Pop3Message:Credential')

            $run = Invoke-Capturing { Get-ImapMessage | Remove-Pop3Message -Confirm:$false }

            $run.Errors[0].Exception.Message | Should -BeLike 'The message was read by IMAP from imap://alice*'
            $run.Advice | Should -Be 'Read the maildrop with Get-Pop3Message, and pipe what that emits.'
        }

        It 'carries no login, and how to log in is said' {
            $global:PSDefaultParameterValues.Remove('*-Pop3Message:Credential')

            $run = Invoke-Capturing { $stored | Remove-Pop3Message -Confirm:$false }

            $run.Advice | Should -BeLike 'Give -Credential with user and password,*'
        }
    }
}
