# Sessions of SMTP that last over several commands.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $mail = @{ From = 'a@x.test'; Body = 'b' }
}

Describe 'A session of SMTP' {
    BeforeEach {
        $log = [PSMailProtocol.Sandbox.CommandLog]::new()
        $sandbox = Start-Sandbox @{ Transcript = $log }
        $session = Connect-Sandbox $sandbox Smtp @{ Credential = New-Credential; Helo = 'job.test' }
        $mail.Session = $session
    }
    AfterEach {
        $session | Disconnect-MailServer
        Stop-Sandbox $sandbox
    }

    It 'serves several commands over one connection' {
        $first = Send-SmtpMessage @mail -To b@x.test -Subject one
        $second = 1..3 | ForEach-Object { [pscustomobject]@{ To = "c$_@x.test"; Subject = "s$_" } } | Send-SmtpMessage @mail

        $first.Status, $second.Status | ForEach-Object { $_ } | Should -Be Accepted, Accepted, Accepted, Accepted
        $second[2].TlsProtocol, $second[2].Mechanism | Should -Be $session.TlsProtocol, $first.Mechanism
        $sandbox.Accepted.Recipients | Should -Be b@x.test, c1@x.test, c2@x.test, c3@x.test
        $sandbox.ConnectionsAccepted | Should -Be 1
        $log.Arguments('AUTH').Count, $log.Arguments('QUIT').Count | Should -Be 1, 0
        $log.Arguments('EHLO') | Should -Be job.test, job.test
        $session.State | Should -Be Connected
    }

    It 'is ready for the next message after one that came to nothing: <Name>' -ForEach @(
        @{ Name = 'no recipient'; Fault = { $SandboxFault::RefuseRecipient('bad@x.test', '550 5.1.1 Nobody') } }
        @{ Name = 'the body'; Fault = { $SandboxFault::RefuseBody('554 5.7.1 Spam').Times(1) } }
        @{ Name = 'the sender'; Fault = { $SandboxFault::Reply('Smtp', 'MAIL', '553 5.1.8 Not you').Times(1) } }
    ) {
        $sandbox.Faults.Add((& $Fault))

        $run = Invoke-Capturing { Send-SmtpMessage @mail -To bad@x.test -Subject one }
        $next = Send-SmtpMessage @mail -To b@x.test -Subject two

        $run.Errors.Count, $next.Status | Should -Be 1, Accepted
        $sandbox.Accepted.Recipients | Should -Be b@x.test
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'that was lost in the meantime is opened anew, and nothing is sent twice: <Before> before' -ForEach @{ Before = 0 }, @{ Before = 2 } {
        for ($i = 0; $i -lt $Before; $i++) { $null = Send-SmtpMessage @mail -To b@x.test -Subject "s$i" }
        $sandbox.Faults.Add($SandboxFault::Drop('Smtp', 'MAIL').Times(1))

        $result = Send-SmtpMessage @mail -To b@x.test -Subject last

        $result.Status | Should -Be Accepted
        $sandbox.Accepted.Count | Should -Be ($Before + 1)
        $sandbox.ConnectionsAccepted | Should -Be 2
        (Send-SmtpMessage @mail -To b@x.test -Subject more).Status | Should -Be Accepted
        $sandbox.ConnectionsAccepted | Should -Be 2
    }

    It 'takes no message while a command further up is sending' {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ To = "c$_@x.test"; Subject = "s$_" } }

        $run = Invoke-Capturing { $rows | Send-SmtpMessage @mail | ForEach-Object { try { Send-SmtpMessage @mail -To d@x.test } catch { $_ } } }

        $run.Id | Select-Object -Unique | Should -Be SessionInUse
        $sandbox.Accepted.Recipients | Should -Be c1@x.test, c2@x.test, c3@x.test
    }

    It 'is left in order where the pipeline wants no more' {
        $rows = 1..5 | ForEach-Object { [pscustomobject]@{ To = "c$_@x.test"; Subject = "s$_" } }

        $first = $rows | Send-SmtpMessage @mail | Select-Object -First 1
        $next = Send-SmtpMessage @mail -To d@x.test -Subject next

        $first.Status, $next.Status | Should -Be Accepted, Accepted
        $sandbox.Accepted[-1].Recipients | Should -Be d@x.test
    }

    It 'does not go with several connections, another name or another server: <Other>' -ForEach @(
        @{ Other = 'ThrottleLimit'; Value = 4 }
        @{ Other = 'Helo'; Value = 'other.test' }
        @{ Other = 'UseSsl'; Value = $true }
        @{ Other = 'Server'; Value = 'other.test' }
    ) {
        $with = @{ $Other = $Value }
        $run = Invoke-Capturing { Send-SmtpMessage @mail @with -To b@x.test }

        $run.Id | Should -Be InvalidParameter
        "$($run.Errors)" | Should -BeLike "*-$Other *"
        $sandbox.Accepted.Count | Should -Be 0
    }

    It 'stands in place of $PSEmailServer' {
        $PSEmailServer = 'elsewhere.test'
        (Send-SmtpMessage @mail -To b@x.test).Server | Should -Be $sandbox.Host
    }
}
