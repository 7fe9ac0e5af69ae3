# How objects are shown: what one looks for is there at every width, and text of strangers does nothing to the terminal.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    # Sets the terminal's title, rings its bell, begins a sequence by its one-octet form, erases.
    $hostile = "`u{1b}]0;pwn`u{7}`u{9b}31m`u{7f}`u{8}`ttext"
    $long = 'a-long-word-' * 30
    $wide = '漢字の題名' * 30

    # Without this PowerShell itself takes some sequences out of output that is no terminal's, and hides what a view does.
    $PSStyle.OutputRendering = 'Ansi'

    function Format-Word([string] $Text) { "=?utf-8?B?$([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)))?=" }

    function Add-Report([string] $Text) {
        $word = Format-Word $Text
        Add-Message $sandbox alice @(
            "Received: from $Text by $Text with $Text; Fri, 20 Nov 2026 12:00:00 +0000"
            "From: $word <bob@example.com>", "To: $word <alice@sandbox.test>, `"$Text`"@example.com", "Subject: $word", "Message-ID: <$Text@example.com>"
            'Date: Fri, 20 Nov 2026 12:00:00 +0000', "X-${Text}: $Text", 'Content-Type: multipart/mixed; boundary=b', ''
            '--b', '', $Text, $Text
            '--b', 'Content-Type: text/html', '', "<p>$Text</p>"
            '--b', "Content-Type: application/x-$Text; name=`"$word`"", "Content-Disposition: attachment; filename=`"$word`"", "Content-ID: <$Text>", '', 'content'
            '--b', 'Content-Type: message/rfc822', '', "Subject: $word", '', $Text, '--b--', '')
        Add-Message $sandbox alice @(
            'From: postmaster@example.com', "Subject: $word", 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', ''
            '--b', '', 'It failed.'
            '--b', 'Content-Type: message/delivery-status', '', "Reporting-MTA: dns; $Text", ''
            "Final-Recipient: rfc822; $Text", "Action: $Text", "Status: $Text", "Diagnostic-Code: smtp; $Text", ''
            '--b', 'Content-Type: text/rfc822-headers', '', "Subject: $word", '', '--b--', '')
        Add-Message $sandbox alice @(
            'From: eve@example.com', 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b', ''
            '--b', '', 'It was read.'
            '--b', 'Content-Type: message/disposition-notification', '', "Reporting-UA: $Text", "Final-Recipient: rfc822; $Text"
            "Original-Message-ID: <$Text@example.com>", "Disposition: $Text/$Text; $Text/$Text", '', '--b--', '')
    }

    # Objects of every type that a cmdlet emits, and what they hold, with a text of strangers wherever one can be.
    function Get-Everything([string] $Text) {
        $sandbox.Faults.Clear()
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', $SandboxFault::EndOfData, "250 2.0.0 $Text"))
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'RCPT', "550 5.1.1 $Text").When('mallory'))
        $sandbox.Mailbox('alice').Clear()
        Add-Report $Text > $null
        $sandbox.Zone.AddTxt('s1._domainkey.example.com', "v=DKIM1; p=; n=$($Text -replace '[^\x01-\x7f]')") > $null
        $sandbox.Zone.AddMx('example.com', 10, 'mx.example.com').AddAddress('mx.example.com', '192.0.2.1') > $null

        $sent = Send-SmtpMessage -From bob@example.com -To eve@sandbox.test, mallory@sandbox.test -Subject $Text.Replace("`t", '').Replace("`u{1b}", '') -Body y -ErrorAction Ignore
        $null = $sandbox.Mailbox('alice').Mailbox("of $Text")
        $messages = @(Get-ImapMessage -Credential $credential) + @(Get-Pop3Message -Credential $credential)
        Set-Content TestDrive:/one.eml $sandbox.Mailbox('alice').Messages[0].Octets -AsByteStream
        $messages += Import-MailMessage TestDrive:/one.eml
        $parts = $sent, $sent.RejectedRecipient[0].Reply, $messages | Write-Output
        $parts += $sent.AcceptedRecipient, $sent.RejectedRecipient | Write-Output
        $parts += $messages | ForEach-Object { $_.From, $_.To, $_.Attachment, $_.Header, $_.Defect, $_.Mailbox, $_.DeliveryStatus, $_.DispositionNotification } |
            Write-Output | Where-Object { $_ }
        $parts += Get-ImapMessage -Credential $credential -EnvelopeOnly -First 1
        $parts += @(Get-ImapFolder -Credential $credential).Where({ $_.Name -eq "of $Text" })
        $parts += Get-Pop3Message -Credential $credential -Summary
        $parts += Get-Pop3Message -Credential $credential | Remove-Pop3Message -Confirm:$false
        $parts += Resolve-MailExchanger example.com
        $parts += Test-MailDomain example.com -Selector s1
        Clear-MailSandbox
        $null = Send-SmtpMessage @toStarted -From bob@example.com -To eve@sandbox.test -Path TestDrive:/one.eml
        $parts += Get-MailSandboxMessage
        $parts += $started
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'GREETING', "220 $Text"))
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'VRFY', "252 2.0.0 $Text"))
        $sandbox.Faults.Add($SandboxFault::Offer('Smtp', $Text))
        $report = Test-MailServer $sandbox.Host -Port $sandbox.SmtpPort -To eve@sandbox.test, mallory@sandbox.test -Command 'VRFY eve'
        $parts += $report, $report.Answer[0], $report.ServerCertificate
        $parts
    }

    # One object of each type.
    function Select-OneOfEach([object[]] $Object) { $Object | Group-Object { $_.PSTypeNames[0] } | ForEach-Object { $_.Group[0] } }

    # The colours of headings are PowerShell's own; the hostile text has no sequence of that form.
    function Get-Leak([string] $Shown) {
        $bare = $Shown -replace '\u001b\[[0-9;]*m'
$leaks = foreach ($match in [regex]::Matches($bare, '[\p{Cc}-[\t\r\n]]')) { 'U+{0:X4}' -f [int] $match.Value[0] }
        $leaks | Select-Object -Unique
    }

    # Columns of the terminal that a line takes.
    function Get-LineWidth([string] $Line) {
        $bare = $Line -replace '\u001b\[[0-9;]*m'
        $bare.Length + [regex]::Matches($bare, '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]').Count
    }

    $credential = New-Credential
    $sandbox = Start-Sandbox
    $started = Start-MailSandbox
    $toStarted = @{ Server = $started.Server; Port = $started.SmtpPort; SkipCertificateCheck = $true }
}

