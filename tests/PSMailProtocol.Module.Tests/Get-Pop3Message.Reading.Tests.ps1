# What Get-Pop3Message reads and emits, and what keeps a message back without keeping others back.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $credential = New-Credential

    function Start-Pop3Sandbox([hashtable] $Options = @{}) {
        $sandbox = Start-Sandbox $Options
        $global:PSDefaultParameterValues['Get-Pop3Message:Credential'] = $credential
        $global:PSDefaultParameterValues['Remove-Pop3Message:Credential'] = $credential
        $sandbox
    }

    # Messages with these subjects, UIDs uid1, uid2 and so on.
    function Add-Subject([string[]] $Subject) {
        $number = 0
        foreach ($text in $Subject) {
            $number++
            $null = Add-Message $sandbox alice "Subject: $text", '', "body of $text", '' -Uid "uid$number"
        }
    }

    function Add-LargeMessage([string] $Subject) {
        $null = Add-Message $sandbox alice "Subject: $Subject", '', ('x' * 60000000), '' -Uid large
    }
}

Describe 'A message' {
    BeforeAll {
        $sandbox = Start-Pop3Sandbox
        Add-Message $sandbox alice 'Subject: s', '', '.one', 'two', 'three', '' -Uid uid1
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'has no body when its header alone is read' {
        (Get-Pop3Message -HeaderOnly).TextBody | Should -BeNullOrEmpty
    }

    It 'has as many lines of its body as are asked for' {
        (Get-Pop3Message -TopLine 2).TextBody | Should -Be ".one`r`ntwo`r`n"
    }

    It 'comes in octets, one array a message' {
        $raw = @(Get-Pop3Message -Raw)

        $raw | Should -HaveCount 1
        $raw[0].GetType() | Should -Be ([byte[]])
        Get-Text $raw[0] | Should -Be "Subject: s`r`n`r`n.one`r`ntwo`r`nthree`r`n"
    }

    It 'is read for each account of a CSV, which says the way into TLS too' {
        $PSDefaultParameterValues = @{}
        $csv = Join-Path $TestDrive accounts.csv
        $server, $port, $tlsPort = $sandbox.Host, $sandbox.Pop3Port, $sandbox.Pop3sPort
        Set-Content $csv 'Server,Port,Tls', "$server,$port,StartTls", "$server,$tlsPort,Implicit"

        $messages = Import-Csv $csv | Get-Pop3Message -Credential $credential -SkipCertificateCheck

        $messages | ForEach-Object { "$($_.Mailbox.Port): $($_.Subject)" } | Should -Be "${port}: s", "${tlsPort}: s"
    }
}

Describe 'A message that is saved' {
    BeforeAll {
        $sandbox = Start-Pop3Sandbox
        Add-Subject '../../escape', 'CON'
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is saved once and stays in its folder' {
        $target = Join-Path $TestDrive new mail

        $first = (Get-Pop3Message -Destination $target).SavedTo
        $second = (Get-Pop3Message -Destination $target).SavedTo

        $first | Should -HaveCount 2
        $second | Should -Be $first
        $first | Split-Path | Should -Be $target, $target
        $read = $first | ForEach-Object { [Convert]::ToHexString([IO.File]::ReadAllBytes($_)) }
        $read | Should -Be @($sandbox.Mailbox('alice').Messages | ForEach-Object { [Convert]::ToHexString($_.Octets) })
        Get-ChildItem $TestDrive -Filter *.eml -Recurse -Force | Should -HaveCount 2
    }

    It 'is not emitted where that fails' {
        $file = Join-Path $TestDrive 'a file'
        Set-Content $file ''

        $run = Invoke-Capturing { Get-Pop3Message -First 1 -Destination $file }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -Be FileNotWritten
    }
}

Describe 'Six messages' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Pop3Sandbox @{ Transcript = $log }
        Add-Subject (1..6 | ForEach-Object { "Message $_" })
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'that were read in part are read whole by the next command' {
        $headers = Get-Pop3Message -HeaderOnly

        $whole = $headers | Where-Object Number -in 4, 2 | Get-Pop3Message
        $chosen = Get-Pop3Message -HeaderOnly | Get-Pop3Message -Subject '*6'
        $octets = Get-Pop3Message -HeaderOnly -First 1 | Get-Pop3Message -Raw | ForEach-Object GetType
        $contradiction = Invoke-Capturing { $headers | Get-Pop3Message -Uid uid1 }
        $removed = Get-Pop3Message -HeaderOnly -First 2 | Get-Pop3Message | Remove-Pop3Message -Confirm:$false

        $whole | ForEach-Object { "$($_.Number) $($_.TextBody.Trim())" } | Should -Be '2 body of Message 2', '4 body of Message 4'
        $chosen | ForEach-Object { "$($_.Number) $($_.TextBody.Trim())" } | Should -Be '6 body of Message 6'
        $octets | Should -Be ([byte[]])
        $contradiction.Id | Select-Object -Unique | Should -Be InvalidParameter
        $removed | ForEach-Object { "$($_.Uid) $($_.Removed)" } | Should -Be 'uid1 True', 'uid2 True'
    }

    It 'of which one has no UID: it cannot be read again and keeps no other back' {
        $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'UIDL', '+OK', '1 uid1', '2', '3 uid3', '4 uid4', '5 uid5', '6 uid6', '.'))

        $run = Invoke-Capturing { Get-Pop3Message -HeaderOnly -First 3 | Get-Pop3Message }

        $run.Output.Number | Should -Be 1, 3
        $run.Id | Should -Be InvalidInputObject
        $run.Errors[0].Exception.Message | Should -Match 'Message 2 '
    }

    It 'are summed up without being read' {
        $sandbox.Faults.Add($SandboxFault::Withhold('Pop3', 'EXPIRE'))
        $sandbox.Faults.Add($SandboxFault::Offer('Pop3', 'EXPIRE 30 USER'))
        $sandbox.Faults.Add($SandboxFault::Offer('Pop3', 'LOGIN-DELAY 900'))

        $summary = Get-Pop3Message -Summary

        $summary.Count | Should -Be 6
        $summary.Size | Should -BeGreaterThan 100
        $summary.ExpireDays | Should -Be 30
        $summary.LoginDelay | Should -Be ([timespan] '00:15:00')
        $summary.Pipelining | Should -BeTrue
        $summary.NeverExpires | Should -BeFalse
        $summary.Capability | Should -Contain UIDL
        $log.Arguments('RETR') | Should -BeNullOrEmpty
        $log.Arguments('TOP') | Should -BeNullOrEmpty
    }
}

