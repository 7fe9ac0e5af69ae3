# What comes of the examples that Examples.Tests.ps1 runs. A name is page, heading, and which block of code below it.

# PowerShell that does not run here, and why.
$notRun = @{
    'README.md / On a fresh clone / 2'                   = 'builds the checkout that is under test'
    'README.md / The three jobs / 1'                     = 'starts a server for the blocks below it; DocumentTests runs all of them together'
    'docs/testing.md / What makes a script easy to test / 1' = 'runs a script of the checkout; DocumentTests runs it there'
    'README.md / Installing the module from a build / 1' = 'builds, and installs into the modules of the user'
    'samples/README.md / Task Scheduler / 1'             = 'registers a task with Windows'
}

# Sent is the subject, the recipients and the attachments of each mail, Removed are the subjects of messages, Saved is each file
# that is new or changed; one that is not there says that nothing was. Shown and NotShown are parts of what is shown. All are
# patterns of -like. Marked are the unique-ids of messages whose flags are others than before. Given runs before the example, Then
# after it; with Password, the login has another than the server knows.
$expectations = @{
    'README.md / Send a status notification with an attachment / 1' = @{
        Shown = 'Accepted'; Sent = 'Backup finished > ops@example.com + backup.log'
    }
    'README.md / Read a mailbox and pipe it on / 1' = @{
        Saved = 'failures.csv'; Then = { Import-Csv failures.csv | ForEach-Object { "[$($_.Subject): $($_.TextBody.Trim())]" } }
        Shown = '[Backup: failure: See the log.]', '[Nightly report 2: See the attachment.]'
        NotShown = 'success', 'Two months ago', 'newsletter'
    }
    'README.md / Clean up on schedule / 1' = @{ Shown = '2 of 2 removed'; Removed = 'Backup: failure', 'Backup: success' }
    'README.md / Trying scripts out / 1' = @{ Shown = 'Accepted', 'b@example.com' }
    'docs/testing.md / With Pester / 1' = @{
        Given = { $PSDefaultParameterValues.Clear() }; Shown = 'Report of 2020-01-31', 'Report of 2020-02-29', 'Report of today'
    }

    'README.md / Log in once for several commands / 1' = @{ Shown = 'INBOX'; Saved = 'files/report.csv', 'files/report (2).csv' }

    'help/Connect-MailServer.md / Several commands with one login / 1' = @{ Shown = 'INBOX'; Saved = 'files/report.csv', 'files/report (2).csv' }
    'help/Connect-MailServer.md / Read a maildrop and remove from it / 1' = @{ Shown = 'True'; Removed = 'Backup: success' }
    'help/Connect-MailServer.md / Send at several places of a script / 1' = @{
        Shown = 'Accepted'; Sent = 'Backup begins > ops@example.com', 'Backup ended > ops@example.com'
    }
    'help/Disconnect-MailServer.md / End several sessions / 1' = @{ Shown = 'Closed' }

    # A default would lead Remove-Pop3Message to the server of the other examples.
    'help/Add-MailSandboxMessage.md / Test a cleanup job / 1' = @{
        Given = { $PSDefaultParameterValues.Clear() }; Shown = 'New report'; NotShown = 'Old report'
    }
    'help/Add-MailSandboxMessage.md / Fill folders / 1' = @{ Shown = 'Plan', 'Important', '\Seen' }
    'help/Add-MailSandboxMessage.md / Put messages of files in / 1' = @{ Shown = 'Nightly report', 'Nothing attached' }
    'help/Clear-MailSandbox.md / Begin a test with an empty server / 1' = @{ Shown = '0 messages' }
    'help/Clear-MailSandbox.md / See what would go / 1' = @{ Shown = 'Remove all mail' }
    'help/Get-MailSandboxMessage.md / Check what a script sends / 1' = @{ Shown = 'Order 5', 'ann@example.com', 'archive@example.com' }
    'help/Get-MailSandboxMessage.md / Wait for mail that comes by another process / 1' = @{ Shown = 'https://shop.example.com/confirm/5' }
    'help/Get-MailSandboxMessage.md / Look at the dialogue / 1' = @{ Shown = 'C: STARTTLS', 'S: 250 2.0.0 Queued as' }
    'help/Start-MailSandbox.md / Send a message and look at it / 1' = @{ Shown = 'Backup finished', 'ops@example.com', 'All is well.', 'Tls1' }
    'help/Start-MailSandbox.md / Read what was sent, as its recipient / 1' = @{ Shown = 'Backup finished' }
    'help/Start-MailSandbox.md / A server with moods / 1' = @{ Shown = 'b@nowhere.example', '550 5.1.1' }
    'help/Start-MailSandbox.md / Look at the messages in a browser / 1' = @{ Shown = 'http://' }
    'help/Start-MailSandbox.md / A domain and its exchangers / 1' = @{ Shown = 'mx.example.com', 'spare.example.com', '192.0.2.1' }
    'help/Start-MailSandbox.md / Two exchangers, the first of which is busy / 1' = @{ Shown = 'Accepted', 'spare.example.com', "0`n1" }
    'help/Start-MailSandbox.md / A policy, and a name server with moods / 1' = @{ Shown = 'MTA-STS', 'mta-sts.example.com', 'Unknown' }
    'help/Stop-MailSandbox.md / End the only sandbox / 1' = @{ Shown = 'False' }
    'help/Stop-MailSandbox.md / End each of several / 1' = @{ Shown = 'False'; NotShown = 'True' }
    'help/about_PSMailProtocol.md / Trying scripts out / 1' = @{ Shown = 'b@example.com', 'Hello' }

    'docs/errors.md / Errors / 1' = @{
        Shown = 'AuthenticationFailed,PSMailProtocol.Commands.GetImapMessageCommand', 'AuthenticationError', 'was refused: NO',
            'Check user name and password'
    }

    'help/about_PSMailProtocol.md / Sending / 1' = @{
        Shown = 'Accepted'
        Sent = 'Timesheet > ann@example.com + backup.log', 'Timesheet > bob@example.org + backup.log', 'Timesheet > joe@example.net'
    }
    'help/about_PSMailProtocol.md / Reading / 1' = @{
        Shown = 'Backup: failure', 'Nightly report 2'; NotShown = 'success', 'Two months ago', 'newsletter'
    }
    'help/about_PSMailProtocol.md / Cleaning up / 1' = @{ Shown = 'True'; Removed = 'Backup: failure', 'Backup: success' }
    'help/about_PSMailProtocol.md / Files / 1' = @{
        Shown = 'True'; Removed = 'Backup: failure', 'Backup: success'
        Saved = 'archive/20200101-* failure old-1.eml', 'archive/20200101-* success old-2.eml'
    }
    'help/about_PSMailProtocol.md / Reports / 1' = @{
        Given = { $PSDefaultParameterValues['Send-SmtpMessage:From'] = 'hr@example.com' }
        Shown = '"Status": "Accepted"'
        Sent = ' > ann@example.com + backup.log', ' > bob@example.org + backup.log', ' > joe@example.net'
    }
    'help/about_PSMailProtocol.md / Reports / 2' = @{
        Given = { Get-Pop3Message -Credential (Get-Credential) -HeaderOnly -Subject 'Nightly report 2' | Export-Clixml old.xml }
        Saved = 'files/report.csv'
    }
    'help/about_PSMailProtocol.md / Defaults / 1' = @{
        Then = {
            Send-SmtpMessage -To ops@example.com -Subject Done -Port $sandbox.SmtpPort -SkipCertificateCheck
            (Get-ImapMessage -Credential (Get-Credential) -Port $sandbox.ImapPort -SkipCertificateCheck).Count
            (Get-Pop3Message -Credential (Get-Credential) -Port $sandbox.Pop3Port -SkipCertificateCheck).Count
        }
        Shown = 'Accepted'; Sent = 'Done > ops@example.com'
    }
    'help/about_PSMailProtocol.md / Secrets / 1' = @{
        Saved = 'mail.xml'; Then = { $credential.UserName }; Shown = 'alice@sandbox.test'
    }
    'help/about_PSMailProtocol.md / Errors / 1' = @{ Password = 'not it'; Shown = 'Check user name and password' }

    'help/Add-ImapMessage.md / Put what was sent into the folder for sent mail / 1' = @{
        Sent = 'Done > ops@example.com'; Shown = 'Done *Done'
        Then = { Get-ImapMessage -Mailbox Sent -Seen -Credential (Get-Credential) | ForEach-Object { "[$($_.Subject)]" } }
    }
    'help/Add-ImapMessage.md / Move an old mailbox to a server / 1' = @{
        Given = { Set-Content archive.mbox 'From a@x.test Thu Jan  1 12:00:00 2026', 'Subject: Long ago', '', 'Text', '', 'From b@x.test Fri Jan  2 12:00:00 2026', 'Subject: Later', '', 'Text' }
        Shown = 'Done*Long ago', 'Done*Later'
    }
    'help/Add-ImapMessage.md / Bring mail from one account to another / 1' = @{ NotShown = 'NotDone', 'Unknown' }
    'help/Add-ImapMessage.md / Upload files / 1' = @{
        Given = { Set-Content one.eml 'Subject: Uploaded', '', 'Text' }
        Shown = 'Done*Uploaded', '[Imported]'; Then = { Get-ImapMessage -Mailbox Archive -Credential (Get-Credential) | ForEach-Object { "[$($_.Keywords)]" } }
    }

    'help/Export-MailMessage.md / Keep a copy of a mailbox / 1' = @{
        Shown = '20200101-*Backup*failure old-1.eml', 'Nightly report 2 uid-2.eml'
        Saved = 'archive/20200101-*failure old-1.eml', 'archive/20200101-*success old-2.eml', '*Forged*', '*Holiday*', '*newsletter*',
            '*Nightly report 1 uid-1.eml', '*Nightly report 2 uid-2.eml', '*Two months ago*', '*Without a date*'
    }
    'help/Export-MailMessage.md / Remove what was exported / 1' = @{
        Shown = 'True'; Removed = 'Backup: failure', 'Backup: success'
        Saved = 'archive/20200101-* failure old-1.eml', 'archive/20200101-* success old-2.eml'
    }
    'help/Export-MailMessage.md / One file for a whole folder / 1' = @{
        Saved = 'inbox.mbox'; Shown = 'Backup: failure', 'Nightly report 2', 'Holiday'
    }

    'help/Copy-ImapMessage.md / Keep a copy of reports / 1' = @{ Shown = 'Copy Done 8 1 *Nightly report 1', 'Copy Done 9 2 *Nightly report 2' }
    'help/Copy-ImapMessage.md / By UID / 1' = @{ Shown = 'Copy Done 1 1 ', 'Copy Done 2 2 ' }

    'help/Move-ImapMessage.md / Move reports to the archive / 1' = @{
        Shown = 'Move Done 8 1 *Nightly report 1', 'Move Done 9 2 *Nightly report 2'; Removed = 'Nightly report 1', 'Nightly report 2'
    }
    'help/Move-ImapMessage.md / Look first / 1' = @{ Shown = 'Move message to Archive*Backup: failure', 'Move message to Archive*Backup: success', 'Forged' }

    'help/Remove-ImapMessage.md / Remove old reports / 1' = @{
        Shown = 'Remove Done 8 1 ', 'trash: Nightly report 1 Nightly report 2'; Removed = 'Nightly report 1', 'Nightly report 2'
        Then = { "trash: $((Get-ImapMessage -Credential (Get-Credential) -Mailbox '\Trash').Subject)" }
    }
    'help/Remove-ImapMessage.md / Delete newsletters older than 30 days / 1' = @{ Shown = 'Remove Done 1 '; Removed = 'Backup: failure', 'Backup: success', 'Two months ago' }

    'help/Set-ImapMessage.md / Mark reports as seen / 1' = @{ Shown = 'Set Done 8 ', 'Set Done 9 '; Marked = 'uid-1', 'uid-2' }
    'help/Set-ImapMessage.md / Flag what is large, with a keyword / 1' = @{ Shown = 'Set Done 7 '; Marked = 'large' }
    'help/Set-ImapMessage.md / Save attachments, mark as seen, move away / 1' = @{
        Given = { $null = New-ImapFolder Done -Credential (Get-Credential) }
        Shown = 'Move Done 8 1 ', 'Move Done 9 2 '; Saved = 'reports/report.csv', 'reports/report (2).csv'; Removed = 'Nightly report 1', 'Nightly report 2'
    }

    'help/Get-ImapMessage.md / The ten largest messages of all folders / 1' = @{ Shown = 'Holiday', 'Backup: success' }
    'help/Get-ImapFolder.md / What there is / 1' = @{ Shown = 'INBOX Inbox 9 8 ', 'Archive Archive 0 0 0', 'Trash' }
    'help/Get-ImapFolder.md / The folder that sent mail is in / 1' = @{ Shown = 'Sent 0'; NotShown = 'INBOX', 'Archive' }
    'help/Get-ImapFolder.md / Read the folders of a year / 1' = @{
        Given = {
            $user = $sandbox.Mailbox('alice')
            foreach ($name in 'Archive', 'Archive/2026', 'Archive/2026', 'Trash') {
                $null = $user.Mailbox($name).Deliver([Text.Encoding]::ASCII.GetBytes("Subject: s`r`nDate: Thu, 1 Jan 2026 12:00:00 +0000`r`n`r`n"))
            }
        }
        Shown = '1 Archive', '2 Archive/2026'; NotShown = 'Trash', 'INBOX'
    }

    'help/New-ImapFolder.md / A folder for what is done / 1' = @{ Shown = 'Done'; Then = { Get-ImapFolder Done -Credential (Get-Credential) } }
    'help/New-ImapFolder.md / A folder for each year / 1' = @{ Shown = 'Reports/2024', 'Reports/2025', 'Reports/2026' }
    'help/New-ImapFolder.md / A folder for sent mail / 1' = @{
        Shown = 'Outgoing Sent'; NotShown = 'Trash'
    }
    'help/Rename-ImapFolder.md / Rename a folder / 1' = @{ Shown = 'Spam' }
    'help/Rename-ImapFolder.md / Move folders beneath another / 1' = @{
        Given = { 'Project A', 'Project B' | ForEach-Object { $null = $sandbox.Mailbox('alice').Mailbox($_) } }
        Shown = 'Archive/Project A', 'Archive/Project B'
    }
    'help/Remove-ImapFolder.md / Remove a folder / 1' = @{
        Then = { Get-ImapFolder -Credential (Get-Credential) }; Shown = 'INBOX'; NotShown = 'Junk'
    }
    'help/Remove-ImapFolder.md / See what would be gone / 1' = @{
        Then = { Get-ImapFolder -Credential (Get-Credential) }; Shown = 'Archive'
    }
    'help/Remove-ImapFolder.md / Remove folders that are empty / 1' = @{
        Given = { $null = $sandbox.Mailbox('alice').Mailbox('Empty') }
        Then = { Get-ImapFolder -Credential (Get-Credential) }; Shown = 'INBOX', 'Trash'; NotShown = 'Empty'
    }

    'help/Get-ImapMessage.md / What is new / 1' = @{
        Shown = 'Backup: failure', 'newsletter', 'Nightly report 2'; NotShown = 'Two months ago'
    }
    'help/Get-ImapMessage.md / Names of attachments, and the attachments of some / 1' = @{
        Saved = 'reports/report (2).csv', 'reports/report.csv'
    }
    'help/Get-ImapMessage.md / Read unseen messages and mark them as seen / 1' = @{
        Shown = 'Nightly report 2*See the attachment.', 'The newsletter'; NotShown = 'Holiday', 'Two months ago'
        Marked = 'forged', 'news', 'old-1', 'old-2', 'uid-1', 'uid-2', 'undated'
    }
    'help/Get-ImapMessage.md / Unseen mail of all folders / 1' = @{
        Given = { $null = $sandbox.Mailbox('alice').Mailbox('Junk').Deliver([Text.Encoding]::ASCII.GetBytes("Subject: Spam`r`n`r`n")) }
        Shown = 'Spam', 'Holiday', 'Nightly report 2'; NotShown = 'Two months ago'
    }
    'help/Get-ImapMessage.md / The largest mails of the last year / 1' = @{ Shown = 'Holiday'; NotShown = 'Nightly report', 'Backup' }
    'help/Get-ImapMessage.md / Save a message as a file / 1' = @{
        Saved = 'message.eml'; Shown = 'message.eml', 'the same octets'; Then = {
            $octets = $sandbox.Mailbox('alice').Messages.Where({ $_.UniqueId -eq 'uid-1' })[0].Octets
            if ([Linq.Enumerable]::SequenceEqual([byte[]] (Get-Content message.eml -AsByteStream -Raw), $octets)) { 'the same octets' }
        }
    }
    'help/Get-ImapMessage.md / Search in the words of the protocol / 1' = @{
        Shown = 'Backup: failure', 'Nightly report 2'; NotShown = 'newsletter', 'Holiday'
    }

    'help/Get-Pop3Message.md / The latest mail at a glance / 1' = @{ Shown = 'Backup: failure', 'Nightly report 2' }
    'help/Get-Pop3Message.md / Pipe a mailbox into a report / 1' = @{
        Saved = 'inbox.csv'; Shown = 'Backup: failure', 'Nightly report 2'
    }
    'help/Get-Pop3Message.md / Save the attachments of a certain kind / 1' = @{
        Shown = 'report.csv'; NotShown = 'notes.txt'; Saved = 'reports/report (2).csv', 'reports/report.csv'
    }
    'help/Get-Pop3Message.md / Read only what matters / 1' = @{
        Shown = 'Nightly report 1*uid-1.eml', 'Nightly report 2*uid-2.eml'; NotShown = 'Backup:'
        Saved = 'reports/*Nightly report 1 uid-1.eml', 'reports/*Nightly report 2 uid-2.eml'
    }
    'help/Get-Pop3Message.md / How full is it / 1' = @{ Shown = '127.0.0.1 alice@sandbox.test 9 ' }
    'help/Get-Pop3Message.md / Read whole what a header makes interesting / 1' = @{
        Shown = 'Nightly report 1', 'Nightly report 2'; NotShown = 'Backup:'
    }
    'help/Get-Pop3Message.md / Many maildrops, each with its own credential / 1' = @{
        Saved = 'accounts.csv', 'credentials.xml'; Shown = 'Backup: failure', 'Nightly report 2'
    }

    'help/Import-MailMessage.md / Read .eml files / 1' = @{ Shown = 'Backup <backup@example.com>*Nightly report' }
    'help/Import-MailMessage.md / Search a mbox file / 1' = @{ Shown = '1 Nightly report'; NotShown = 'Nothing attached' }

    'help/Remove-Pop3Message.md / Remove what is older than 90 days / 1' = @{
        Shown = 'True'; Removed = 'Backup: failure', 'Backup: success'
    }
    'help/Remove-Pop3Message.md / Look before removing / 1' = @{ Shown = 'What if:*The newsletter'; NotShown = 'report' }
    'help/Remove-Pop3Message.md / Remove by unique-id / 1' = @{
        Shown = 'True*uid-1', 'True*uid-2'; Removed = 'Nightly report 1', 'Nightly report 2'
    }
    'help/Remove-Pop3Message.md / A scheduled job that fails loudly / 1' = @{
        Shown = '2 of 2 removed'; Removed = 'Nightly report 1', 'Nightly report 2'
    }
    'help/Remove-Pop3Message.md / Remove by age on the server itself / 1' = @{
        Shown = 'What if:*Backup: failure', 'What if:*Two months ago'; NotShown = 'Forged', 'Without a date', 'report'
    }

    'help/Resolve-MailExchanger.md / The exchangers of a domain / 1' = @{ Shown = '10 mx.example.com*192.0.2.1' }
    'help/Resolve-MailExchanger.md / Ask a certain name server, by mail addresses / 1' = @{
        Shown = 'example.com*mx.example.com', 'example.org'
    }
    'help/Resolve-MailExchanger.md / Check a list of addresses before sending / 1' = @{
        Shown = 'example.com', 'example.net: The domain example.net does not exist.'; NotShown = 'example.org'
    }

    'help/Save-MailAttachment.md / Save every report / 1' = @{
        Shown = 'report.csv'; NotShown = 'notes.txt'; Saved = 'reports/report (2).csv', 'reports/report.csv'
    }
    'help/Save-MailAttachment.md / Choose attachments yourself / 1' = @{
        Shown = 'notes.txt', 'report.csv'; NotShown = 'beach.jpg'; Saved = 'small/notes.txt', 'small/report (2).csv', 'small/report.csv'
    }

    'help/Send-SmtpMessage.md / A status notification with an attachment / 1' = @{
        Shown = 'Accepted'; Sent = 'Backup finished > ops@example.com + backup.log'
    }
    'help/Send-SmtpMessage.md / One mail for each row of a CSV file / 1' = @{
        Shown = 'Accepted'
        Sent = 'Your timesheet > ann@example.com + backup.log', 'Your timesheet > bob@example.org + backup.log',
            'Your timesheet > joe@example.net'
    }
    'help/Send-SmtpMessage.md / Text and HTML with an image / 1' = @{
        Shown = 'Accepted'; Sent = 'Load of the week > ops@example.com + load.png'
    }
    'help/Send-SmtpMessage.md / Find out which recipients were refused / 1' = @{
        Given = {
            $sandbox.Faults.Add([PSMailProtocol.Sandbox.SandboxFault]::RefuseRecipient('bob@example.com', '550 5.1.1 No such user'))
        }
        Shown = 'bob@example.com*550*No such user', 'RecipientRejected,', 'PartlyAccepted'; Sent = 'Report > ann@example.com'
    }
    'help/Send-SmtpMessage.md / Look before sending / 1' = @{
        Shown = 'What if:*ann@example.com', 'What if:*bob@example.org', 'What if:*joe@example.net'
    }
    'help/Send-SmtpMessage.md / All log files in one mail / 1' = @{
        Shown = 'Accepted'; Sent = 'The logs > ops@example.com + backup.log + restore.log'
    }
    'help/Send-SmtpMessage.md / A mail for each row, over four connections, and whose result is whose / 1' = @{
        Shown = 'Accepted ann@example.com', 'Accepted bob@example.org', 'Accepted joe@example.net'
        Sent = 'Welcome > ann@example.com + backup.log', 'Welcome > bob@example.org + backup.log', 'Welcome > joe@example.net'
    }
    'help/Send-SmtpMessage.md / Send mail on, and mail that was composed elsewhere / 1' = @{
        Saved = 'prepared.eml'; Shown = 'keeper@example.com', 'joe@example.com'
        Sent = 'Nightly report 1 > keeper@example.com + report.csv + notes.txt', 'Nightly report 2 > keeper@example.com + report.csv',
            'Prepared > joe@example.com'
    }

    'help/Test-MailDomain.md / See how a domain stands / 1' = @{
        Given = { $null = $sandbox.Zone.AddTxt('example.com', 'v=spf1 ip4:192.0.2.1 -all').AddTxt('_dmarc.example.com', 'v=DMARC1; p=none') }
        Shown = 'MX *Good*mx.example.com', 'SPF *Good*v=spf1', 'DKIM s1 *Bad', 'DMARC *Warning', 'DANE *Note'
    }
    'help/Test-MailDomain.md / Find out why mail lands in spam / 1' = @{ Shown = 'Check*: PTR*Subject*: 192.0.2.1*Advice*: Have whoever provides' }
    'help/Test-MailDomain.md / Watch domains in a job / 1' = @{ Shown = 'example.com' }

    'help/Test-MailServer.md / See how a server is / 1' = @{
        Given = { $PSDefaultParameterValues['Test-MailServer:Port'] = $sandbox.SmtpPort }
        Shown = 'Stage : Completed', 'Greeting : 220 ', 'CapabilityBeforeTls : PIPELINING*STARTTLS', 'CapabilityAfterTls', 'days left', 'CertificatePin'
    }
    'help/Test-MailServer.md / Try a login / 1' = @{ Shown = 'True PLAIN' }
    'help/Test-MailServer.md / Ask whether a recipient would be taken / 1' = @{ Shown = 'ann@example.com 250 2.1.5' }
    'help/Test-MailServer.md / Look at all servers of a domain / 1' = @{
        Given = { $null = $sandbox.Zone.AddNullMx('example.com').AddSrv('_imaps._tcp.example.com', 0, 1, $sandbox.ImapsPort, 'localhost').AddAddress('localhost', '127.0.0.1') }
        Shown = 'Imap localhost*True Completed'
    }
    'help/Test-MailServer.md / Watch certificates in a job / 1' = @{
        Given = { $PSDefaultParameterValues['Test-MailServer:Port'] = $sandbox.SmtpPort }; Shown = '127.0.0.1: 36* days left'
    }

    'help/Wait-ImapMessage.md / Wait for a confirmation mail in a test / 1' = @{
        Shown = 'https://shop.example.com/confirm/5'; Sent = 'Order * confirmed > alice@sandbox.test'
    }
    'help/Wait-ImapMessage.md / Work off mail as it comes / 1' = @{ Shown = 'Backup: failure', 'Backup: success', 'Forged' }
    'help/Wait-Pop3Message.md / Wait for a confirmation mail in a test / 1' = @{
        Shown = 'https://shop.example.com/confirm/5'; Sent = 'Order * confirmed > alice@sandbox.test'
    }
    'help/Wait-Pop3Message.md / Work off mail as it comes / 1' = @{ Shown = 'Backup: failure', 'Backup: success', 'Forged' }

    'samples/README.md / Invoke-MailboxCleanup.ps1 / 1' = @{
        Given = {
            Get-Credential | Export-Clixml mail.xml
            $PSDefaultParameterValues['Invoke-MailboxCleanup.ps1:Port'] = $sandbox.Pop3Port
            $PSDefaultParameterValues['Invoke-MailboxCleanup.ps1:Tls'] = 'StartTls'
            $PSDefaultParameterValues['Invoke-MailboxCleanup.ps1:SkipCertificateCheck'] = $true
        }
        Then = { "exit code $LASTEXITCODE" }
        Shown = '2 old, 2 exported, 2 removed.', 'exit code 0'; Removed = 'Backup: failure', 'Backup: success'
        Saved = 'archive/20200101-* failure old-1.eml', 'archive/20200101-* success old-2.eml', 'cleanup.log'
    }
    'samples/README.md / Its credential / 1' = @{
        Saved = 'mail.xml'; Then = { (Import-Clixml mail.xml).UserName }; Shown = 'alice@sandbox.test'
    }
}