AfterAll {
    $started | Stop-MailSandbox
    $PSStyle.OutputRendering = 'Host'
    Stop-Sandbox $sandbox
}

Describe 'Every type that a cmdlet emits or holds' {
    It 'has a table first, or a list where one has one of it, and every other kind of view, also once it was stored' {
        # Walks from what the cmdlets say they emit through every property to every type of ours that can be printed.
        $types = [Collections.Generic.HashSet[type]]::new()
        $foreign = [Collections.Generic.HashSet[type]]::new()
        $pending = [Collections.Generic.Queue[type]]::new([type[]] (Get-Command -Module PSMailProtocol).OutputType.Type)
        while ($pending.Count) {
            $type = $pending.Dequeue()
            foreach ($argument in $type.GenericTypeArguments) { $pending.Enqueue($argument) }
            if ($type.Assembly.Location -like '*deps*') { $null = $foreign.Add($type) }
            if ($type.IsEnum -or -not $type.FullName.StartsWith('PSMailProtocol.') -or -not $types.Add($type)) { continue }
            foreach ($property in $type.GetProperties()) { $pending.Enqueue($property.PropertyType) }
            foreach ($interface in $type.GetInterfaces()) { $pending.Enqueue($interface) }
        }

        # What lies in deps/ is not to be found by name, and is nobody's business.
        $foreign | Should -BeNullOrEmpty
        $types.FullName | Should -Contain PSMailProtocol.ImapMessage
        $types.FullName | Should -Contain PSMailProtocol.Messages.MimeDefect

        # A collection is printed as its elements, a value type is numbers only.
        $printed = $types | Where-Object { -not ($_.IsValueType -or $_.IsAbstract -or $_.IsAssignableTo([Collections.IEnumerable])) }
        foreach ($name in $printed.FullName | ForEach-Object { $_, "Deserialized.$_" }) {
            $first = if ($name -match '(MailServerReport|RunningSandbox)$') { 'ListControl', 'TableControl' } else { 'TableControl', 'ListControl' }
            (Get-FormatData -TypeName $name).FormatViewDefinition.Control.ForEach({ $_.GetType().Name }) |
                Should -Be ($first + 'WideControl', 'CustomControl') -Because $name
        }
    }
}

