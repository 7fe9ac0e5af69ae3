# What goes wrong before a message is out: one error each, with its own id and advice, and nothing left behind.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $credential = New-Credential
    $wrong = New-Credential alice 'not it'
    $mail = @{ From = 'a@x.test'; To = 'b@sandbox.test'; Subject = 's'; Body = 'b' }

    function Get-ClosedPort {
        $listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $listener.LocalEndpoint.Port
        $listener.Stop()
    }
}

Describe 'A failure before anything is sent' {
    BeforeAll {
        $sandbox = Start-Sandbox @{ Users = @{ alice = $Password } }
        $closed = Get-ClosedPort
        $server = $sandbox.Host
    }
    AfterAll { Stop-Sandbox $sandbox }

    It '<Id> of <Command>' -ForEach @(
        @{ Id = 'NameResolutionFailed'; Category = 'ObjectNotFound'; Command = { Send-SmtpMessage @mail -Server no-such-host.invalid } }
        @{ Id = 'ConnectFailed'; Category = 'ConnectionError'; Command = { Send-SmtpMessage @mail -Port $closed } }
        @{ Id = 'AuthenticationFailed'; Category = 'AuthenticationError'; Command = { Send-SmtpMessage @mail -Credential $wrong } }
        @{ Id = 'CertificateRejected'; Category = 'SecurityError'; Command = { Send-SmtpMessage @mail -Credential $credential -SkipCertificateCheck:$false } }
        @{ Id = 'AttachmentNotFound'; Category = 'ObjectNotFound'; Command = { Send-SmtpMessage @mail -Attachment missing.txt } }
        @{ Id = 'AttachmentNotFound'; Category = 'ObjectNotFound'; Command = { Send-SmtpMessage @mail -InlineAttachment @{ logo = 'missing.png' } } }
        @{ Id = 'InvalidAddress'; Category = 'InvalidArgument'; Command = { Send-SmtpMessage -From 'not an address' -To b@sandbox.test } }
        @{ Id = 'InvalidAddress'; Category = 'InvalidArgument'; Command = { Send-SmtpMessage -From a@x.test -To "b@sandbox.test`r`nRCPT TO:<v@sandbox.test>" } }
        @{ Id = 'InvalidParameter'; Category = 'InvalidArgument'; Command = { Send-SmtpMessage -From a@x.test } }
        @{ Id = 'InvalidHeaderValue'; Category = 'InvalidArgument'; Command = { Send-SmtpMessage @mail -Header @{ 'X-A' = "1`r`nBcc: v@sandbox.test" } } }
        @{ Id = 'InvalidHeaderValue'; Category = 'InvalidArgument'; Command = { Send-SmtpMessage -From a@x.test -To b@sandbox.test -Subject "s`nBcc: v@sandbox.test" } }
        @{ Id = 'TlsFailed'; Category = 'SecurityError'; Command = { Send-SmtpMessage @mail -Tls Implicit } }
        @{ Id = 'NameResolutionFailed'; Category = 'ObjectNotFound'; Command = { Get-Pop3Message -Server no-such-host.invalid -Credential $wrong } }
        @{ Id = 'ConnectFailed'; Category = 'ConnectionError'; Command = { Get-Pop3Message -Port $closed -Credential $wrong } }
        @{ Id = 'AuthenticationFailed'; Category = 'AuthenticationError'; Command = { Get-Pop3Message -Credential $wrong } }
        @{ Id = 'InvalidParameter'; Category = 'InvalidArgument'; Command = { Get-Pop3Message } }
        @{ Id = 'CertificateRejected'; Category = 'SecurityError'; Command = { Get-Pop3Message -Credential $credential -SkipCertificateCheck:$false } }
        @{ Id = 'UidNotFound'; Category = 'ObjectNotFound'; Command = { Get-Pop3Message -Credential $credential -Uid nosuchuid } }
        @{ Id = 'MessageNotFound'; Category = 'ObjectNotFound'; Command = { Get-Pop3Message -Credential $credential -Number 7 } }
        @{ Id = 'AuthenticationFailed'; Category = 'AuthenticationError'; Command = { Get-ImapMessage -Credential $wrong } }
        @{ Id = 'CertificateRejected'; Category = 'SecurityError'; Command = { Get-ImapMessage -Credential $credential -SkipCertificateCheck:$false } }
        @{ Id = 'MailboxNotFound'; Category = 'ObjectNotFound'; Command = { Get-ImapMessage -Credential $credential -Mailbox 'No such' } }
        @{ Id = 'UidNotFound'; Category = 'ObjectNotFound'; Command = { Get-ImapMessage -Credential $credential -Uid 99 } }
        @{ Id = 'NameResolutionFailed'; Category = 'ObjectNotFound'; Command = { Get-ImapFolder -Server no-such-host.invalid -Credential $wrong } }
        @{ Id = 'ConnectFailed'; Category = 'ConnectionError'; Command = { Get-ImapFolder -Port $closed -Credential $wrong } }
        @{ Id = 'AuthenticationFailed'; Category = 'AuthenticationError'; Command = { Get-ImapFolder -Credential $wrong } }
        @{ Id = 'InvalidParameter'; Category = 'InvalidArgument'; Command = { Get-ImapFolder } }
        @{ Id = 'CertificateRejected'; Category = 'SecurityError'; Command = { Get-ImapFolder -Credential $credential -SkipCertificateCheck:$false } }
        @{ Id = 'MailboxNotFound'; Category = 'ObjectNotFound'; Command = { Get-ImapFolder -Credential $credential 'No such' } }
        @{ Id = 'UidNotFound'; Category = 'ObjectNotFound'; Results = 1; Command = { Remove-Pop3Message -Server $server -Credential $credential -Uid nosuchuid -Confirm:$false } }
        @{ Id = 'AuthenticationFailed'; Category = 'AuthenticationError'; Results = 1; Command = { Remove-Pop3Message -Server $server -Credential $wrong -Uid nosuchuid -Confirm:$false } }
        @{ Id = 'InvalidDomainName'; Category = 'InvalidArgument'; Command = { Resolve-MailExchanger 'bad..name' } }
        @{ Id = 'DomainNotFound'; Category = 'ObjectNotFound'; Command = { Resolve-MailExchanger no-such-domain.test } }
    ) {
        $run = Invoke-Capturing $Command

        $run.Id | Should -Be $Id
        $run.Errors[0].CategoryInfo.Category | Should -Be $Category
        $run.Advice | Should -Not -BeNullOrEmpty
        $run.Output | Should -HaveCount ($Results ?? 0)
        $sandbox.Accepted | Should -BeNullOrEmpty
    }

    It 'ServerNotSpecified of <Command>' -ForEach @(
        @{ Command = { Send-SmtpMessage @mail } }
        @{ Command = { Get-Pop3Message -Credential $wrong } }
        @{ Command = { Get-ImapFolder -Credential $wrong } }
    ) {
        $global:PSDefaultParameterValues.Clear()

        $run = Invoke-Capturing $Command

        $run.Id | Should -Be ServerNotSpecified
        $run.Errors[0].CategoryInfo.Category | Should -Be InvalidArgument
        $run.Advice | Should -Not -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
    }
}

