# Which mailboxes Get-ImapMessage reads: by name, by wildcards, by special use, by URL, as other tools print names, and as folders.
BeforeAll { . $PSScriptRoot/Sandbox.ps1 }

Describe 'Of several mailboxes' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $global:PSDefaultParameterValues['Get-Imap*:Credential'] = New-Credential
        $user = $sandbox.Mailbox('alice')
        $octets = [Text.Encoding]::ASCII.GetBytes("Subject: x`r`n`r`nx`r`n")
        foreach ($name in 'INBOX', 'Sent', 'Archive', 'Archive/2025', 'Archive/2026', 'übung', '[Gmail]/All Mail') {
            $null = $user.Mailbox($name).Deliver($octets)
        }
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'those that are named are read: <Read> by <Command>' -ForEach @(
        @{ Read = 'INBOX'; Command = { Get-ImapMessage } }
        @{ Read = 'Archive/2026'; Command = { Get-ImapMessage -Mailbox Archive/2026 } }
        @{ Read = 'Sent', 'INBOX'; Command = { Get-ImapMessage -Mailbox Sent, INBOX } }
        @{ Read = 'Archive/2025', 'Archive/2026'; Command = { Get-ImapMessage -Mailbox 'Archive/*' } }
        @{ Read = 'Archive/2025', 'Archive/2026', 'Archive'; Command = { Get-ImapMessage -Mailbox 'archive/*', 'arch*' } }
        @{ Read = '[Gmail]/All Mail'; Command = { Get-ImapMessage -Mailbox '[Gmail]/All Mail' } }
        @{ Read = '[Gmail]/All Mail'; Command = { Get-ImapMessage -Mailbox '*All Mail' } }
        @{ Read = 'Sent'; Command = { Get-ImapMessage -Mailbox '\Sent' } }
        @{ Read = 'Archive'; Command = { Get-ImapMessage -Folder '\archive' } }
        @{ Read = 'übung'; Command = { Get-ImapMessage -Mailbox übung } }
        @{ Read = 'übung'; Command = { Get-ImapMessage -Mailbox '&APw-bung' } }
        @{ Read = 'Sent'; Command = { Get-ImapMessage -Mailbox (Get-ImapMessage -Mailbox Sent).Mailbox } }
        @{ Read = 'Sent'; Command = { Get-ImapMessage -Mailbox "$((Get-ImapMessage -Mailbox Sent).Mailbox)" } }
        @{ Read = 'Sent'; Command = { Get-ImapFolder Sent | Get-ImapMessage } }
        @{ Read = 'Archive/2025', 'Archive/2026'; Command = { Get-ImapFolder 'Archive/*' | Get-ImapMessage -Subject x -First 1 } }
        @{ Read = 'Sent'; Command = { Get-ImapMessage -Mailbox (Get-ImapFolder Sent) } }
        @{ Read = 'Archive'; Command = { [pscustomobject]@{ Mailbox = 'Archive' } | Get-ImapMessage } }
    ) {
        (& $Command).ForEach({ $_.Mailbox.Name }) | Sort-Object | Should -Be @($Read | Sort-Object)
    }

    It 'one that is not there is an error that names what there is, and keeps no other back' {
        $run = Invoke-Capturing { Get-ImapMessage -Mailbox Archiv, Sent, 'Nothing*', '\Junk\' }

        $run.Output.ForEach({ $_.Mailbox.Name }) | Should -Be Sent
        $run.Id | Should -Be MailboxNotFound, MailboxNotFound, MailboxNotFound
        $run.Advice[0] | Should -BeLike '*Get-ImapFolder*Archive*'
    }

    It 'is refused: <Command>' -ForEach @(
        @{ Id = 'InvalidParameter'; Command = { Get-ImapMessage -Mailbox Sent, INBOX -Uid 1 } }
        @{ Id = 'InvalidParameter'; Command = { Get-ImapMessage -Mailbox 'A*' -Uid 1 } }
        @{ Id = 'InvalidParameter'; Command = { Get-ImapFolder Sent | Get-ImapMessage -Mailbox Archive } }
        @{ Id = 'InvalidInputObject'; Command = { Get-ImapMessage -Mailbox 'imap://bob@mail.example.com:993/INBOX' } }
        @{ Id = 'InvalidWireText'; Command = { Get-ImapMessage -Mailbox "INBOX`r`nA1 LOGOUT" } }
        @{ Id = 'UidValidityChanged'; Command = { Get-ImapMessage -Uid 1 -UidValidity 5 } }
        @{ Id = 'UidValidityChanged'; Command = { Get-ImapMessage -Mailbox ("$((Get-ImapMessage -Mailbox Sent).Mailbox)" -replace '=\d+$', '=5') } }
    ) {
        $run = Invoke-Capturing $Command

        $run.Id | Should -Be $Id
        $run.Output | Should -BeNullOrEmpty
    }
}
