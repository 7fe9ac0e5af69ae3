# What becomes of messages and results in a file.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    function Save-Mail([string] $Name, [string[]] $Line) { Set-Content (Join-Path $TestDrive $Name) $Line }
}

Describe 'Messages and results' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $null = $sandbox.Zone.AddMx('example.com', 10, 'mx.example.com').AddAddress('mx.example.com', [ipaddress] '192.0.2.1')
        $sandbox.Faults.Add($SandboxFault::RefuseRecipient('nobody@sandbox.test', '550 5.1.1 No such user'))
        Add-Message $sandbox alice 'From: a@x.test', 'Subject: s', '', 'x'
        $report = 'From: a@x.test', 'Subject: report', 'Content-Type: multipart/report; boundary=b', '', '--b', '', 'text', '--b'
        Save-Mail a.eml @(
            'From: A <a@x.test>', 'To: b@x.test, C D <c@x.test>', 'Cc: d@x.test', 'Subject: s', 'Date: Fri, 20 Nov 2026 12:00:00 +0000'
            'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'text'
            '--b', 'Content-Type: a/b; name=x.bin', '', 'x', '--b', 'Content-Type: a/b; name=y.bin', '', 'x')
        Save-Mail dsn.eml ($report + @(
                'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; x.test', ''
                'Final-Recipient: rfc822; b@x.test', 'Action: failed', 'Status: 5.1.1', '', '--b--'))
        Save-Mail mdn.eml ($report + @(
                'Content-Type: message/disposition-notification', '', 'Final-Recipient: rfc822; b@x.test'
                'Disposition: manual-action/MDN-sent-manually; displayed', '', '--b--'))
        $row = [pscustomobject]@{ To = 'alice@sandbox.test', 'nobody@sandbox.test'; Deep = @{ A = @{ B = @{ C = @{ D = 'read' } } } } }
        $login = @{ Credential = New-Credential }

        $sent = $row | Send-SmtpMessage -From me@x.test -Subject s -Body b -PassThru -ErrorAction SilentlyContinue
        $files = 'a.eml', 'dsn.eml', 'mdn.eml' | ForEach-Object { Join-Path $TestDrive $_ } | Import-MailMessage
        $imap = @(Get-ImapMessage @login) + (Get-ImapMessage @login -EnvelopeOnly)
        $folder = Get-ImapFolder @login INBOX, Trash
        $summary = Get-Pop3Message @login -Summary
        $removed = Get-Pop3Message @login | Remove-Pop3Message -Confirm:$false -PassThru
        $exchanger = Resolve-MailExchanger example.com
        $all = @($sent) + $files + $imap + $folder + $summary + $removed + $exchanger
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'are of seven types' {
        $all | Should -HaveCount 14
        $all | ForEach-Object GetType | Sort-Object -Unique | Should -HaveCount 7
    }

    It 'nest not too deep for JSON' {
        $written = $all | ForEach-Object { $_ | ConvertTo-Json 3>&1 }

        $written | Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
    }

    It 'are text in a table, the names of no types' {
        ($all | ForEach-Object { $_ | ConvertTo-Csv }) -match '(System|PSMailProtocol)\.[A-Z]' | Should -BeNullOrEmpty
        $all | ForEach-Object { ($_ | Select-Object *).PSObject.Properties.Name } | Should -Not -Contain InputObject
    }

    It 'have lists that are text in a table' {
        $table = $files[0] | ConvertTo-Csv | ConvertFrom-Csv

        $table.To | Should -Be 'b@x.test; C D <c@x.test>'
        $table.Cc | Should -Be d@x.test
        $table.ReplyTo | Should -BeNullOrEmpty
        $table.Attachment | Should -Be 'x.bin; y.bin'
        ($sent | ConvertTo-Csv | ConvertFrom-Csv).RejectedRecipient | Should -Be 'nobody@sandbox.test: 550 5.1.1 No such user'
    }

    It 'keep their input and what they hold within reach' {
        $sent.InputObject.Deep.A.B.C.D | Should -Be read
        ($sent | Select-Object InputObject).InputObject.Deep.A.B.C.D | Should -Be read
        $removed.InputObject.Subject | Should -Be s, s
        $sent.RejectedRecipient.Reply.Code | Should -Be 550
        $files[1].DeliveryStatus[0].Fields['Action'] | Should -Be failed
        $files[1].DeliveryStatus[0].MessageFields['Reporting-MTA'] | Should -Be 'dns; x.test'
        $files[2].DispositionNotification.Fields['Disposition'] | Should -Be 'manual-action/MDN-sent-manually; displayed'
    }

    It 'have enumerations that JSON has by their names' {
        ($sent | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json).Status | Should -Be PartlyAccepted
    }

    It 'are stored and read again without what belongs to the running process' {
        $file = Join-Path $TestDrive all.xml

        $all | Export-Clixml $file -Depth 5

        Select-String ' N="(InputObject|Display|Reply|Fields|MessageFields)"' $file | Should -HaveCount 1
        @(Import-Clixml $file) | Should -HaveCount 14
    }

    It 'store every property of their own, whatever is shown in its place, but no credentials and nothing twice' {
        $left = @{ 'PSMailProtocol.AcceptedMessage' = 'Octets'; 'PSMailProtocol.RunningSandbox' = 'Dns', 'Imap', 'Pop3', 'Smtp', 'WebAddress' }
        $types = Get-TypeData PSMailProtocol.* | Where-Object { $_.Members.ContainsKey('Display') }

        $types | Should -Not -BeNullOrEmpty
        foreach ($type in $types) {
            $class = [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetType($type.TypeName) }).Where({ $_ })[0]
            $own = $class.GetProperties().Where({ -not $_.GetIndexParameters() -and $_.Name -notin $left[$type.TypeName] }).Name | Sort-Object
            $type.PropertySerializationSet.ReferencedProperties | Sort-Object | Should -BeExactly $own -Because "$class has them"
        }
    }
}