Describe 'A message beyond the cap' {
    BeforeEach { $sandbox = Start-Pop3Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'is not asked for and keeps no other back' {
        Add-Subject one, two, three
        $sandbox.Faults.Add($SandboxFault::MisstateSize('Pop3', 'LIST', 100000000).Occurrence(2))

        $run = Invoke-Capturing { Get-Pop3Message }

        $run.Output.Subject | Should -Be one, three
        $run.Id | Should -Be LimitExceeded
    }

    It 'that was said to be small keeps no other back either, and is read when the cap is raised' {
        Add-Subject one
        Add-LargeMessage two
        Add-Message $sandbox alice 'Subject: three', '', 'body', ''
        $sandbox.Faults.Add($SandboxFault::MisstateSize('Pop3', 'LIST', 20))

        $run = Invoke-Capturing { Get-Pop3Message }
        $raised = Get-Pop3Message -MaximumSize 70MB

        $run.Output.Subject | Should -Be one, three
        $run.Id | Should -Be LimitExceeded
        $run.Errors[0].Exception.Message | Should -Match 'Message 2 \(UID large\)'
        $run.Advice | Should -Match '-MaximumSize'
        $raised.Subject | Should -Be one, two, three
    }

    It 'is an error only where it is wanted, also without TOP' {
        Add-Subject one
        Add-LargeMessage large
        Add-Message $sandbox alice 'Subject: three', '', 'body', ''
        $sandbox.Faults.Add($SandboxFault::Withhold('Pop3', 'TOP'))
        $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'TOP', '-ERR unknown'))
        $sandbox.Faults.Add($SandboxFault::MisstateSize('Pop3', 'LIST', 20))

        $headers = Get-Pop3Message -HeaderOnly
        $small = Get-Pop3Message -Subject one, three
        $run = Invoke-Capturing { Get-Pop3Message -Subject l*, t* }

        $headers.Subject | Should -Be one, large, three
        $small.Subject | Should -Be one, three
        $run.Output.Subject | Should -Be three
        $run.Id | Should -Be LimitExceeded
        $run.Errors[0].Exception.Message | Should -Match 'Message 2 '
    }
}

Describe 'A pipeline' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Pop3Sandbox @{ Transcript = $log }
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'that wants no more is sent no more than the window and says goodbye' {
        Add-Subject (1..500 | ForEach-Object { "message $_" })

        $messages = Get-Pop3Message | Select-Object -First 10

        $messages | Should -HaveCount 10
        $sandbox.WaitUntilIdle([timespan]::FromMinutes(10)) | Should -BeTrue
        $log.Arguments('RETR').Count | Should -BeIn (10..64)
        $log.Arguments('QUIT') | Should -HaveCount 1
    }

    It 'that keeps none of ten thousand messages stays flat in memory' {
        $kept, $octets = 9000, 10000
        $message = [Text.Encoding]::ASCII.GetBytes("Subject: s`r`n`r`n$('x' * $octets)`r`n")
        1..10000 | ForEach-Object { $sandbox.Mailbox('alice').Deliver($message) }
        $read = @{ Count = 0 }

        Get-Pop3Message | ForEach-Object {
            $read.Count++
            if ($read.Count -in 1000, 10000) { $read[$read.Count] = [GC]::GetTotalMemory($true) }
        }

        $read.Count | Should -Be 10000
        $read[10000] - $read[1000] | Should -BeLessThan ($kept * $octets / 3)
    }

    It 'that takes a while shows how far it is' {
        Add-Subject 'message 1', 'message 2', 'message 3'
        $sandbox.Faults.Add($SandboxFault::Delay('Pop3', 'RETR', [timespan]::FromSeconds(1.5)).Occurrence(2))
        $way = @{ Server = $sandbox.Host; Port = $sandbox.Pop3Port; Credential = $credential; SkipCertificateCheck = $true }
        $shell = [powershell]::Create().AddScript({
                param($manifest, $way)
                Import-Module $manifest
                Get-Pop3Message @way
            }).AddArgument((Get-Module PSMailProtocol).Path).AddArgument($way)

        $messages = $shell.Invoke()
        $records = $shell.Streams.Progress | ForEach-Object {
            "$($_.Activity): $($_.StatusDescription); $($_.PercentComplete -gt 0), $($_.RecordType)"
        } | Select-Object -Unique
        $shell.Dispose()

        $messages | Should -HaveCount 3
        $records -like "Connecting to $($sandbox.Host): Port $($sandbox.Pop3Port);*" | Should -Not -BeNullOrEmpty
        $reading = @($records -like 'Reading the maildrop of alice@sandbox.test*')
        $reading.Count | Should -BeGreaterOrEqual 2
        $reading -notmatch 'Message [123] of 3, 0[.,]0 MiB; True, (Processing|Completed)$' | Should -BeNullOrEmpty
        $reading[-1] | Should -Match 'Completed$'
    }
}