Describe 'Text of strangers' {
    It 'fits into <Width> columns and does nothing to the terminal: <Kind>' -ForEach @(
        foreach ($width in 80, 120) { foreach ($kind in 'hostile', 'long', 'wide') { @{ Width = $width; Kind = $kind } } }
    ) {
        $everything = Get-Everything (Get-Variable $Kind -ValueOnly)
        $objects = Select-OneOfEach $everything
        Export-Clixml -InputObject $objects -LiteralPath TestDrive:/objects.xml -Depth 3
        $objects += Select-OneOfEach (Import-Clixml TestDrive:/objects.xml)
        $objects.Count | Should -BeGreaterOrEqual 30

        foreach ($object in $objects) {
            $type = $object.PSTypeNames[0]
            $shown = @(
                $object | Out-String -Width $Width
                $object | Format-Table | Out-String -Width $Width
                $object | Format-Wide | Out-String -Width $Width
                $object | Format-List | Out-String -Width $Width
            )
            foreach ($text in $shown) {
                $text.Trim() | Should -Not -BeNullOrEmpty -Because $type
                $text -split '\r?\n' | ForEach-Object { Get-LineWidth $_ } | Should -BeLessOrEqual $Width -Because "$type is shown in $Width columns"
            }
            Get-Leak ($shown + ($object | Format-Custom | Out-String -Width $Width)) | Should -BeNullOrEmpty -Because $type
        }
        Get-Leak ($everything | Out-String -Width $Width) | Should -BeNullOrEmpty
    }
}

Describe 'A hostile server' {
    It 'reaches no stream with control characters, and its reply stays as it came' {
        $sandbox.Faults.Clear()
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', $SandboxFault::EndOfData, "250 2.0.0 $hostile"))
        $sandbox.Faults.Add($SandboxFault::Reply('Smtp', 'RCPT', "550 5.1.1 $hostile").When('mallory'))

        $sent = Send-SmtpMessage -From bob@example.com -To eve@sandbox.test -Subject x -Body y
        $shown = Send-SmtpMessage -From bob@example.com -To mallory@sandbox.test -Subject x -Body y -ErrorAction Continue -Verbose -Debug *>&1 |
            Out-String -Width 300

        $sent.Reply | Should -BeLike "*`u{1b}]0;pwn*"
        $shown | Should -BeLike '*No recipient was accepted*'
        $shown | Should -BeLike '*S: 550 5.1.1 `?]0;pwn`?`?31m*'
        Get-Leak $shown | Should -BeNullOrEmpty
    }

    It 'reaches no question and no error with a UID' {
        $sandbox.Mailbox('alice').Clear()
        foreach ($uid in 'pwn', 'twin', 'twin') {
            $null = $sandbox.Mailbox('alice').Deliver([Text.Encoding]::ASCII.GetBytes("Subject: s`r`n`r`nb"), $null, "`u{1b}]0;$uid`u{7}")
        }
        $gone = "`u{1b}]0;gone`u{7}"
        $messages = @(Get-Pop3Message -Credential $credential)

        $ErrorActionPreference = 'Continue'

        # What -WhatIf says goes to the host alone.
        $questions = & {
            Start-Transcript TestDrive:/questions.txt > $null
            $messages | Remove-Pop3Message -WhatIf
            [pscustomobject]@{ Uid = $messages[0].Uid } | Remove-Pop3Message -Credential $credential -WhatIf
            Remove-Pop3Message -Credential $credential -All -WhatIf
            Stop-Transcript > $null
            Get-Content TestDrive:/questions.txt -Raw
        }
        $errors = & {
            Get-Pop3Message -Credential $credential -Uid $gone
            Remove-Pop3Message -Credential $credential -Uid $gone, $messages[1].Uid -Confirm:$false
            Get-Pop3Message -Credential $credential -TopLine 0 -Verbose -Debug
        } *>&1 | Out-String -Width 300
        $targets = & {
            $ErrorView = 'NormalView'
            Get-Pop3Message -Credential $credential -Uid $gone 2>&1 | Out-String -Width 300
            $messages[0] | Remove-Pop3Message -Server elsewhere.test 2>&1 | Out-String -Width 300
        }

        $questions | Should -BeLike '*UID `?]0;pwn`?*'
        $errors | Should -BeLike '*UID `?]0;gone`?*'
        $errors | Should -BeLike '*UID `?]0;twin`?*'
        "$targets" | Should -BeLike '*(`?]0;gone`?:String)*'
        Get-Leak ($questions + $errors + $targets) | Should -BeNullOrEmpty
    }
}

