# What New-ImapFolder, Rename-ImapFolder and Remove-ImapFolder do to the folders of an account, and what they say of those that stay.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    $octets = [Text.Encoding]::ASCII.GetBytes("Subject: s`r`n`r`nx")
    $fresh = 'Archive Drafts INBOX Junk Sent Trash'
}

Describe 'Folders changed' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        'New', 'Rename', 'Remove', 'Get' | ForEach-Object { $global:PSDefaultParameterValues["$_-ImapFolder:Credential"] = New-Credential }
        $user = $sandbox.Mailbox('alice')
        function Get-Name { ($user.Mailboxes.Name | Sort-Object) -join ' ' }
    }
    AfterEach { Stop-Sandbox $sandbox }

    Context 'by New-ImapFolder' {
        It 'makes what is named, subscribes it, and emits it: <Made>' -ForEach @(
            @{ Made = 'Done'; Command = { New-ImapFolder Done } }
            @{ Made = 'Done', 'Größe/Ä'; Command = { 'Done', 'Größe/Ä' | New-ImapFolder } }
            @{ Made = 'a&b c"d'; Command = { New-ImapFolder 'a&b c"d' } }
            @{ Made = 'x', 'y'; Command = { "Name,Port`nx,$($sandbox.ImapPort)`ny,$($sandbox.ImapPort)" | ConvertFrom-Csv | New-ImapFolder } }
        ) {
            $folders = & $Command

            $folders.Name | Should -Be $Made
            $folders.MessageCount | ForEach-Object { $_ | Should -Be 0 }
            foreach ($name in $Made) { $user.Mailboxes.Name | Should -Contain $name }
            @($log.Arguments('SUBSCRIBE')).Count | Should -Be @($Made).Count
            @($log.Arguments('LOGOUT')).Count | Should -Be 1
        }

        It 'makes it for a use: <_>' -ForEach '\Flagged', 'flagged' {
            (New-ImapFolder Stars -SpecialUse $_).SpecialUse | Should -Be Flagged
            (Get-ImapFolder '\Flagged').Name | Should -Be Stars
        }

        It 'puts it where the server has those of the user' {
            $other = Start-Sandbox @{ MailboxPrefix = 'INBOX.'; MailboxDelimiter = '.' }
            try {
                (New-ImapFolder Lists/2026, INBOX.Done).Name | Should -Be INBOX.Lists.2026, INBOX.Done
                (Get-ImapFolder Lists/2026).Name | Should -Be INBOX.Lists.2026
            }
            finally { Stop-Sandbox $other }
        }

        It 'says why it did not, and makes the others: <Id>' -ForEach @(
            @{ Id = 'MailboxExists'; Names = 'Sent', 'Done' }
            @{ Id = 'MailboxExists'; Names = 'Sent', 'Done'; Reply = '{tag} NO Cannot create this folder.' }
            @{ Id = 'InvalidParameter'; Names = '\Sent', 'Done' }
            @{ Id = 'InvalidParameter'; Names = 'a*', 'Done' }
            @{ Id = 'InvalidWireText'; Names = "a`r`nb", 'Done' }
            @{ Id = 'QuotaExceeded'; Names = 'Sent', 'Done'; Reply = '{tag} NO [OVERQUOTA] full' }
            @{ Id = 'ServerLimitReached'; Names = 'Sent', 'Done'; Reply = '{tag} NO [LIMIT] too many' }
            @{ Id = 'CommandRejected'; Names = 'Sent', 'Done'; Reply = '{tag} NO [CANNOT] never' }
        ) {
            if ($Reply) { $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'CREATE', $Reply).When('Sent')) }

            $run = Invoke-Capturing { New-ImapFolder $Names }

            $run.Id | Should -Be $Id
            $run.Output.Name | Should -Be Done
        }

        It 'makes nothing for a use that the server does not take, or that there is not: <Id>' -ForEach @(
            @{ Id = 'ExtensionUnsupported'; Use = '\Sent' }, @{ Id = 'InvalidParameter'; Use = '\Nothing' }
        ) {
            $sandbox.Faults.Add($SandboxFault::Withhold('Imap', 'CREATE-SPECIAL-USE'))

            (Invoke-Capturing { New-ImapFolder Out -SpecialUse $Use }).Id | Should -Be $Id
            Get-Name | Should -Be $fresh
        }

        It 'warns where it was not subscribed' {
            $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'SUBSCRIBE', '{tag} NO no'))

            $folder = New-ImapFolder Done -WarningVariable warnings -WarningAction SilentlyContinue

            $folder.Name | Should -Be Done
            $warnings | Should -BeLike '*Done was made, and the server did not subscribe it*'
        }

        It 'connects to nothing with -WhatIf' {
            Get-WhatIf { New-ImapFolder Done -WhatIf } | Should -BeLike '*"Make folder" on target "Done of alice@sandbox.test at *'
            $sandbox.ConnectionsAccepted | Should -Be 0
        }
    }

    Context 'by Rename-ImapFolder' {
        BeforeEach { $null = $user.Mailbox('Junk').Deliver($octets), $user.Mailbox('Junk/Old').Deliver($octets) }

        It 'renames what is named, with those beneath: <Command>' -ForEach @(
            { Rename-ImapFolder Junk Spam }
            { Rename-ImapFolder '\Junk' -NewName Spam }
            { Get-ImapFolder Junk | Rename-ImapFolder -NewName Spam }
            { Get-ImapFolder Junk | Rename-ImapFolder -NewName { "Spam" } }
            { [pscustomobject]@{ Name = 'Junk'; NewName = 'Spam' } | Rename-ImapFolder }
        ) {
            $folder = & $_

            $folder.Name, $folder.MessageCount | Should -Be 'Spam', 1
            Get-Name | Should -Be 'Archive Drafts INBOX Sent Spam Spam/Old Trash'
            $log.Arguments('UNSUBSCRIBE') | Should -Be '"Junk"', '"Junk/Old"'
            $log.Arguments('SUBSCRIBE') | Should -Be '"Spam"', '"Spam/Old"'
        }

        It 'moves the messages of INBOX' {
            $null = $user.Inbox.Deliver($octets)

            (Rename-ImapFolder inbox Old).MessageCount | Should -Be 1
            $user.Inbox.Messages.Count | Should -Be 0
        }

        It 'says why it did not: <Id>' -ForEach @(
            @{ Id = 'MailboxExists'; Command = { Rename-ImapFolder Junk Sent } }
            @{ Id = 'MailboxNotFound'; Command = { Rename-ImapFolder nowhere x } }
            @{ Id = 'InvalidParameter'; Command = { Rename-ImapFolder [ST]* x } }
            @{ Id = 'CommandRejected'; Command = { Rename-ImapFolder Junk Junk/Deeper } }
            @{ Id = 'UidValidityChanged'; Command = { $old = Get-ImapFolder Junk; $user.Mailbox('Junk').RenewUids(); $old | Rename-ImapFolder -NewName x } }
            @{ Id = 'InvalidParameter'; Command = { Get-ImapFolder Junk | Rename-ImapFolder -NewName x -Server other.test } }
        ) {
            (Invoke-Capturing $Command).Id | Should -Be $Id
            Get-Name | Should -Be 'Archive Drafts INBOX Junk Junk/Old Sent Trash'
        }

        It 'says which are meant where one is wanted: <Command>' -ForEach @(
            @{ Parameter = 'Name'; Command = { Rename-ImapFolder * x } }
            @{ Parameter = 'Destination'; Command = { Move-ImapMessage -Uid 1 -Destination * -Credential (New-Credential) } }
            @{ Parameter = 'Mailbox'; Command = { Add-ImapMessage * -InputObject $octets -Credential (New-Credential) } }
        ) {
            $null = $user.Inbox.Deliver($octets)
            (Invoke-Capturing $Command).Errors.Exception.Message | Should -Be "-${Parameter}: * names 7 mailboxes, and one is wanted: INBOX, Archive, Drafts, …."
        }

        It 'renames nothing with -WhatIf' {
            Get-WhatIf { Rename-ImapFolder Junk Spam -WhatIf } | Should -BeLike '*"Rename folder to Spam" on target "Junk of *'
            $sandbox.ConnectionsAccepted | Should -Be 0
        }
    }

    Context 'by Remove-ImapFolder' {
        BeforeEach {
            $null = $user.Mailbox('Junk').Deliver($octets), $user.Mailbox('Junk').Deliver($octets), $user.Mailbox('Junk/Old').Deliver($octets)
        }

        It 'removes what is named: <Left>' -ForEach @(
            @{ Left = 'Archive Drafts INBOX Junk/Old Sent Trash'; Command = { Remove-ImapFolder Junk } }
            @{ Left = 'Archive Drafts INBOX Sent Trash'; Command = { Remove-ImapFolder J* } }
            @{ Left = 'Archive Drafts INBOX Sent Trash'; Command = { Get-ImapFolder Junk* | Remove-ImapFolder } }
            @{ Left = 'Archive Drafts INBOX Junk Junk/Old Sent'; Command = { Remove-ImapFolder '\Trash' } }
        ) {
            $ConfirmPreference = 'None'

            & $Command | Should -BeNullOrEmpty
            Get-Name | Should -Be $Left
        }

        It 'removes those that lie deepest first' {
            Remove-ImapFolder Junk, Junk/Old -Confirm:$false
            $log.Arguments('DELETE') | Should -Be '"Junk/Old"', '"Junk"'
        }

        It 'says what would be gone: <Says>' -ForEach @(
            @{ Says = '(2 messages in it will be gone, 1 folder beneath it will stay)'; Name = 'Junk' }
            @{ Says = '(1 message in it will be gone)'; Name = 'Junk/Old' }
            @{ Says = 'Sent of alice@sandbox.test at 127.0.0.1:*"'; Name = 'Sent' }
        ) {
            Get-WhatIf { Remove-ImapFolder $Name -WhatIf } | Should -BeLike "*`"Remove folder`"*$Says*"
            Get-Name | Should -Be 'Archive Drafts INBOX Junk Junk/Old Sent Trash'
        }

        It 'is confirmed by somebody, or not done' {
            (Invoke-Capturing { Remove-ImapFolder Junk -Confirm }).Id | Should -Be ConfirmationUnavailable
            $user.Mailboxes.Name | Should -Contain Junk
        }

        It 'says why it did not, and removes the others: <Id>' -ForEach @(
            @{ Id = 'InvalidParameter'; Command = { Remove-ImapFolder INBOX, Sent -Confirm:$false } }
            @{ Id = 'MailboxNotFound'; Command = { Remove-ImapFolder nowhere, Sent -Confirm:$false } }
            @{ Id = 'MailboxNotFound'; Command = { Remove-ImapFolder N*, Sent -Confirm:$false } }
            @{ Id = 'CommandRejected'; Command = { Remove-ImapFolder Junk, Sent -Confirm:$false }; Reply = '{tag} NO [HASCHILDREN] no' }
            @{ Id = 'UidValidityChanged'; Command = { $old = Get-ImapFolder Junk, Sent; $user.Mailbox('Junk').RenewUids(); $old | Remove-ImapFolder -Confirm:$false } }
        ) {
            if ($Reply) { $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'DELETE', $Reply).When('Junk')) }

            (Invoke-Capturing $Command).Id | Should -Be $Id
            Get-Name | Should -Be 'Archive Drafts INBOX Junk Junk/Old Trash'
        }

        It 'needs a credential, and a server that answers: <Id>' -ForEach @(
            @{ Id = 'InvalidParameter'; Given = @{ Credential = $null } }, @{ Id = 'NameResolutionFailed'; Given = @{ Server = 'no-such-host.invalid' } }
        ) {
            'New-ImapFolder x', 'Rename-ImapFolder Junk x', 'Remove-ImapFolder Junk' | ForEach-Object {
                $verb, $first, $second = $_ -split ' '
                $names = @($first, $second | Where-Object { $_ })
                (Invoke-Capturing { & $verb @names @Given -Confirm:$false }).Id | Should -Be $Id
            }
        }
    }
}
