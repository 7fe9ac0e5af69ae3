# Many messages: one connection unless more are asked for, every result is that of its input, and limits cost no message.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    function Get-Row([int] $Count) { 1..$Count | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test"; Subject = "s$_"; Number = $_ } } }
    # To whom each message went that the sandbox accepted.
    function Get-Recipient {
        $sandbox.Accepted.Where({ $_.Recipients.Count -ne 1 }) | Should -BeNullOrEmpty
        $sandbox.Accepted.Recipients
    }
}
AfterAll { Pop-Location }

Describe 'Many rows' {
    BeforeEach { $sandbox = Start-Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'go over one connection, a thousand of them' {
        Get-Row 1000 | Export-Csv people.csv

        $shown = Import-Csv people.csv | Send-SmtpMessage -From me@x.test -Body b -PassThru -Verbose 4>&1

        $results, $told = $shown.Where({ $_ -isnot [Management.Automation.VerboseRecord] }, 'Split')
        $results.Where({ $_.Status -eq 'Accepted' -and $_.Subject -ceq $_.InputObject.Subject -and "$($_.To)" -ceq $_.InputObject.To }) |
            Should -HaveCount 1000
        $results.MessageId | Select-Object -Unique | Should -HaveCount 1000
        # One for each message, a few at the beginning and at the end, and one more wherever this machine took its time, which is
        # after each message at the most. A message by itself has four.
        $waits = [int] (-join ($told -like 'The server was waited for*') -replace '\D')
        $waits | Should -BeGreaterOrEqual 1000
        $waits | Should -BeLessOrEqual 2010
        $sandbox.ConnectionsAccepted | Should -Be 1
        Get-Recipient | Should -BeExactly (Get-Row 1000).To
    }

    # An alert must not wait for the next one: whoever watches a log may have none for hours.
    It 'go out while the pipeline waits for the next one' {
        $arrived = [Collections.Generic.List[bool]]::new()
        $source = {
            1..3 | ForEach-Object { [pscustomobject]@{ Subject = "s$_" } }
            $arrived.Add([Threading.SpinWait]::SpinUntil({ $sandbox.Accepted.Count -eq 3 }, [timespan]::FromMinutes(10)))
            [pscustomobject]@{ Subject = 's4' }
        }

        $results = & $source | Send-SmtpMessage -Tls None -From a@x.test -To b@x.test

        $arrived | Should -BeTrue
        $results | ForEach-Object { "$($_.Subject) $($_.Status)" } |
            Should -BeExactly 's1 Accepted', 's2 Accepted', 's3 Accepted', 's4 Accepted'
    }

    It 'are sent once each over several connections, which tell whose result is whose' {
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'RCPT', '550 5.1.1 No').When('u7@'))
        $threads = [Collections.Generic.List[int]]::new()
        $parameters = @{ From = 'me@x.test'; ThrottleLimit = 4; PassThru = $true; ErrorAction = 'SilentlyContinue' }

        $results = Get-Row 200 | Send-SmtpMessage @parameters -ErrorVariable problem |
            ForEach-Object { $threads.Add([Environment]::CurrentManagedThreadId); $_ }

        $threads | Select-Object -Unique | Should -Be ([Environment]::CurrentManagedThreadId)
        $results.InputObject.Number | Sort-Object -Unique | Should -HaveCount 200
        $results.Where({ $_.Subject -cne $_.InputObject.Subject }) | Should -BeNullOrEmpty
        $results.Where({ $_.Status -ne 'Accepted' }).ForEach({ "$($_.Status) $($_.InputObject.Number)" }) | Should -BeExactly 'Rejected 7'
        $problem.FullyQualifiedErrorId | Should -BeExactly 'NoRecipientAccepted,PSMailProtocol.Commands.SendSmtpMessageCommand'
        $problem.TargetObject.Number | Should -Be 7
        Get-Recipient | Select-Object -Unique | Should -HaveCount 199
        $sandbox.Accepted | Should -HaveCount 199
        $sandbox.ConnectionsAccepted | Should -BeIn 2, 3, 4
    }

    It 'all arrive where the server takes no further connection' {
        $sandbox.Faults.Add($SandboxFault::Drop('Smtp', $SandboxFault::Greeting).Occurrence(2))
        $parameters = @{ From = 'me@x.test'; ThrottleLimit = 3; WarningAction = 'SilentlyContinue' }

        $results = Get-Row 60 | Send-SmtpMessage @parameters -WarningVariable warnings

        $results.Where({ $_.Status -eq 'Accepted' }) | Should -HaveCount 60
        @($warnings) -like 'No further connection*' | Should -HaveCount 1
        Get-Recipient | Select-Object -Unique | Should -HaveCount 60
    }

    It 'lose none where a connection is lost between them' {
        $sandbox.Faults.Add($SandboxFault::Drop('Smtp', $SandboxFault::EndOfData, 'BeforeReply').Occurrence(5))

        $counts = foreach ($limit in 1, 3) {
            Get-Row 20 | Send-SmtpMessage -From me@x.test -ThrottleLimit $limit -ErrorAction SilentlyContinue |
                Group-Object Status | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }
        }

        $counts | Should -BeExactly 'Accepted 19', 'Unknown 1', 'Accepted 20'
        $sandbox.Accepted | Should -HaveCount 40
    }

    It 'close every connection where the pipeline wants no more, with -ThrottleLimit <_>' -ForEach 1, 4 {
        $results = Get-Row 100 | Send-SmtpMessage -From me@x.test -ThrottleLimit $_ | Select-Object -First 1

        $results.Status | Should -BeExactly Accepted
    }

    It 'are tried again if the server puts them off and that is asked for' {
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'MAIL', '451 4.7.1 Greylisted').Times(2))

        $refused = Invoke-Capturing { Send-SmtpMessage -From me@x.test -To a@x.test }
        $retried = Send-SmtpMessage -From me@x.test -To a@x.test -MaximumRetryCount 1 -RetryIntervalSec 1

        "$($refused.Output.Status) $($refused.Output.Code) $($refused.Output.EnhancedCode)" | Should -BeExactly 'Rejected 451 4.7.1'
        $refused.Advice | Should -BeLikeExactly '*-MaximumRetryCount*'
        $retried.Status | Should -BeExactly Accepted
    }
}

