# What Send-SmtpMessage refuses before it goes to any network, and what its errors and warnings advise.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $mail = @{ From = 'me@x.test'; To = 'to@x.test' }

    # Advice and message of the only error.
    function Get-Said($Run) { "$($Run.Advice)|$($Run.Errors.Exception.Message)" }
}
AfterAll { Pop-Location }

Describe 'What cannot work' {
    BeforeAll {
        $sandbox = Start-Sandbox
        [IO.File]::WriteAllText("$PWD/nobody.eml", "Subject: s`n`nbody")
    }
    AfterAll {
        $sandbox.ConnectionsAccepted | Should -Be 0
        Stop-Sandbox $sandbox
    }

    It 'is refused at once as <Id> with words of <Words>: <Call>' -ForEach @(
        @{ Id = 'InvalidParameter'; Words = '-Tls Implicit'; Call = { Send-SmtpMessage @mail -Port 465 -UseSsl } }
        @{ Id = 'InvalidParameter'; Words = '-Tls Implicit'; Call = { Send-SmtpMessage @mail -Port 465 -Tls StartTls } }
        @{ Id = 'InvalidParameter'; Words = 'host.example.com'; Call = { Send-SmtpMessage @mail -Helo 'my host' } }
        @{ Id = 'InvalidParameter'; Words = '-To'; Call = { Send-SmtpMessage -From me@x.test } }
        @{ Id = 'InvalidParameter'; Words = '-From'; Call = { Send-SmtpMessage -Path nobody.eml -To a@x.test } }
        @{ Id = 'ParameterArgumentTransformationError'; Words = '-Path'; Call = { Send-SmtpMessage -InputObject (Get-Item nobody.eml) } }
        @{ Id = 'InvalidInputObject'; Words = '[pscustomobject]'; Call = { @{ To = 'to@x.test' } | Send-SmtpMessage -From me@x.test } }
        @{ Id = 'InvalidParameter'; Words = '-Path'; Call = { Import-MailMessage nobody.eml | Send-SmtpMessage -From me@x.test } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly $Id
        Get-Said $run | Should -Match ([regex]::Escape($Words))
    }

    It 'is not said of a mailbox where a file was imported' {
        $run = Invoke-Capturing { Import-MailMessage nobody.eml | Send-SmtpMessage -From me@x.test }

        Get-Said $run | Should -Not -Match 'mailbox'
    }

    It 'is refused with -WhatIf too: <Id> of <Call>' -ForEach @(
        @{ Id = 'InvalidParameter'; Call = { Send-SmtpMessage @mail -WhatIf -Helo 'my host' } }
        @{ Id = 'InvalidParameter'; Call = { Send-SmtpMessage @mail -WhatIf -PinnedCertificate abc } }
        @{ Id = 'InvalidParameter'; Call = { Send-SmtpMessage @mail -WhatIf -Authentication Plain } }
    ) {
        (Invoke-Capturing $Call).Id | Should -BeExactly $Id
    }

    It 'is a server that nobody named: <Call>' -ForEach @(
        @{ Call = { Send-SmtpMessage @mail -WhatIf } }
        @{ Call = { Send-SmtpMessage @mail } }
    ) {
        $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')

        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly ServerNotSpecified
        Use-Sandbox $sandbox
    }
}

Describe 'What a server refuses' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $sandbox.Faults.Add($SandboxFault::RefuseRecipient('later@x.test', '450 4.3.9 Not just now'))
        $sandbox.Faults.Add($SandboxFault::RefuseRecipient('never@x.test', '550 5.3.9 Not at all'))
        $sandbox.Faults.Add($SandboxFault::RefuseBody('450 4.3.9 Not this one'))
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'for now may be tried again' {
        $run = Invoke-Capturing { Send-SmtpMessage -From me@x.test -To later@x.test }

        $run.Id | Should -BeExactly NoRecipientAccepted
        Get-Said $run | Should -Match '-MaximumRetryCount'
    }

    It 'for good or after it had the message is not tried again: <Call>' -ForEach @(
        @{ Call = { Send-SmtpMessage -From me@x.test -To never@x.test } }
        @{ Call = { Send-SmtpMessage @mail } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Errors | Should -HaveCount 1
        Get-Said $run | Should -Not -Match '-MaximumRetryCount'
    }

    It 'has nothing to do with its certificate, which can be pinned' {
        $run = Invoke-Capturing { Send-SmtpMessage @mail -Tls StartTls -SkipCertificateCheck:$false }

        $run.Id | Should -BeExactly CertificateRejected
        Get-Said $run | Should -Match '-PinnedCertificate'
    }
}

Describe 'What is true of every message' {
    It 'is said once' {
        $sandbox = Start-Sandbox
        $sandbox.Faults.Add($SandboxFault::Withhold('Smtp', 'DSN'))
        2..6 | ForEach-Object { $sandbox.Faults.Add($SandboxFault::Drop('Smtp', $SandboxFault::Greeting).Occurrence($_)) }
        $rows = 1..80 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } }
        $parameters = @{ From = 'me@x.test'; DeliveryNotificationOption = 'OnSuccess'; ThrottleLimit = 6 }

        $null = $rows | Send-SmtpMessage @parameters -WarningVariable warnings -WarningAction SilentlyContinue

        @($warnings) -like '*DSN*' | Should -HaveCount 1
        @($warnings) -like 'No further connection*' | Should -HaveCount 1
        $sandbox.Accepted | Should -HaveCount 80
        Stop-Sandbox $sandbox
    }
}
