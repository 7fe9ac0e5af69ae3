# A table of accounts: every cell counts, an empty one is not given, and one that does not fit is an error of its row.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    # Rows name the server, so nothing else does.
    $sandbox = Start-Sandbox @{ Users = @{ alice = 'of alice'; bob = 'of bob' } }
    $PSDefaultParameterValues.Clear()
    $pin = $sandbox.Certificate.GetCertHashString('SHA256')
    $credential = New-Credential alice 'of alice'
    $way = @{ Server = $sandbox.Host; Port = $sandbox.Pop3Port; Credential = $credential }

    function Add-Uid([string] $User) { $null = Add-Message $sandbox $User "Subject: to $User", '', 'body', '' "uid-$User" }
    'alice', 'bob' | ForEach-Object { Add-Uid $_ }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'A row' {
    It 'has its own credential and its own way' {
        $columns = 'Server,Port,Tls,UserName,SkipCertificateCheck,ConnectionTimeoutSeconds,OperationTimeoutSeconds,' +
            'AllowUnencryptedAuthentication,Number,Uid'
        Set-Content accounts.csv $columns, "$($sandbox.Host),$($sandbox.Pop3Port),StartTls,alice,False,5,60,,1,",
            "$($sandbox.Host),$($sandbox.Pop3sPort),implicit,bob,0,,,False,,uid-bob"
        $accounts = Import-Csv accounts.csv | Select-Object *,
            @{ Name = 'PinnedCertificate'; Expression = { $pin } },
            @{ Name = 'Credential'; Expression = { New-Credential $_.UserName "of $($_.UserName)" } }

        $messages = $accounts | Get-Pop3Message

        $messages | ForEach-Object { "$($_.Mailbox.Port) $($_.Mailbox.UserName): $($_.Subject)" } |
            Should -BeExactly "$($sandbox.Pop3Port) alice: to alice", "$($sandbox.Pop3sPort) bob: to bob"
    }

    It 'goes by its UID if a message was written to it' {
        $row = [pscustomobject]@{ Number = 7; Uid = 'uid-alice' }

        $message = $row | Get-Pop3Message @way -SkipCertificateCheck

        $message.Subject | Should -BeExactly 'to alice'
    }
}

Describe 'An empty cell' {
    BeforeAll {
        $row = [ordered]@{ Server = ''; Credential = $credential }
        foreach ($column in 'Port', 'Tls', 'Token', 'Authentication', 'Certificate', 'SkipCertificateCheck',
            'AllowUnencryptedAuthentication', 'PinnedCertificate', 'ConnectionTimeoutSeconds', 'OperationTimeoutSeconds', 'Number', 'Uid') {
            $row[$column] = ''
        }
    }

    It 'names no server' {
        $run = Invoke-Capturing { [pscustomobject] $row | Get-Pop3Message }

        $run.Errors.FullyQualifiedErrorId | Should -BeExactly 'ServerNotSpecified,PSMailProtocol.Commands.GetPop3MessageCommand'
        $run.Output | Should -BeNullOrEmpty
    }

    It 'counts as not given' {
        $row.Server = $sandbox.Host
        $row.Port = "$($sandbox.Pop3sPort)"
        $row.PinnedCertificate = $pin
        $row.Tls = 'Implicit'

        $message = [pscustomobject] $row | Get-Pop3Message

        $message.Subject | Should -BeExactly 'to alice'
    }
}

