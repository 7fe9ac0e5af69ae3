# Whatever a preference makes of warnings and other lines: what was delivered or removed has its result before a line ends the
# pipeline. What asks a person is in Cmdlets/QuestionTests.cs, since nobody may be there to be asked.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $told = [Collections.Generic.List[string]]::new()
}

Describe 'What was delivered on <_> connections has its result' -ForEach 1, 3 {
    BeforeAll { $throttle = @{ ThrottleLimit = $_ } }
    BeforeEach {
        $sandbox = Start-Sandbox
        $told.Clear()
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'before <Line> ends the pipeline' -ForEach @(
        @{ Line = 'a warning'; Parameter = @{ WarningAction = 'Stop' }; AtLeast = 1 }
        @{ Line = 'a debug line'; Preference = 'DebugPreference' }
        @{ Line = 'a verbose line'; Preference = 'VerbosePreference' }
    ) {
        $sandbox.Faults.Add($SandboxFault::Withhold('Smtp', 'DSN'))
        $rows = 1..8 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test"; Subject = "s$_" } }
        $mail = @{ From = 'me@x.test'; Body = 'b'; DeliveryNotificationOption = 'OnFailure' } + $throttle + ($Parameter ?? @{})

        $run = Invoke-Capturing {
            if ($Preference) { Set-Variable $Preference Stop }
            $rows | Send-SmtpMessage @mail 3>$null 4>$null 5>$null | ForEach-Object { $told.Add($_.To) }
        }

        $told | Sort-Object | Should -Be @($sandbox.Accepted.Recipients | Sort-Object)
        $run.Id | Should -Be ActionPreferenceStop
        $sandbox.Accepted.Count | Should -BeGreaterOrEqual ($AtLeast ?? 0)
    }

    It 'before the error of another ends the pipeline' {
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'RCPT', '550 5.1.1 No').When('u3@'))
        $rows = 1..20 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } }

        $run = Invoke-Capturing {
            $rows | Send-SmtpMessage -From me@x.test -Body b -Subject s @throttle -ErrorAction Stop |
                Where-Object Status -eq Accepted | ForEach-Object { $told.Add($_.To) }
        }

        $told | Sort-Object | Should -Be @($sandbox.Accepted.Recipients | Sort-Object)
        $run.Id | Should -Be NoRecipientAccepted
    }
}

Describe 'What was removed has its result' {
    It 'before <Line> ends the pipeline' -ForEach @(
        @{ Line = 'a debug line'; Preference = 'DebugPreference'; Id = 'ActionPreferenceStop' }
        @{ Line = 'a verbose line'; Preference = 'VerbosePreference'; Id = 'ActionPreferenceStop' }
        @{ Line = 'an error'; Preference = 'ErrorActionPreference'; Id = 'CommandRejected'; AtMost = 1 }
    ) {
        $sandbox = Start-Sandbox
        $sandbox.Faults.Add($SandboxFault::Reply('Pop3', 'DELE', '-ERR locked').When('2'))
        1..3 | ForEach-Object { Add-Message $sandbox alice "Subject: $_", '', '' -Uid "u$_" }
        $credential = New-Credential
        $told.Clear()

        $run = Invoke-Capturing {
            Set-Variable $Preference Stop
            Remove-Pop3Message -Uid u1, u2, u3 -Credential $credential -Confirm:$false 4>$null 5>$null |
                Where-Object Removed | ForEach-Object { $told.Add($_.Uid) }
        }

        $left = @($sandbox.Mailbox('alice').Messages.UniqueId)
        $told | Should -Be @('u1', 'u2', 'u3' | Where-Object { $_ -notin $left })
        $run.Id | Should -Be $Id
        $left.Count | Should -BeLessOrEqual ($AtMost ?? 3)
        Stop-Sandbox $sandbox
    }
}
