# Tests of Send-BackupReport.ps1, as any script that sends or reads mail can be tested: with a sandbox in place of the server.
BeforeAll {
    $checkout = Join-Path $PSScriptRoot ../../PSMailProtocol.psd1
    Import-Module $(if (Test-Path $checkout) { $checkout } else { 'PSMailProtocol' })

    $script = Join-Path $PSScriptRoot Send-BackupReport.ps1
    $log = Join-Path $TestDrive backup.log
}

Describe 'The report of a backup' {
    BeforeAll { $sandbox = Start-MailSandbox }
    AfterAll { Stop-MailSandbox $sandbox }
    BeforeEach { Clear-MailSandbox $sandbox }

    It 'has the log attached when all is well' {
        'copied 3 files' > $log
        & $script -Smtp $sandbox.Smtp -LogPath $log

        $mail = Get-MailSandboxMessage -Sandbox $sandbox
        $mail.Subject | Should -Be 'Backup finished'
        $mail.Recipient | Should -Be 'ops@example.com'
        $mail.Attachment.FileName | Should -Be 'backup.log'
        $mail.TlsProtocol | Should -Not -Be 'None'
    }

    It 'says what failed, and is urgent then' {
        'copied 3 files', 'ERROR: disk full' > $log
        & $script -Smtp $sandbox.Smtp -LogPath $log -To ann@example.com, bob@example.com

        $mail = Get-MailSandboxMessage -Sandbox $sandbox
        $mail.Subject | Should -Be 'Backup failed'
        $mail.TextBody | Should -BeLike '*ERROR: disk full*'
        $mail.Recipient | Should -Be 'ann@example.com', 'bob@example.com'
    }
}

Describe 'A server that does not want the report' {
    AfterEach { Stop-MailSandbox $sandbox }

    It 'makes the script fail when it refuses the recipient' {
        $sandbox = Start-MailSandbox -RejectRecipient ops@example.com
        'copied 3 files' > $log

        { & $script -Smtp $sandbox.Smtp -LogPath $log } | Should -Throw -ErrorId 'NoRecipientAccepted,*'
    }

    It 'is asked again when it puts the report off' {
        $sandbox = Start-MailSandbox -Greylist 1
        'copied 3 files' > $log
        & $script -Smtp $sandbox.Smtp -LogPath $log

        Get-MailSandboxMessage -Sandbox $sandbox | Should -HaveCount 1
    }

    It 'leaves open what became of a report that it does not answer' {
        $sandbox = Start-MailSandbox -Fault 'smtp . drop-before-reply'
        'copied 3 files' > $log

        { & $script -Smtp $sandbox.Smtp -LogPath $log } | Should -Throw -ErrorId 'DeliveryUnknown,*'
    }
}
