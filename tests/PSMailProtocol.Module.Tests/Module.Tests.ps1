BeforeAll { . $PSScriptRoot/Sandbox.ps1 }

Describe 'A build' {
    It 'makes the checkout importable with its cmdlets and nothing else' {
        (Get-Command -Module PSMailProtocol | Sort-Object Name).Name | Should -Be @(
            'Add-ImapMessage', 'Add-MailSandboxMessage', 'Clear-MailSandbox', 'Connect-MailServer', 'Copy-ImapMessage', 'Disconnect-MailServer', 'Export-MailMessage', 'Get-ImapFolder', 'Get-ImapMessage', 'Get-MailSandboxMessage', 'Get-Pop3Message'
            'Import-MailMessage', 'Move-ImapMessage', 'New-ImapFolder', 'Remove-ImapFolder', 'Remove-ImapMessage', 'Remove-Pop3Message', 'Rename-ImapFolder'
            'Resolve-MailExchanger', 'Save-MailAttachment', 'Send-SmtpMessage', 'Set-ImapMessage', 'Start-MailSandbox', 'Stop-MailSandbox', 'Test-MailDomain', 'Test-MailServer', 'Wait-ImapMessage', 'Wait-Pop3Message')
    }
}
