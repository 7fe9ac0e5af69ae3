# Tokens, certificates and pins as the parameters of every cmdlet.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $credential = New-Credential
    $user = [pscredential]::new('alice', [securestring]::new())
    $token = ConvertTo-SecureString 'the-token' -AsPlainText -Force
    $mail = @{ From = 'a@x.test'; To = 'b@x.test'; Subject = 's' }
}

Describe 'A token' {
    BeforeAll {
        $mechanisms = [string[]] ('PLAIN', 'XOAUTH2', 'OAUTHBEARER')
        $sandbox = Start-Sandbox @{ Tokens = @{ alice = 'the-token' }; Users = @{ alice = 'x' }; Mechanisms = $mechanisms }
        Add-Message $sandbox alice 'Subject: keep', '', 'body', ''
        Add-Message $sandbox alice 'Subject: drop', '', 'body', ''
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'sends by <Mechanism>: <Command>' -ForEach @(
        @{ Mechanism = 'OAUTHBEARER'; Command = { Send-SmtpMessage @mail -Credential $user -Token $token } }
        @{ Mechanism = 'OAUTHBEARER'; Command = { Send-SmtpMessage @mail -Token $token } }
        @{ Mechanism = 'XOAUTH2'; Command = { Send-SmtpMessage @mail -Credential $user -Token $token -Authentication XOAuth2 } }
    ) {
        (& $Command).Mechanism | Should -Be $Mechanism
    }

    It 'reads and removes, and the messages carry it' {
        $imap = Get-ImapMessage -Credential $user -Token $token
        $folder = Get-ImapFolder INBOX -Credential $user -Token $token | Get-ImapMessage
        $one = Get-Pop3Message -Credential $user -Token $token | Where-Object Subject -eq drop | Remove-Pop3Message -Confirm:$false
        $other = Get-Pop3Message -Credential $user -Token $token | Remove-Pop3Message -Confirm:$false -Token $token

        $imap.Subject | Should -Be keep, drop
        $folder.Subject | Should -Be keep, drop
        $one.Committed | Should -Be @($true)
        $other.Committed | Should -Be @($true)
        $sandbox.Mailbox('alice').Messages | Should -BeNullOrEmpty
    }

    It 'opens no mailbox of nobody: <Command>' -ForEach @(
        @{ Command = { Get-Pop3Message -Token $token } }
        @{ Command = { Get-ImapMessage -Token $token } }
        @{ Command = { Get-ImapFolder -Token $token } }
        @{ Command = { Remove-Pop3Message -Token $token -Uid 1 -Confirm:$false } }
    ) {
        $run = Invoke-Capturing $Command

        $run.Id | Should -Be InvalidParameter
        $run.Errors[0].Exception.Message | Should -BeLike 'Beside -Token a mailbox needs -Credential*'
    }
}

Describe 'What does not fit together' {
    BeforeAll {
        $sandbox = Start-Sandbox @{ Mechanisms = [string[]] ('PLAIN', 'LOGIN') }
        $broken = ConvertTo-SecureString "a token`n" -AsPlainText -Force
        $nul = ConvertTo-SecureString "canary`0other" -AsPlainText -Force
        $nulCredential = [pscredential]::new('alice', $nul)
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is said before anything is sent: <Id> of <Command>' -ForEach @(
        @{
            Command = { Send-SmtpMessage @mail -Credential $user -Token $token }
            Id = 'AuthenticationMechanismUnavailable'; Message = 'PLAIN, LOGIN; fitting: OAUTHBEARER, XOAUTH2'
        }
        @{
            Command = { Send-SmtpMessage @mail -Credential $user -Token $token -Authentication Plain }
            Id = 'InvalidParameter'; Message = '^-Authentication Plain takes a password'
        }
        @{
            Command = { Send-SmtpMessage @mail -Credential $credential -Authentication XOAuth2 }
            Id = 'InvalidParameter'; Message = '^-Authentication XOAuth2 takes a token'
        }
        @{
            Command = { Send-SmtpMessage @mail -Credential $credential -Authentication ScramSha256 }
            Id = 'AuthenticationMechanismUnavailable'; Message = 'fitting: SCRAM-SHA-256\.'
        }
        @{
            Command = { Send-SmtpMessage @mail -Credential $credential -Authentication External }
            Id = 'InvalidParameter'; Message = 'needs -Certificate'
        }
        @{
            Command = { Send-SmtpMessage @mail -Credential $credential -Authentication Apop }
            Id = 'InvalidParameter'; Message = 'POP3 alone'
        }
        @{
            Command = { Send-SmtpMessage @mail -Authentication Plain }
            Id = 'InvalidParameter'; Message = '^-Authentication Plain is given, and neither'
        }
        @{
            Command = { Send-SmtpMessage @mail -PinnedCertificate 'AA:BB' }
            Id = 'InvalidParameter'; Message = '^-PinnedCertificate .*64 hexadecimal digits'
        }
        @{
            Command = { Send-SmtpMessage @mail -Tls None -PinnedCertificate ('00' * 32) }
            Id = 'InvalidParameter'; Message = '^-Tls None knows no certificates'
        }
        @{
            Command = { Get-Pop3Message }
            Id = 'InvalidParameter'; Message = '^A mailbox is read with a -Credential, a -Token or a -Certificate'
        }
        @{
            Command = { Get-ImapFolder }
            Id = 'InvalidParameter'; Message = '^Mailboxes are listed with a -Credential, a -Token or a -Certificate'
        }
        @{
            Command = { Get-ImapFolder -Credential $nulCredential }
            Id = 'InvalidWireText'; Message = '^The password of -Credential holds a NUL\.'
        }
        @{
            Command = { Get-ImapMessage -Credential $credential -Authentication CramMd5 }
            Id = 'AuthenticationMechanismUnavailable'; Message = '.'
        }
        @{
            Command = { Send-SmtpMessage @mail -Credential $user -Token $broken -Authentication XOAuth2 }
            Id = 'AuthenticationMechanismUnavailable'; Message = '.'
        }
        @{
            Command = { Send-SmtpMessage @mail -Credential $nulCredential }
            Id = 'InvalidWireText'; Message = '^The password of -Credential holds a NUL\.'
        }
        @{
            Command = { Get-Pop3Message -Credential $nulCredential }
            Id = 'InvalidWireText'; Message = '^The password of -Credential holds a NUL\.'
        }
        @{
            Command = { Get-ImapMessage -Credential $user -Token $nul }
            Id = 'InvalidWireText'; Message = '^-Token holds a NUL\.'
        }
    ) {
        $run = Invoke-Capturing $Command

        $run.Id | Should -Be $Id
        $run.Errors[0].Exception.Message | Should -MatchExactly $Message
        $sandbox.Accepted | Should -BeNullOrEmpty
    }
}

Describe 'A pin of a self-signed server' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $hash = [Security.Cryptography.SHA256]::HashData($sandbox.Certificate.RawData)
        $pin = ($hash | ForEach-Object { $_.ToString('x2') }) -join ':'
        $login = @{ Credential = New-Credential alice x }
        '*-Pop3Message', '*-ImapMessage', '*-ImapFolder' | ForEach-Object { $global:PSDefaultParameterValues.Remove("${_}:SkipCertificateCheck") }
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is asked for' {
        (Invoke-Capturing { Get-Pop3Message @login }).Id | Should -Be CertificateRejected
    }

    It 'has to be right, whatever else is not checked, and the error says which one is' {
        $run = Invoke-Capturing { Get-Pop3Message @login -PinnedCertificate ('00' * 32) -SkipCertificateCheck }

        $run.Id | Should -Be CertificateRejected
        $run.Errors[0].Exception.Message | Should -MatchExactly ([Convert]::ToHexString($hash))
    }

    It 'is enough and goes with the messages' {
        Add-Message $sandbox alice 'Subject: one', '', 'body', ''

        $results = Get-Pop3Message @login -PinnedCertificate $pin | Remove-Pop3Message -Confirm:$false

        $results.Committed | Should -Be @($true)
    }

    It 'is a column of a table of accounts' {
        $account = [pscustomobject]@{
            Server = $sandbox.Host; Port = $sandbox.ImapPort; Credential = $login.Credential
            PinnedCertificate = $pin; Authentication = 'Plain'
        }

        $run = Invoke-Capturing { $account | Get-ImapMessage }

        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
    }
}