Describe 'A refused login' {
    BeforeAll { $sandbox = Start-Sandbox @{ Users = @{ alice = 'other' } } }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is tried once and ends the command, with -ThrottleLimit <_>' -ForEach 1, 4 {
        $before = $sandbox.ConnectionsAccepted
        $parameters = @{ From = 'me@x.test'; Credential = New-Credential; ThrottleLimit = $_ }

        { Get-Row 50 | Send-SmtpMessage @parameters -ErrorAction Continue } |
            Should -Throw -ErrorId 'AuthenticationFailed,PSMailProtocol.Commands.SendSmtpMessageCommand'

        $sandbox.ConnectionsAccepted | Should -Be ($before + 1)
        $sandbox.Accepted | Should -BeNullOrEmpty
    }
}

Describe 'A session that takes a hundred messages and does not say so' {
    It 'loses none of five hundred rows, with -ThrottleLimit <_>' -ForEach 1, 4 {
        $sandbox = Start-Sandbox @{ MaximumTransactions = 100 }
        $sandbox.Faults.Add($SandboxFault::Withhold('Smtp', 'LIMITS'))
        $parameters = @{ From = 'me@x.test'; Body = 'b'; ThrottleLimit = $_; MaximumRetryCount = 1; RetryIntervalSec = 3600 }

        $results = Get-Row 500 | Send-SmtpMessage @parameters

        $results.Where({ $_.Status -eq 'Accepted' }) | Should -HaveCount 500
        Get-Recipient | Sort-Object | Should -BeExactly ((Get-Row 500).To | Sort-Object)
        $sandbox.ConnectionsAccepted | Should -BeIn (5..(5 + $_))
        Stop-Sandbox $sandbox
    }
}
