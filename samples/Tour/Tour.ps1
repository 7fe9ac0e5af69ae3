<#
.SYNOPSIS
    The three jobs of PSMailProtocol, one after the other, against the sandbox that started this script.
.DESCRIPTION
    Sends a status notification, resolves the exchanger, reads the message back by POP3 and IMAP, saves its attachment
    and removes it. Each step shows its objects as a table and the dialogue with the server, in which C: is the client.
    Ends with exit code 0 only if every check holds.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $Server,
    [Parameter(Mandatory)] [int] $SmtpPort,
    [Parameter(Mandatory)] [int] $Pop3Port,
    [Parameter(Mandatory)] [int] $ImapPort,
    [Parameter(Mandatory)] [string] $DnsServer
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Manifest

$password = ConvertTo-SecureString $env:TOUR_PASSWORD -AsPlainText -Force
$alice = [pscredential]::new('alice', $password)
$backup = [pscredential]::new('backup', $password)
# The sandbox made its certificate a moment ago, so nobody vouches for it.
$PSDefaultParameterValues = @{ '*-*Message:SkipCertificateCheck' = $true; '*-*Message:Server' = $Server }
$failed = 0

function Write-Step([string] $Title, [scriptblock] $Step) {
    # The dialogue comes on the debug stream, between the objects that the step emits.
    Write-Host "`n$Title"
    $objects = foreach ($item in & $Step 5>&1) {
        if ($item -is [System.Management.Automation.DebugRecord]) { Write-Host "  $item" } else { $item }
    }
    $objects | Out-String -Width 120 | ForEach-Object { Write-Host $_.TrimEnd() }
    $script:result = $objects
}

function Assert-That([string] $Claim, [bool] $Holds) {
    Write-Host "  [$(if ($Holds) { 'ok' } else { 'FAILED' })] $Claim"
    if (-not $Holds) { $script:failed++ }
}

function Assert-Message($Message) {
    Assert-That 'the subject came through' ($Message.Subject -ceq $subject)
    Assert-That 'the text came through' ("$($Message.TextBody)".TrimEnd() -ceq $body)
}

$folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "tour-$([guid]::NewGuid())")
try {
    $report = Join-Path $folder 'report.csv'
    @([pscustomobject]@{ host = 'alpha'; status = 'ok' }, [pscustomobject]@{ host = 'beta'; status = 'ok' }) | Export-Csv $report
    $subject = "Backup finished: 2 hosts, 0 failures $([char] 0x2713)"
    $body = 'Both hosts were saved. The report is attached.'

    Write-Step '1. Send a status notification with an attachment' {
        Send-SmtpMessage -Port $SmtpPort -Tls StartTls -Credential $backup -From 'Nightly Backup <backup@sandbox.test>' `
            -To 'Alice <alice@sandbox.test>' -Subject $subject -Body $body -Attachment $report -Debug
    }
    Assert-That 'the message was accepted' ($result.Status -eq 'Accepted')

    Write-Step '2. Resolve the mail exchanger of sandbox.test' {
        Resolve-MailExchanger sandbox.test -DnsServer $DnsServer
    }
    Assert-That 'its exchanger is on this machine' ([ipaddress]::IsLoopback($result[0].IPAddress[0]))

    Write-Step '3. Read it back by POP3' {
        Get-Pop3Message -Port $Pop3Port -Tls Implicit -Credential $alice -Debug
    }
    $message = $result
    Assert-Message $message

    Write-Step '4. Save the attachment' {
        [IO.File]::WriteAllBytes((Join-Path $folder 'saved.csv'), $message.Attachment[0].ToArray())
        $message.Attachment
    }
    Assert-That 'the saved file is the attached one, octet for octet' (
        (Get-FileHash $report).Hash -eq (Get-FileHash (Join-Path $folder 'saved.csv')).Hash)

    Write-Step '5. Read it by IMAP' {
        Get-ImapMessage -Port $ImapPort -Tls StartTls -Credential $alice -Subject 'Backup' -Debug
    }
    Assert-Message $result

    Write-Step '6. Remove it' {
        # Where the message is, and who may remove it there, it knows by itself.
        $message | Remove-Pop3Message -Confirm:$false -Debug
    }
    Assert-That 'the server confirmed the removal' ($result.Removed -and $result.Committed)
}
catch {
    Write-Host "  [FAILED] $($_.FullyQualifiedErrorId): $_"
    $failed++
}
finally {
    Remove-Item -Recurse $folder
}
exit [int]($failed -gt 0)