Describe 'A cell that does not fit' {
    It 'is an error of its row and never the default: <Column> <Value>' -ForEach @(
        @{ Column = 'Port'; Value = 'abc'; Says = 'no number' }
        @{ Column = 'Port'; Value = '70000'; Says = '70000' }
        @{ Column = 'Tls'; Value = 'Implicid'; Says = 'none of Auto, Implicit' }
        @{ Column = 'Authentication'; Value = 'Plane'; Says = 'none of Auto, Plain' }
        @{ Column = 'Token'; Value = 'a secret token'; Says = 'SecureString' }
        @{ Column = 'Certificate'; Value = 'no such file.pfx'; Says = 'no X509Certificate2' }
        @{ Column = 'SkipCertificateCheck'; Value = 'perhaps'; Says = 'neither True nor False' }
        @{ Column = 'AllowUnencryptedAuthentication'; Value = 'yes please'; Says = 'neither True nor False' }
        @{ Column = 'ConnectionTimeoutSeconds'; Value = 'soon'; Says = 'no number' }
        @{ Column = 'OperationTimeoutSeconds'; Value = '0'; Says = '0' }
        @{ Column = 'Number'; Value = 'first'; Says = 'no number' }
    ) {
        $before = $sandbox.ConnectionsAccepted
        $good = $way + @{ Tls = 'StartTls'; PinnedCertificate = $pin }
        $bad = $good.Clone()
        $bad[$Column] = $Value

        $run = Invoke-Capturing { [pscustomobject] $bad, [pscustomobject] $good | Get-Pop3Message }

        $run.Output | Should -HaveCount 1
        $run.Errors | Should -HaveCount 1
        $message = $run.Errors[0].Exception.Message
        $message | Should -MatchExactly '^Cannot'
        $message | Should -MatchExactly $Says
        $message | Should -Not -MatchExactly 'a secret token'
        $sandbox.ConnectionsAccepted | Should -Be ($before + 1)
    }
}

# Whoever types the command chooses the protection: what a row may say of it, and what it may not.
Describe 'The protection of a connection' {
    BeforeAll {
        # What comes of a row that is read, or sent, with some parameters typed.
        function Invoke-Row([string] $Cmdlet, [hashtable] $Row, [hashtable] $Typed) {
            $cells = $Row.Clone()
            if ($cells.Contains('PinnedCertificate')) { $cells.PinnedCertificate = $pin }
            $cells += switch ($Cmdlet) {
                Get-Pop3Message { $way }
                Send-SmtpMessage { @{ Server = $sandbox.Host; Port = $sandbox.SmtpPort; From = 'a@x.test'; To = 'b@x.test' } }
            }
            Invoke-Capturing { [pscustomobject] $cells | & $Cmdlet @Typed 3>$null }
        }
    }

    It 'is not lowered by a row: <Asked> of <Cmdlet>' -ForEach @(
        @{ Asked = 'SkipCertificateCheck'; Cmdlet = 'Get-Pop3Message'; Typed = @{}; Row = @{ SkipCertificateCheck = 'True' } }
        @{ Asked = 'SkipCertificateCheck'; Cmdlet = 'Send-SmtpMessage'; Typed = @{}; Row = @{ SkipCertificateCheck = $true } }
        @{ Asked = 'SkipCertificateCheck'; Cmdlet = 'Get-Pop3Message'; Typed = @{}; Row = @{ SkipCertificateCheck = 1 } }
        @{
            Asked = 'AllowUnencryptedAuthentication'; Cmdlet = 'Get-Pop3Message'; Typed = @{}
            Row = @{ AllowUnencryptedAuthentication = 'True' }
        }
        @{ Asked = 'Tls None'; Cmdlet = 'Get-Pop3Message'; Typed = @{ SkipCertificateCheck = $true }; Row = @{ Tls = 'None' } }
        @{
            Asked = 'Tls Opportunistic'; Cmdlet = 'Get-Pop3Message'; Typed = @{ SkipCertificateCheck = $true }
            Row = @{ Tls = 'Opportunistic' }
        }
        @{ Asked = 'Tls None'; Cmdlet = 'Send-SmtpMessage'; Typed = @{ SkipCertificateCheck = $true }; Row = @{ Tls = 'None' } }
    ) {
        $run = Invoke-Row $Cmdlet $Row $Typed

        $run.Id | Should -BeExactly InvalidParameter
        $run.Errors[0].Exception.Message | Should -BeExactly (
            "A row of the pipeline asks for $Asked, and only the command itself can lower the protection.")
        $run.Advice | Should -MatchExactly "(^Give|, or) -$Asked on the command"
        $run.Output | Should -BeNullOrEmpty
    }

    It 'is raised by a row, or as typed: <Id> of <Row> beside <Typed>' -ForEach @(
        @{ Id = 'CertificateRejected'; Row = @{ SkipCertificateCheck = 'False' }; Typed = @{} }
        @{ Id = 'CertificateRejected'; Row = @{ SkipCertificateCheck = 'True' }; Typed = @{ SkipCertificateCheck = $false } }
        @{ Id = 'InvalidParameter'; Row = @{ PinnedCertificate = 'the pin'; Tls = 'None' }; Typed = @{} }
    ) {
        $run = Invoke-Row Get-Pop3Message $Row $Typed

        $run.Id | Should -BeExactly $Id
        $run.Output | Should -BeNullOrEmpty
    }

    It 'is enough for <Cmdlet> with <Row> beside <Typed>' -ForEach @(
        @{ Cmdlet = 'Get-Pop3Message'; Row = @{ SkipCertificateCheck = 'False' }; Typed = @{ SkipCertificateCheck = $true } }
        @{ Cmdlet = 'Get-Pop3Message'; Row = @{ SkipCertificateCheck = 'True' }; Typed = @{ SkipCertificateCheck = $true } }
        @{
            Cmdlet = 'Get-Pop3Message'; Row = @{ AllowUnencryptedAuthentication = 'True' }
            Typed = @{ SkipCertificateCheck = $true; AllowUnencryptedAuthentication = $true }
        }
        @{ Cmdlet = 'Get-Pop3Message'; Row = @{ Tls = 'StartTls' }; Typed = @{ SkipCertificateCheck = $true } }
        @{ Cmdlet = 'Get-Pop3Message'; Row = @{ Tls = 'Auto' }; Typed = @{ SkipCertificateCheck = $true } }
        @{ Cmdlet = 'Get-Pop3Message'; Row = @{ Tls = 'StartTls' }; Typed = @{ SkipCertificateCheck = $true; Tls = 'None' } }
        @{ Cmdlet = 'Get-Pop3Message'; Row = @{ Tls = 'None' }; Typed = @{ SkipCertificateCheck = $true; Tls = 'StartTls' } }
        @{ Cmdlet = 'Send-SmtpMessage'; Row = @{ Tls = 'Opportunistic' }; Typed = @{ SkipCertificateCheck = $true } }
        @{ Cmdlet = 'Get-Pop3Message'; Row = @{ PinnedCertificate = 'the pin' }; Typed = @{} }
    ) {
        $run = Invoke-Row $Cmdlet $Row $Typed

        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -HaveCount 1
    }
}

