# Mail to the exchangers of its recipients, with no server of one's own between. The domains exist in the sandbox alone.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
    $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')
    $PSDefaultParameterValues.Remove('*-SmtpMessage:SkipCertificateCheck')
    $null = $sandbox.Zone.AddMx('example.test', 10, 'down.example.test').AddAddress('down.example.test', '127.0.0.2')
    $null = $sandbox.Zone.AddMx('example.test', 20, 'up.example.test').AddAddress('up.example.test', '127.0.0.1')
    $null = $sandbox.Zone.AddMx('down.test', 10, 'down.example.test')
    $null = $sandbox.Zone.AddNullMx('null.test')
    $null = $sandbox.Zone.AddAddress('implicit.test', '127.0.0.1')
    $null = $sandbox.Zone.AddCname('loop.test', 'pool.test').AddCname('pool.test', 'loop.test')
    $direct = @{ Direct = $true; DnsServer = [string] $sandbox.DnsEndPoint; From = 'a@x.test'; Subject = 's'; Body = 'b' }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'Send-SmtpMessage -Direct' {
    AfterEach {
        $sandbox.Faults.Clear()
        $sandbox.Clear()
    }

    It 'goes to the next exchanger where one is down, encrypted where that is offered' {
        $result = Send-SmtpMessage @direct -To b@example.test, c@implicit.test

        $result.Status | Should -BeExactly Accepted
        $result.AcceptedRecipient.ForEach({ "$($_.Recipient) $($_.Exchanger) $($_.Code)" }) |
            Should -BeExactly 'b@example.test up.example.test 250', 'c@implicit.test implicit.test 250'
        $result.Server | Should -BeExactly 'up.example.test, implicit.test'
        $result.TlsProtocol | Should -BeExactly Tls13
        $sandbox.Accepted.Recipients | Should -BeExactly b@example.test, c@implicit.test
    }

    It 'gives each message of a pipeline one result, whatever becomes of the others, <Limit> destinations at a time' -ForEach @{ Limit = 1 }, @{ Limit = 4 } {
        $run = Invoke-Capturing {
            'b@example.test', 'n@null.test', 'g@gone.test', 'd@down.test', 'l@loop.test', 'not an address', 'i@implicit.test' |
                ForEach-Object { [pscustomobject]@{ To = $_ } } | Send-SmtpMessage @direct -ThrottleLimit $Limit
        }

        $run.Output.Status | Should -BeExactly Accepted, Rejected, Rejected, Rejected, Rejected, Accepted
        $run.Id | Should -BeExactly MailNotAccepted, DomainNotFound, NoExchangerReached, AliasLoop, InvalidAddress
        $run.Errors[2].Exception.Message | Should -BeLike 'No exchanger of down.test took the message: down.example.test (127.0.0.2): No connection to *'
        $run.Advice[2] | Should -BeLike '*port 25*-Server and -Credential*'
        $sandbox.Accepted | Should -HaveCount 2
    }

    It 'names the exchanger that refuses, and advises: <Reply>' -ForEach @(
        @{ Reply = '550 5.7.25 The IP address sending this message does not have a PTR record'; Advice = '*PTR record*' }
        @{ Reply = '550 5.7.1 Service unavailable; client host blocked using Spamhaus'; Advice = '*submission server*' }
        @{ Reply = '550 5.7.1 Mail from dynamic IP addresses is not accepted'; Advice = '*submission server*' }
        @{ Reply = '550 5.7.1 Residential address, use your provider'; Advice = '*submission server*' }
        @{ Reply = '554 5.7.1 No reverse DNS for your host'; Advice = '*PTR record*' }
        @{ Reply = '550 5.7.23 SPF validation failed'; Advice = '*SPF*' }
        @{ Reply = '550 SPF check failed'; Advice = '*SPF*' }
    ) {
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'RCPT', $Reply))
        $run = Invoke-Capturing { Send-SmtpMessage @direct -To b@example.test }

        $run.Id | Should -BeExactly NoRecipientAccepted
        $run.Output.RejectedRecipient.Exchanger | Should -BeExactly up.example.test
        $run.Advice | Should -BeLike $Advice
    }

    It 'tries again whom an exchanger puts off' {
        $sandbox.Faults.Add($SandboxFault::Greylist(1))
        $result = Send-SmtpMessage @direct -To b@example.test -MaximumRetryCount 1 -RetryIntervalSec 1

        $result.Status | Should -BeExactly Accepted
    }

    It 'sends to none that proves nothing with -Tls StartTls' {
        $run = Invoke-Capturing { Send-SmtpMessage @direct -To b@example.test -Tls StartTls }

        $run.Id | Should -BeExactly NoExchangerReached
        $run.Errors.Exception.Message | Should -BeLike '*The certificate of up.example.test*'
        $sandbox.Accepted | Should -BeNullOrEmpty
    }

    It 'goes together with no server and no login: <Parameter>' -ForEach @(
        @{ Parameter = 'Server'; With = @{ Server = 'mail.example.com' } }
        @{ Parameter = 'Credential'; With = @{ Credential = New-Object pscredential 'u', (ConvertTo-SecureString p -AsPlainText -Force) } }
        @{ Parameter = 'Token'; With = @{ Token = ConvertTo-SecureString t -AsPlainText -Force } }
        @{ Parameter = 'PinnedCertificate'; With = @{ PinnedCertificate = 'AB' * 32 } }
        @{ Parameter = 'SkipCertificateCheck'; With = @{ SkipCertificateCheck = $true } }
        @{ Parameter = 'Tls'; With = @{ Tls = 'Implicit' } }
    ) {
        $run = Invoke-Capturing { Send-SmtpMessage @direct -To b@example.test @With }

        $run.Id | Should -BeExactly InvalidParameter
        $run.Errors.Exception.Message | Should -BeLike "-Direct *-$Parameter *"
        $sandbox.Accepted | Should -BeNullOrEmpty
    }

    It 'refuses <Name> that is none' -ForEach @(
        @{ Name = 'PolicyServer'; Value = 'nonsense' }
        @{ Name = 'PolicyServer'; Value = '127.0.0.1' }
        @{ Name = 'PolicyCache'; Value = { New-Item file -ItemType File -Force } }
    ) {
        $given = if ($Value -is [scriptblock]) { [string] (& $Value) } else { $Value }
        $with = @{ $Name = $given }
        $run = Invoke-Capturing { Send-SmtpMessage @direct -To b@example.test @with }

        $run.Id | Should -BeExactly InvalidParameter
        $run.Errors.Exception.Message | Should -BeLike "-$Name*"
        $sandbox.Accepted | Should -BeNullOrEmpty
    }

    It 'says where a message would go' {
        Get-WhatIf { Send-SmtpMessage @direct -To b@example.test, c@null.test -WhatIf } |
            Should -BeExactly 'What if: Performing the operation "Send "s"" on target "b@example.test, c@null.test through the exchangers of example.test, null.test".'
        $sandbox.Accepted | Should -BeNullOrEmpty
    }

    It 'shows what it does' {
        $said = Send-SmtpMessage @direct -To b@example.test -Verbose -Debug 4>&1 5>&1 | Out-String

        $said | Should -BeLike '*No connection to down.example.test*'
        $said | Should -BeLike '*RCPT TO:<b@example.test>*'
        $said | Should -BeLike '*MX example.test*'
    }
}
