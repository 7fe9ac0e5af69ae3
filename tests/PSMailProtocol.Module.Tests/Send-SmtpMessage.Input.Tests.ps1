# What Send-SmtpMessage makes of each kind of thing in the pipeline, files to attach aside.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive
    $credential = New-Credential

    function Get-Envelope($Mail) { "$($Mail.Sender)>$($Mail.Recipients)" }
}
AfterAll { Pop-Location }

Describe 'A composed message' {
    BeforeAll {
        # A message with a Bcc, as bytes and as everything that can write it.
        $text = "From: author@x.test`r`nTo: to@x.test`r`nBCC: hidden@x.test,`r`n  other@x.test`r`nSubject: =?utf-8?q?Caf=C3=A9?=`r`n" +
            "Message-ID: <id@x.test>`r`n`r`n.dot`r`nend`n"
        $bytes = [Text.Encoding]::ASCII.GetBytes($text)
        class Composed {
            [byte[]] $Bytes
            [void] WriteTo([string] $file) { throw 'not this one' }
            [void] WriteTo([IO.Stream] $stream) { $stream.Write($this.Bytes, 0, $this.Bytes.Length) }
        }
        class OneWay : IO.MemoryStream {
            OneWay([byte[]] $bytes) : base($bytes) { }
            [bool] get_CanSeek() { return $false }
        }
        $composed = [Composed] @{ Bytes = $bytes }
        $oneWay = [OneWay]::new($bytes)
        $scripted = [pscustomobject]@{ To = 'never@x.test' } |
            Add-Member -PassThru ScriptMethod WriteTo { param($stream) $stream.Write($bytes, 0, $bytes.Length) }
        [IO.File]::WriteAllBytes("$PWD/one.eml", $bytes)
        [IO.File]::WriteAllBytes("$PWD/two[1].eml", $bytes)
        Set-Content m.eml 'From: a@x.test', 'To: header@y.test', 'Subject: s', '', 'b'

        $sandbox = Start-Sandbox
    }
    BeforeEach { $before = $sandbox.Accepted.Count }
    AfterAll { Stop-Sandbox $sandbox }

    It 'goes to those whom its header names and shows no Bcc: <Call>' -ForEach @(
        @{ Messages = 1; Call = { , $bytes | Send-SmtpMessage } }
        @{ Messages = 1; Call = { Send-SmtpMessage -InputObject $bytes } }
        @{ Messages = 1; Call = { [IO.MemoryStream]::new($bytes) | Send-SmtpMessage } }
        @{ Messages = 1; Call = { $oneWay | Send-SmtpMessage } }
        @{ Messages = 1; Call = { $composed | Send-SmtpMessage } }
        @{ Messages = 1; Call = { $scripted | Send-SmtpMessage } }
        @{ Messages = 2; Call = { $composed, $composed | Send-SmtpMessage -ThrottleLimit 2 } }
        @{ Messages = 2; Call = { Send-SmtpMessage -InputObject $composed, ([IO.MemoryStream]::new($bytes)) } }
        @{ Messages = 2; Call = { Send-SmtpMessage -Path one.*, two*.eml } }
        @{ Messages = 1; Call = { Send-SmtpMessage -Path 'two[1].eml' } }
    ) {
        $results = & $Call

        $results | Should -HaveCount $Messages
        $sandbox.Accepted | Should -HaveCount ($before + $Messages)
        foreach ($result in $results) {
            "$($result.Status)|$($result.Subject)|$($result.MessageId)|$($result.To)" |
                Should -BeExactly "Accepted|Caf$([char] 0xe9)|id@x.test|to@x.test hidden@x.test other@x.test"
        }
        foreach ($mail in $sandbox.Accepted | Select-Object -Skip $before) {
            $mail.Sender | Should -BeExactly author@x.test
            Get-Text $mail.Octets | Should -BeExactly (
                "From: author@x.test`r`nTo: to@x.test`r`nSubject: =?utf-8?q?Caf=C3=A9?=`r`nMessage-ID: <id@x.test>`r`n`r`n.dot`r`nend`r`n")
        }
    }

    It 'has the envelope that is given, <Envelope>: <Call>' -ForEach @(
        @{ Envelope = 'author@x.test>new@x.test'; Call = { , $bytes | Send-SmtpMessage -To new@x.test } }
        @{ Envelope = 'relay@x.test>new@x.test'; Call = { , $bytes | Send-SmtpMessage -Bcc new@x.test -From relay@x.test } }
        @{
            Envelope = 'bounce@x.test>new@x.test'
            Call = { , $bytes | Send-SmtpMessage -Cc new@x.test -From relay@x.test -EnvelopeFrom bounce@x.test }
        }
        @{ Envelope = '>new@x.test'; Call = { , $bytes | Send-SmtpMessage -To new@x.test -EnvelopeFrom '' } }
        @{ Envelope = 'author@x.test>row@x.test'; Call = { [pscustomobject]@{ To = 'row@x.test' } | Send-SmtpMessage -Path one.eml } }
    ) {
        $null = & $Call

        $sandbox.Accepted | Should -HaveCount ($before + 1)
        Get-Envelope $sandbox.Accepted[-1] | Should -BeExactly $Envelope
        Get-Text $sandbox.Accepted[-1].Octets | Should -Not -Match bcc
    }

    It 'is not kept back by what scripts set once for all messages' {
        $global:PSDefaultParameterValues['Send-SmtpMessage:From'] = 'default@x.test'

        $null = , $bytes | Send-SmtpMessage

        $PSDefaultParameterValues.Remove('Send-SmtpMessage:From')
        Get-Envelope $sandbox.Accepted[-1] | Should -BeExactly 'default@x.test>to@x.test hidden@x.test other@x.test'
        Get-Text $sandbox.Accepted[-1].Octets | Should -Not -Match bcc
    }

    # A recipient that is given and empty, as of a user without an address, is no reason to mail those in the header.
    It 'does not fall back on its header for an empty recipient: <Call>' -ForEach @(
        @{ Call = { Send-SmtpMessage -Path m.eml -To '' } }
        @{ Call = { Send-SmtpMessage -Path m.eml -To $null } }
        @{ Call = { Send-SmtpMessage -Path m.eml -Bcc @() } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly InvalidParameter
        $run.Output | Should -BeNullOrEmpty
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'goes by its header if no recipient is given' {
        $result = Send-SmtpMessage -Path m.eml

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted[-1].Recipients | Should -BeExactly header@y.test
    }

    It 'that was resent goes to <Envelope>' -ForEach @(
        @{ Envelope = 'robot@x.test>new@x.test copy@x.test hidden@x.test'; Given = @{} }
        @{ Envelope = 'me@x.test>given@x.test'; Given = @{ To = 'given@x.test'; From = 'me@x.test' } }
    ) {
        $message = "Resent-From: first@x.test, second@x.test`nResent-Sender: robot@x.test`nResent-To: new@x.test`n" +
            "Resent-Cc: copy@x.test`nResent-Bcc: hidden@x.test`nReceived: by x`nResent-From: earlier@x.test`nResent-To: old@x.test`n" +
            "From: author@x.test`nTo: many@x.test`nSubject: s`n`nbody`n"
        [IO.File]::WriteAllText("$PWD/resent.eml", $message)

        $null = Send-SmtpMessage -Path resent.eml @Given

        $sandbox.Accepted | Should -HaveCount ($before + 1)
        Get-Envelope $sandbox.Accepted[-1] | Should -BeExactly $Envelope
        $sent = $message.Replace("Resent-Bcc: hidden@x.test`n", '').Replace("`n", "`r`n")
        Get-Text $sandbox.Accepted[-1].Octets | Should -BeExactly $sent
    }
}

# As for messages that are composed: what was piped by mistake must not reach the header's recipients once for each object.
Describe 'A file' {
    BeforeAll {
        $sandbox = Start-Sandbox
        Set-Content x.eml 'From: me@x.test', 'To: many@x.test', 'Subject: s', '', 'x'
    }
    BeforeEach { $before = $sandbox.Accepted.Count }
    AfterAll { Stop-Sandbox $sandbox }

    It 'goes to <To>: <Call>' -ForEach @(
        @{
            To = 'a@x.test', 'c@x.test'
            Call = { [pscustomobject]@{ To = 'a@x.test' }, [pscustomobject]@{ Cc = 'c@x.test' } | Send-SmtpMessage -Path x.eml }
        }
        @{ To = 'u1@x.test', 'u2@x.test'; Call = { 1..2 | Send-SmtpMessage -Path x.eml -To { "u$_@x.test" } } }
        @{ To = 'many@x.test'; Call = { Send-SmtpMessage -Path x.eml } }
    ) {
        $results = & $Call

        $results.Status | Select-Object -Unique | Should -BeExactly Accepted
        $sandbox.Accepted | Select-Object -Skip $before | ForEach-Object { "$($_.Recipients)" } | Should -BeExactly $To
    }

    It 'goes to nobody for a row that names nothing: <Call>' -ForEach @(
        @{ Errors = 2; Advice = ''; Call = { 1..2 | Send-SmtpMessage -Path x.eml } }
        @{ Errors = 1; Advice = '-To { $_.Mail }'; Call = { [pscustomobject]@{ Mail = 'a@x.test' } | Send-SmtpMessage -Path x.eml } }
        @{ Errors = 1; Advice = '[pscustomobject]'; Call = { @{ To = 'a@x.test' } | Send-SmtpMessage -Path x.eml } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Id | Should -HaveCount $Errors
        $run.Id | Select-Object -Unique | Should -BeExactly InvalidInputObject
        $run.Advice[-1] | Should -MatchExactly ([regex]::Escape($Advice))
        $run.Output | Should -BeNullOrEmpty
        $sandbox.Accepted | Should -HaveCount $before
    }
}

Describe 'What a mailbox holds' {
    BeforeEach { $sandbox = Start-Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'is sent on as it is and to somebody new only' {
        $lines = @(
            'Received: by x', 'From: author@x.test', 'To: many@x.test', 'Cc: more@x.test', 'Bcc: hidden@x.test', 'Subject: s'
            '', '..body ', '')
        $null = Add-Message $sandbox alice $lines

        $popped = Get-Pop3Message -Credential $credential | Send-SmtpMessage -From me@x.test -To new@x.test
        $fetched = Get-ImapMessage -Credential $credential | Send-SmtpMessage -To new@x.test -ThrottleLimit 2
        $refused = Invoke-Capturing { Get-ImapMessage -Credential $credential | Send-SmtpMessage -From me@x.test }

        $popped, $fetched | ForEach-Object { "$($_.Status) $($_.To)" } | Should -BeExactly 'Accepted new@x.test', 'Accepted new@x.test'
        $refused.Errors.FullyQualifiedErrorId | Should -BeExactly 'InvalidParameter,PSMailProtocol.Commands.SendSmtpMessageCommand'
        $refused.Errors[0].TargetObject.GetType().Name | Should -BeExactly ImapMessage
        $sandbox.Accepted | ForEach-Object { Get-Envelope $_ } | Should -BeExactly 'me@x.test>new@x.test', 'author@x.test>new@x.test'
        $sent = $lines -cne 'Bcc: hidden@x.test' -join "`r`n"
        $sandbox.Accepted | ForEach-Object { Get-Text $_.Octets } | Should -BeExactly $sent, $sent
    }

    It 'does not stand for the whole if a part was read' {
        $null = Add-Message $sandbox alice 'From: a@x.test', 'To: b@x.test', 'Subject: s', '', 'one', 'two', 'three', ''

        $run = Invoke-Capturing {
            Get-Pop3Message -Credential $credential -HeaderOnly | Send-SmtpMessage -To z@x.test
            Get-Pop3Message -Credential $credential -TopLine 1 | Send-SmtpMessage -To z@x.test
            Get-ImapMessage -Credential $credential -HeaderOnly | Send-SmtpMessage -To z@x.test
            Get-ImapMessage -Credential $credential -HeaderOnly | Send-SmtpMessage -OutFile part.eml
        }

        $run.Id | Should -BeExactly (@('InvalidInputObject') * 4)
        $run.Errors.TargetObject | ForEach-Object { $_.GetType().Name } |
            Should -BeExactly Pop3Message, Pop3Message, ImapMessage, ImapMessage
        $run.Output | Should -BeNullOrEmpty
        'part.eml' | Should -Not -Exist
        $sandbox.Accepted | Should -BeNullOrEmpty
    }
}

Describe 'An object' {
    BeforeAll { $sandbox = Start-Sandbox }
    BeforeEach { $before = $sandbox.Accepted.Count }
    AfterAll { Stop-Sandbox $sandbox }

    It 'is a message by its properties, aliases too' {
        $row = [pscustomobject]@{ To = 'a@x.test'; sub = 'by alias'; From = 'me@x.test' }

        $result = $row | Send-SmtpMessage -PassThru

        "$($result.Subject) $($result.InputObject.sub)" | Should -BeExactly 'by alias by alias'
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }

    It 'is a message by script blocks' {
        $results = 1..2 | Send-SmtpMessage -From me@x.test -To { "u$_@x.test" } -Subject { "block $_" } -PassThru

        $results | ForEach-Object { "$($_.Subject) $($_.InputObject) $($_.To)" } |
            Should -BeExactly 'block 1 1 u1@x.test', 'block 2 2 u2@x.test'
        $sandbox.Accepted | Should -HaveCount ($before + 2)
    }

    It 'is a mistake otherwise' {
        $run = Invoke-Capturing { 1..2 | Send-SmtpMessage -From me@x.test -To a@x.test -Subject never }

        $run.Errors | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.TargetObject)" } | Should -BeExactly @(
            'InvalidInputObject,PSMailProtocol.Commands.SendSmtpMessageCommand 1'
            'InvalidInputObject,PSMailProtocol.Commands.SendSmtpMessageCommand 2')
        $run.Output | Should -BeNullOrEmpty
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'that is no message is refused: <Call>' -ForEach @(
        @{ Id = 'ParameterArgumentTransformationError'; Call = { Send-SmtpMessage -InputObject 42 } }
        @{ Id = 'InvalidInputObject'; Call = { , [byte[]]::new(0) | Send-SmtpMessage } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Errors.FullyQualifiedErrorId | Should -BeExactly "$Id,PSMailProtocol.Commands.SendSmtpMessageCommand"
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'is none if nothing came by the pipeline' {
        $result = Send-SmtpMessage -From me@x.test -To a@x.test -Subject 'no input'

        $result | Should -HaveCount 1
        $result.InputObject | Should -BeNullOrEmpty
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }

    It 'that Resolve-MailExchanger gives is a server' {
        $sandbox.Zone.AddMx('x.test', 10, 'localhost')
        $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')

        $result = Resolve-MailExchanger x.test -WarningAction SilentlyContinue | Send-SmtpMessage -From me@x.test -To a@x.test

        $result.Server | Should -BeExactly localhost
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        Use-Sandbox $sandbox
    }
}
