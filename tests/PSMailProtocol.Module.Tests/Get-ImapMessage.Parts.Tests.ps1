# What is known of an IMAP message without its body, and how the rest of it is come by.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $nested = @(
        'From: ann@x.test', 'Subject: nested', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=m', ''
        '--m', 'Content-Type: multipart/related; boundary=r', ''
        '--r', 'Content-Type: multipart/alternative; boundary=a', ''
        '--a', 'Content-Type: text/plain', '', 'plain', '--a', 'Content-Type: text/html', '', '<img src="cid:i">', '--a--'
        '--r', 'Content-Type: image/png', 'Content-ID: <i>', 'Content-Disposition: inline; filename=i.png', 'Content-Transfer-Encoding: base64', '', 'AAEC', '--r--'
        '--m', 'Content-Type: application/pdf; name="a b.pdf"', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment', '', 'AAECAwQFBgcICQ==', ''
        '--m', "Content-Type: text/csv; name*=utf-8''%C3%BC.csv", 'Content-Transfer-Encoding: quoted-printable', 'Content-Disposition: attachment', '', 'a;=C3=BC'
        '--m', 'Content-Type: message/rfc822', '', 'From: bob@x.test', 'Subject: inner', '', 'inner text', '--m--', ''
    )
}

Describe 'Without its body a message' {
    BeforeAll {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        $global:PSDefaultParameterValues['Get-ImapMessage:Credential'] = New-Credential
        Add-Message $sandbox alice $nested
        Add-Message $sandbox alice 'From: =?utf-8?q?J=C3=B6rg?= <j@x.test>', 'Subject: plain', 'X-Job: 1', '', 'text', ''
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'has the attachments of the whole one: <_>' -ForEach '-HeaderOnly', '-EnvelopeOnly' {
        $short = @{ $_.TrimStart('-') = $true }

        $whole = (Get-ImapMessage -Subject nested).Attachment
        $log.Clear()
        $known = (Get-ImapMessage -Subject nested @short).Attachment

        $known.ForEach({ "$($_.FileName) $($_.ContentType) $($_.IsInline) $($_.ContentId)" }) |
            Should -Be $whole.ForEach({ "$($_.FileName) $($_.ContentType) $($_.IsInline) $($_.ContentId)" })
        $known.FileName | Should -Be 'i.png', 'a b.pdf', 'ü.csv', ''
        for ($i = 0; $i -lt $whole.Count; $i++) { $known[$i].Size | Should -BeGreaterOrEqual ($whole[$i].Size - 3) }
        $log.Arguments('UID') -match 'BODY\.PEEK\[(?!HEADER)' | Should -BeNullOrEmpty
        for ($i = 0; $i -lt $whole.Count; $i++) { $known[$i].ToArray() | Should -Be $whole[$i].ToArray() }
    }

    It 'has its header, or an error that says that it was not read' {
        (Get-ImapMessage -HeaderOnly -Subject plain).Header['X-Job'] | Should -Be 1
        $envelope = Get-ImapMessage -EnvelopeOnly -Subject plain

        { $envelope.Header } | Should -Throw '*-HeaderOnly*'
        { $envelope.WriteTo([IO.MemoryStream]::new()) } | Should -Throw '*-HeaderOnly*'
        "$($envelope.From)", $envelope.Subject | Should -Be 'Jörg <j@x.test>', 'plain'
        $envelope.ReplyTo.Count, $envelope.Attachment.Count, $envelope.Defect.Count | Should -Be 0, 0, 0
        $envelope.IsPartial | Should -BeTrue
    }

    It 'has its attachments saved by themselves, over one connection for all messages' {
        $folder = Join-Path $TestDrive parts
        $before = $sandbox.ConnectionsAccepted
        $log.Clear()

        $files = 1..5 | ForEach-Object { Get-ImapMessage -EnvelopeOnly } | Save-MailAttachment $folder -Name *.pdf, *.csv -PassThru

        $files.Name | Select-Object -Unique | Should -Be 'a b.pdf', 'ü.csv'
        [IO.File]::ReadAllBytes("$folder/a b.pdf") | Should -Be (0..9)
        $sandbox.ConnectionsAccepted - $before | Should -Be 6
        $log.Arguments('UID') -match 'BODY\.PEEK\[\]' | Should -BeNullOrEmpty
    }

    It 'is read whole when it is piped on' {
        $texts = Get-ImapMessage -EnvelopeOnly | Where-Object Subject -EQ plain | Get-ImapMessage | ForEach-Object TextBody

        "$texts".Trim() | Should -Be text
    }

    It 'whose <Item> cannot be read says so, and loses nothing' -ForEach @(
        @{ Item = 'structure'; Switch = '-EnvelopeOnly'; Pattern = 'BODYSTRUCTURE \('; By = 'BODYSTRUCTURE NIL X ('; Defect = 'UnreadableStructure' }
        @{ Item = 'structure beside the header'; Switch = '-HeaderOnly'; Pattern = 'BODYSTRUCTURE \('; By = 'BODYSTRUCTURE NIL X ('; Defect = 'UnreadableStructure' }
        @{ Item = 'envelope'; Switch = '-EnvelopeOnly'; Pattern = 'ENVELOPE \('; By = 'ENVELOPE NIL X ('; Defect = 'UnreadableEnvelope' }
    ) {
        $short = @{ $Switch.TrimStart('-') = $true }
        $sandbox.Faults.Add($SandboxFault::ChangeResponse('UID FETCH', $Pattern, $By))
        $folder = Join-Path $TestDrive $Defect$Switch

        $message = Get-ImapMessage -Subject nested @short
        $sandbox.Faults.Clear()
        $files = $message | Save-MailAttachment $folder -Name *.pdf -PassThru

        $message.Subject, "$($message.From)" | Should -Be nested, ann@x.test
        $message.Defect.Name | Should -Contain $Defect
        $files.Name | Should -Be 'a b.pdf'
    }
}

Describe 'A mailbox that was made anew between two readings' {
    It 'gives no part of its messages for one of before, whatever was fetched from it' {
        $sandbox = Start-Sandbox
        $global:PSDefaultParameterValues['Get-ImapMessage:Credential'] = New-Credential
        Add-Message $sandbox alice $nested
        $before = Get-ImapMessage -EnvelopeOnly
        $sandbox.Mailbox('alice').Inbox.RenewUids()
        $after = Get-ImapMessage -EnvelopeOnly

        $run = Invoke-Capturing { $after, $before | Save-MailAttachment (Join-Path $TestDrive anew) -Name *.pdf -PassThru }

        $run.Output.Name | Should -Be 'a b.pdf'
        $run.Id | Select-Object -Unique | Should -Be UidValidityChanged
        Stop-Sandbox $sandbox
    }
}
