# The pipeline: one object in and one message out, and messages that know where they came from.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    $credential = New-Credential

    function Add-Subject([string] $Mailbox, [string[]] $Subject) {
        foreach ($each in $Subject) {
            $date = 'Date: Fri, 20 Nov 2026 10:00:00 +0000'
            $null = Add-Message $sandbox $Mailbox 'From: Sender <s@x.test>', "Subject: $each", $date, '', 'body', ''
        }
    }
}

Describe 'A pipeline to Send-SmtpMessage' {
    BeforeEach { $sandbox = Start-Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'sends a CSV row by row over one connection' {
        $rows = ConvertFrom-Csv @'
To,Subject,Body,Cc
a@x.test,First,Hello a,
"b@x.test; c@x.test",Second,Hello b and c,d@x.test
bad address,Third,Never,
e@x.test,Fourth,Hello e,
'@

        $run = Invoke-Capturing { $rows | Send-SmtpMessage -From me@x.test }

        $run.Output | ForEach-Object { "$($_.Status) $($_.Subject) $($_.To -join ',')" } | Should -BeExactly @(
            'Accepted First a@x.test', 'Accepted Second b@x.test,c@x.test,d@x.test', 'Accepted Fourth e@x.test')
        $run.Errors.FullyQualifiedErrorId | Should -BeExactly 'InvalidAddress,PSMailProtocol.Commands.SendSmtpMessageCommand'
        $sandbox.Accepted | Should -HaveCount 3
        $sandbox.Accepted.IsEncrypted | Should -Not -Contain $false
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'keeps blind copies out of the header' {
        $null = Send-SmtpMessage -From me@x.test -To a@x.test -Bcc secret@x.test -Subject s -Body b -EnvelopeFrom bounce@x.test

        $sandbox.Accepted | Should -HaveCount 1
        $mail = $sandbox.Accepted[0]
        $mail.Recipients | Should -BeExactly a@x.test, secret@x.test
        $mail.Sender | Should -BeExactly bounce@x.test
        Get-Text $mail.Octets | Should -Not -MatchExactly secret
        Get-Text $mail.Octets | Should -Not -Match bcc
    }

    It 'needs no network for -WhatIf' {
        $said = Get-WhatIf { Send-SmtpMessage -From me@x.test -To a@x.test -Subject Hello -WhatIf }

        $said | Should -MatchExactly Hello
        $sandbox.ConnectionsAccepted | Should -Be 0
    }
}

Describe 'A pipeline from a mailbox' {
    BeforeEach { $sandbox = Start-Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'removes what a filter lets through with nothing repeated' {
        Add-Subject alice 'keep 1', 'drop 1', 'keep 2', 'drop 2'

        $results = Get-Pop3Message -Credential $credential | Where-Object Subject -Like 'drop*' | Remove-Pop3Message -Confirm:$false

        $results | ForEach-Object { "$($_.Removed) $($_.Committed)" } | Should -BeExactly 'True True', 'True True'
        (Get-Pop3Message -Credential $credential).Subject | Should -BeExactly 'keep 1', 'keep 2'
    }

    It 'connects once for -WhatIf, since it has all that it needs' {
        Add-Subject alice 'keep me'

        $said = Get-WhatIf { Get-Pop3Message -Credential $credential | Remove-Pop3Message -WhatIf }

        $said | Should -MatchExactly 'keep me'
        $sandbox.ConnectionsAccepted | Should -Be 1
        $sandbox.Mailbox('alice').Messages | Should -HaveCount 1
    }

    It 'removes a message where it lives or not at all: <Call>' -ForEach @(
        @{ Call = { $message | Remove-Pop3Message -Server elsewhere.test -Confirm:$false } }
        @{ Call = { $message | Remove-Pop3Message -Credential (New-Credential bob x) -Confirm:$false } }
    ) {
        Add-Subject alice one
        $message = Get-Pop3Message -Credential $credential

        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly InvalidParameter
        $sandbox.Mailbox('alice').Messages | Should -HaveCount 1
    }

    It 'ends the session politely where it wants no more' {
        Add-Subject alice (1..20 | ForEach-Object { "message $_" })

        $subjects = @(
            (Get-Pop3Message -Credential $credential -Verbose:$false | Select-Object -First 2).Subject
            (Get-Pop3Message -Credential $credential -Skip 3 -First 1).Subject
            (Get-ImapMessage -Credential $credential | Select-Object -First 1).Subject)

        $subjects | Should -BeExactly 'message 1', 'message 2', 'message 4', 'message 1'
        $sandbox.WaitUntilIdle([timespan]::FromMinutes(10)) | Should -BeTrue
        $sandbox.Mailbox('alice').IsLocked | Should -BeFalse
    }
}

Describe 'Several accounts' {
    BeforeAll {
        $sandbox = Start-Sandbox @{ Users = @{ alice = $Password; bob = $Password; eve = 'other' } }
        Add-Subject alice 'to alice'
        Add-Subject bob 'to bob'
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'are read in turn by <Reader>, and one that fails stops no other' -ForEach @(
        @{ Reader = 'Get-Pop3Message'; Class = 'GetPop3MessageCommand' }
        @{ Reader = 'Get-ImapMessage'; Class = 'GetImapMessageCommand' }
    ) {
        $accounts = 'alice', 'eve', 'bob' | ForEach-Object { [pscustomobject]@{ Credential = New-Credential $_ } }

        $run = Invoke-Capturing { $accounts | & $Reader }

        $run.Output | ForEach-Object { "$($_.Mailbox.UserName): $($_.Subject)" } | Should -BeExactly 'alice: to alice', 'bob: to bob'
        $run.Errors.FullyQualifiedErrorId | Should -BeExactly "AuthenticationFailed,PSMailProtocol.Commands.$Class"
    }
}
