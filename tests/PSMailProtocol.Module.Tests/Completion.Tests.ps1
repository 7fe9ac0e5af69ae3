# What the Tab key offers. Servers that a process has used are in Completion/CompletionTests.cs: that takes a process of its own.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    Set-Alias mail Send-SmtpMessage -Scope Global
    Push-Location $TestDrive
    Set-Content a.txt x
    Set-Content 587.txt x
    $null = New-Item -ItemType Directory folder

    function Get-Completion([string] $Line) {
        [Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches
    }
}

AfterAll {
    Pop-Location
    Remove-Alias mail -Scope Global
}

Describe 'Completion' {
    It 'offers files where a file is meant and nowhere else' {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters

        $offered = foreach ($command in Get-Command -Module PSMailProtocol) {
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.SwitchParameter }) {
                $offers = '', 'a', '5', 'fol' | ForEach-Object { Get-Completion "$command -$($parameter.Name) $_" }
                if ($offers.ResultType -match 'Provider') { "$command -$($parameter.Name)" }
            }
        }

        $offered | Sort-Object | Should -Be @(
            'Add-ImapMessage -Path', 'Add-ImapMessage -TranscriptPath', 'Add-MailSandboxMessage -Path'
            'Connect-MailServer -TranscriptPath', 'Copy-ImapMessage -TranscriptPath', 'Disconnect-MailServer -TranscriptPath'
            'Export-MailMessage -Destination', 'Export-MailMessage -Path', 'Get-ImapFolder -TranscriptPath'
            'Get-ImapMessage -Destination', 'Get-ImapMessage -TranscriptPath', 'Get-Pop3Message -Destination'
            'Get-Pop3Message -TranscriptPath', 'Import-MailMessage -LiteralPath', 'Import-MailMessage -Path'
            'Move-ImapMessage -TranscriptPath', 'New-ImapFolder -TranscriptPath', 'Remove-ImapFolder -TranscriptPath'
            'Remove-ImapMessage -TranscriptPath', 'Remove-Pop3Message -TranscriptPath'
            'Rename-ImapFolder -TranscriptPath', 'Resolve-MailExchanger -TranscriptPath', 'Save-MailAttachment -Destination'
            'Send-SmtpMessage -Attachment', 'Send-SmtpMessage -AttachmentFile', 'Send-SmtpMessage -OutFile', 'Send-SmtpMessage -Path'
            'Send-SmtpMessage -PolicyCache'
            'Send-SmtpMessage -TranscriptPath', 'Set-ImapMessage -TranscriptPath', 'Test-MailDomain -TranscriptPath', 'Test-MailServer -TranscriptPath', 'Wait-ImapMessage -Destination', 'Wait-ImapMessage -TranscriptPath'
            'Wait-Pop3Message -Destination', 'Wait-Pop3Message -TranscriptPath')
    }

    It 'offers no file by position and by an alias: <_>' -ForEach 'Send-SmtpMessage ', 'mail -Server ' {
        Get-Completion $_ | Where-Object ResultType -match 'Provider' | Should -BeNullOrEmpty
    }

    It 'offers what is known of a parameter: <Line>' -ForEach @(
        @{ Line = 'Send-SmtpMessage -Port '; Words = '587 465 25' }
        @{ Line = 'Send-SmtpMessage -Port 4'; Words = '465' }
        @{ Line = 'Send-SmtpMessage -Port 9'; Words = '' }
        @{ Line = 'Get-Pop3Message -Port '; Words = '995 110' }
        @{ Line = 'Remove-Pop3Message -Port '; Words = '995 110' }
        @{ Line = 'Get-ImapMessage -Port '; Words = '993 143' }
        @{ Line = 'Get-ImapFolder -Port '; Words = '993 143' }
        @{ Line = 'Wait-ImapMessage -Port '; Words = '993 143' }
        @{ Line = 'Wait-Pop3Message -Port '; Words = '995 110' }
        @{ Line = 'Test-MailServer -Port '; Words = '587 465 25 995 110 993 143' }
        @{ Line = 'Test-MailServer -Protocol '; Words = 'Imap Pop3 Smtp' }
        @{ Line = 'PSMailProtocol\Get-ImapMessage -Port '; Words = '993 143' }
        @{ Line = 'mail -Port '; Words = '587 465 25' }
        @{ Line = 'Send-SmtpMessage -Encoding utf'; Words = 'utf8 utf-8' }
        @{ Line = "Send-SmtpMessage -Encoding 'iso-8859-15"; Words = 'iso-8859-15' }
        @{ Line = 'Send-SmtpMessage -BE koi8-r'; Words = 'koi8-r' }
        @{ Line = 'Send-SmtpMessage -Encoding no-such'; Words = '' }
        @{ Line = 'Send-SmtpMessage -Tls St'; Words = 'StartTls' }
        @{ Line = 'Send-SmtpMessage -Authentication Scram'; Words = 'ScramSha1 ScramSha1Plus ScramSha256 ScramSha256Plus' }
        @{ Line = 'Send-SmtpMessage -Priority '; Words = 'High Low Normal' }
        @{ Line = 'Get-ImapMessage -Mailbox '; Words = 'INBOX' }
        @{ Line = 'Get-ImapFolder -Name in'; Words = 'INBOX' }
        @{ Line = 'New-ImapFolder -SpecialUse \S'; Words = '\Sent' }
        @{ Line = 'Add-ImapMessage -Mailbox in'; Words = 'INBOX' }
        @{ Line = 'Add-MailSandboxMessage -Flag D'; Words = 'Draft Deleted' }
        @{ Line = 'Add-MailSandboxMessage -Mailbox in'; Words = 'INBOX' }
        @{ Line = 'Start-MailSandbox -Mechanism scram-sha-256'; Words = 'SCRAM-SHA-256 SCRAM-SHA-256-PLUS' }
        @{ Line = 'Get-ImapMessage -Folder in'; Words = 'INBOX' }
        @{ Line = 'Send-SmtpMessage -Subject '; Words = '' }
    ) {
        (Get-Completion $Line).CompletionText -join ' ' | Should -BeExactly $Words
    }

    It 'offers the name of this machine for -Helo, unless no server would take it' {
        @($null, [Environment]::MachineName) | Should -Contain (Get-Completion 'Send-SmtpMessage -Helo ').CompletionText
    }

    It 'offers encodings that the parameter takes' {
        $names = (Get-Completion 'Send-SmtpMessage -Encoding ').CompletionText
        $message = @{ From = 'a@x.test'; To = 'b@x.test'; OutFile = 'mail.eml'; Force = $true; ErrorAction = 'Stop' }

        $names[0..1] | Should -Be utf8, ascii
        foreach ($name in $names + 'x-IA5', 'x-Europa') {
            { Send-SmtpMessage @message -Encoding $name } | Should -Not -Throw -Because "$name is offered"
        }
    }
}