# A message of ours is no row: it is read again and removed as it was read. What somebody added to it is one.
Describe 'A message' {
    It 'brings the protection that was typed where it was read' {
        $said = Get-WhatIf { Get-Pop3Message @way -SkipCertificateCheck -HeaderOnly | Get-Pop3Message | Remove-Pop3Message -WhatIf }

        $said | Should -HaveCount 1
        $said | Should -MatchExactly 'to alice'
    }

    It 'brings none that somebody added to it' {
        $marked = Get-Pop3Message @way -PinnedCertificate $pin | Add-Member SkipCertificateCheck True -PassThru
        $row = [pscustomobject]@{ Uid = 'uid-alice'; SkipCertificateCheck = $true }

        $run = Invoke-Capturing {
            $marked | Remove-Pop3Message -Confirm:$false
            $row | Remove-Pop3Message @way -Confirm:$false
        }

        $run.Errors | Should -HaveCount 2
        foreach ($problem in $run.Errors) {
            $problem.Exception.Message | Should -MatchExactly '^A row of the pipeline asks for SkipCertificateCheck'
        }
        $run.Output | Should -BeNullOrEmpty
        $sandbox.Mailbox('alice').Messages | Should -HaveCount 1
    }

    It 'is removed as it was read' {
        $result = Get-Pop3Message @way -SkipCertificateCheck | Remove-Pop3Message -Confirm:$false

        $result.Removed | Should -BeExactly $true
        $sandbox.Mailbox('alice').Messages | Should -BeNullOrEmpty
        Add-Uid alice
    }
}
