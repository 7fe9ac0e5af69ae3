# What the cmdlet makes of a domain's rows; what the rows are is tested in PSMailProtocol.Core.Tests/Dns/Report.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    $sandbox = Start-Sandbox
    $null = $sandbox.Zone.AddMx('good.test', 10, 'mx.good.test').AddAddress('mx.good.test', '192.0.2.1').AddTxt('good.test', 'v=spf1 ip4:192.0.2.0/24 -all').
        AddTxt('_dmarc.good.test', 'v=DMARC1; p=reject; rua=mailto:r@good.test').AddPtr('192.0.2.1', 'mx.good.test').
        AddTxt('s1._domainkey.good.test', 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=').
        AddTxt('bad.test', "v=spf1 +all exp=why.bad.test").AddTxt('why.bad.test', "`e[31m").AddTxt('shared.test', 'v=spf1 ip4:192.0.2.1 -all')
}
AfterAll { Stop-Sandbox $sandbox }

Describe 'A domain' {
    It 'has a row for each check, with the section of the rule' {
        $rows = Test-MailDomain good.test -Selector s1, s2 -Sender 192.0.2.1

        $rows.ForEach({ "$_" }) | Should -Be @(
            'MX: Good', 'SPF: Good', 'SPF 192.0.2.1: Good', 'DKIM s1: Good', 'DKIM s2: Bad', 'DMARC: Good', 'DMARC reports: Good'
            'MTA-STS: Note', 'TLS-RPT: Note', 'DANE: Note', 'PTR 192.0.2.1: Good')
        $rows.Section | Should -Match '^RFC \d+ section [\d.]+$'
        $rows[4].Advice | Should -BeLike 'Publish it*'
    }

    It 'is looked at as <From> sends for it' -ForEach @(
        @{ From = 'ann@good.test'; Spf = 'pass'; Alignment = 'Good' }
        @{ From = 'bounces@shared.test'; Spf = 'pass'; Alignment = 'Bad' }
        @{ From = 'nobody@none.test'; Spf = 'none'; Alignment = 'Bad' }
    ) {
        $rows = Test-MailDomain ann@good.test -Sender 192.0.2.1 -From $From

        $rows.Where({ $_.Check -eq 'SPF' -and $_.Subject }).Value | Should -BeExactly $Spf
        $rows.Where({ $_.Subject -eq 'alignment' }).Verdict | Should -Be $Alignment
    }

    It 'is well or not' {
        Test-MailDomain good.test -Selector s1 -Sender 192.0.2.1 -Quiet | Should -BeTrue
        Test-MailDomain bad.test -Quiet | Should -BeFalse
        Test-MailDomain nowhere.test -Quiet | Should -BeFalse
    }

    It 'comes from the pipeline by name and by property, and a name that is none keeps no other back' {
        $found = 'good.test', 'a..b', [pscustomobject]@{ EmailAddress = 'x@bad.test' } | Test-MailDomain -ErrorVariable failed -ErrorAction SilentlyContinue

        $found.Domain | Select-Object -Unique | Should -Be good.test, bad.test
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidDomainName,*'
    }

    It 'is asked for by TCP alone' {
        $null = Test-MailDomain good.test -Tcp -TranscriptPath TestDrive:/dialogue.txt

        $asked = @(Get-Content TestDrive:/dialogue.txt) -match ' C: '
        $asked.Count | Should -BeGreaterThan 5
        $asked -notmatch 'by TCP$' | Should -BeNullOrEmpty
    }

    It 'is looked at with <_> for the server of policies' -ForEach 'nonsense', '127.0.0.1' {
        { Test-MailDomain good.test -PolicyServer $_ -ErrorAction Stop } | Should -Throw '-PolicyServer *' -ErrorId 'InvalidParameter,*'
    }

    It 'has no sender that is no address' {
        { Test-MailDomain good.test -Sender ann@good.test -ErrorAction Stop } | Should -Throw '*-Sender*' -ErrorId 'InvalidParameter,*'
    }
}
