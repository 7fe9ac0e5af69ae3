# What Get-ImapFolder lists, also where a server tells less.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $sandbox = Start-Sandbox @{ StorageQuota = 1MB }
    $global:PSDefaultParameterValues['Get-ImapFolder:Credential'] = New-Credential
    $user = $sandbox.Mailbox('alice')
    $octets = [Text.Encoding]::ASCII.GetBytes("Subject: s`r`n`r`nx")
    $null = $user.Inbox.Deliver($octets), $user.Inbox.Deliver($octets, $null, [NullString]::Value, [string[]] '\Seen')
    $null = $user.Mailbox('Lists/Größe').Deliver($octets)
}
AfterAll { Stop-Sandbox $sandbox }

Describe 'Folders' {
    AfterEach { $sandbox.Faults.Clear() }

    It 'are those that are meant: <Names> by <Command>' -ForEach @(
        @{ Names = 'INBOX Archive Drafts Junk Lists Lists/Größe Sent Trash'; Command = { Get-ImapFolder } }
        @{ Names = 'INBOX'; Command = { Get-ImapFolder inbox } }
        @{ Names = 'Lists/Größe'; Command = { Get-ImapFolder Lists/Größe } }
        @{ Names = 'Lists/Größe'; Command = { Get-ImapFolder 'Lists/Gr&APYA3w-e' } }
        @{ Names = 'Lists/Größe'; Command = { Get-ImapFolder Lists/* } }
        @{ Names = 'Sent'; Command = { Get-ImapFolder '\Sent' } }
        @{ Names = 'Sent Trash'; Command = { Get-ImapFolder Tr*, '\sent' } }
    ) {
        (& $Command).Name -join ' ' | Should -Be $Names
    }

    It 'have counts, however the server tells them: without <Withheld>' -ForEach @(
        @{ Withheld = @() }, @{ Withheld = 'IMAP4rev2', 'LIST-STATUS' }, @{ Withheld = 'IMAP4rev2', 'LIST-STATUS', 'LIST-EXTENDED' }
    ) {
        $Withheld | ForEach-Object { $sandbox.Faults.Add($SandboxFault::Withhold('Imap', $_)) }

        $folders = Get-ImapFolder
        $inbox, $lists = $folders.Where({ $_.Name -in 'INBOX', 'Lists' })

        $inbox | ForEach-Object { $_.MessageCount, $_.Unseen, $_.Size, $_.UidNext, $_.UidValidity } | Should -Be 2, 1, 30, 3, $user.Inbox.UidValidity
        $inbox.QuotaUsage, $inbox.QuotaLimit | Should -Be 1KB, 1MB
        $lists.IsSelectable | Should -BeFalse
        $lists | ForEach-Object { $_.MessageCount, $_.Unseen, $_.Size, $_.UidValidity, $_.QuotaLimit } | Should -Be $null, $null, $null, $null, $null
    }

    It 'have nothing that is not asked for, or not told: <Name>' -ForEach @(
        @{ Name = 'without -NoStatus'; Given = @{ NoStatus = $true }; Fault = $null }
        @{ Name = 'a refused STATUS'; Given = @{}; Fault = 'STATUS' }
    ) {
        if ($Fault) {
            'IMAP4rev2', 'LIST-STATUS', 'QUOTA' | ForEach-Object { $sandbox.Faults.Add($SandboxFault::Withhold('Imap', $_)) }
            $sandbox.Faults.Add($SandboxFault::Reply('Imap', 'STATUS', '{tag} NO Not this one').When('INBOX'))
        }

        $inbox = Get-ImapFolder @Given | Where-Object Name -EQ INBOX
        $trash = Get-ImapFolder @Given Trash

        $inbox.MessageCount, $inbox.Unseen, $inbox.Size, $inbox.QuotaLimit | Should -Be $null, $null, $null, $null
        $trash.MessageCount | Should -Be ($Fault ? 0 : $null)
    }

    It 'that are not there are an error each, and the others come' {
        $run = Invoke-Capturing { Get-ImapFolder Sent, nowhere, '\All', No* }

        $run.Output.Name | Should -Be Sent
        $run.Id | Should -Be MailboxNotFound, MailboxNotFound, MailboxNotFound
    }
}
