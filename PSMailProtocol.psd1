@{
  RootModule           = if ($PSEdition -eq 'Core') { 'bin/net8.0/PSMailProtocol.dll' } else { 'bin/net472/PSMailProtocol.dll' }
  # The loader runs before any type of the cmdlets is looked at.
  NestedModules        = @(if ($PSEdition -eq 'Core') { 'bin/net8.0/PSMailProtocol.Loader.dll' } else { 'bin/net472/PSMailProtocol.Loader.dll' })
  ModuleVersion        = '0.1.0'
  CompatiblePSEditions = @('Desktop', 'Core')
  GUID                 = '5d0cb7ab-2f43-4a6c-9b70-8f1f7c1f2a64'
  Author               = 'PSMailProtocol contributors'
  Copyright            = '(c) PSMailProtocol contributors. MIT License.'
  Description          = 'Sends, reads and cleans up mail over SMTP, POP3 and IMAP, and resolves mail exchangers, with a protocol core of its own. What it takes of others it loads for itself alone.'
  PowerShellVersion    = '5.1'
  # Windows PowerShell alone looks at it; PowerShell 7 has to be 7.4 or later, and the loader says so.
  DotNetFrameworkVersion = '4.7.2'
  TypesToProcess       = @('formats/PSMailProtocol.Types.ps1xml')
  FormatsToProcess     = @('formats/PSMailProtocol.Format.ps1xml')
  CmdletsToExport      = @(
    'Add-ImapMessage', 'Add-MailSandboxMessage'
    'Clear-MailSandbox'
    'Connect-MailServer', 'Copy-ImapMessage', 'Disconnect-MailServer'
    'Export-MailMessage'
    'Get-ImapFolder', 'Get-ImapMessage'
    'Get-MailSandboxMessage'
    'Get-Pop3Message'
    'Import-MailMessage'
    'Move-ImapMessage'
    'New-ImapFolder'
    'Remove-ImapFolder', 'Remove-ImapMessage', 'Remove-Pop3Message'
    'Rename-ImapFolder'
    'Resolve-MailExchanger'
    'Save-MailAttachment'
    'Send-SmtpMessage'
    'Set-ImapMessage'
    'Start-MailSandbox', 'Stop-MailSandbox'
    'Test-MailDomain', 'Test-MailServer'
    'Wait-ImapMessage', 'Wait-Pop3Message'
  )
  FunctionsToExport    = @()
  VariablesToExport    = @()
  AliasesToExport      = @()
  PrivateData          = @{
    PSData = @{
      Tags       = @('Mail', 'SMTP', 'POP3', 'IMAP', 'MX', 'MIME', 'Send-MailMessage', 'PSEdition_Desktop', 'PSEdition_Core')
      Prerelease = 'preview'
    }
  }
}
