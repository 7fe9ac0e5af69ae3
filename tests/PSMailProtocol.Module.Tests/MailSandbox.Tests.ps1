# The sandbox by cmdlets: what leads to it, what it can be told, and what it cannot.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $mail = @{ From = 'a@example.com'; To = 'b@example.com'; Subject = 'Report'; Body = 'text' }

    # Sends a mail and says what became of it: the status, the reply to the recipient or to the message, or the error's id.
    function Send-Mail([hashtable] $With = @{}) {
        $way = $sandbox.Smtp
        $message = $mail + @{}
        foreach ($key in $With.Keys) { $message[$key] = $With[$key] }
        $run = Invoke-Capturing { Send-SmtpMessage @way @message }
        $reply = $run.Output | ForEach-Object { if ($_.RejectedRecipient) { $_.RejectedRecipient[0].Reply } else { $_.Reply } }
        [pscustomobject]@{ Status = "$($run.Output.Status)"; Reply = "$reply"; Id = $run.Id }
    }
}

Describe 'A sandbox' {
    AfterEach {
        foreach ($one in $sandbox, $other) { if ($one) { $one | Stop-MailSandbox } }
        $sandbox = $other = $null
    }

    Context 'What leads to a sandbox' {
        It 'is complete for each protocol: the users <Kind>' -ForEach @(
            @{ Kind = 'are everybody'; With = @{} }
            @{ Kind = 'are one, and mail wants a login'; With = @{ User = @{ alice = 'open sesame' }; RequireAuthentication = $true; RequireTls = $true } }
            @{ Kind = 'are one, on ports inside TLS'; With = @{ User = @{ alice = 'open sesame' }; NoStartTls = $true; RequireTls = $true } }
        ) {
            $sandbox = Start-MailSandbox @With
            $smtp, $pop3, $imap = $sandbox.Smtp, $sandbox.Pop3, $sandbox.Imap
            $login = if ($With.User) { @{} } else { @{ Credential = New-Credential } }

            $sent = Send-SmtpMessage @smtp -From a@example.com -To alice@sandbox.test -Subject Report -Body text
            $byPop3 = Get-Pop3Message @pop3 @login
            $byImap = Get-ImapMessage @imap @login
            $session = Connect-MailServer -Protocol Imap @imap @login
            $tls = $session.TlsProtocol
            Disconnect-MailServer $session

            $sent.Status | Should -BeExactly Accepted
            $sent.TlsProtocol | Should -Not -Be None
            $byPop3.Subject, $byImap.Subject | Should -BeExactly Report, Report
            $tls | Should -Not -Be None
            $smtp.Keys | Should -Not -Contain SkipCertificateCheck
        }

        It 'is for its certificate alone' {
            $sandbox = Start-MailSandbox
            $other = Start-MailSandbox -Domain other.test
            $smtp = $sandbox.Smtp
            $smtp.Port = $other.SmtpPort

            $run = Invoke-Capturing { Send-SmtpMessage @smtp @mail }

            $run.Id | Should -BeExactly CertificateRejected
            $other.MessageCount | Should -Be 0
        }

        It 'names the certificate that was given' {
            $made = Start-MailSandbox -Domain given.test
            $certificate = $made.GetMailSandbox().Certificate
            $made | Stop-MailSandbox
            $sandbox = Start-MailSandbox -Certificate $certificate

            $result = Send-Mail

            $result.Status | Should -BeExactly Accepted
            $sandbox.PinnedCertificate | Should -BeExactly $certificate.GetCertHashString('SHA256')
        }

        It 'leads to its name server' {
            $sandbox = Start-MailSandbox
            $dns = $sandbox.Dns

            (Resolve-MailExchanger sandbox.test @dns).Exchange | Should -BeExactly mail.sandbox.test
        }

        It 'is a copy that a script may change' {
            $sandbox = Start-MailSandbox
            $sandbox.Smtp.Port = 1

            $sandbox.Smtp.Port | Should -Be $sandbox.SmtpPort
        }
    }

    Context 'Who may log in' {
        It 'is <Kind>' -ForEach @(
            @{ Kind = 'everybody without users'; With = @{}; User = 'joe@example.net'; Secret = 'whatever'; Id = @() }
            @{ Kind = 'a user of a table'; With = @{ User = @{ joe = 'right'; ann = 'other' } }; User = 'joe'; Secret = 'right'; Id = @() }
            @{ Kind = 'a user with the domain'; With = @{ User = @{ joe = 'right' } }; User = 'joe@sandbox.test'; Secret = 'right'; Id = @() }
            @{ Kind = 'a user with a SecureString'; With = @{ User = @{ joe = (ConvertTo-SecureString right -AsPlainText -Force) } }; User = 'joe'; Secret = 'right'; Id = @() }
            @{
                Kind = 'a user of a credential beside a table'
                With = @{ User = [pscredential]::new('joe', (ConvertTo-SecureString right -AsPlainText -Force)), @{ ann = 'other' } }; User = 'joe'; Secret = 'right'; Id = @()
            }
            @{ Kind = 'nobody with a wrong password'; With = @{ User = @{ joe = 'right' } }; User = 'joe'; Secret = 'wrong'; Id = 'AuthenticationFailed' }
            @{ Kind = 'nobody else'; With = @{ User = @{ joe = 'right' } }; User = 'ann'; Secret = 'right'; Id = 'AuthenticationFailed' }
            @{ Kind = 'a user by SCRAM'; With = @{ User = @{ joe = 'right' }; Mechanism = 'scram-sha-256' }; User = 'joe'; Secret = 'right'; Id = @() }
        ) {
            $sandbox = Start-MailSandbox @With
            $imap = $sandbox.Imap
            $imap.Credential = New-Credential $User $Secret

            $run = Invoke-Capturing { Get-ImapFolder INBOX @imap }

            $run.Id | Should -BeExactly $Id
        }

        It 'is who has a token' {
            $sandbox = Start-MailSandbox -Token @{ joe = 'right' } -Mechanism XOAUTH2
            $imap = $sandbox.Imap
            $imap.Credential = New-Credential joe ignored

            (Get-ImapFolder INBOX @imap -Token (ConvertTo-SecureString right -AsPlainText -Force)).Name | Should -BeExactly INBOX
            (Invoke-Capturing { Get-ImapFolder INBOX @imap -Token (ConvertTo-SecureString wrong -AsPlainText -Force) }).Id | Should -BeExactly AuthenticationFailed
        }

        It 'is said by the view, and no view and no serializer has the password' {
            $sandbox = Start-MailSandbox -User @{ alice = 'open sesame' }
            $other = Start-MailSandbox
            Export-Clixml -InputObject $sandbox -LiteralPath TestDrive:/sandbox.xml -Depth 5
            $shown = ($sandbox | Out-String -Width 200), ($sandbox | Format-List * | Out-String -Width 200), ($sandbox | ConvertTo-Json -Depth 5 -WarningAction Ignore),
                (Get-Content TestDrive:/sandbox.xml -Raw) -join "`n"

            $sandbox | Out-String -Width 200 | Should -Match "Login +: alice, with the password given"
            $sandbox | Out-String -Width 200 | Should -Match "PinnedCertificate +: $($sandbox.PinnedCertificate)"
            $other | Out-String -Width 200 | Should -Match 'Login +: any user name, any password; an address as the user name opens the mailbox of that address'
            $shown | Should -Not -Match 'open sesame'
            Get-Content TestDrive:/sandbox.xml -Raw | Should -Not -Match 'SecureString|<SS|PSCredential'
            (Import-Clixml TestDrive:/sandbox.xml).SmtpPort | Should -Be $sandbox.SmtpPort
        }
    }

    Context 'What goes wrong on purpose' {
        It '<Kind>' -ForEach @(
            @{ Kind = 'is nothing'; With = @{}; Status = 'Accepted'; Reply = '250 *' }
            @{ Kind = 'is a recipient'; With = @{ RejectRecipient = 'b@example.com' }; Status = 'Rejected'; Reply = '550 5.1.1 *' }
            @{ Kind = 'is another recipient'; With = @{ RejectRecipient = 'c@example.com' }; Status = 'Accepted'; Reply = '250 *' }
            @{ Kind = 'is a pattern of recipients'; With = @{ RejectRecipient = 'x@y.test', '*@example.com' }; Status = 'Rejected'; Reply = '550 5.1.1 *' }
            @{ Kind = 'is a user'; With = @{ RejectRecipient = 'joe' }; Changed = @{ To = 'joe@sandbox.test' }; Status = 'Rejected'; Reply = '550 5.1.1 *' }
            @{ Kind = 'is a recipient with a reply'; With = @{ RejectRecipient = @{ 'b@example.com' = '452 4.2.2 Full' } }; Status = 'Rejected'; Reply = '452 4.2.2 Full' }
            @{ Kind = 'is a sender'; With = @{ RejectSender = 'A@example.com' }; Status = 'Rejected'; Reply = '550 5.7.1 *' }
            @{ Kind = 'is a sender with a reply'; With = @{ RejectSender = @{ '*' = '451 4.3.0 Later' } }; Status = 'Rejected'; Reply = '451 4.3.0 Later' }
            @{ Kind = 'is a recipient outside the domain'; With = @{ RejectUnknown = $true }; Status = 'Rejected'; Reply = '550 *' }
            @{ Kind = 'is the first try'; With = @{ Greylist = 1 }; Status = 'Rejected'; Reply = '451 4.7.1 *' }
            @{ Kind = 'is the size'; With = @{ SizeLimit = 100 }; Status = 'Rejected'; Id = 'MessageTooLarge' }
            @{ Kind = 'is a fault as text'; With = @{ Fault = 'smtp . 554 5.7.1 Spam' }; Status = 'Rejected'; Reply = '554 5.7.1 Spam' }
            @{ Kind = 'is a connection at a command'; With = @{ DropAfter = 'RCPT' }; Status = 'Rejected'; Id = 'ConnectionLost' }
            @{ Kind = 'is a connection at the message, by whatever command that comes'; With = @{ DropAfter = 'data' }; Status = 'Unknown'; Id = 'DeliveryUnknown' }
            @{ Kind = 'is a connection at the message of SMTP'; With = @{ DropAfter = 'smtp DATA'; Withhold = 'CHUNKING' }; Status = 'Rejected'; Id = 'ConnectionLost' }
            @{ Kind = 'is a connection after some octets'; With = @{ DropAfter = 'smtp 30' }; Status = ''; Id = 'TlsFailed' }
            @{ Kind = 'is a connection of another protocol'; With = @{ DropAfter = 'imap 30', 'pop3 RETR' }; Status = 'Accepted'; Reply = '250 *' }
            @{ Kind = 'is a capability'; With = @{ Withhold = 'STARTTLS' }; Status = ''; Id = 'TlsRequired' }
            @{ Kind = 'is a capability of another protocol'; With = @{ Withhold = 'imap STARTTLS' }; Status = 'Accepted'; Reply = '250 *' }
            @{ Kind = 'takes its time'; With = @{ Latency = 0.01 }; Status = 'Accepted'; Reply = '250 *' }
            @{ Kind = 'is a login that lacks'; With = @{ RequireAuthentication = $true }; Status = 'Rejected'; Reply = '530 5.7.0 *'; Id = 'SenderRejected' }
            @{ Kind = 'is an option of .NET'; With = @{ Option = @{ offerauthentication = $false; MaximumRecipients = 1; LoginDelay = 5; Mailboxes = @{ A = '\Archive' } } }; Status = 'Accepted'; Reply = '250 *' }
        ) {
            $sandbox = Start-MailSandbox @With

            $result = Send-Mail ($Changed ?? @{})

            $result.Status | Should -BeExactly $Status
            if ($Reply) { $result.Reply | Should -BeLike $Reply }
            if ($Id) { $result.Id | Should -BeExactly $Id }
            $sandbox.MessageCount | Should -Be ([int] ($Status -ceq 'Accepted'))
            $sandbox.GetMailSandbox().InternalFailures | Should -BeNullOrEmpty
        }

        It 'is a fault of the library, the first of which counts' {
            $sandbox = Start-MailSandbox -Fault $SandboxFault::RefuseBody('554 5.7.1 First'), 'smtp . 554 5.7.1 Second'

            (Send-Mail).Reply | Should -BeExactly '554 5.7.1 First'
        }

        It 'is over once greylisting has put off often enough' {
            $sandbox = Start-MailSandbox -Greylist 2

            1..3 | ForEach-Object { (Send-Mail).Status } | Should -BeExactly Rejected, Rejected, Accepted
        }

        It 'takes its time: <Value>' -ForEach @(
            @{ Value = 0.25; Expected = '00:00:00.25' }
            @{ Value = '0.25'; Expected = '00:00:00.25' }
            @{ Value = 2; Expected = '00:00:02' }
            @{ Value = [timespan] '00:00:00.25'; Expected = '00:00:00.25' }
            @{ Value = '00:00:03'; Expected = '00:00:03' }
        ) {
            $sandbox = Start-MailSandbox -Latency $Value

            $sandbox.GetMailSandbox().Zone.Latency | Should -Be ([timespan] $Expected)
        }
    }

    Context 'A zone' {
        It 'is what the name server knows' {
            $sandbox = Start-MailSandbox -Zone @{
                'example.com'      = @{ MX = '20 spare.example.com', '10 mail.example.com'; TXT = 'v=spf1 -all' }
                'mail.example.com' = @{ A = [ipaddress] '192.0.2.1', '192.0.2.2'; AAAA = '2001:db8::1' }
                'alias.example'    = @{ CNAME = 'example.com' }
                'example.org'      = @{ MX = '0 .' }
                '192.0.2.1'        = @{ PTR = 'mail.example.com' }
            }
            $dns = $sandbox.Dns

            $exchangers = Resolve-MailExchanger example.com @dns -WarningAction Ignore
            $null = Resolve-MailExchanger example.org @dns -ErrorAction Ignore -ErrorVariable refused

            $exchangers.Exchange | Should -BeExactly mail.example.com, spare.example.com
            "$($exchangers[0].IPAddress)" | Should -Match '192.0.2.1.*192.0.2.2|2001:db8::1'
            (Resolve-MailExchanger alias.example @dns -WarningAction Ignore).Exchange | Should -Contain mail.example.com
            "$((Resolve-MailExchanger example.org @dns -ErrorAction Ignore).Status)$($refused.FullyQualifiedErrorId)" | Should -Match 'Null'
        }
    }

    Context 'A name server that errs' {
        It 'does so on request: <Fault>' -ForEach @(
            @{ Fault = 'dns example.com name-error'; Id = 'DomainNotFound' }
            @{ Fault = 'dns example.com MX ServerFailure'; Id = 'DnsServerFailure' }
            @{ Fault = 'dns * refused'; Id = 'DnsServerFailure' }
            @{ Fault = 'dns example.com TXT refused'; Id = @() }
            @{ Fault = 'dns example.com truncate', 'dns mail.example.com wrong-question-first'; Id = @() }
            @{ Fault = 'dns example.com delay 0.01'; Id = @() }
        ) {
            $sandbox = Start-MailSandbox -Zone @{ 'example.com' = @{ MX = '10 mail.example.com' }; 'mail.example.com' = @{ A = '192.0.2.1' } } -Fault $Fault
            $dns = $sandbox.Dns

            $run = Invoke-Capturing { Resolve-MailExchanger example.com @dns }

            $run.Id | Should -BeExactly $Id
            if (-not $Id) { "$($run.Output.IPAddress)" | Should -BeExactly 192.0.2.1 }
        }
    }

    Context 'Policies' {
        It 'have a port where they are asked for: <Kind>' -ForEach @(
            @{ Kind = 'not'; With = @{}; Pattern = '^$' }
            @{ Kind = 'none, and none is there'; With = @{ Policy = @{} }; Pattern = '^$' }
            @{ Kind = 'a policy'; With = @{ Policy = @{ 'example.com' = 'version: STSv1' } }; Pattern = '^127\.0\.0\.1:\d+$' }
            @{ Kind = 'a port that is picked'; With = @{ PolicyPort = 0 }; Pattern = '^127\.0\.0\.1:\d+$' }
            @{ Kind = 'a port'; With = @{ PolicyPort = 'free' }; Pattern = '^127\.0\.0\.1:{0}$' }
        ) {
            $free = Get-FreePort 1
            if ($With.PolicyPort -eq 'free') { $With.PolicyPort = $free }
            $sandbox = Start-MailSandbox @With

            $sandbox.PolicyServer | Should -Match ($Pattern -f $free)
            ($sandbox | Out-String) -match 'PolicyServer +: 127' | Should -Be ($Pattern -ne '^$')
        }

        It 'are given out as <Kind>' -ForEach @(
            @{ Kind = 'the text'; Policy = "version: STSv1`nmode: none`n"; Expected = "version: STSv1`nmode: none`n" }
            @{ Kind = 'the fields of a table'; Policy = @{ Mode = 'enforce'; mx = 'mx.example.com', '*.example.com'; max_age = 5 }; Expected = 'max_age: 5;mode: enforce;mx: *.example.com;mx: mx.example.com;version: STSv1' }
            @{ Kind = 'the fields, and those that every policy has'; Policy = @{ mode = 'none' }; Expected = 'max_age: 86400;mode: none;version: STSv1' }
        ) {
            $sandbox = Start-MailSandbox -Policy @{ 'example.com' = $Policy }

            $text = Invoke-RestMethod "https://$($sandbox.PolicyServer)/.well-known/mta-sts.txt" -Headers @{ Host = 'mta-sts.example.com' } -SkipCertificateCheck

            if ($Policy -is [string]) { $text | Should -BeExactly $Expected }
            else {
                $text | Should -BeLike "version: STSv1`n*"
                ($text.TrimEnd() -split "`n" | Sort-Object) -join ';' | Should -BeExactly $Expected
            }
        }
    }

    Context 'An address' {
        It 'is that of a second exchanger at the port of the first' -Skip:(-not $IsLinux) {
            $sandbox = Start-MailSandbox -Fault 'smtp GREETING 421 4.3.2 Busy' -Zone @{
                'example.com' = @{ MX = '10 a.example.com', '20 b.example.com' }; 'a.example.com' = @{ A = '127.0.0.1' }; 'b.example.com' = @{ A = '127.0.0.2' }
            }
            $other = Start-MailSandbox -Address 127.0.0.2 -SmtpPort $sandbox.SmtpPort -Policy @{ 'example.com' = 'version: STSv1' }
            $dns, $smtp = $sandbox.Dns, $other.Smtp

            $result = Send-SmtpMessage @mail -Direct -Port $sandbox.SmtpPort @dns
            $named = Send-SmtpMessage @mail @smtp

            $result.Server, $named.Server | Should -BeExactly b.example.com, 127.0.0.2
            $sandbox.MessageCount, $other.MessageCount | Should -Be 0, 2
            $other.Server, ($other.DnsServer -split ':')[0], ($other.PolicyServer -split ':')[0], $other.Pop3.Server, $other.Imap.Server | Should -Be (, '127.0.0.2' * 5)
        }
    }

    Context 'A page' {
        It 'is there where it is asked for: <_>' -ForEach 0, '0', 'localhost:0', '127.0.0.1:0' {
            $sandbox = Start-MailSandbox -WebPort $_
            $null = Send-Mail

            (Invoke-WebRequest $sandbox.WebAddress).StatusCode | Should -Be 200
            $sandbox | Out-String -Width 300 | Should -Match "WebAddress +: $([regex]::Escape($sandbox.WebAddress))"
            Export-Clixml -InputObject $sandbox -LiteralPath TestDrive:/page.xml
            Get-Content TestDrive:/page.xml -Raw | Should -Not -Match WebAddress
        }

        It 'has the port that it is given, and leaves it' {
            $free = Get-FreePort 1
            $sandbox = Start-MailSandbox -WebPort $free

            $sandbox.WebAddress.Port | Should -Be $free
            Stop-MailSandbox
            Get-Listening $free | Should -BeNullOrEmpty
        }

        It 'is not there where it is not asked for' {
            $sandbox = Start-MailSandbox

            $sandbox.WebAddress | Should -BeNullOrEmpty
            $sandbox | Out-String | Should -Not -Match WebAddress
        }
    }

    Context 'Two sandboxes' {
        It 'are two servers, and each command says which it means' {
            $sandbox = Start-MailSandbox
            $other = Start-MailSandbox
            $smtp = $other.Smtp
            $null = Send-SmtpMessage @smtp @mail

            $run = Invoke-Capturing { Get-MailSandboxMessage }

            $run.Id | Should -BeExactly InvalidParameter
            $run.Errors[0].Exception.Message | Should -BeLike "2 sandboxes run in this runspace, with the SMTP ports $($sandbox.SmtpPort), $($other.SmtpPort), *-Sandbox*"
            Get-MailSandboxMessage $sandbox | Should -BeNullOrEmpty
            ($other | Get-MailSandboxMessage).Subject | Should -BeExactly Report
            Get-MailSandboxMessage -Sandbox $other | Should -HaveCount 1
            $other | Clear-MailSandbox
            $other.MessageCount | Should -Be 0
            Stop-MailSandbox -Sandbox $other
            Get-MailSandboxMessage | Should -BeNullOrEmpty
            (Send-Mail).Status | Should -BeExactly Accepted
        }

        It 'have no port in common' {
            $sandbox = Start-MailSandbox
            $names = 'SmtpPort', 'SmtpsPort', 'Pop3Port', 'Pop3sPort', 'ImapPort', 'ImapsPort'

            foreach ($name in $names + 'DnsPort') {
                $port = if ($name -eq 'DnsPort') { ($sandbox.DnsServer -split ':')[1] } else { $sandbox.$name }
                $taken = @{ $name = $port }
                $run = Invoke-Capturing { Start-MailSandbox @taken }

                $run.Id | Should -BeExactly PortUnavailable
                $run.Errors[0].Exception.Message | Should -BeLike "-$name $port cannot be listened on at 127.0.0.1: *"
                $run.Advice[0] | Should -BeLike '*Nothing was started.'
            }

            # None of those that failed is left.
            Get-MailSandboxMessage | Should -BeNullOrEmpty
        }

        It 'do not leave the ports that were free' {
            $sandbox = Start-MailSandbox
            $free = Get-FreePort 1

            $null = Invoke-Capturing { Start-MailSandbox -SmtpPort $free -DnsPort ($sandbox.DnsServer -split ':')[1] }

            Get-Listening $free | Should -BeNullOrEmpty
        }

        It 'have the ports that they are given' {
            $free = Get-FreePort 7
            $sandbox = Start-MailSandbox -SmtpPort $free[0] -SmtpsPort $free[1] -Pop3Port $free[2] -Pop3sPort $free[3] -ImapPort $free[4] -ImapsPort $free[5] -DnsPort $free[6]

            $sandbox.SmtpPort, $sandbox.SmtpsPort, $sandbox.Pop3Port, $sandbox.Pop3sPort, $sandbox.ImapPort, $sandbox.ImapsPort, ($sandbox.DnsServer -split ':')[1] | Should -Be $free
        }
    }

    Context 'What cannot be started' {
        It 'is an error that names it, and leaves nothing: <Message>' -ForEach @(
            @{ Id = 'InvalidParameter'; Message = '-Certificate has no private key*'; Call = { Start-MailSandbox -SmtpPort $port -Certificate $public }; Advice = '*.pfx*' }
            @{ Id = 'InvalidParameter'; Message = '-Zone: example.com has no table of records.'; Call = { Start-MailSandbox -SmtpPort $port -Zone @{ 'example.com' = '10 mail.example.com' } }; Advice = '*@{ MX =*' }
            @{ Id = 'InvalidParameter'; Message = '-Zone: example.com, MX: "ten mail.example.com" is no*'; Call = { Start-MailSandbox -SmtpPort $port -Zone @{ 'example.com' = @{ MX = 'ten mail.example.com' } } }; Advice = '*@{ MX =*' }
            @{ Id = 'InvalidParameter'; Message = '-Zone: example.com, A: "mail" is no address*'; Call = { Start-MailSandbox -SmtpPort $port -Zone @{ 'example.com' = @{ A = 'mail' } } }; Advice = '*Nothing was started.' }
            @{ Id = 'InvalidParameter'; Message = '-Zone: example.com, NAPTR: "NAPTR" is no type*'; Call = { Start-MailSandbox -SmtpPort $port -Zone @{ 'example.com' = @{ NAPTR = 'x' } } }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-Zone: example.com, MX: there is no data*'; Call = { Start-MailSandbox -SmtpPort $port -Zone @{ 'example.com' = @{ MX = @() } } }; Advice = '*' }
            @{ Id = 'InvalidDomainName'; Message = '-Zone: example..com, A: *'; Call = { Start-MailSandbox -SmtpPort $port -Zone @{ 'example..com' = @{ A = '192.0.2.1' } } }; Advice = '*' }
            @{ Id = 'InvalidDomainName'; Message = '-Domain: *'; Call = { Start-MailSandbox -SmtpPort $port -Domain 'no domain..at all' }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-Mechanism: GSSAPI is none of PLAIN, *'; Call = { Start-MailSandbox -SmtpPort $port -Mechanism PLAIN, GSSAPI }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-Fault: "smtp RCPT" is not *'; Call = { Start-MailSandbox -SmtpPort $port -Fault 'smtp RCPT' }; Advice = "*'smtp RCPT 451 4.3.0 Later'*" }
            @{ Id = 'InvalidParameter'; Message = '-Fault: "smtp RCTP 550 No" names no command of smtp, which are EHLO, *'; Call = { Start-MailSandbox -SmtpPort $port -Fault 'smtp RCTP 550 No' }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-DropAfter: "pop3 RCPT" is neither a number of octets nor a command.'; Call = { Start-MailSandbox -SmtpPort $port -DropAfter 'pop3 RCPT' }; Advice = '*of POP3: CAPA, *' }
            @{ Id = 'InvalidParameter'; Message = '-DropAfter: "RCTP" is neither *'; Call = { Start-MailSandbox -SmtpPort $port -DropAfter RCTP }; Advice = '*of SMTP: EHLO, *' }
            @{ Id = 'InvalidParameter'; Message = '-Fault: "… refuse-after" *'; Call = { Start-MailSandbox -SmtpPort $port -Fault 'smtp DATA refuse-after many' }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-Fault: "dns … lie" is none of name-error, *'; Call = { Start-MailSandbox -SmtpPort $port -Fault 'dns example.com lie' }; Advice = "*'dns example.com MX server-failure'*" }
            @{ Id = 'InvalidParameter'; Message = '-Address 192.0.2.1 is none of the network 127.0.0.0/8*'; Call = { Start-MailSandbox -SmtpPort $port -Address 192.0.2.1 }; Advice = '*127.0.0.2*' }
            @{ Id = 'InvalidParameter'; Message = '-Address ::1 is none of the network 127.0.0.0/8*'; Call = { Start-MailSandbox -SmtpPort $port -Address ::1 }; Advice = '*127.0.0.2*' }
            @{ Id = 'InvalidParameter'; Message = '-Address "second" is no address.'; Call = { Start-MailSandbox -SmtpPort $port -Address second }; Advice = '*127.0.0.2*' }
            @{ Id = 'InvalidParameter'; Message = '-Policy: example.com: there is neither a text nor a table*'; Call = { Start-MailSandbox -SmtpPort $port -Policy @{ 'example.com' = 5 } }; Advice = '*mode = *Nothing was started.' }
            @{ Id = 'InvalidDomainName'; Message = '-Policy: example..com: *'; Call = { Start-MailSandbox -SmtpPort $port -Policy @{ 'example..com' = 'version: STSv1' } }; Advice = '*mode = *' }
            @{ Id = 'PortUnavailable'; Message = '-PolicyPort * cannot be listened on at 127.0.0.1*'; Call = { Start-MailSandbox -SmtpPort $port -PolicyPort $taken.LocalEndpoint.Port }; Advice = '*Nothing was started.' }
            @{ Id = 'InvalidParameter'; Message = '-RejectRecipient: "go away" is no reply that refuses.'; Call = { Start-MailSandbox -SmtpPort $port -RejectRecipient @{ x = 'go away' } }; Advice = '*550 5.1.1*' }
            @{ Id = 'InvalidParameter'; Message = '-RejectSender: "250 Fine" is no reply that refuses.'; Call = { Start-MailSandbox -SmtpPort $port -RejectSender @{ x = '250 Fine' } }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-Option: Nonsense is no option.'; Call = { Start-MailSandbox -SmtpPort $port -Option @{ Nonsense = 1 } }; Advice = '*OfferApop*' }
            @{ Id = 'InvalidParameter'; Message = '-Option: SmtpPort is no option.'; Call = { Start-MailSandbox -SmtpPort $port -Option @{ SmtpPort = 1 } }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-Option: "many" is no value of MaximumRecipients*'; Call = { Start-MailSandbox -SmtpPort $port -Option @{ MaximumRecipients = 'many' } }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-User is neither a credential nor a table of names and passwords.'; Call = { Start-MailSandbox -SmtpPort $port -User 'alice:hunter2' }; Advice = '*@{ alice =*' }
            @{ Id = 'InvalidParameter'; Message = '-User names Alice twice.'; Call = { Start-MailSandbox -SmtpPort $port -User @{ alice = 'a' }, @{ Alice = 'hunter2' } }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-User: what alice has is neither a text nor a SecureString.'; Call = { Start-MailSandbox -SmtpPort $port -User @{ alice = 5 } }; Advice = '*' }
            @{ Id = 'InvalidParameter'; Message = '-WebPort: the page is on 127.0.0.1 alone, and "0.0.0.0:8025" names another address.'; Call = { Start-MailSandbox -SmtpPort $port -WebPort 0.0.0.0:8025 }; Advice = '*-WebPort 8025*' }
            @{ Id = 'InvalidParameter'; Message = '-WebPort: *"?::?:8025" names another address.'; Call = { Start-MailSandbox -SmtpPort $port -WebPort '[::]:8025' }; Advice = '*-WebPort 8025*' }
            @{ Id = 'InvalidParameter'; Message = '-WebPort: "http" is no port.'; Call = { Start-MailSandbox -SmtpPort $port -WebPort http }; Advice = '*65535*' }
            @{ Id = 'PortUnavailable'; Message = '-WebPort * cannot be listened on at 127.0.0.1*'; Call = { Start-MailSandbox -SmtpPort $port -WebPort $taken.LocalEndpoint.Port }; Advice = '*Nothing was started.' }
            @{ Id = 'ParameterArgumentTransformationError'; Message = '*-Latency*|*Latency*"soon" is neither a number of seconds*'; Call = { Start-MailSandbox -SmtpPort $port -Latency soon }; Advice = '' }
            @{ Id = 'ParameterArgumentTransformationError'; Message = '*Latency*"-1" is neither a number of seconds*'; Call = { Start-MailSandbox -SmtpPort $port -Latency (-1) }; Advice = '' }
            @{ Id = 'ParameterArgumentValidationError'; Message = '*SmtpPort*65536*'; Call = { Start-MailSandbox -SmtpPort 65536 }; Advice = '' }
        ) {
            $port = Get-FreePort 1
            $taken = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $taken.Start()
            $made = Start-MailSandbox
            $public = [Security.Cryptography.X509Certificates.X509Certificate2]::new($made.GetMailSandbox().Certificate.Export('Cert'))
            $made | Stop-MailSandbox

            $run = Invoke-Capturing $Call

            $taken.Stop()
            $run.Output | Should -BeNullOrEmpty
            $run.Id | Should -BeExactly $Id
            @($Message -split '\|').Where({ $run.Errors[0].Exception.Message -like $_ }) | Should -Not -BeNullOrEmpty -Because $run.Errors[0].Exception.Message
            if ($Advice) { $run.Advice[0] | Should -BeLike $Advice }
            "$($run.Errors[0] | Format-List * -Force | Out-String)" | Should -Not -Match 'hunter2"'
            Get-Listening $port | Should -BeNullOrEmpty
            (Invoke-Capturing { Get-MailSandboxMessage }).Id | Should -BeExactly SandboxNotRunning
        }

        It 'is not held up by nothing: every parameter takes null' {
            $nothing = @{}
            (Get-Command Start-MailSandbox).Parameters.Keys.Where({ $_ -notin [Management.Automation.Cmdlet]::CommonParameters }).ForEach({ $nothing[$_] = $null })
            $sandbox = Start-MailSandbox @nothing

            (Send-Mail).Status | Should -BeExactly Accepted
            $sandbox.User | Should -BeNullOrEmpty
        }
    }

    Context 'Without a sandbox' {
        It 'a command says how to come by one: <_>' -ForEach 'Get-MailSandboxMessage', 'Clear-MailSandbox', 'Stop-MailSandbox', 'Add-MailSandboxMessage -User a -Subject x' {
            $run = Invoke-Capturing ([scriptblock]::Create($_))

            $run.Id | Should -BeExactly SandboxNotRunning
            $run.Advice[0] | Should -BeLike 'Start one with Start-MailSandbox*'
        }

        It 'a variable that holds none is an error: <_>' -ForEach 'Get-MailSandboxMessage', 'Clear-MailSandbox', 'Stop-MailSandbox', 'Add-MailSandboxMessage -User a -Subject x' {
            $sandbox = Start-MailSandbox

            $run = Invoke-Capturing ([scriptblock]::Create("$_ -Sandbox `$null"))

            $run.Id | Should -BeExactly ParameterArgumentValidationError
            $sandbox.IsRunning | Should -BeTrue
        }
    }

    Context 'Clear-MailSandbox' {
        It 'removes all mail, and asks before' {
            $sandbox = Start-MailSandbox
            $null = Send-Mail
            Add-MailSandboxMessage -User alice -Mailbox Archive -Subject old

            $said = Get-WhatIf { Clear-MailSandbox -WhatIf }
            $kept = $sandbox.MessageCount
            Clear-MailSandbox

            $said | Should -BeLike "*Remove all mail*the sandbox on 127.0.0.1, SMTP port $($sandbox.SmtpPort)*"
            $kept | Should -Be 1
            $sandbox.MessageCount | Should -Be 0
            $sandbox.GetMailSandbox().Mailbox('b@example.com').Messages | Should -BeNullOrEmpty
            $sandbox.GetMailSandbox().Mailbox('alice').Mailbox('Archive').Messages | Should -BeNullOrEmpty
            (Send-Mail).Status | Should -BeExactly Accepted
        }
    }
}
