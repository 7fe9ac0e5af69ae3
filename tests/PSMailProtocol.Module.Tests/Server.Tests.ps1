# -Server as people write it, with a port or a scheme, is understood by every command that connects.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    $credential = New-Credential
    $send = @{ From = 'a@x.test'; To = 'b@x.test'; Subject = 's' }
}

Describe 'A server with a port or a scheme' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $null = Add-Message $sandbox alice 'From: a@x.test', '', 'body', ''
        $PSDefaultParameterValues.Clear()
        $global:PSDefaultParameterValues['*:SkipCertificateCheck'] = $true

        # Writes a row's server with the ports that this sandbox has.
        function Expand-Server([string] $Text) { $Text -replace '\w+$', { $sandbox.($_.Value) } }
    }
    BeforeEach { $before = $sandbox.Accepted.Count }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is understood by Send-SmtpMessage: <_>' -ForEach '127.0.0.1:SmtpPort', 'smtp://127.0.0.1:SmtpPort', 'smtps://127.0.0.1:SmtpsPort' {
        $result = Send-SmtpMessage @send -Server (Expand-Server $_) -Credential $credential

        $result.Server | Should -BeExactly $sandbox.Host
        $result.Status | Should -BeExactly Accepted
        $result.TlsProtocol | Should -Not -Be None
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }

    It 'is understood in $PSEmailServer' {
        $PSEmailServer = Expand-Server 127.0.0.1:SmtpPort

        $result = Send-SmtpMessage @send

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }

    It 'is understood in a row, and one that holds a secret shows nothing of it' {
        $rows = @(
            [pscustomobject]@{ Server = Expand-Server smtps://127.0.0.1:SmtpsPort }
            [pscustomobject]@{ Server = 'smtps://u:open-sesame@h' }
            [pscustomobject]@{ Server = '127.0.0.1'; Port = "$($sandbox.SmtpPort)" })

        $run = Invoke-Capturing { $rows | Send-SmtpMessage @send }

        $run.Output.Status | Should -BeExactly Accepted, Accepted
        $run.Errors | Should -HaveCount 1
        $run.Errors[0].Exception.Message | Should -BeExactly '-Server holds a user name.'
        $run.Errors | Format-List * -Force | Out-String | Should -Not -Match open-sesame
        $run.Errors | Out-String | Should -Not -Match open-sesame
        $sandbox.Accepted | Should -HaveCount ($before + 2)
    }

    It 'is understood by Get-Pop3Message: <Server>' -ForEach @(
        @{ Server = '127.0.0.1:Pop3Port'; Tls = @{ Tls = 'StartTls' } }
        @{ Server = 'pop3://127.0.0.1:Pop3Port'; Tls = @{} }
        @{ Server = 'pop3s://127.0.0.1:Pop3sPort'; Tls = @{} }
    ) {
        $way = @{ Server = Expand-Server $Server; Credential = $credential }

        $messages = Get-Pop3Message @way @Tls
        $again = Get-Pop3Message @way @Tls | Get-Pop3Message -Server $way.Server

        $messages | Should -HaveCount 1
        $again | Should -HaveCount 1
    }

    It 'is understood by Get-ImapMessage: <_>' -ForEach '127.0.0.1:ImapPort', 'imap://127.0.0.1:ImapPort', 'imaps://127.0.0.1:ImapsPort' {
        Get-ImapMessage -Server (Expand-Server $_) -Credential $credential | Should -HaveCount 1
    }

    It 'is understood by Get-ImapFolder: <_>' -ForEach '127.0.0.1:ImapPort', 'imap://127.0.0.1:ImapPort', 'imaps://127.0.0.1:ImapsPort' {
        (Get-ImapFolder INBOX -Server (Expand-Server $_) -Credential $credential).MessageCount | Should -Be 1
    }

    It 'is understood by Remove-Pop3Message' {
        $null = Add-Message $sandbox bob 'From: a@x.test', '', 'body', ''
        $way = @{ Server = Expand-Server pop3s://127.0.0.1:Pop3sPort; Credential = New-Credential bob }

        $result = Remove-Pop3Message @way -All -Confirm:$false

        $result.Removed | Should -BeExactly $true
        $sandbox.Mailbox('bob').Messages | Should -BeNullOrEmpty
    }
}

Describe 'A server that is none' {
    It 'is refused, and nothing of it is shown: <Call>' -ForEach @(
        @{ Says = '-Server holds a user name.'; Call = { Remove-Pop3Message -All -Server pop3://u:open-sesame@h } }
        @{ Says = '-Server holds a user name.'; Call = { Get-ImapMessage -Server imap://u:open-sesame@h } }
        @{ Says = '-Server holds a user name.'; Call = { Get-ImapFolder -Server imap://u:open-sesame@h } }
        @{
            Says = '-Server has something other than a port from 1 to 65535 behind the host.'
            Call = { Get-Pop3Message -Server u:open-sesame }
        }
        @{ Says = '-Server holds more than a host and a port, such as a path.'; Call = { Send-SmtpMessage @send -Server h/open-sesame } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly InvalidParameter
        $run.Errors[0].Exception.Message | Should -BeExactly $Says
        $run.Errors[0].TargetObject | Should -Be $null
        "$($run.Errors[0].CategoryInfo) $($run.Advice)" | Should -Not -Match open-sesame
    }
}

Describe 'A scheme' {
    BeforeAll { $login = @{ Credential = New-Credential u p } }

    It 'sets the usual port: <Told> of <Call>' -ForEach @(
        @{ Told = 'nowhere.invalid:25'; Call = { Send-SmtpMessage -Server smtp://nowhere.invalid @send @args } }
        @{ Told = 'u at nowhere.invalid:587'; Call = { Send-SmtpMessage -Server smtp://nowhere.invalid @send @login @args } }
        @{ Told = 'nowhere.invalid:465'; Call = { Send-SmtpMessage -Server smtps://nowhere.invalid @send @args } }
        @{ Told = 'u at nowhere.invalid:143'; Call = { Get-ImapMessage -Server imap://nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:993'; Call = { Get-ImapMessage -Server imaps://nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:143'; Call = { Get-ImapFolder -Server imap://nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:993'; Call = { Get-ImapFolder -Server nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:110'; Call = { Get-Pop3Message -Server pop3://nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:995'; Call = { Get-Pop3Message -Server pop3s://nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:110'; Call = { Remove-Pop3Message -All -Server pop3://nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:995'; Call = { Get-Pop3Message -Server pop3://nowhere.invalid:995 @login @args } }
        @{ Told = 'u at nowhere.invalid:995'; Call = { Get-Pop3Message -Server nowhere.invalid @login @args } }
        @{ Told = 'u at nowhere.invalid:993'; Call = { Get-ImapMessage -Server imap://nowhere.invalid -Port 993 @login @args } }
    ) {
        $run = Invoke-Capturing { & $Call -ConnectionTimeoutSeconds 1 -Verbose 4>&1 }

        @($run.Output.Message) -match '^Connecting to ' | Should -BeExactly "Connecting to $Told."
        $run.Id | Should -Not -Contain InvalidParameter
    }

    It 'may not be contradicted: <Says>' -ForEach @(
        @{ Says = '-Server names port 587 and -Port 25.'; Call = { Send-SmtpMessage -Server nowhere.invalid:587 -Port 25 @send @args } }
        @{
            Says = '-Server names smtps://, which is encrypted from the first octet, and -UseSsl says otherwise.'
            Call = { Send-SmtpMessage -Server smtps://nowhere.invalid -UseSsl @send @args }
        }
        @{
            Says = 'Port 465 is encrypted from the first octet, and -UseSsl asks for STARTTLS.'
            Call = { Send-SmtpMessage -Server nowhere.invalid:465 -UseSsl @send @args }
        }
        @{
            Says = '-Server names smtp://, which begins in clear, and -Tls Implicit says otherwise.'
            Call = { Send-SmtpMessage -Server smtp://nowhere.invalid -Tls Implicit @send @args }
        }
        @{
            Says = '-Server names imaps://, which is encrypted from the first octet, and -Tls None says otherwise.'
            Call = { Get-ImapMessage -Server imaps://nowhere.invalid -Tls None @login @args }
        }
        @{
            Says = '-Server names port 143 and -Port 993.'
            Call = { Get-ImapFolder -Server nowhere.invalid:143 -Port 993 @login @args }
        }
        @{
            Says = '-Server names pop3s://, which is encrypted from the first octet, and -Tls StartTls says otherwise.'
            Call = { Get-Pop3Message -Server pop3s://nowhere.invalid -Tls StartTls @login @args }
        }
    ) {
        $run = Invoke-Capturing { & $Call -ConnectionTimeoutSeconds 1 -Verbose 4>&1 }

        $run.Id | Should -BeExactly InvalidParameter
        $run.Errors[0].Exception.Message | Should -BeExactly $Says
        @($run.Output.Message) -match 'Connecting to ' | Should -BeNullOrEmpty
    }
}
