# What a sandbox took, and what is put into it.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    function Send-Mail([string] $Subject = 'Report', [string[]] $To = 'ann@example.com', [hashtable] $With = @{}) {
        $null = Send-SmtpMessage @smtp -From 'Bob <bob@example.com>' -To $To -Subject $Subject -Body 'All is well.' @With
    }

    function Get-Box([string] $User, [string] $Mailbox = 'INBOX') { $sandbox.GetMailSandbox().Mailbox($User).Mailbox($Mailbox).Messages }
}

Describe 'Get-MailSandboxMessage' {
    BeforeEach {
        $sandbox = Start-MailSandbox
        $smtp = $sandbox.Smtp
    }
    AfterEach { $sandbox | Stop-MailSandbox }

    It 'shows message, envelope, login, encryption, octets and dialogue' {
        Set-Content TestDrive:/log.txt 'a log'
        Send-Mail -To ann@example.com -With @{
            Bcc = 'joe@example.net'; Credential = New-Credential; Helo = 'host.example.com'; Attachment = 'TestDrive:/log.txt'; DeliveryNotificationOption = 'Never'
        }

        $mail = Get-MailSandboxMessage

        $mail.GetType().FullName | Should -BeExactly PSMailProtocol.AcceptedMessage
        $mail.Subject, $mail.TextBody.Trim(), "$($mail.From)" | Should -BeExactly Report, 'All is well.', 'Bob <bob@example.com>'
        $mail.Attachment.FileName | Should -BeExactly log.txt
        $mail.Sender | Should -BeExactly bob@example.com
        $mail.SenderParameter | Should -Contain "SIZE=$($mail.Size)"
        $mail.Recipient | Should -BeExactly ann@example.com, joe@example.net
        $mail.RecipientParameter | Should -BeLike '*NOTIFY=NEVER*'
        $mail.RecipientParameter | Should -HaveCount 2
        $mail.UserName | Should -BeExactly alice@sandbox.test
        $mail.TlsProtocol | Should -Match '^Tls1[23]$'
        $mail.ClientName | Should -BeExactly host.example.com
        $mail.Octets.Length | Should -Be $mail.Size
        Get-Text $mail.Octets | Should -Match '(?s)^From: .*Subject: Report'
        Get-Text $mail.Octets | Should -Not -Match 'joe'
        @($mail.Dialogue) -like 'C: RCPT TO:<joe@example.net> NOTIFY=NEVER*' | Should -HaveCount 1
        $mail.Dialogue[-1] | Should -BeExactly "S: 250 2.0.0 Queued as $($mail.QueueId)"
        "$($mail.Dialogue)" | Should -Not -Match $Password
    }

    It 'says that nothing was encrypted and nobody logged in' {
        $smtp = @{ Server = $sandbox.Server; Port = $sandbox.SmtpPort; Tls = 'None' }
        Send-Mail

        $mail = Get-MailSandboxMessage

        $mail.TlsProtocol | Should -Be None
        $mail.UserName | Should -BeNullOrEmpty
    }

    It 'chooses: <Name>' -ForEach @(
        @{ Name = 'all, in their order'; With = @{}; Expected = 'Order 1', 'Order 2', 'Invoice' }
        @{ Name = 'by a word of the subject'; With = @{ Subject = 'order' }; Expected = 'Order 1', 'Order 2' }
        @{ Name = 'by a pattern of the subject'; With = @{ Subject = '*2', 'Inv*' }; Expected = 'Order 2', 'Invoice' }
        @{ Name = 'by a recipient'; With = @{ To = 'ann@example.com' }; Expected = 'Order 1', 'Invoice' }
        @{ Name = 'by a recipient of Bcc'; With = @{ To = 'audit@' }; Expected = @() }
        @{ Name = 'by a recipient whom the message does not name'; With = @{ To = 'audit@example.org' }; Expected = 'Invoice' }
        @{ Name = 'by the domain of a recipient'; With = @{ To = '@example.org' }; Expected = 'Invoice' }
        @{ Name = 'by the author'; With = @{ From = 'Bob' }; Expected = 'Order 1', 'Order 2', 'Invoice' }
        @{ Name = 'by the sender of the envelope'; With = @{ From = 'bounces@*' }; Expected = 'Order 2' }
        @{ Name = 'by several conditions'; With = @{ To = 'ann*'; Subject = 'order' }; Expected = 'Order 1' }
        @{ Name = 'the last'; With = @{ Last = 1 }; Expected = 'Invoice' }
        @{ Name = 'the last of those that fit'; With = @{ Last = 1; Subject = 'Order' }; Expected = 'Order 2' }
        @{ Name = 'more than there are'; With = @{ Last = 5; Subject = 'Order' }; Expected = 'Order 1', 'Order 2' }
        @{ Name = 'what came already, without a wait'; With = @{ Wait = $true; Count = 2; Subject = 'Order' }; Expected = 'Order 1', 'Order 2' }
    ) {
        Send-Mail 'Order 1' ann@example.com
        Send-Mail 'Order 2' joe@example.com @{ EnvelopeFrom = 'bounces@example.com' }
        Send-Mail Invoice ann@example.com @{ Bcc = 'audit@example.org' }

        @(Get-MailSandboxMessage @With).Subject | Should -BeExactly $Expected
    }

    It 'gives what came, and an error, where not enough came in time: <Name>' -ForEach @(
        @{ Name = 'one'; With = @{ Subject = 'other'; Wait = $true; TimeoutSeconds = 0 }; Came = @(); Says = 'Within 0 s no message that fits came to the sandbox on 127.0.0.1, *' }
        @{ Name = 'several'; With = @{ Count = 3; TimeoutSeconds = 0 }; Came = 'Report'; Says = 'Within 0 s 1 of 3 messages that fit came to *' }
    ) {
        Send-Mail

        $run = Invoke-Capturing { Get-MailSandboxMessage @With }

        $run.Output.Subject | Should -BeExactly $Came
        $run.Id | Should -BeExactly WaitTimedOut
        "$($run.Errors)" | Should -BeLike $Says
        $run.Advice[0] | Should -BeLike '*Get-MailSandboxMessage without conditions*'
        $run.Errors[0].CategoryInfo.Category | Should -Be OperationTimeout
    }

    It 'gives messages that go on: to a file, to a folder, to a mailbox, to a server' {
        Set-Content TestDrive:/log.txt 'a log'
        Send-Mail -With @{ Attachment = 'TestDrive:/log.txt' }
        $mail = Get-MailSandboxMessage
        $imap = $sandbox.Imap

        $mail | Export-MailMessage TestDrive:/files
        $null = $mail | Save-MailAttachment -Destination TestDrive:/saved
        $added = $mail | Add-ImapMessage Archive @imap -Credential (New-Credential)
        $sent = $mail | Send-SmtpMessage @smtp -To joe@example.net

        [IO.File]::ReadAllBytes((Get-Item TestDrive:/files/*.eml).FullName) | Should -Be $mail.Octets
        (Get-Item TestDrive:/saved/*).Name | Should -BeExactly log.txt
        $added.Status | Should -Be Done
        (Get-Box alice Archive)[0].Octets | Should -Be $mail.Octets
        $sent.Status | Should -Be Accepted
        (Get-MailSandboxMessage -Last 1).Recipient | Should -BeExactly joe@example.net
    }

    It 'gives messages that were stored without their octets, and says so' {
        Send-Mail
        Get-MailSandboxMessage | Export-Clixml TestDrive:/mail.xml
        $stored = Import-Clixml TestDrive:/mail.xml

        $stored.Subject, $stored.QueueId | Should -BeExactly Report, SBX000001
        $run = Invoke-Capturing { $stored | Export-MailMessage TestDrive:/stored }
        $run.Id | Should -BeExactly InvalidInputObject
        $run.Advice[0] | Should -BeLike '*Get-MailSandboxMessage*'
    }

    It 'refuses a pattern that is none' {
        (Invoke-Capturing { Get-MailSandboxMessage -Subject 'a[' }).Id | Should -BeExactly InvalidParameter
    }
}

Describe 'Add-MailSandboxMessage' {
    BeforeEach {
        $sandbox = Start-MailSandbox -User @{ alice = $Password }
        $pop3, $imap = $sandbox.Pop3, $sandbox.Imap
    }
    AfterEach { $sandbox | Stop-MailSandbox }

    It 'composes a message, as old as is wanted, for each protocol' {
        $long = [datetimeoffset]::new(2020, 2, 3, 12, 30, 0, [timespan]::FromHours(1))
        Add-MailSandboxMessage -Subject 'Größe' -Body 'Wörter', 'zwei Zeilen' -From 'Bob <bob@example.com>' -To ann@example.com, alice@sandbox.test -User alice -InternalDate $long
        Add-MailSandboxMessage -Subject New

        $byPop3 = Get-Pop3Message @pop3 -OlderThan 90
        $byImap = Get-ImapMessage @imap -Before '2020-03-01'

        $byPop3.Subject, $byImap.Subject | Should -BeExactly 'Größe', 'Größe'
        $byImap.TextBody.Trim() | Should -BeExactly "Wörter`r`nzwei Zeilen"
        "$($byImap.From)", "$($byImap.To)" | Should -BeExactly 'Bob <bob@example.com>', 'ann@example.com alice@sandbox.test'
        $byImap.InternalDate, $byImap.Date, $byPop3.Received | Should -Be $long, $long, $long
        @(Get-Pop3Message @pop3).Subject | Should -BeExactly 'Größe', New
        "$((Get-Pop3Message @pop3)[1].To) $((Get-Pop3Message @pop3)[1].From)" | Should -BeExactly 'alice@sandbox.test sender@example.com'
        $sandbox.MessageCount | Should -Be 0 -Because 'nothing was sent'
    }

    It 'has another date of writing' {
        Add-MailSandboxMessage -Subject x -InternalDate 2021-01-02 -Date 2020-01-02

        $mail = Get-ImapMessage @imap
        $mail.Date.Year, $mail.InternalDate.Year | Should -Be 2020, 2021
    }

    It 'goes to whom it is for: <Name>' -ForEach @(
        @{ Name = 'the only user'; With = @{}; User = 'alice'; Mailbox = 'INBOX' }
        @{ Name = 'any address'; With = @{ User = 'joe@example.net' }; User = 'joe@example.net'; Mailbox = 'INBOX' }
        @{ Name = 'the first recipient'; With = @{ To = 'ann@example.com', 'joe@example.net' }; User = 'ann@example.com'; Mailbox = 'INBOX' }
        @{ Name = 'a user rather than a recipient'; With = @{ To = 'ann@example.com'; User = 'bob' }; User = 'bob'; Mailbox = 'INBOX' }
        @{ Name = 'a folder that is made'; With = @{ Mailbox = 'Projects/2026' }; User = 'alice'; Mailbox = 'Projects/2026' }
        @{ Name = 'a special use'; With = @{ Mailbox = '\Trash' }; User = 'alice'; Mailbox = 'Trash' }
    ) {
        Add-MailSandboxMessage -Subject here @With

        Get-Box $User $Mailbox | Should -HaveCount 1
    }

    It 'has flags and keywords' {
        Add-MailSandboxMessage -Subject x -Flag seen, '\Flagged', Important

        "$((Get-Box alice)[0].Flags | Sort-Object)" | Should -BeExactly '\Flagged \Seen Important'
    }

    It 'takes messages as they are: <Name>' -ForEach @(
        @{ Name = 'text'; Call = { Add-MailSandboxMessage -Content "Subject: s`n`nbody`n" } }
        @{ Name = 'lines'; Call = { Add-MailSandboxMessage -Content 'Subject: s', '', 'body', '' } }
        @{ Name = 'a file'; Call = { Add-MailSandboxMessage TestDrive:/a.eml } }
        @{ Name = 'a path in the pipeline'; Call = { 'TestDrive:/a.eml' | Add-MailSandboxMessage } }
        @{ Name = 'files'; Call = { Get-ChildItem TestDrive:/*.eml | Add-MailSandboxMessage } }
        @{ Name = 'bytes'; Call = { Add-MailSandboxMessage -InputObject ([Text.Encoding]::ASCII.GetBytes("Subject: s`r`n`r`nbody`r`n")) } }
        @{ Name = 'a message of a file'; Call = { Import-MailMessage TestDrive:/a.eml | Add-MailSandboxMessage } }
    ) {
        Set-Content TestDrive:/a.eml "Subject: s`n`nbody`n" -NoNewline

        & $Call

        Get-Text (Get-Box alice)[0].Octets | Should -BeExactly "Subject: s`r`n`r`nbody`r`n"
    }

    It 'takes the sandbox from the pipeline beside each kind of message: <_>' -ForEach @(
        { Add-MailSandboxMessage -Subject s }, { Add-MailSandboxMessage -Content 'Subject: s' }, { Add-MailSandboxMessage TestDrive:/a.eml }
        { Add-MailSandboxMessage -InputObject ([Text.Encoding]::ASCII.GetBytes("Subject: s`r`n`r`nx")) }
    ) {
        Set-Content TestDrive:/a.eml 'Subject: s', '', 'x'
        $other = Start-MailSandbox -User @{ bob = $Password }

        $other | ForEach-Object ([scriptblock]::Create("`$_ | $_"))
        $left = $other.GetMailSandbox().Mailbox('bob').Messages.Count
        $other | Stop-MailSandbox

        $left | Should -Be 1
        Get-Box alice | Should -BeNullOrEmpty
    }

    It 'takes what was sent and what was read' {
        $smtp = $sandbox.Smtp
        Send-SmtpMessage @smtp -From a@x.test -To alice@sandbox.test -Subject sent -Body b | Add-MailSandboxMessage -Mailbox Sent
        Get-ImapMessage @imap | Add-MailSandboxMessage -Mailbox Archive -InternalDate 2020-01-01
        Get-MailSandboxMessage | Add-MailSandboxMessage -User other

        (Get-Box alice Sent), (Get-Box alice Archive), (Get-Box other) | ForEach-Object { $_ } | Should -HaveCount 3
        (Get-Box alice Archive)[0].InternalDate.Year | Should -Be 2020
        Get-Text (Get-Box alice Archive)[0].Octets | Should -BeLike 'Return-Path: <a@x.test>*'
    }

    It 'keeps the date at which a message was received' {
        Add-MailSandboxMessage -Content 'Received: from a by b; Fri, 20 Nov 2020 12:00:00 +0000', 'Subject: s', '', 'x'
        Set-Content TestDrive:/old.eml 'Received: from a by b; Fri, 20 Nov 2020 12:00:00 +0000', 'Subject: s', '', 'x'
        Add-MailSandboxMessage TestDrive:/old.eml

        (Get-Box alice).ForEach({ $_.InternalDate.UtcDateTime.Year }) | Should -Be 2020, 2020
    }

    It 'is an error that names the cause: <Message>' -ForEach @(
        @{ Id = 'InvalidAddress'; Message = '-From: *'; Call = { Add-MailSandboxMessage -Subject x -From 'no address' } }
        @{ Id = 'InvalidAddress'; Message = '-To: *'; Call = { Add-MailSandboxMessage -Subject x -To 'no address' } }
        @{ Id = 'InvalidAddress'; Message = '-User: *'; Call = { Add-MailSandboxMessage -Subject x -User 'no address@' } }
        @{ Id = 'MailFileNotFound'; Message = '-Path: *missing.eml*'; Call = { Add-MailSandboxMessage TestDrive:/missing.eml } }
        @{ Id = 'MailboxNotFound'; Message = '-Mailbox: *\Nonsense*'; Call = { Add-MailSandboxMessage -Subject x -Mailbox '\Nonsense' } }
        @{ Id = 'InvalidWireText'; Message = '-Mailbox holds a carriage return, line feed or NUL*'; Call = { Add-MailSandboxMessage -Subject x -Mailbox "a`nb" } }
        @{ Id = 'InvalidParameter'; Message = '-Flag: my word is neither a flag of the protocol nor a keyword.'; Call = { Add-MailSandboxMessage -Subject x -Mailbox new -Flag Seen, 'my word' } }
        @{ Id = 'InvalidParameter'; Message = '-Flag: a(b is neither*'; Call = { Add-MailSandboxMessage -Subject x -Flag 'a(b' } }
        @{ Id = 'InvalidParameter'; Message = '-Flag: größe is neither*'; Call = { Add-MailSandboxMessage -Subject x -Flag 'größe' } }
        @{ Id = 'InvalidParameter'; Message = '-Flag: \Bogus is neither*'; Call = { Add-MailSandboxMessage -Content 'Subject: x' -Flag '\Bogus' } }
        @{ Id = 'InvalidParameter'; Message = '-User says whose mail it is, and is not given.'; Call = { $other | Add-MailSandboxMessage -Subject x } }
        @{ Id = 'InvalidInputObject'; Message = '*message is empty*'; Call = { Add-MailSandboxMessage -InputObject ([byte[]]::new(0)) } }
    ) {
        $other = Start-MailSandbox
        $PSDefaultParameterValues = @{ 'Add-MailSandboxMessage:Sandbox' = $sandbox }
        if ("$Call" -match 'other') { $PSDefaultParameterValues.Clear() }

        $run = Invoke-Capturing $Call

        $other | Stop-MailSandbox
        $run.Id | Should -BeExactly $Id
        "$($run.Errors)" | Should -BeLike $Message
        Get-Box alice | Should -BeNullOrEmpty
        (Get-ImapFolder @imap).Name | Should -BeExactly INBOX, Archive, Drafts, Junk, Sent, Trash
    }
}