Describe 'A property' {
    It 'keeps the text that a view does not show' {
        $everything = Get-Everything $hostile

        ($everything | Where-Object { $_ -is [PSMailProtocol.ImapMessage] })[0].Subject | Should -Be $hostile
        $everything.DeliveryStatus | Should -Not -BeNullOrEmpty
        $everything.DispositionNotification | Should -Not -BeNullOrEmpty
    }

    It 'of ours is needed, or text would be seen to leak' {
        $shown = [pscustomobject]@{ Subject = $hostile } | Out-String

        Get-Leak $shown | Should -Be 'U+001B', 'U+0007', 'U+009B', 'U+007F', 'U+0008'
    }

    It 'that only views need is none that scripts get, and no member that anybody lists' {
        $objects = Select-OneOfEach (Get-Everything plain)
        Export-Clixml -InputObject $objects -LiteralPath TestDrive:/objects.xml -Depth 3
        $stored = Import-Clixml TestDrive:/objects.xml

        foreach ($object in $objects + $stored) {
            $type = $object.PSTypeNames[0]
            ($object | Get-Member).Name | Should -Not -Contain Display -Because $type
            ($object | Get-Member).Name | Should -Not -Contain PSStandardMembers -Because $type
            ($object | Get-Member -Force).Name | Should -Contain Display -Because $type
            ($object | Select-Object *).PSObject.Properties.Name | Should -Not -Contain Display -Because $type
            $object | ConvertTo-Json -Depth 1 -WarningAction Ignore | Should -Not -Match '"Display"' -Because $type
        }
    }
}

Describe 'A table' {
    BeforeAll {
        $sandbox.Faults.Clear()
        $sandbox.Mailbox('alice').Clear()
        Add-Message $sandbox alice @(
            'From: Bob Baker <bob@example.com>', 'To: alice@sandbox.test', 'Subject: Nightly report', 'Date: Fri, 20 Nov 2026 12:00:00 +0000'
            'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the attachment.'
            '--b', 'Content-Type: text/csv; name=report.csv', 'Content-Disposition: attachment; filename=report.csv', '', "a,b`r`n", '--b--', '')
        $sandbox.Zone.AddMx('example.org', 10, 'mx.example.org').AddAddress('mx.example.org', '192.0.2.1') > $null
        '\Flagged', '\Answered', '\Seen' | ForEach-Object { $null = $sandbox.Mailbox('alice').Messages[0].SetFlag($_) }
        $archive = $sandbox.Mailbox('alice').Mailbox('Archive')
        $null = $archive.Deliver([byte[]] (13, 10, 120, 120, 13, 10))
        $null = $archive.Deliver([byte[]] (13, 10, 120, 120, 13, 10), $null, [NullString]::Value, [string[]] '\Seen')
        $message = Get-Pop3Message -Credential $credential
    }

    It 'shows what one looks for in <Name>' -ForEach @(
        @{
            Name = 'a result of sending'; Heading = 'Status', 'To', 'Subject', 'Reply'
            Row = 'Accepted', 'eve@sandbox.test', 'Done', '250 2.0.0'
            Command = { Send-SmtpMessage -From bob@example.com -To eve@sandbox.test -Subject Done -Body ok }
        }
        @{
            Name = 'a message by IMAP'; Heading = 'Uid', 'Date', 'From', 'Subject', 'Size', 'Flags'
            Row = '2026-11-20', 'Bob Baker', 'Nightly report', 'FRS'; Command = { Get-ImapMessage -Credential $credential }
        }
        @{
            Name = 'a folder'; Heading = 'Name', 'SpecialUse', 'Count', 'Unseen', 'Size'
            Row = 'Archive', 'Archive', '2', '1', '12'; Command = { Get-ImapFolder Archive -Credential $credential }
        }
        @{
            Name = 'a message that was added'; Heading = 'Status', 'Uid', 'Date', 'Subject', 'Size', 'Reason'
            Row = 'Done', '2026-11-20', 'Nightly report'; Command = { $message | Add-ImapMessage Sent -Credential $credential }
        }
        @{
            Name = 'a change'; Heading = 'Action', 'Status', 'Uid', 'NewUid', 'Date', 'Subject', 'Reason'
            Row = 'Copy', 'Done', '2026-11-20', 'Nightly report'; Command = { Get-ImapMessage -Credential $credential | Copy-ImapMessage Sent }
        }
        @{
            Name = 'a message by POP3'; Heading = 'Number', 'Date', 'From', 'Subject', 'Size'
            Row = '1', '2026-11-20', 'Bob Baker', 'Nightly report'; Command = { $message }
        }
        @{
            Name = 'a mailbox'; Heading = 'Protocol', 'Server', 'Port', 'UserName', 'Name'
            Row = 'POP3', '127.0.0.1', 'alice@sandbox.test', 'INBOX'; Command = { $message.Mailbox }
        }
        @{
            Name = 'an attachment'; Heading = 'FileName', 'ContentType', 'Size', 'IsInline'
            Row = 'report.csv', 'text/csv', '5', 'False'; Command = { $message.Attachment }
        }
        @{ Name = 'a field'; Heading = 'Name', 'Value'; Row = 'From', 'Bob Baker <bob@example.com>'; Command = { $message.Header[0] } }
        @{
            Name = 'a removal'; Heading = 'Removed', 'Uid', 'Date', 'Subject', 'Reason'
            Row = 'True', '2026-11-20', 'Nightly report'; Command = { $message | Remove-Pop3Message -Confirm:$false }
        }
        @{
            Name = 'a message that a sandbox took'; Heading = 'Accepted', 'Sender', 'Recipient', 'Subject', 'Size'
            Row = 'bob@example.com', 'eve@sandbox.test', 'Kept'
            Command = {
                Clear-MailSandbox
                $null = Send-SmtpMessage @toStarted -From bob@example.com -To eve@sandbox.test -Subject Kept -Body x
                Get-MailSandboxMessage
            }
        }
        @{
            Name = 'a sandbox'; Heading = 'IsRunning', 'SmtpPort', 'Pop3Port', 'ImapPort', 'DnsServer', 'Login'
            Row = 'True', '127.0.0.1:', 'any user name'; Command = { $started }
        }
        @{
            Name = 'a report about a server'; Heading = 'Protocol', 'Server', 'Port', 'Succeeded', 'Stage', 'TLS', 'Days', 'ErrorId'
            Row = 'Smtp', '127.0.0.1', 'True', 'Completed', 'Tls1', '36\d'; Command = { Test-MailServer $sandbox.Host -Port $sandbox.SmtpPort }
        }
        @{
            Name = 'a check of a domain'; Heading = 'Check', 'Subject', 'Verdict', 'Value', 'Advice'
            Row = 'MX', 'Good', 'mx.example.org'; Command = { Test-MailDomain example.org | Where-Object Check -eq MX }
        }
        @{
            Name = 'an exchanger'; Heading = 'Domain', 'Preference', 'Exchange', 'IPAddress'
            Row = 'example.org', '10', 'mx.example.org', '192.0.2.1'; Command = { Resolve-MailExchanger example.org }
        }
    ) {
        $lines = (& $Command | Format-Table | Out-String -Width 160) -replace '\u001b\[[0-9;]*m' -split '\r?\n' | Where-Object { $_.Trim() }

        $lines | Should -HaveCount 3
        $lines[0] | Should -Match ($Heading.ForEach({ [regex]::Escape($_) }) -join '.*')
        $lines[2] | Should -Match ($Row.ForEach({ $_ -match '\\d' ? $_ : [regex]::Escape($_) }) -join '.*')
    }
}