Describe 'A certificate' {
    BeforeAll {
        $sandbox = Start-Sandbox @{ Users = @{ alice = 'x' }; Mechanisms = [string[]] ('PLAIN', 'EXTERNAL') }
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=alice', $key, 'SHA256')
        $made = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))
        $file = Join-Path $TestDrive alice.pfx
        [IO.File]::WriteAllBytes($file, $made.Export('Pfx', 'pfx'))
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($file, 'pfx')
    }
    AfterAll {
        Stop-Sandbox $sandbox
        $certificate, $made, $key | ForEach-Object Dispose
    }

    It 'sends: <Command>' -ForEach @(
        @{ Command = { Send-SmtpMessage @mail -Certificate $certificate } }
        @{ Command = { Send-SmtpMessage @mail -Certificate $certificate -Credential $user -Authentication External } }
    ) {
        (& $Command).Mechanism | Should -Be EXTERNAL
    }

    It 'reads and removes' {
        Add-Message $sandbox alice 'Subject: one', '', 'body', ''

        $results = Get-Pop3Message -Certificate $certificate | Remove-Pop3Message -Confirm:$false
        $left = Get-ImapMessage -Certificate $certificate
        $inbox = Get-ImapFolder INBOX -Certificate $certificate

        $results.Committed | Should -Be @($true)
        $left | Should -BeNullOrEmpty
        $inbox.MessageCount | Should -Be 0
    }

    It 'without its private key is no login' {
        $public = [Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.RawData)

        $run = Invoke-Capturing { Send-SmtpMessage @mail -Certificate $public }

        $run.Id | Should -Be InvalidParameter
        $run.Errors[0].Exception.Message | Should -BeLike '-Certificate has no private key*'
    }
}
