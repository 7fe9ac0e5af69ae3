# Sessions that last over several commands: of IMAP, and what holds for all protocols.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $module = Join-Path $PSScriptRoot ../../PSMailProtocol.psd1
    $mail = @(
        'From: ann@x.test', 'Subject: report', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=m', ''
        '--m', 'Content-Type: text/plain', '', 'text'
        '--m', 'Content-Type: text/csv; name=a.csv', 'Content-Disposition: attachment', '', 'a;b', '--m--', '')
}

Describe 'A session' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        $alice = $sandbox.Mailbox('alice')
        1..3 | ForEach-Object { Add-Message $sandbox alice ($mail -replace 'report', "report $_") }
        $session = Connect-Sandbox $sandbox Imap
    }
    AfterEach {
        $session | Disconnect-MailServer
        Stop-Sandbox $sandbox
    }

    It 'serves several commands over one connection, and each logs in no more' {
        $folder = Get-ImapFolder INBOX -Session $session
        $messages = Get-ImapMessage -Session $session -EnvelopeOnly
        $again = $messages | Get-ImapMessage -Session $session

        $folder.MessageCount, $messages.Count, $again.Count | Should -Be 3, 3, 3
        $session.State, $session.Folder | Should -Be Connected, INBOX
        $sandbox.ConnectionsAccepted | Should -Be 1
        $log.Arguments('AUTHENTICATE').Count, $log.Arguments('LOGOUT').Count | Should -Be 1, 0
    }

    It 'serves a command further down the same pipeline in between: <Name>' -ForEach @(
        @{ Name = 'the same mailbox'; Command = { Get-ImapMessage -Session $session -EnvelopeOnly | Get-ImapMessage -Session $session } }
        @{ Name = 'folders'; Command = { Get-ImapFolder INBOX, Done -Session $session | Get-ImapMessage -EnvelopeOnly | Where-Object Subject -NE done } }
        @{ Name = 'another mailbox'; Command = {
                Get-ImapMessage -Session $session -EnvelopeOnly | ForEach-Object {
                    $null = Get-ImapMessage -Session $session -Mailbox Done
                    $_
                }
            }
        }
    ) {
        $done = $alice.Mailbox('Done')
        $done.Deliver([Text.Encoding]::ASCII.GetBytes("Subject: done`r`n`r`n"))

        (& $Command).Subject | Should -Be 'report 1', 'report 2', 'report 3'
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'comes back to the mailbox that is read, whatever a command in between selects' {
        $done = $alice.Mailbox('Done')
        1..200 | ForEach-Object { Add-Message $sandbox alice "Subject: more $_", '', '' }
        1..300 | ForEach-Object { $done.Deliver([Text.Encoding]::ASCII.GetBytes("Subject: done`r`n`r`n")) }

        $messages = Get-ImapMessage -Session $session -MarkSeen | ForEach-Object {
            if ($_.Uid % 50 -eq 1) { $null = Get-ImapMessage -Session $session -Mailbox Done -EnvelopeOnly -First 3 }
            $_
        }

        $messages.Count | Should -Be 203
        $messages.Subject | Should -Not -Contain done
        $sandbox.ConnectionsAccepted | Should -Be 1
        (Get-ImapMessage -Session $session -Unseen).Count | Should -Be 0
        (Get-ImapMessage -Session $session -Mailbox Done -Unseen -EnvelopeOnly).Count | Should -Be 300
    }

    It 'is used by what was read through it, without being given again' {
        $folder = Join-Path $TestDrive parts

        $files = Get-ImapMessage -Session $session -EnvelopeOnly | Save-MailAttachment $folder -PassThru -Force
        $message = Get-ImapMessage -Session $session -EnvelopeOnly -First 1
        $octets = $message.Attachment[0].ToArray()
        $whole = $message | Get-ImapMessage

        $files.Count, $octets.Count, $whole.Count | Should -Be 3, 3, 1
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'lets go of what was read through it when it is ended' {
        $message = Get-ImapMessage -Session $session -EnvelopeOnly -First 1
        Disconnect-MailServer $session

        ($message | Get-ImapMessage).Subject | Should -Be 'report 1'
        ($message | Save-MailAttachment (Join-Path $TestDrive ended) -PassThru).Name | Should -Be a.csv
        $sandbox.ConnectionsAccepted | Should -Be 3
    }

    It 'that was ended is an error, and can be ended once more' {
        Disconnect-MailServer $session
        Disconnect-MailServer $session

        $run = Invoke-Capturing { Get-ImapMessage -Session $session }

        $run.Id | Should -Be SessionClosed
        $session.State, $session.Folder | Should -Be Closed, $null
        $log.Arguments('LOGOUT').Count | Should -Be 1
    }

    It 'does not go with a parameter that says otherwise: <Name>' -ForEach @(
        @{ Name = 'Server'; Value = 'other.test' }
        @{ Name = 'Port'; Value = 1 }
        @{ Name = 'Tls'; Value = 'Implicit' }
        @{ Name = 'Credential'; Value = [pscredential]::new('bob', [securestring]::new()) }
        @{ Name = 'Token'; Value = [securestring]::new() }
        @{ Name = 'Authentication'; Value = 'Plain' }
        @{ Name = 'AllowUnencryptedAuthentication'; Value = $true }
        @{ Name = 'PinnedCertificate'; Value = 'ab' * 32 }
        @{ Name = 'OperationTimeoutSeconds'; Value = 7 }
        @{ Name = 'ConnectionTimeoutSeconds'; Value = 7 }
    ) {
        $other = @{ $Name = $Value }
        $run = Invoke-Capturing { Get-ImapFolder -Session $session @other }

        $run.Id | Should -Be InvalidParameter
        "$($run.Errors)" | Should -BeLike "-Session *-$Name *"
    }

    It 'does not go with a command of another protocol, nor with input of another account' {
        $bob = Get-ImapMessage -Credential (New-Credential bob@sandbox.test) -Mailbox INBOX -First 1
        Add-Message $sandbox bob $mail
        $bob = Get-ImapMessage -Credential (New-Credential bob@sandbox.test)

        $pop3 = Invoke-Capturing { Get-Pop3Message -Session $session }
        $other = Invoke-Capturing { $bob | Get-ImapMessage -Session $session }
        $nothing = Invoke-Capturing { Get-ImapMessage -Session $null }

        $pop3.Id, $other.Id | Should -Be InvalidParameter, InvalidParameter
        "$($pop3.Errors)" | Should -BeLike '-Session speaks IMAP*'
        "$($nothing.Errors)" | Should -BeLike "*'Session'*"
    }

    It 'is in use for another runspace meanwhile' {
        $results = Get-ImapMessage -Session $session -First 1 | ForEach-Object {
            $other = [powershell]::Create()
            try {
                $null = $other.AddScript({ param($Module, $Session) Import-Module $Module; Get-ImapFolder -Session $Session; $Session | Disconnect-MailServer })
                $null = $other.AddArgument($module).AddArgument($session)
                try { $other.Invoke() } catch { $_.Exception.InnerException.ErrorRecord }
                $other.Streams.Error
            }
            finally { $other.Dispose() }
        }

        @($results.FullyQualifiedErrorId -replace ',.*') | Should -Be SessionInUse, SessionInUse
        $session.State | Should -Be Connected
    }

    It 'shows no secret' {
        $path = Join-Path $TestDrive session.xml
        Export-Clixml $path -InputObject $session -Depth 9
        $shown = @(
            $session | Format-List * | Out-String
            $session | Format-Table | Out-String
            $session | ConvertTo-Json -Depth 9 -WarningAction Ignore
            Get-Content $path -Raw
            "$session"
            ($session | Get-Member -Force).Definition
        ) -join "`n"

        $shown | Should -Not -Match $Password
        $shown | Should -Not -Match 'Credential|SecureString'
        "$session" | Should -Be "Imap alice@sandbox.test at 127.0.0.1:$($sandbox.ImapPort)"
    }

    It 'that was lost in the meantime is opened anew: <Name>' -ForEach @(
        @{ Name = 'closed'; Fault = { $SandboxFault::Drop('Imap', 'NOOP').Times(1) } }
        @{ Name = 'ended by the server'; Fault = { $SandboxFault::ReplyAndClose('Imap', 'NOOP', '* BYE Too long').Times(1) } }
    ) {
        $before = Get-ImapMessage -Session $session -EnvelopeOnly
        $sandbox.Faults.Add((& $Fault))

        $after = $before | Get-ImapMessage

        $after.Subject | Should -Be $before.Subject
        $sandbox.ConnectionsAccepted | Should -Be 2
        $session.State | Should -Be Connected
    }

    It 'whose mailbox was made anew in the meantime tells so for what was read before' {
        $before = Get-ImapMessage -Session $session -EnvelopeOnly -First 1
        $alice.Inbox.RenewUids()

        $run = Invoke-Capturing { $before | Get-ImapMessage }
        $saved = Invoke-Capturing { $before | Save-MailAttachment (Join-Path $TestDrive renewed) }

        $run.Id, $saved.Id | Should -Be UidValidityChanged, UidValidityChanged
        (Get-ImapMessage -Session $session).Count | Should -Be 3
        $sandbox.ConnectionsAccepted | Should -Be 2
    }

    It 'lost in the middle of a command is opened anew at the next' {
        $sandbox.Faults.Add($SandboxFault::Drop('Imap', 'LIST').Times(1))

        $run = Invoke-Capturing { Get-ImapFolder -Session $session }
        $state = $session.State

        $run.Id, $state | Should -Be ConnectionLost, Lost
        (Get-ImapFolder -Session $session).Name | Should -Contain INBOX
        $session.State | Should -Be Connected
    }

    It 'loses its connection with Ctrl+C, and the next use opens another' {
        $sandbox.Faults.Add($SandboxFault::Stall('Imap', 'LIST').Times(1))
        $other = [powershell]::Create()
        $null = $other.AddScript({
                param($Module, $Session) $DebugPreference = 'Continue'; Import-Module $Module; Get-ImapFolder -Session $Session
            }).AddArgument($module).AddArgument($session)
        $run = $other.BeginInvoke()
        while (-not (@($other.Streams.Debug).Message -like '*LIST*') -and -not $run.AsyncWaitHandle.WaitOne(20)) { }
        $other.Stop()
        $state = $session.State
        $other.Dispose()

        $state | Should -Be Lost
        (Get-ImapFolder -Session $session).Name | Should -Contain INBOX
        $sandbox.ConnectionsAccepted | Should -Be 2
    }

    It 'is left in order where the pipeline wants no more' {
        1..300 | ForEach-Object { Add-Message $sandbox alice "Subject: more $_", '', ('x' * 5000), '' }

        $first = Get-ImapMessage -Session $session | Select-Object -First 2
        $all = Get-ImapMessage -Session $session -EnvelopeOnly

        $first.Subject | Should -Be 'report 1', 'report 2'
        $all.Count | Should -Be 303
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'has the caps of the command that uses it' {
        $connection = $session.GetType().GetProperty('Connection', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($session)
        $cap = $connection.Limits.MessageSize

        $raised = Get-ImapMessage -Session $session -MaximumSize ($cap + 1) -First 1 | ForEach-Object { $connection.Limits.MessageSize }

        $raised, $connection.Limits.MessageSize | Should -Be ($cap + 1), $cap
    }

    It 'shows its dialogue in the transcript of the command that uses it' {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        $null = Get-ImapFolder -Session $session
        $null = Get-ImapMessage -Session $session -TranscriptPath $path
        Disconnect-MailServer $session -TranscriptPath $path

        $lines = Get-Content $path
        $lines -match 'C: \S+ (EXAMINE|LOGOUT|NOOP)' | Should -HaveCount 3
        $lines -match 'C: \S+ (LIST|AUTHENTICATE)' | Should -BeNullOrEmpty
    }

    It 'ends with the runspace that opened it' {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $other = [powershell]::Create($runspace)
        $null = $other.AddScript({
                param($Module, $Way) Import-Module $Module; $global:kept = Connect-MailServer @Way; $global:kept
            }).AddArgument($module).AddArgument(@{
                Protocol = 'Imap'; Server = $sandbox.Host; Port = $sandbox.ImapPort; SkipCertificateCheck = $true; Credential = New-Credential
            })
        $opened = $other.Invoke()[0]
        $state = $opened.State
        $other.Dispose()
        $runspace.Close()

        $state, $opened.State | Should -Be Connected, Closed
        Disconnect-MailServer $session
        $sandbox.WaitUntilIdle([timespan]::FromMinutes(10)) | Should -BeTrue
    }

    It 'ends with the module in its runspace, and in no other' {
        $other = [powershell]::Create()
        $null = $other.AddScript({
                param($Module, $Way)
                Import-Module $Module
                Connect-MailServer @Way
                Remove-Module PSMailProtocol
            }).AddArgument($module).AddArgument(@{
                Protocol = 'Imap'; Server = $sandbox.Host; Port = $sandbox.ImapPort; SkipCertificateCheck = $true; Credential = New-Credential
            })
        $opened = $other.Invoke()[0]

        $opened.State, $session.State | Should -Be Closed, Connected
        $other.Dispose()
    }
}

Describe 'A session that cannot be opened' {
    It 'is an error, and leaves nothing behind' {
        $sandbox = Start-Sandbox @{ Users = @{ alice = 'other' } }

        $refused = Invoke-Capturing { Connect-Sandbox $sandbox Imap @{ Credential = New-Credential alice } }
        $anonymous = Invoke-Capturing { Connect-Sandbox $sandbox Pop3 @{} }
        $helo = Invoke-Capturing { Connect-Sandbox $sandbox Imap @{ Credential = New-Credential alice; Helo = 'x.test' } }

        $refused.Id, $anonymous.Id, $helo.Id | Should -Be AuthenticationFailed, InvalidParameter, InvalidParameter
        Stop-Sandbox $sandbox
    }
}