Describe 'A table of <Width> columns' -ForEach @{ Width = 80; Legible = 25 }, @{ Width = 120; Legible = 45 } {
    BeforeAll {
        $words = 'word0-word1-word2-word3-word4-word5-word6-word7-word8-'
        $sandbox.Faults.Clear()
        $sandbox.Mailbox('alice').Clear()
        Add-Message $sandbox alice @('From: Bob Baker <bob@example.com>', "Subject: $words", 'Date: Fri, 20 Nov 2026 12:00:00 +0000', '', 'x')
    }

    It 'gives its width to recipients and subjects in <Name>' -ForEach @(
        @{ Name = 'a message by POP3'; Command = { Get-Pop3Message -Credential $credential } }
        @{ Name = 'a message by IMAP'; Command = { Get-ImapMessage -Credential $credential } }
        @{ Name = 'an envelope by IMAP'; Command = { Get-ImapMessage -Credential $credential -EnvelopeOnly } }
        @{ Name = 'a message of a file'; Command = { Get-Pop3Message -Credential $credential | Export-MailMessage TestDrive:/files -PassThru } }
        @{ Name = 'a result of sending'; Command = { Send-SmtpMessage -From a@x.test -To "$($words.TrimEnd('-'))@sandbox.test" -Subject $words }; Times = 2 }
    ) {
        $line = (& $Command | Format-Table | Out-String -Width $Width) -replace '\u001b\[[0-9;]*m' -split '\r?\n' | Where-Object { $_ -match 'word0' }

        $line | Should -HaveCount 1
        [regex]::Matches($line, [regex]::Escape($words.Substring(0, $Legible))) | Should -HaveCount ($Times ?? 1)
        $line.TrimEnd().Length | Should -BeLessOrEqual $Width
    }
}