Describe 'A server without TLS' {
    BeforeAll { $sandbox = Start-Sandbox @{ OfferStartTls = $false } }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is told from one that refuses the login: <Command>' -ForEach @(
        @{ Command = { Send-SmtpMessage @mail -Credential $credential } }
        @{ Command = { Get-Pop3Message -Credential $credential } }
        @{ Command = { Get-ImapMessage -Credential $credential } }
        @{ Command = { Get-ImapFolder -Credential $credential } }
    ) {
        $run = Invoke-Capturing $Command

        $run.Id | Should -Be TlsRequired
        $run.Errors[0].CategoryInfo.Category | Should -Be SecurityError
        $run.Advice | Should -Not -BeNullOrEmpty
    }

    It 'on this machine is reached in clear where that is asked for' {
        (Invoke-Capturing { Get-Pop3Message -Credential $credential -Tls None }).Errors | Should -BeNullOrEmpty
    }
}

Describe 'What the server refuses' {
    It 'is a result and an error of that message alone' {
        $sandbox = Start-Sandbox
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'RCPT', '550 5.1.1 No such user').When('nobody'))
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', $SandboxFault::EndOfData, '554 5.7.1 Spam').Occurrence(2))
        $sandbox.Faults.Add($SandboxFault::Drop('Smtp', $SandboxFault::EndOfData, 'BeforeReply').Occurrence(2))
        $recipients = 'one@x.test', 'two@x.test', 'three@x.test', 'nobody@x.test', 'four@x.test', @('nobody@x.test', 'five@x.test')
        $rows = $recipients | ForEach-Object { [pscustomobject]@{ To = $_ } }

        $run = Invoke-Capturing { $rows | Send-SmtpMessage -From a@x.test -Subject s }

        $run.Output | ForEach-Object { "$($_.Status) $($_.To) / $($_.RejectedRecipient.Recipient)" } | Should -Be @(
            'Accepted one@x.test / ', 'Rejected  / two@x.test', 'Unknown three@x.test / ', 'Rejected  / nobody@x.test',
            'Accepted four@x.test / ', 'PartlyAccepted five@x.test / nobody@x.test')
        $run.Id | Should -Be 'DataRejected', 'DeliveryUnknown', 'NoRecipientAccepted', 'RecipientRejected'
        Stop-Sandbox $sandbox
    }
}
