# Mail through what Resolve-MailExchanger found. The name resolves nowhere but in the sandbox.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
    $null = $sandbox.Zone.AddMx('example.test', 10, 'mx.example.test')
    '127.0.0.2', '127.0.0.1' | ForEach-Object { $null = $sandbox.Zone.AddAddress('mx.example.test', $_) }
    $mx = Resolve-MailExchanger example.test
    $mx | Export-Clixml mx.xml
    $row = Resolve-MailExchanger example.test | Add-Member To b@sandbox.test -PassThru
    $content = @{ From = 'a@x.test'; Subject = 's'; Body = 'b' }
    $mail = $content + @{ To = 'b@sandbox.test' }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'An exchanger' {
    BeforeEach {
        $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')
        $before = $sandbox.Accepted.Count
    }

    It 'is reached by the addresses that were resolved: <Call>' -ForEach @(
        @{ Server = 'mx.example.test'; Call = { $mx | Send-SmtpMessage @mail } }
        @{ Server = 'mx.example.test'; Call = { Resolve-MailExchanger example.test | Send-SmtpMessage @mail -ThrottleLimit 2 } }
        @{ Server = 'mx.example.test'; Call = { Import-Clixml mx.xml | Send-SmtpMessage @mail } }
        @{ Server = 'mx.example.test'; Call = { $row | Send-SmtpMessage @content } }
        @{ Server = '127.0.0.1'; Call = { $row | Send-SmtpMessage @content -Server $sandbox.Host } }
    ) {
        $result = & $Call

        $result.Status | Should -BeExactly Accepted
        $result.Server | Should -BeExactly $Server
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }

    It 'shows its certificate for its name' {
        $run = Invoke-Capturing { $mx | Send-SmtpMessage @mail -SkipCertificateCheck:$false -UseSsl }

        $run.Id | Should -BeExactly CertificateRejected
        $run.Errors[0].Exception.Message | Should -MatchExactly '^The certificate of mx\.example\.test .* and not to mx\.example\.test'
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'is no message where -Server names the server' {
        $run = Invoke-Capturing { $mx | Send-SmtpMessage @mail -Server $sandbox.Host }

        $run.Id | Should -BeExactly InvalidInputObject
        $run.Errors[0].Exception.Message -replace '; .*' |
            Should -BeExactly 'The pipeline brings a mail exchanger, and -Server names the server already.'
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'is looked up by its name, <Name>, where another thing only looks alike: <Call>' -ForEach @(
        @{
            Name = 'mx.example.test'
            Call = { [pscustomobject]@{ Exchange = 'mx.example.test'; IPAddress = '127.0.0.1' } | Send-SmtpMessage @mail }
        }
        @{ Name = 'mx.example.test'; Call = { $mx | Select-Object Exchange, IPAddress | Send-SmtpMessage @mail } }
        @{ Name = 'mx.example.test'; Call = { $row | Send-SmtpMessage @content -Server mx.example.test } }
        @{
            Name = 'other.example.test'
            Call = { Resolve-MailExchanger example.test | Add-Member Server other.example.test -PassThru | Send-SmtpMessage @mail }
        }
    ) {
        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly NameResolutionFailed
        $run.Errors[0].Exception.Message -replace '; .*' | Should -BeExactly "The name $Name has no address that can be looked up."
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'is tried by each address in turn, of which none is lost' {
        # Both are those of a closed port.
        $closed = Resolve-MailExchanger example.test

        $run = Invoke-Capturing { $closed | Send-SmtpMessage @mail -Port 1 }

        $run.Errors | Should -HaveCount 1
        [regex]::Matches($run.Errors[0].Exception.Message, '127\.0\.0\.\d').Value | Should -BeExactly 127.0.0.2, 127.0.0.1
        "$($closed.IPAddress)" | Should -BeExactly '127.0.0.2 127.0.0.1'
    }
}
