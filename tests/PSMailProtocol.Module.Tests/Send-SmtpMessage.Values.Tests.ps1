# What people type is understood, or refused by an error that names it: addresses, header fields, dates and message ids.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
    $mail = @{ From = 'a@x.test'; To = 'b@x.test' }

    # The header fields of a message, lines as they are.
    function Get-Field($Mail) { ((Get-Text $Mail.Octets) -split "`r`n`r`n")[0] -split "`r`n" }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'An address' {
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'is sent as Send-MailMessage sends it: <Kind>' -ForEach @(
        @{ Kind = 'an underscore'; To = 'ops@web_01.example.com'; Recipient = 'ops@web_01.example.com'; User = 'ops' }
        @{
            Kind = 'an underscore and an umlaut'; User = 'ops'
            To = "ops@_dmz.b`u{fc}ro_1.example"; Recipient = 'ops@_dmz.xn--bro_1-kva.example'
        }
        @{ Kind = 'an address for a name'; To = 'a@x.test <a@x.test>'; Recipient = 'a@x.test'; User = 'a' }
        @{ Kind = 'a colon in a name'; To = 'Alert: disk <b@x.test>'; Recipient = 'b@x.test'; User = 'b' }
        @{ Kind = 'a comment'; To = 'c@x.test (Name)'; Recipient = 'c@x.test'; User = 'c' }
        @{ Kind = 'spaces that break no line'; To = "`u{a0}d@x.test`u{a0}"; Recipient = 'd@x.test' }
        @{ Kind = 'a byte order mark'; To = "`u{feff}e@x.test`t"; Recipient = 'e@x.test' }
    ) {
        $result = [pscustomobject]@{ To = $To } | Send-SmtpMessage -From job@web_01.example.com

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted[-1].Recipients | Should -BeExactly $Recipient
        $sandbox.Accepted[-1].Sender | Should -BeExactly job@web_01.example.com
        # What Send-MailMessage reads addresses with takes it too, and means the same.
        if ($User) { ([Net.Mail.MailAddress] $To).User | Should -BeExactly $User }
    }

    It 'may have an underscore in every parameter' {
        $addresses = @{
            To = 'z@x.test'; Cc = 'a@c_1.test'; Bcc = 'a@b_1.test'; From = 'a@x.test'
            Sender = 'a@s_1.test'; ReplyTo = 'a@r_1.test'; EnvelopeFrom = 'a@e_1.test'
        }

        $result = Send-SmtpMessage @addresses

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted[-1].Recipients | Should -BeExactly z@x.test, a@c_1.test, a@b_1.test
        $sandbox.Accepted[-1].Sender | Should -BeExactly a@e_1.test
        Get-Text $sandbox.Accepted[-1].Octets | Should -MatchExactly "Sender: a@s_1\.test\r\nReply-To: a@r_1\.test\r\n"
    }

    It 'may have a comma in its name' {
        $to = 'Doe, John, Jr. <j@x.test>; a@x.test, Roe, Jane <r@x.test>', '"Poe, E." <p@x.test>'

        $null = Send-SmtpMessage -From 'Doe, Ann <ann@x.test>' -To $to

        $sandbox.Accepted | Should -HaveCount ($before + 1)
        $sandbox.Accepted[-1].Recipients | Should -BeExactly j@x.test, a@x.test, r@x.test, p@x.test
        $text = (Get-Text $sandbox.Accepted[-1].Octets) -replace '\r\n[ \t]', ' '
        $text | Should -MatchExactly 'From: "Doe, Ann" <ann@x\.test>\r\n'
        $text | Should -MatchExactly 'To: "Doe, John, Jr\." <j@x\.test>, a@x\.test, "Roe, Jane" <r@x\.test>, "Poe, E\." <p@x\.test>\r\n'
    }

    It 'is none of a name alone beside a comma: <_>' -ForEach 'bob, a@x.test', 'a@x.test, bob', 'Doe, <j@x.test>, x' {
        $to = $_

        $run = Invoke-Capturing { Send-SmtpMessage -From me@x.test -To $to }

        $run.Id | Should -BeExactly InvalidAddress
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'that cannot be used is named with its parameter: -<Parameter> <Shown>' -ForEach @(
        @{ Parameter = 'To'; Value = 'nobody'; Shown = 'nobody' }
        @{ Parameter = 'To'; Value = 'a@x.test; b@'; Shown = 'b@' }
        @{ Parameter = 'Cc'; Value = "c@x.test`nBcc: v@x.test"; Shown = 'c@x.test...' }
        @{ Parameter = 'Bcc'; Value = "d@xn--`u{fc}.test"; Shown = "d@xn--`u{fc}.test" }
        @{ Parameter = 'ReplyTo'; Value = "e@$("`u{fc}" * 60).test"; Shown = "e@$("`u{fc}" * 60).test" }
        @{ Parameter = 'Sender'; Value = '""@x.test'; Shown = '""@x.test' }
        @{ Parameter = 'EnvelopeFrom'; Value = 'f@x..test'; Shown = 'f@x..test' }
        @{ Parameter = 'From'; Value = 'g@x@y'; Shown = 'g@x@y' }
    ) {
        $call = $mail.Clone()
        $call[$Parameter] = $Value

        $run = Invoke-Capturing { Send-SmtpMessage @call }

        $run.Id | Should -BeExactly InvalidAddress
        $run.Errors[0].Exception.Message | Should -MatchExactly "^-${Parameter}: The address '$([regex]::Escape($Shown))' cannot be used: "
        $sandbox.Accepted | Should -HaveCount $before
    }
}

Describe '-Header' {
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'has values that are the same in culture <_>, and null is no field' -ForEach 'de-DE', 'en-US' {
        $fields = [ordered]@{
            'X-Load' = 1.5; 'X-When' = [datetime] '2024-03-04'; 'X-Sizes' = @(0.25, $null, 2.5); 'X-Decimal' = [psobject] 12.75d
            'X-Flag' = $true; 'X-None' = $null; 'X-Nothing' = (1 | Where-Object { $_ -gt 1 }); 'X-Null' = [DBNull]::Value
            'In-Reply-To' = $null; 'Subject' = $null; 'X-Empty' = ''
        }
        $culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $_

        try { $result = Send-SmtpMessage @mail -Header $fields } finally { [cultureinfo]::CurrentCulture = $culture }

        $result.Status | Should -BeExactly Accepted
        (Get-Field $sandbox.Accepted[-1]) -clike 'X-*' | Should -BeExactly @(
            'X-Load: 1.5', 'X-When: 03/04/2024 00:00:00', 'X-Sizes: 0.25', 'X-Sizes: 2.5', 'X-Decimal: 12.75', 'X-Flag: True', 'X-Empty:')
    }

    It 'is refused for <Field> with advice that names <Advice>' -ForEach @(
        @{ Field = 'Subject'; Advice = '-Subject' }
        @{ Field = 'Reply-To'; Advice = '-ReplyTo' }
        @{ Field = 'Sender'; Advice = '-Sender' }
        @{ Field = 'Date'; Advice = '-Date' }
        @{ Field = 'message-id'; Advice = '-MessageId' }
        @{ Field = 'From'; Advice = '-From' }
        @{ Field = 'to'; Advice = '-To' }
        @{ Field = 'CC'; Advice = '-Cc' }
        @{ Field = 'Bcc'; Advice = '-Bcc' }
        @{ Field = 'Resent-Bcc'; Advice = '-Bcc' }
        @{ Field = 'MIME-Version'; Advice = 'Leave it out' }
        @{ Field = 'Content-Type'; Advice = '-BodyAsHtml' }
        @{ Field = 'Importance'; Advice = '-Priority' }
        @{ Field = 'X-Priority'; Advice = '-Priority' }
        @{ Field = 'Priority'; Advice = '-Priority' }
        @{ Field = 'Disposition-Notification-To'; Advice = '-RequestReadReceipt' }
    ) {
        $run = Invoke-Capturing { Send-SmtpMessage @mail -Priority High -RequestReadReceipt -Header @{ $Field = 'x' } }

        $run.Id | Should -BeExactly InvalidHeaderName
        $run.Errors[0].Exception.Message | Should -BeExactly "-Header: the message sets $Field itself."
        $run.Advice | Should -MatchExactly "$Advice\b"
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'may set what the call sets by no parameter' {
        $fields = @{ Importance = 'low'; 'X-Priority' = 4; Priority = 'normal'; 'Disposition-Notification-To' = 'c@x.test' }

        $result = Send-SmtpMessage @mail -Header $fields

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }

    It 'may have values that are lists, and name the thread' {
        $fields = [ordered]@{
            'X-Tag' = 'a', 'b'; 'X-List' = [Collections.Generic.List[int]] (1, 2); 'X-None' = @()
            'In-Reply-To' = '<1@x.test>'; References = '<0@x.test> <1@x.test>'
        }

        $null = Send-SmtpMessage @mail -Header $fields

        $text = Get-Text $sandbox.Accepted[-1].Octets
        $text | Should -MatchExactly 'X-Tag: a\r\nX-Tag: b\r\nX-List: 1\r\nX-List: 2\r\nMIME-Version'
        $text | Should -MatchExactly 'In-Reply-To: <1@x\.test>\r\nReferences: <0@x\.test> <1@x\.test>\r\n'
    }
}

Describe 'Date and message id' {
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'are parameters: <Id> and <Field>' -ForEach @(
        @{ Id = ' <one@x.test> '; Date = '2024-03-04T05:06:07-05:30'; Shown = 'one@x.test'; Field = 'Date: Mon, 4 Mar 2024 05:06:07 -0530' }
        @{
            Id = 'two@x.test'; Shown = 'two@x.test'; Field = 'Date: Mon, 4 Mar 2024 05:06:07 +0000'
            Date = [datetime]::new(2024, 3, 4, 5, 6, 7, [DateTimeKind]::Utc)
        }
    ) {
        $result = Send-SmtpMessage @mail -MessageId $Id -Date $Date

        $result.MessageId | Should -BeExactly $Shown
        $fields = Get-Field $sandbox.Accepted[-1]
        $fields -clike 'Date: *' | Should -BeExactly $Field
        $fields -clike 'Message-ID: *' | Should -BeExactly "Message-ID: <$Shown>"
    }

    It 'are not taken from a row, which says them of another message' {
        $rows = [pscustomobject]@{ Id = 3 }, [pscustomobject]@{ Id = 4; MessageId = 'other@x.test'; Date = 'soon' }
        $other = [pscustomobject]@{ Subject = 'a'; MessageId = 'other@x.test'; Date = '2001-01-01' }

        $typed = $rows | Send-SmtpMessage @mail -MessageId { "row$($_.Id)@x.test" } -Subject s
        $made = $other | Send-SmtpMessage @mail

        $typed.MessageId | Should -BeExactly row3@x.test, row4@x.test
        $made.MessageId | Should -Match '@'
        $made.MessageId | Should -Not -Be other@x.test
        $sandbox.Accepted | Should -HaveCount ($before + 3)
        $sandbox.Accepted | Select-Object -Skip $before | ForEach-Object { Get-Field $_ } | Should -Not -Match 2001
    }

    It 'do not make a row a message' {
        $run = Invoke-Capturing { [pscustomobject]@{ MessageId = 'other@x.test' } | Send-SmtpMessage @mail }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -BeExactly InvalidInputObject
    }

    It 'are not the same for two messages' {
        $rows = [pscustomobject]@{ Subject = 'a' }, [pscustomobject]@{ Subject = 'b' }

        $run = Invoke-Capturing { $rows | Send-SmtpMessage @mail -MessageId five@x.test }

        $run.Output.Subject | Should -BeExactly a
        $run.Id | Should -BeExactly InvalidParameter
        $run.Advice | Should -BeExactly 'Give each its own: -MessageId { "$($_.Id)@example.com" }; or leave -MessageId out.'
    }

    It 'are refused if they are none: <Message>' -ForEach @(
        @{ Id = 'not an id'; Message = '-MessageId is not an id of printable ASCII without spaces and angle brackets.' }
        @{ Id = "a@x.test`nBcc: v@x.test"; Message = '-MessageId contains a carriage return, line feed or NUL.' }
    ) {
        $run = Invoke-Capturing { Send-SmtpMessage @mail -MessageId $Id }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -BeExactly InvalidHeaderValue
        $run.Errors[0].Exception.Message | Should -BeExactly $Message
        $run.Advice | Should -BeExactly 'Write a message id as id@example.com or <id@example.com>.'
    }

    It 'are told from what is no moment' {
        $run = Invoke-Capturing { Send-SmtpMessage @mail -Date soon }

        $run.Errors.Exception.Message | Should -BeExactly (
            'Cannot process argument transformation on parameter ''Date''. ' +
            '"soon" is no moment, such as 2026-01-31 or 2026-01-31T12:00:00+01:00.')
    }
}
