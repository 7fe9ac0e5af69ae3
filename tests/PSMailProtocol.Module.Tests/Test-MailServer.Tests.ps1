# What Test-MailServer says of servers that are named or that a domain names, and what it refuses. How far a probe comes with servers
# that stop it is in ServerProbeTests.cs, certificates that somebody trusts in ProbeCertificateTests.cs.

BeforeDiscovery {
    # The rows of the README: what somebody wants to know, how others find out, and the command here.
    $rows = foreach ($line in Get-Content (Join-Path $PSScriptRoot ../../README.md)) {
        if ($line -match '^\| (?<Wish>[^|]+) \| [^|]*`(swaks|openssl|telnet|dig|nc) [^|]* \| `(?<Command>[^`]*Test-MailServer[^`]*)` \|$') {
            @{ Wish = $Matches.Wish; Command = $Matches.Command }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    $credential = New-Credential
}

Describe 'Test-MailServer' {
    BeforeEach {
        $sandbox = Start-Sandbox @{ Users = @{ alice = $Password } }
        $smtp = @{ Server = $sandbox.Host; Port = $sandbox.SmtpPort }
    }
    AfterEach {
        $sandbox.Accepted | Should -BeNullOrEmpty -Because 'no mail is ever sent'
        Stop-Sandbox $sandbox
    }

    It 'speaks what the server is named for: <Named>' -ForEach @(
        @{ Named = 'nothing'; Server = '{0}:{1}'; Port = 'SmtpPort'; Protocol = 'Smtp' }
        @{ Named = 'smtps://'; Server = 'smtps://{0}:{1}'; Port = 'SmtpsPort'; Protocol = 'Smtp' }
        @{ Named = 'imap://'; Server = 'imap://{0}:{1}'; Port = 'ImapPort'; Protocol = 'Imap' }
        @{ Named = 'IMAPS://'; Server = 'IMAPS://{0}:{1}'; Port = 'ImapsPort'; Protocol = 'Imap' }
        @{ Named = 'pop3://'; Server = 'pop3://{0}:{1}'; Port = 'Pop3Port'; Protocol = 'Pop3' }
        @{ Named = 'pops://'; Server = 'pops://{0}:{1}'; Port = 'Pop3sPort'; Protocol = 'Pop3' }
        @{ Named = '-Protocol Imap'; Server = '{0}:{1}'; Port = 'ImapPort'; Protocol = 'Imap'; Further = @{ Protocol = 'Imap' } }
        @{ Named = '-Protocol Pop3 -Tls Implicit'; Server = '{0}:{1}'; Port = 'Pop3sPort'; Protocol = 'Pop3'; Further = @{ Protocol = 'Pop3'; Tls = 'Implicit' } }
    ) {
        $further = $Further ?? @{}
        $report = Test-MailServer ($Server -f $sandbox.Host, $sandbox.$Port) @further

        $report.Succeeded | Should -BeTrue -Because $report.Error
        $report.Stage | Should -Be Completed
        $report.Protocol | Should -Be $Protocol
        $report.TlsProtocol | Should -Not -Be None
        "$($report.FoundBy)$($report.ErrorId)$($report.Error)$($report.Advice)" | Should -BeNullOrEmpty
    }

    It 'takes the port for what is spoken there: <Port>' -ForEach @(
        @{ Port = 993; Protocol = 'Imap' }, @{ Port = 143; Protocol = 'Imap' }, @{ Port = 995; Protocol = 'Pop3' }, @{ Port = 110; Protocol = 'Pop3' }
        @{ Port = 25; Protocol = 'Smtp' }, @{ Port = 587; Protocol = 'Smtp' }, @{ Port = 465; Protocol = 'Smtp' }
    ) {
        # Nothing listens there in any case: a name that does not exist has no ports.
        $reports = @(
            Test-MailServer no-such-host.invalid -Port $Port
            Test-MailServer "no-such-host.invalid:$Port"
        )

        $reports.Protocol | Should -Be $Protocol, $Protocol
        $reports.Port | Should -Be $Port, $Port
        $reports.ErrorId | Should -Be NameResolutionFailed, NameResolutionFailed
        $reports.Stage | Should -Be Connect, Connect
    }

    It 'says that a login works, and that it does not, and keeps both out of sight' {
        $good = Test-MailServer @smtp -Credential $credential
        $bad = Test-MailServer -Protocol Imap -Server $sandbox.Host -Port $sandbox.ImapPort -Credential (New-Credential -UserPassword 'not that one')

        $good.Succeeded, $good.LoginMechanism | Should -Be $true, PLAIN
        $bad.Succeeded, $bad.Stage, $bad.ErrorId | Should -Be $false, Login, AuthenticationFailed
        $bad.Advice | Should -BeLike 'Check user name and password*'
        $all = ($good, $bad | Format-List * | Out-String -Width 500) + ($good, $bad | ConvertTo-Json -Depth 5 -WarningAction Ignore)
        $all | Should -Not -Match "$Password|not that one"
        $all | Should -Match '\*\*\*\*'
    }

    It 'shows what recipients and commands are answered, and fails with a recipient that is refused' {
        $sandbox.Faults.Add($SandboxFault::RefuseRecipient('bob@x.test', '550 5.1.1 No such user'))

        $report = Test-MailServer @smtp -From me@x.test -To ann@x.test, 'Bob <bob@x.test>' -Command 'VRFY ann', NOOP -Helo client.example.com

        $report.SenderReply | Should -Be '250 2.1.0 Sender OK'
        $report.Recipient.ForEach({ "$($_.Recipient) $($_.Code) $($_.Text)" }) | Should -Be 'ann@x.test 250 Recipient OK', 'bob@x.test 550 No such user'
        $report.Answer.ForEach({ "$($_.Command) > $($_.Line)" }) | Should -Be 'VRFY ann > 252 2.5.2 Cannot verify, will take the message', 'NOOP > 250 2.0.0 OK'
        $report.Stage, $report.ErrorId | Should -Be Envelope, RecipientRejected
        $report.Advice | Should -BeLike '*does not exist there*'
        $report.Transcript | Should -Contain 'C: EHLO client.example.com'
        $report.Transcript | Should -Contain 'C: RSET'
    }

    It 'has an empty sender without one' {
        (Test-MailServer @smtp -To ann@x.test).Transcript -like 'C: MAIL FROM:<>*' | Should -Not -BeNullOrEmpty
    }

    It 'shows a certificate that is refused, and what to pin it by' {
        $report = Test-MailServer @smtp -SkipCertificateCheck:$false -Credential $credential
        $pinned = Test-MailServer @smtp -SkipCertificateCheck:$false -Credential $credential -PinnedCertificate $report.ServerCertificate.Fingerprint

        $report.Stage, $report.ErrorId, $report.LoginMechanism | Should -Be Certificate, CertificateRejected, $null
        $report.ServerCertificate.IsTrusted, $report.ServerCertificate.IsNamed | Should -Be $false, $true
        $report.ServerCertificate.DaysLeft | Should -BeGreaterThan 300
        $report.CapabilityAfterTls | Should -Contain 'AUTH PLAIN LOGIN'
        $pinned.Stage, $pinned.LoginMechanism | Should -Be Completed, PLAIN
        $pinned.ServerCertificate.IsPinned, $pinned.ServerCertificate.IsTrusted | Should -Be $true, $false
    }

    It 'fits a screen: <Name>' -ForEach @(
        @{ Name = 'that it went well'; With = @{ To = 'a@x.test'; Command = 'VRFY a' } }
        @{ Name = 'a certificate that is refused'; With = @{ SkipCertificateCheck = $false; Credential = $true } }
        @{ Name = 'a certificate that is not the pinned one'; With = @{ SkipCertificateCheck = $false; PinnedCertificate = 'a' * 64 } }
        @{ Name = 'many capabilities'; With = @{ SkipCertificateCheck = $false }; Offers = 60 }
        @{ Name = 'a login that is refused, with many capabilities'; With = @{ Credential = 'refused' }; Offers = 60 }
        @{ Name = 'a connection that does not come about'; With = @{ Server = 'no-such-host.invalid' } }
    ) {
        for ($i = 0; $i -lt $Offers; $i++) { $sandbox.Faults.Add($SandboxFault::Offer('Smtp', "X-CAPABILITY-NUMBER-$i")) }
        if ($With.Credential) { $With.Credential = if ($With.Credential -eq 'refused') { New-Credential -UserPassword wrong } else { $credential } }

        $way = @{ Server = $sandbox.Host; Port = $sandbox.SmtpPort }
        foreach ($word in $With.Keys) { $way[$word] = $With[$word] }

        $report = Test-MailServer @way

        foreach ($width in 80, 120) {
            $shown = ($report | Out-String -Width $width).Trim() -split '\r?\n'
            $shown.Count | Should -BeLessOrEqual 24 -Because ($shown -join "`n")
            $shown -match '^Stage' | Should -HaveCount 1
        }
    }

    It 'is shown alike after Export-Clixml, and of what a remote session leaves out nothing is said' {
        $report = Test-MailServer @smtp -SkipCertificateCheck:$false
        $stored, $remote = 2, 1 | ForEach-Object {
            $serializer = [Management.Automation.PSSerializer]
            $serializer::Deserialize($serializer::Serialize($report, $_)) | Out-String -Width 120
        }

        $stored | Should -BeExactly ($report | Out-String -Width 120)
        $remote | Should -Match 'Server +: Smtp 127'
        $remote | Should -Match 'Tls +: Tls1'
        $remote | Should -Match 'Certificate +: .*sandbox\.test'
        $remote | Should -Match 'Error +: CertificateRejected: The certificate of '
        $remote | Should -Not -Match 'CertificateVerdict|CertificateEnd'
    }

    It 'says no more than True or False with -Quiet, and of no server an error' {
        $sandbox.Zone.AddNullMx('null.test') > $null
        $run = Invoke-Capturing {
            Test-MailServer @smtp -Quiet
            Test-MailServer @smtp -Quiet -SkipCertificateCheck:$false
            Test-MailServer no-such-host.invalid -Quiet
            Test-MailServer -Domain nowhere.test -Quiet
            Test-MailServer -Domain null.test -Quiet
            Test-MailServer -Domain 'bad..name' -Quiet
        }

        $run.Output | Should -Be $true, $false, $false, $false, $false
        $run.Id | Should -Be InvalidDomainName -Because 'that is no server, and no domain either'
    }

    It 'refuses before anything is connected: <Name>' -ForEach @(
        @{ Name = 'nothing to probe'; Id = 'ServerNotSpecified'; With = @{ Protocol = 'Smtp' } }
        @{ Name = 'both'; Id = 'InvalidParameter'; Says = '-Server and -Domain'; With = @{ Server = 'x'; Domain = 'y.test' } }
        @{ Name = 'DATA'; Id = 'InvalidParameter'; Says = '-Command begins with "DATA"'; With = @{ Server = 'x'; Command = 'NOOP', 'DATA' } }
        @{ Name = 'a second line'; Id = 'InvalidWireText'; Says = '-Command holds a carriage return'; With = @{ Server = 'x'; Command = "VRFY x`r`nDATA" } }
        @{ Name = 'a literal'; Id = 'InvalidWireText'; Says = 'literal'; With = @{ Server = 'imap://x'; Command = 'LIST "" {5}' } }
        @{ Name = 'APPEND'; Id = 'InvalidParameter'; Says = 'APPEND'; With = @{ Server = 'x'; Protocol = 'Imap'; Command = 'APPEND INBOX {5}' } }
        @{ Name = 'a sender alone'; Id = 'InvalidParameter'; Says = '-From is given without -To'; With = @{ Server = 'x'; From = 'a@x.test' } }
        @{ Name = 'a bad address'; Id = 'InvalidAddress'; Says = '-To'; With = @{ Server = 'x'; To = 'not an address' } }
        @{ Name = 'recipients of IMAP'; Id = 'InvalidParameter'; Says = '-To is a word of SMTP'; With = @{ Server = 'imaps://x'; To = 'a@x.test' } }
        @{ Name = 'a name for IMAP'; Id = 'InvalidParameter'; Says = '-Helo is a word of SMTP'; With = @{ Server = 'x'; Protocol = 'Imap'; Helo = 'x.test' } }
        @{ Name = 'a scheme of another protocol'; Id = 'InvalidParameter'; Says = 'imap://'; With = @{ Server = 'imap://x'; Protocol = 'Smtp' } }
        @{ Name = 'a user in the server'; Id = 'InvalidParameter'; Says = 'user name'; With = @{ Server = 'imap://me:secret@x' } }
        @{ Name = 'a login at whatever a domain names'; Id = 'InvalidParameter'; Says = '-Domain and -Credential'; With = @{ Domain = 'x.test'; Credential = 'credential' } }
        @{ Name = 'a command of no protocol'; Id = 'InvalidParameter'; Says = '-Command'; With = @{ Domain = 'x.test'; Command = 'NOOP' } }
        @{ Name = 'a command of another protocol'; Id = 'InvalidParameter'; Says = 'VRFY'; With = @{ Domain = 'x.test'; Protocol = 'Pop3'; Command = 'VRFY x' } }
        @{ Name = 'TLS from the first octet of a domain'; Id = 'InvalidParameter'; Says = '-Tls Implicit'; With = @{ Domain = 'x.test'; Tls = 'Implicit' } }
    ) {
        if ($With.Credential) { $With.Credential = $credential }
        $run = Invoke-Capturing { Test-MailServer @With }

        $run.Id | Should -Be $Id
        $run.Output | Should -BeNullOrEmpty
        "$($run.Errors[0])" | Should -Match ([regex]::Escape($Says))
        $run.Advice | Should -Not -BeNullOrEmpty
        $sandbox.ConnectionsAccepted | Should -Be 0
    }

    It 'advises of what is at hand: <Name>' -ForEach @(
        @{ Name = 'a literal'; Advice = '*in quotes*'; Call = { Test-MailServer imap://x -Command 'LIST "" {5}' } }
        @{ Name = 'a second line'; Advice = '*in one line*'; Call = { Test-MailServer imap://x -Command "NOOP`r`nx LOGOUT" } }
        @{ Name = 'SMTP at a port of POP3'; Advice = 'Something else than SMTP answers there: say with -Protocol*'; Call = { Test-MailServer $sandbox.Host -Port $sandbox.Pop3Port } }
        @{ Name = 'SMTP at a port of IMAP'; Advice = 'Something else than SMTP answers there*'; Call = { Test-MailServer $sandbox.Host -Port $sandbox.ImapPort } }
        @{ Name = 'IMAP at a port of SMTP'; Advice = 'Something else than IMAP answers there*'; Call = { Test-MailServer $sandbox.Host -Port $sandbox.SmtpPort -Protocol Imap } }
        @{ Name = 'POP3 at a port of SMTP'; Advice = 'Something else than POP3 answers there*'; Call = { Test-MailServer $sandbox.Host -Port $sandbox.SmtpPort -Protocol Pop3 } }
    ) {
        $run = Invoke-Capturing $Call

        @($run.Output.Advice) + $run.Advice | Where-Object { $_ } | Should -BeLike $Advice
    }

    It 'is one report for each object in the pipeline, and an error for one that names no server' {
        $run = Invoke-Capturing {
            @(
                [pscustomobject]@{ Server = $sandbox.Host; Port = $sandbox.SmtpPort }
                [pscustomobject]@{ ComputerName = $sandbox.Host; Port = $sandbox.ImapPort; Protocol = 'Imap' }
                [pscustomobject]@{ Name = 'nothing of ours' }
                [pscustomobject]@{ Server = $sandbox.Host; Port = $sandbox.SmtpPort; SkipCertificateCheck = $true }
                [pscustomobject]@{ Server = $sandbox.Host; Port = $sandbox.Pop3Port; Protocol = 'Pop3'; Credential = $credential }
            ) | Test-MailServer -SkipCertificateCheck
        }

        $run.Output.ForEach({ "$($_.Protocol) $($_.Succeeded) $($_.LoginMechanism)" }) | Should -Be 'Smtp True ', 'Imap True ', 'Smtp True ', 'Pop3 True PLAIN'
        $run.Id | Should -Be ServerNotSpecified
    }
}

Describe 'Test-MailServer -Domain' {
    BeforeEach {
        $sandbox = Start-Sandbox
        $PSDefaultParameterValues['Test-MailServer:Port'] = $sandbox.SmtpPort
        $null = $sandbox.Zone.AddMx('example.com', 10, 'mx.example.com').AddAddress('mx.example.com', '127.0.0.1').AddAddress('imap.example.com', '127.0.0.1').
            AddSrv('_imaps._tcp.example.com', 5, 1, $sandbox.ImapsPort, 'imap.example.com').AddSrv('_imap._tcp.example.com', 5, 1, $sandbox.ImapPort, 'imap.example.com').
            AddSrv('_pop3s._tcp.example.com', 0, 0, 0, '.').AddSrv('_pop3._tcp.example.com', 0, 1, $sandbox.Pop3Port, 'imap.example.com').
            AddSrv('_imap._tcp.localhost', 0, 1, $sandbox.ImapPort, 'localhost').AddSrv('_imaps._tcp.localhost', 0, 1, $sandbox.ImapsPort, 'localhost').
            AddSrv('_submission._tcp.example.com', 0, 1, $sandbox.SmtpPort, 'mx.example.com').AddSrv('_submissions._tcp.example.com', 0, 1, $sandbox.SmtpsPort, 'mx.example.com')
    }
    AfterEach { Stop-Sandbox $sandbox }

    It 'probes what the domain names for <Protocol>' -ForEach @(
        @{
            Protocol = 'everything'; With = @{}
            Found = 'Smtp MX 10 of example.com', 'Smtp SRV 0 1 of _submissions._tcp.example.com', 'Smtp SRV 0 1 of _submission._tcp.example.com',
                'Imap SRV 5 1 of _imaps._tcp.example.com', 'Imap SRV 5 1 of _imap._tcp.example.com', 'Pop3 SRV 0 1 of _pop3._tcp.example.com'
        }
        @{ Protocol = 'SMTP'; With = @{ Protocol = 'Smtp' }; Found = 'Smtp MX 10 of example.com', 'Smtp SRV 0 1 of _submissions._tcp.example.com', 'Smtp SRV 0 1 of _submission._tcp.example.com' }
        @{ Protocol = 'IMAP'; With = @{ Protocol = 'Imap' }; Found = 'Imap SRV 5 1 of _imaps._tcp.example.com', 'Imap SRV 5 1 of _imap._tcp.example.com' }
        @{ Protocol = 'POP3'; With = @{ Protocol = 'Pop3'; Command = 'CAPA' }; Found = 'Pop3 SRV 0 1 of _pop3._tcp.example.com' }
        @{ Protocol = 'a recipient'; With = @{ To = 'ann@example.com' }; Found = 'Smtp MX 10 of example.com' }
    ) {
        $reports = Test-MailServer -Domain ann@Example.com @With

        $reports.ForEach({ "$($_.Protocol) $($_.FoundBy)" }) | Should -Be $Found
        $reports.Where({ -not $_.Succeeded }).Error | Should -BeNullOrEmpty
        $reports.TlsProtocol | Should -Not -Contain None
    }

    It 'takes domains from the pipeline: <Name>' -ForEach @(
        @{ Name = 'text'; Call = { 'example.com', 'ann@example.com' | Test-MailServer -Protocol Pop3 }; Count = 2 }
        @{ Name = 'a property'; Call = { [pscustomobject]@{ Domain = 'example.com' }, [pscustomobject]@{ EmailAddress = 'ann@example.com' } | Test-MailServer -Protocol Pop3 }; Count = 2 }
        @{ Name = 'exchangers, each for itself'; Call = { Resolve-MailExchanger example.com | Test-MailServer }; Count = 1; FoundBy = 'MX 10 of example.com' }
        @{
            Name = 'reports, to look again'; Count = 2; FoundBy = ''
            Call = { $PSDefaultParameterValues.Remove('Test-MailServer:Port'); Test-MailServer -Domain localhost -Protocol Imap | Test-MailServer }
        }
    ) {
        $reports = @(& $Call)

        $reports | Should -HaveCount $Count
        $reports.Succeeded | Should -Not -Contain $false -Because "$($reports.Error)"
        "$($reports[0].FoundBy)" | Should -BeLike ($FoundBy ?? 'SRV 0 1 of _pop3._tcp.example.com')
    }

    It 'says of a host that nobody serves what it says of any, and goes on' {
        $null = $sandbox.Zone.AddMx('example.com', 5, 'gone.example.com')

        $reports = Test-MailServer -Domain example.com -Protocol Smtp

        $reports.ForEach({ "$($_.FoundBy) $($_.ErrorId)" })[0..1] | Should -Be 'MX 5 of example.com NameResolutionFailed', 'MX 10 of example.com '
    }

    It 'goes on to the next domain of several: <Name>' -ForEach @(
        @{ Name = 'as a parameter'; Call = { Test-MailServer -Domain nowhere.test, example.com -Protocol Pop3 } }
        @{ Name = 'in the pipeline'; Call = { 'nowhere.test', 'example.com' | Test-MailServer -Protocol Pop3 } }
        @{ Name = 'as a property'; Call = { [pscustomobject]@{ Domain = 'nowhere.test', 'example.com' } | Test-MailServer -Protocol Pop3 } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Id | Should -Be NoMailExchanger
        $run.Output.FoundBy | Should -Be 'SRV 0 1 of _pop3._tcp.example.com'
    }

    It 'is an error where no server is named: <Domain>' -ForEach @(
        @{ Domain = 'nowhere.test'; With = @{}; Id = 'DomainNotFound' }
        @{ Domain = 'bad..name'; With = @{}; Id = 'InvalidDomainName' }
        @{ Domain = 'silent.test'; With = @{}; Id = 'DnsServerFailure' }
        @{ Domain = 'null.test'; With = @{}; Id = 'NoMailExchanger' }
        @{ Domain = 'null.test'; With = @{ Protocol = 'Imap' }; Id = 'NoMailExchanger' }
        @{ Domain = 'bare.test'; With = @{}; Id = 'NoMailExchanger' }
    ) {
        $null = $sandbox.Zone.AddNullMx('null.test').AddSrv('_sip._tcp.bare.test', 0, 1, 5060, 'x.test').AddAddress('silent.test', '127.0.0.1').SetFault('silent.test', 'ServerFailure', 'MX')
        $run = Invoke-Capturing { Test-MailServer -Domain $Domain @With }

        $run.Id | Should -Be $Id
        $run.Output | Should -BeNullOrEmpty
        $sandbox.ConnectionsAccepted | Should -Be 0
    }
}

Describe 'The table of the README' {
    BeforeAll {
        # What each command shows, as patterns. The name of the server is that of the sandbox there, with its port.
        $expected = @{
            'Test-MailServer mail.example.com' = '*CapabilityBeforeTls*STARTTLS*CapabilityAfterTls*'
            '(Test-MailServer mail.example.com).ServerCertificate' = '*sandbox.test*'
            '(Test-MailServer imaps://mail.example.com).ServerCertificate.DaysLeft' = '36[0-9]'
            '(Test-MailServer mail.example.com).ServerCertificate.Fingerprint' = '[0-9A-F]*[0-9A-F]'
            'Test-MailServer mail.example.com -Tls StartTls -Credential $credential' = '*LoginMechanism*: PLAIN*'
            'Test-MailServer mail.example.com -From me@example.com -To ann@example.com' = '*Recipient*: ann@example.com: 250 2.1.5*'
            "Test-MailServer mail.example.com -Command 'VRFY ann'" = '*Answer*: VRFY ann*252 2.5.2*'
            'Test-MailServer pop3://mail.example.com' = '*CapabilityBeforeTls*STLS*'
            "Test-MailServer imaps://mail.example.com -Credential `$credential -Command 'LIST `"`" *'" = '*LIST (*INBOX*OK*'
            '(Test-MailServer mail.example.com).Transcript' = '*S: 220 *C: EHLO *C: QUIT*'
            'Test-MailServer -Domain example.com' = '*FoundBy*: MX 10 of example.com*'
            'Test-MailServer mail.example.com -Quiet' = 'True'
        }
        $sandbox = Start-Sandbox
        $null = $sandbox.Zone.AddMx('example.com', 10, 'mx.example.com').AddAddress('mx.example.com', '127.0.0.1')
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'has a command that does it: <Wish>' -ForEach $rows {
        $PSDefaultParameterValues['Test-MailServer:Port'] = switch -Wildcard ($Command) {
            '*imaps://*' { $sandbox.ImapsPort }
            '*pop3://*' { $sandbox.Pop3Port }
            default { $sandbox.SmtpPort }
        }
        $run = Invoke-Capturing ([scriptblock]::Create($Command.Replace('mail.example.com', $sandbox.Host)))

        $run.Errors | Should -BeNullOrEmpty
        $shown = ($run.Output | Out-String -Width 160) -replace '\u001b\[[0-9;]*m' -replace ' +', ' '
        $shown.Trim() | Should -BeLike $expected[$Command]
        $sandbox.Accepted | Should -BeNullOrEmpty
    }

    It 'has a test for each row, and a row for each test' -ForEach @{ Commands = $rows.Command } {
        $Commands | Sort-Object | Should -Be ($expected.Keys | Sort-Object)
    }
}
