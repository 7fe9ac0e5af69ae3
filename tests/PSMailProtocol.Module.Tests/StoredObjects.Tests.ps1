# What was stored by Export-Clixml and read again goes on into the commands, or into an error that says what to do.
BeforeDiscovery {
    $any = 'Pipe what the reading cmdlets emit, or an object with the properties that Get-Help names.'
    $mailbox = 'Read the mailbox with Get-ImapMessage, and pipe what that emits.'
    $maildrop = 'Read the maildrop with Get-Pop3Message, and pipe what that emits.'
    $pop3 = 'Read it again: pipe it into Get-Pop3Message -Server … -Credential …, and that on.'
    $imap = 'Read it again: Get-ImapMessage -Server … -Credential … -Uid 1, with -Mailbox unless it is in INBOX, and pipe that.'
    $file = 'Read its file again: pipe it into Import-MailMessage, and that on.'
    $gone = 'The message is gone: another client or an earlier run removed it. Nothing else was touched.'
    $message = 'Read its message again, and pipe that.'

    # What is stored, the command that gets it, and what comes out.
    $taken = @(
        @{ Kind = 'message'; Command = { $stored | Get-Pop3Message @login }; Gives = 'Pop3Message one' }
        @{ Kind = 'message'; Command = { $stored | Remove-Pop3Message @login @sure }; Gives = 'removed: True' }
        @{ Kind = 'message'; Command = { $stored | Get-Pop3Message @login | Remove-Pop3Message @sure }; Gives = 'removed: True' }
        @{ Kind = 'header'; Command = { $stored | Get-Pop3Message @login }; Gives = 'Pop3Message one' }
        @{ Kind = 'imap'; Command = { $stored | Get-ImapMessage @login }; Gives = 'ImapMessage one' }
        @{ Kind = 'envelope'; Command = { $stored | Get-ImapMessage @login }; Gives = 'ImapMessage one' }
        @{ Kind = 'folder'; Command = { $stored | Get-ImapMessage @login }; Gives = 'ImapMessage one' }
        @{ Kind = 'row'; Command = { $stored | Get-Pop3Message @login }; Gives = 'Pop3Message one' }
        @{ Kind = 'row'; Command = { $stored | Remove-Pop3Message @login @sure }; Gives = 'removed: True' }
        @{ Kind = 'selected'; Command = { $stored | Remove-Pop3Message @login @sure }; Gives = 'removed: True' }
        @{ Kind = 'file'; Command = { $stored | Import-MailMessage }; Gives = 'MailFileMessage one' }
        @{ Kind = 'file'; Command = { $stored | Import-MailMessage | Send-SmtpMessage @eve }; Gives = 'sent: one to eve@sandbox.test' }
        @{
            Kind = 'exchanger'; Command = { $stored | Send-SmtpMessage -From a@x.test -Subject s -Body b @eve }
            Gives = 'sent: s to eve@sandbox.test'
        }
    )

    # What is stored, the command that refuses it, and its advice.
    $refused = @(
        @{ Kind = 'message'; Command = { $stored | Get-Pop3Message @bob }; Advice = $any }
        @{ Kind = 'message'; Command = { $stored | Save-MailAttachment $folder }; Advice = $pop3 }
        @{ Kind = 'message'; Command = { $stored | Export-MailMessage $folder }; Advice = $pop3 }
        @{ Kind = 'message'; Command = { $stored | Export-MailMessage -Path $folder/a.mbox }; Advice = $pop3 }
        @{ Kind = 'message'; Command = { $stored | Send-SmtpMessage @eve }; Advice = $pop3 }
        @{ Kind = 'message'; Command = { $stored | Send-SmtpMessage -From a@x.test @eve @login }; Advice = $pop3 }
        @{ Kind = 'message'; Command = { $stored | Remove-Pop3Message @bob @sure }; Advice = $any }
        @{ Kind = 'message'; Command = { $stored | Remove-Pop3Message @login @sure -Server localhost }; Advice = $any }
        @{ Kind = 'row'; Command = { $stored | Get-Pop3Message @bob }; Advice = $any }
        @{ Kind = 'row'; Command = { $stored | Remove-Pop3Message @bob @sure }; Advice = $any }
        @{ Kind = 'selected'; Command = { $stored | Get-Pop3Message @bob }; Advice = $any }
        @{ Kind = 'imap'; Command = { $stored | Get-Pop3Message @login }; Advice = $maildrop }
        @{ Kind = 'imap'; Command = { $stored | Remove-Pop3Message @login @sure }; Advice = $maildrop }
        @{ Kind = 'imap'; Command = { $stored | Get-ImapMessage @bob }; Advice = $any }
        @{ Kind = 'folder'; Command = { $stored | Get-ImapMessage @bob }; Advice = $any }
        @{ Kind = 'message'; Command = { $stored | Get-ImapMessage @login }; Advice = $mailbox }
        @{ Kind = 'envelope'; Command = { $stored | Save-MailAttachment $folder }; Advice = $imap }
        @{ Kind = 'imap'; Command = { $stored | Save-MailAttachment $folder }; Advice = $imap }
        @{ Kind = 'imap'; Command = { $stored | Export-MailMessage $folder }; Advice = $imap }
        @{ Kind = 'imap'; Command = { $stored | Send-SmtpMessage @eve }; Advice = $imap }
        @{ Kind = 'file'; Command = { $stored | Save-MailAttachment $folder }; Advice = $file }
        @{ Kind = 'file'; Command = { $stored | Export-MailMessage $folder }; Advice = $file }
        @{ Kind = 'file'; Command = { $stored | Send-SmtpMessage @eve }; Advice = $file }
        @{ Kind = 'file'; Command = { $stored | Remove-Pop3Message @login @sure }; Advice = $any }
        @{ Kind = 'attachment'; Command = { $stored | Save-MailAttachment $folder }; Advice = $message }
        @{
            Kind = 'removal'; Command = { $stored | Remove-Pop3Message @login @sure }
            Id = 'UidNotFound'; Advice = $gone; Gives = 'removed: False'
        }
        @{ Kind = 'removal'; Command = { $stored | Remove-Pop3Message @bob @sure }; Advice = $any }
        @{ Kind = 'removal'; Command = { $stored | Get-Pop3Message @login }; Id = 'UidNotFound'; Advice = $gone }
        @{ Kind = 'removal'; Command = { $stored | Get-Pop3Message @bob }; Advice = $any }
        @{ Kind = 'summary'; Command = { $stored | Remove-Pop3Message @login @sure }; Advice = $any }
        @{ Kind = 'sent'; Command = { $stored | Remove-Pop3Message @login @sure }; Advice = $any }
    )
}

BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $bob = @{ Credential = New-Credential bob@sandbox.test }
    $eve = @{ To = 'eve@sandbox.test' }
    $sure = @{ Confirm = $false }

    # The same UID everywhere: what is taken for another maildrop's message would be found there, and go.
    function Add-One([string] $Mailbox) {
        $null = Add-Message $sandbox $Mailbox -Uid 1 @(
            'From: a@x.test', 'To: alice@sandbox.test', 'Subject: one', 'Content-Type: multipart/mixed; boundary=b', ''
            '--b', '', 'text', '--b', 'Content-Type: a/b; name=x.bin', 'Content-Disposition: attachment', '', 'x', '--b--', '')
    }

    function New-Kind($Kind) {
        switch ($Kind) {
            message { Get-Pop3Message @login }
            header { Get-Pop3Message @login -HeaderOnly }
            row { Get-Pop3Message @login | ConvertTo-Csv | ConvertFrom-Csv }
            selected { Get-Pop3Message @login | Select-Object Uid, Mailbox }
            imap { Get-ImapMessage @login }
            envelope { Get-ImapMessage @login -EnvelopeOnly }
            folder { Get-ImapFolder @login INBOX }
            file { Get-Pop3Message @login | Export-MailMessage $folder/eml -PassThru | ForEach-Object ExportPath | Import-MailMessage }
            attachment { (Get-Pop3Message @login).Attachment[0] }
            removal { Get-Pop3Message @login | Remove-Pop3Message @sure }
            summary { Get-Pop3Message @login -Summary }
            sent { Send-SmtpMessage -From a@x.test -To b@x.test -Subject s -Body b }
            exchanger { Resolve-MailExchanger example.com }
        }
    }

    filter Format-Output {
        if ($_ -is [PSMailProtocol.Pop3RemovalResult]) { "removed: $($_.Removed)" }
        elseif ($_ -is [PSMailProtocol.SmtpMessageResult]) { "sent: $($_.Subject) to $($_.To)" }
        else { "$($_.GetType().Name) $($_.Subject)" }
    }
}

Describe 'A stored object' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $null = $sandbox.Zone.AddMx('example.com', 10, 'localhost').AddAddress('localhost', [ipaddress]::Loopback)
        Add-One bob
    }
    BeforeEach {
        $user = [guid]::NewGuid().ToString('n')
        Add-One $user
        $login = @{ Credential = New-Credential "$user@sandbox.test" }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive $user)
        New-Kind $Kind | Export-Clixml $folder/object.xml
        $stored = Import-Clixml $folder/object.xml
    }
    AfterAll { Stop-Sandbox $sandbox }

    It '(<Kind>) goes on: <Command>' -ForEach $taken {
        # An exchanger is the server itself.
        if ($Kind -eq 'exchanger') { $global:PSDefaultParameterValues.Remove('*-SmtpMessage:Server') }

        $run = Invoke-Capturing $Command
        Use-Sandbox $sandbox

        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Format-Output | Should -Be $Gives
        $sandbox.Mailbox($user).Messages | Should -HaveCount ($Gives -eq 'removed: True' ? 0 : 1)
        $sandbox.Mailbox('bob').Messages | Should -HaveCount 1
    }

    It '(<Kind>) is refused by an error that says how it goes on: <Command>' -ForEach $refused {
        $run = Invoke-Capturing $Command

        $run.Id | Should -Be ($Id ?? 'InvalidInputObject')
        $run.Advice | Should -Be $Advice
        $run.Output | Format-Output | Should -Be $Gives
        $sandbox.Mailbox($user).Messages | Should -HaveCount ($Kind -eq 'removal' ? 0 : 1)
        $sandbox.Mailbox('bob').Messages | Should -HaveCount 1
    }
}
