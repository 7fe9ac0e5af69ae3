# Where mail for a domain goes: many domains at a time, each once, in the order in which they are named.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
    $zone = $sandbox.Zone
    $null = $zone.AddMx('two.test', 20, 'second.two.test').AddMx('two.test', 10, 'first.two.test')
    $null = $zone.AddAddress('first.two.test', '192.0.2.1').AddAddress('second.two.test', '192.0.2.2')
    $null = $zone.AddAddress('implicit.test', '192.0.2.3').AddNullMx('null.test').AddAddress('www.none.test', '192.0.2.4')
    $null = $zone.AddMx('xn--bcher-kva.test', 10, 'first.two.test')
    $null = $zone.AddCname('loop.test', 'pool.test').AddCname('pool.test', 'loop.test').AddMx('round.test', 10, 'loop.test')
    1..200 | ForEach-Object { $null = $zone.AddMx("d$_.test", 10, 'first.two.test') }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'Resolve-MailExchanger' {
    It 'tells how a domain takes mail: <Name>' -ForEach @(
        @{ Name = 'two.test'; Status = 'Explicit'; Exchange = 'first.two.test', 'second.two.test' }
        @{ Name = 'joe@two.test'; Status = 'Explicit'; Exchange = 'first.two.test', 'second.two.test' }
        @{ Name = 'BÜCHER.test.'; Status = 'Explicit'; Exchange = 'first.two.test' }
        @{ Name = 'implicit.test'; Status = 'Implicit'; Exchange = 'implicit.test' }
        @{ Name = 'null.test'; Status = 'NullMx'; Exchange = '.' }
    ) {
        $found = @(Resolve-MailExchanger $Name)

        $found.Exchange | Should -BeExactly $Exchange
        $found.Status | Select-Object -Unique | Should -BeExactly $Status
        # That there is no AAAA record is known for a minute.
        $found[0].TimeToLive | Should -Be (New-TimeSpan -Minutes $(if ($Status -eq 'NullMx') { 5 } else { 1 }))
        [string] $found[0].NameServer | Should -BeExactly ([string] $sandbox.DnsEndPoint)
    }

    It 'tells of a domain that exists and takes no mail, as an object and as an error' {
        $run = Invoke-Capturing { Resolve-MailExchanger none.test }

        $run.Output.Status | Should -BeExactly None
        $run.Output.Domain | Should -BeExactly none.test
        $run.Id | Should -BeExactly NoMailExchanger
    }

    It 'asks for each domain once, and answers in the order of the names: <Limit> at a time' -ForEach @{ Limit = 1 }, @{ Limit = 3 }, @{ Limit = 100 } {
        $names = 1..200 | ForEach-Object { "d$_.test", "joe@D$_.test" }
        $found = $names | Resolve-MailExchanger -ThrottleLimit $Limit

        $found.Domain | Should -BeExactly (1..200 | ForEach-Object { "d$_.test" })
    }

    It 'goes on with the names behind one that nobody answers' {
        $null = $zone.SetFault('d1.test', 'Drop')
        $failures = @()
        # What comes last heals the first, for which all the tries of one server after the other are left by then.
        $found = & { 1..9 | ForEach-Object { "d$_.test" }; $null = $zone.SetFault('d1.test', 'None') } |
            Resolve-MailExchanger -DnsServer (@([string] $sandbox.DnsEndPoint) * 20) -OperationTimeoutSeconds 600 -ThrottleLimit 2 -ErrorVariable failures -ErrorAction SilentlyContinue

        $found.Domain | Should -BeExactly (1..9 | ForEach-Object { "d$_.test" })
        $failures | Should -BeNullOrEmpty
    }

    It 'says of a name server without an address which parameter named it' {
        $run = Invoke-Capturing { Resolve-MailExchanger two.test -DnsServer no-such.invalid }

        $run.Errors[0].Exception.Message | Should -BeLike '-DnsServer no-such.invalid has no address: *'
        $run.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-DnsServer*'
    }

    It 'names the name that is none' {
        (Invoke-Capturing { Resolve-MailExchanger "a`e..test" }).Errors.Exception.Message | Should -BeExactly 'The name "a?..test" cannot be a mail domain: a domain has letters, digits, hyphens and dots only.'
    }

    It 'gives a name that is none its own error, in its place: <Case>' -ForEach @(
        @{ Case = 'an empty label'; Name = 'a..test' }
        @{ Case = 'a label of 64 octets'; Name = 'a' * 64 + '.test' }
        @{ Case = 'a name of 256 octets'; Name = ('a' * 60 + '.') * 4 + 'a' * 12 }
        @{ Case = 'blank'; Name = ' ' }
        @{ Case = 'empty'; Name = '' }
        @{ Case = 'null'; Name = $null }
        @{ Case = 'an address literal'; Name = 'joe@[192.0.2.1]' }
    ) {
        $order = Resolve-MailExchanger two.test, $Name, gone.test, implicit.test -NoAddress -ErrorAction Continue 2>&1 |
            ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $_.FullyQualifiedErrorId -replace ',.*' } else { $_.Exchange } }

        $order | Should -BeExactly first.two.test, second.two.test, InvalidDomainName, DomainNotFound, implicit.test
    }

    It 'has a failure of its own for each that says nothing about the domain: <Fault>' -ForEach @(
        @{ Fault = 'ServerFailure'; Id = 'DnsServerFailure' }, @{ Fault = 'Refused'; Id = 'DnsServerFailure' }, @{ Fault = 'NameError'; Id = 'DomainNotFound' }
        @{ Fault = 'Drop'; Id = 'DnsTimedOut' }
    ) {
        $null = $zone.SetFault('fault.test', $Fault)
        $run = Invoke-Capturing { Resolve-MailExchanger fault.test -OperationTimeoutSeconds 1 }

        $run.Id | Should -BeExactly $Id
        $run.Output | Should -BeNullOrEmpty
    }

    It 'names a circle of aliases' {
        (Invoke-Capturing { Resolve-MailExchanger loop.test }).Id | Should -BeExactly AliasLoop
        (Resolve-MailExchanger round.test -WarningAction Ignore).Warnings | Should -HaveCount 1
    }

    It 'leaves addresses out with -NoAddress' {
        $found = Resolve-MailExchanger two.test -NoAddress

        $found.Exchange | Should -BeExactly first.two.test, second.two.test
        $found.IPAddress | Should -BeNullOrEmpty
    }

    It 'asks by TCP alone with -Tcp' {
        $said = Resolve-MailExchanger two.test -Tcp -Debug 5>&1 | Out-String

        $said | Should -BeLike '*MX two.test.* by TCP*'
        $said | Should -Not -BeLike '*by UDP*'
    }

    It 'has an error for what is empty in the pipeline, and goes on' {
        $run = Invoke-Capturing { '', $null, ' ', 'implicit.test' | Resolve-MailExchanger }

        $run.Id | Should -BeExactly InvalidDomainName, InvalidDomainName, InvalidDomainName
        $run.Output.Exchange | Should -BeExactly implicit.test
    }

    It 'takes a property <Property>' -ForEach @{ Property = 'Domain' }, @{ Property = 'Address' }, @{ Property = 'EmailAddress' }, @{ Property = 'Mail' } {
        ([pscustomobject]@{ $Property = 'joe@implicit.test' } | Resolve-MailExchanger).Exchange | Should -BeExactly implicit.test
    }

    It 'asks no more when nobody wants more' {
        1..200 | ForEach-Object { "d$_.test" } | Resolve-MailExchanger | Select-Object -First 1 | ForEach-Object Domain | Should -BeExactly d1.test
    }
}
