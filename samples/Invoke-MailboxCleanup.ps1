#Requires -Version 5.1
<#
.SYNOPSIS
    Exports mail that is older than some days from a POP3 maildrop or an IMAP mailbox, and then removes it there for good.
.DESCRIPTION
    Made for a scheduler: it asks nothing, writes a log and ends with an exit code.

    A message is removed only when its .eml file is complete on the disk, and counts as removed only when the server has
    confirmed it. The script can be run again at any time, also after a run that broke off: what is exported already is
    not exported twice, and what is left is removed by the next run. Messages without a readable date stay, and so do
    those that have just arrived, whatever date their senders wrote into them.
.PARAMETER Server
    The host name of the server, as its certificate names it.
.PARAMETER Protocol
    Pop3 or Imap.
.PARAMETER Mailbox
    With IMAP the mailbox, often called folder. A maildrop of POP3 has no others.
.PARAMETER Port
    The port, if it is not the usual one: 995 (POP3) or 993 (IMAP) with Auto and Implicit, otherwise 110 or 143.
.PARAMETER Tls
    When the connection is encrypted: Auto, Implicit, StartTls, Opportunistic or None.
.PARAMETER CredentialPath
    A file with user and password, made once, as the user that runs the job: Get-Credential | Export-Clixml mail.xml
.PARAMETER Days
    Mail is old when its date, and the date at which the server took it, are so many days ago.
.PARAMETER Archive
    The folder for the exported messages.
.PARAMETER LogPath
    A file that the log is appended to. It also goes to the output.
.PARAMETER LoginDelay
    Seconds to wait between the session that reads and the one that removes, for a server that refuses a login soon after
    another; the error is LoginDelayed. Get-Pop3Message -Summary shows what it wants. Servers of IMAP want none.
.PARAMETER SkipCertificateCheck
    Accepts any certificate. For trying out.
.OUTPUTS
    The lines of the log. Exit code 0: everything old is exported and removed, or there was nothing. Exit code 1:
    something failed, the log says what, and the next run tries again.
.EXAMPLE
    ./Invoke-MailboxCleanup.ps1 -Server mail.example.com -CredentialPath mail.xml -Days 90 -Archive archive -LogPath cleanup.log
.EXAMPLE
    ./Invoke-MailboxCleanup.ps1 -Protocol Imap -Mailbox News -Server mail.example.com -CredentialPath mail.xml -Days 90 -Archive archive

    The same for a folder of an IMAP account.
.EXAMPLE
    ./Invoke-MailboxCleanup.ps1 -Server mail.example.com -CredentialPath mail.xml -Days 90 -Archive archive -WhatIf

    Says what would be exported, and neither writes nor removes anything.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)] [string] $Server,
    [ValidateSet('Pop3', 'Imap')] [string] $Protocol = 'Pop3',
    [string] $Mailbox = 'INBOX',
    [ValidateRange(1, 65535)] [int] $Port,
    [string] $Tls = 'Auto',
    [Parameter(Mandatory = $true)] [string] $CredentialPath,
    [Parameter(Mandatory = $true)] [ValidateRange(1, 36500)] [int] $Days,
    [Parameter(Mandatory = $true)] [string] $Archive,
    [string] $LogPath,
    [ValidateRange(0, 86400)] [int] $LoginDelay = 0,
    [switch] $SkipCertificateCheck
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Write-Log([string] $level, [string] $text) {
    $time = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
    # Subjects and replies are text of strangers.
    $line = '{0} {1,-5} {2}' -f $time, $level, ($text -replace '\s+', ' ')
    if (Get-Module PSMailProtocol) { $line = [PSMailProtocol.Net.WireText]::Sanitize($line) }
    $line
    if ($LogPath) { Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8 -WhatIf:$false -Confirm:$false }
}

# What each cmdlet reports without ending goes in here, and so does what ends one of them.
$problems = @()
$quietly = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = '+problems' }
$old = 0
$exported = 0
$removed = 0
try {
    if (-not (Get-Module PSMailProtocol)) {
        $checkout = Join-Path (Split-Path $PSScriptRoot) 'PSMailProtocol.psd1'
        Import-Module $(if (Test-Path $checkout) { $checkout } else { 'PSMailProtocol' })
    }

    $account = @{
        Server = $Server; Tls = $Tls; Credential = Import-Clixml -LiteralPath $CredentialPath
        SkipCertificateCheck = $SkipCertificateCheck
    }
    if ($Port) { $account.Port = $Port }
    $where = if ($Protocol -eq 'Imap') { @{ Mailbox = $Mailbox } } else { @{} }
    $removal = if ($Protocol -eq 'Imap') { @{ Permanent = $true } } else { @{} }
    $limit = [datetimeoffset]::Now.AddDays(-$Days)
    $before = $limit.ToString('yyyy-MM-dd HH:mm zzz', [cultureinfo]::InvariantCulture)
    Write-Log INFO "Cleaning up mail of $($account.Credential.UserName) at $Server from before $before."

    # The headers say what is old, so that the bodies of the others are not read. Only what Export-MailMessage has put on
    # the disk reaches the command that removes. Should reading break off, the pipeline ends before that does its work, and
    # nothing is removed in this run.
    & "Get-${Protocol}Message" @account @where -OlderThan $limit @quietly |
        ForEach-Object { $old++; $_ } |
        Export-MailMessage -Destination $Archive -PassThru @quietly |
        ForEach-Object -Process { $exported++; $_ } -End { if ($LoginDelay -and $exported) { Start-Sleep -Seconds $LoginDelay } } |
        & "Remove-${Protocol}Message" @removal -Confirm:$false @quietly |
        ForEach-Object { if ($_.Removed -or $_.Status -eq 'Done') { $removed++; Write-Log INFO "Removed $($_.Uid)." } }
}
catch {
    $problems += $_
}

# An error that ends a cmdlet is both caught and noted.
$records = $problems | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_ } else { $_.ErrorRecord } }
$messages = @($records | ForEach-Object { "$($_.FullyQualifiedErrorId -replace ',.*'): $($_.Exception.Message)" } | Select-Object -Unique)
foreach ($message in $messages) { Write-Log ERROR $message }
$failed = $messages.Count -gt 0 -or ($removed -lt $old -and -not $WhatIfPreference)
Write-Log $(if ($failed) { 'ERROR' } else { 'INFO' }) "$old old, $exported exported, $removed removed."
exit [int] $failed
