<#
.SYNOPSIS
    Tells by mail how a backup ended: an example of a script that is tested with the sandbox.
.DESCRIPTION
    Sends the log of a backup. The subject says whether a line of the log begins with ERROR, and the mail is urgent then. What was not
    accepted is an error, so that the job that runs the script fails as well.
.EXAMPLE
    ./Send-BackupReport.ps1 -Smtp @{ Server = 'mail.example.com' } -LogPath backup.log
#>
[CmdletBinding()]
param(
    # Parameters of Send-SmtpMessage that lead to the server.
    [Parameter(Mandatory)]
    [hashtable] $Smtp,
    # The log of the backup.
    [Parameter(Mandatory)]
    [string] $LogPath,
    [string[]] $To = 'ops@example.com'
)
$ErrorActionPreference = 'Stop'

$failures = @(Select-String -LiteralPath $LogPath -Pattern '^ERROR')
$message = @{
    From = 'backup@example.com'; To = $To; Attachment = $LogPath
    Subject = if ($failures) { 'Backup failed' } else { 'Backup finished' }
    Body = if ($failures) { $failures.Line } else { 'The log is attached.' }
    Priority = if ($failures) { 'High' } else { 'Normal' }
}
$result = Send-SmtpMessage @Smtp @message -MaximumRetryCount 2 -RetryIntervalSec 1
Write-Verbose "The server said $($result.Reply)."
