# The progress of Send-SmtpMessage. A server that takes its time makes it one that has taken a second.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    # Runs a script in a runspace of its own, which shows progress as a person's does, and gives the records.
    function Get-Progress([string] $Script) {
        $manifest = Join-Path $PSScriptRoot ../../PSMailProtocol.psd1
        $mail = @{ Server = $sandbox.Host; Port = $sandbox.SmtpPort; Tls = 'None'; From = 'me@x.test'; To = 'to@x.test' }
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$manifest, `$mail) Import-Module `$manifest; $Script").AddArgument($manifest).AddArgument($mail)
        $null = $shell.Invoke()
        $shell.Streams.Error | ForEach-Object { "$_" } | Should -BeNullOrEmpty
        $shell.Streams.Progress | Where-Object { $_.Activity -like 'Sending mail*' -or $_.Activity -like 'Connecting to*' }
        $shell.Dispose()
    }
}

Describe 'Progress' {
    BeforeEach { $sandbox = Start-Sandbox }
    AfterEach { Stop-Sandbox $sandbox }

    It 'counts messages in bulk once they take a second' {
        $sandbox.Faults.Add($SandboxFault::Delay('Smtp', $SandboxFault::EndOfData, [timespan]::FromSeconds(1.2)).Occurrence(3))

        $records = Get-Progress '1..3 | ForEach-Object { [pscustomobject]@{ Subject = "m$_" } } | Send-SmtpMessage @mail'

        $stages = $records | ForEach-Object { "$($_.RecordType) $($_.Activity) $($_.StatusDescription)" }
        $stages | Should -Contain "Processing Connecting to 127.0.0.1 Port $($sandbox.SmtpPort)"
        $stages | Should -Contain "Completed Connecting to 127.0.0.1 Port $($sandbox.SmtpPort)"
        $stages | Should -Contain 'Processing Sending mail through 127.0.0.1 Message 3: m3'
        $stages[-1] | Should -BeExactly 'Completed Sending mail through 127.0.0.1 Message 3: m3'
    }

    It 'shows how much of a large message is sent, with -ThrottleLimit <_>' -ForEach 1, 2 {
        $sandbox.Faults.Add($SandboxFault::Withhold('Smtp', 'CHUNKING'))
        $sandbox.Faults.Add($SandboxFault::Delay('Smtp', 'DATA', [timespan]::FromSeconds(1.2)))
        $large = Join-Path $TestDrive large.bin
        [IO.File]::WriteAllBytes($large, [byte[]]::new(8MB))

        $records = Get-Progress "Send-SmtpMessage @mail -Subject large -Attachment '$large' -ThrottleLimit $_"

        $sent = $records.Where({ $_.StatusDescription -match '^"large": \D*\d.* octets$' })
        $sent | Should -Not -BeNullOrEmpty
        $sent.Where({ $_.PercentComplete -lt 0 -or $_.PercentComplete -gt 100 }) | Should -BeNullOrEmpty
        $records[-1].RecordType | Should -BeExactly Completed
    }
}
