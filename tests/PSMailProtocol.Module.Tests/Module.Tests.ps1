BeforeAll { . $PSScriptRoot/Sandbox.ps1 }

Describe 'A build' {
    It 'makes the checkout importable with its cmdlets and nothing else' {
        (Get-Command -Module PSMailProtocol | Sort-Object Name).Name | Should -Be @(
            'Export-MailMessage', 'Get-ImapFolder', 'Get-ImapMessage', 'Get-Pop3Message', 'Import-MailMessage', 'Remove-Pop3Message'
            'Resolve-MailExchanger', 'Save-MailAttachment', 'Send-SmtpMessage', 'Wait-ImapMessage', 'Wait-Pop3Message')
    }
}
