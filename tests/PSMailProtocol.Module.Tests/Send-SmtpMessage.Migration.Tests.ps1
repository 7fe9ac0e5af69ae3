# What was written for Send-MailMessage runs with the name changed.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive
}
AfterAll { Pop-Location }

Describe 'What was written for Send-MailMessage' {
    BeforeAll {
        $sandbox = Start-Sandbox
        $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')
        Set-Content a.txt a
    }
    AfterAll { Stop-Sandbox $sandbox }

    It 'binds by all names' {
        $splat = @{
            To = 'To <to@x.test>'; Cc = 'cc@x.test'; Bcc = 'bcc@x.test'; From = 'From <from@x.test>'; ReplyTo = 'reply@x.test'
            Subject = 's'; Body = '<p>b</p>'; BodyAsHtml = $true; Attachments = 'a.txt'; Priority = 'High'
            Encoding = [Text.Encoding]::UTF8; DeliveryNotificationOption = 'OnFailure', 'Delay'
            SmtpServer = $sandbox.Host; Port = $sandbox.SmtpPort; UseSsl = $true; Credential = New-Credential
        }

        $result = Send-SmtpMessage @splat

        $result.Status | Should -Be Accepted
        $mail = $sandbox.Accepted[-1]
        $mail.IsEncrypted | Should -BeTrue
        $mail.AuthenticatedUser | Should -BeExactly alice@sandbox.test
        $mail.Recipients | Should -BeExactly to@x.test, cc@x.test, bcc@x.test
        $text = Get-Text $mail.Octets
        foreach ($part in 'Reply-To: reply@x\.test', 'text/html; charset=utf-8', 'filename=a\.txt', 'X-Priority: 1') {
            $text | Should -MatchExactly $part
        }
    }

    It 'binds by <By>' -ForEach @(
        @{
            By   = 'aliases and names cut short'
            Call = {
                Send-SmtpMessage -To to@x.test -From from@x.test -sub s -BAH -Body b -BE ascii -DNO None -PSPath a.txt -ComputerName $server
            }
        }
        @{ By = 'position'; Call = { Send-SmtpMessage to@x.test s b $server -From from@x.test } }
        @{ By = 'position and $PSEmailServer'; Call = { $PSEmailServer = $server; Send-SmtpMessage to@x.test s b -From from@x.test } }
    ) {
        $server = $sandbox.Host
        $before = $sandbox.Accepted.Count

        $result = & $Call

        $result.Status | Should -Be Accepted
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        $sandbox.Accepted[-1].IsEncrypted | Should -BeTrue
    }

    It 'finds <_.Name>, its aliases and its position' -ForEach (
        (Get-Command Send-MailMessage).Parameters.Values.Where({ $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters })
    ) {
        $parameters = (Get-Command Send-SmtpMessage).Parameters.Values

        foreach ($name in @($_.Name) + $_.Aliases) {
            $match = $parameters.Where({ $_.Name -eq $name -or $_.Aliases -contains $name })
            $match | Should -HaveCount 1 -Because "$name is understood"
        }
        $position = $_.Attributes.Where({ $_ -is [Parameter] })[0].Position
        $name = $_.Name
        $match = $parameters.Where({ $_.Name -eq $name -or $_.Aliases -contains $name })[0]
        $match.Attributes.Where({ $_ -is [Parameter] })[0].Position | Should -Be $position
    }

    It 'gives an encoding as <Encoding>, which is <Charset>' -ForEach @(
        @{ Encoding = 'utf8'; Charset = 'utf-8' }
        @{ Encoding = 'UTF8NoBOM'; Charset = 'utf-8' }
        @{ Encoding = 'utf8BOM'; Charset = 'utf-8' }
        @{ Encoding = 'ascii'; Charset = 'utf-8' }
        @{ Encoding = 'unicode'; Charset = 'utf-8' }
        @{ Encoding = 'bigendianunicode'; Charset = 'utf-8' }
        @{ Encoding = 'utf32'; Charset = 'utf-8' }
        @{ Encoding = 'utf7'; Charset = 'utf-8' }
        @{ Encoding = 'iso-8859-1'; Charset = 'iso-8859-1' }
        @{ Encoding = 'windows-1252'; Charset = 'windows-1252' }
        @{ Encoding = 28591; Charset = 'iso-8859-1' }
        @{ Encoding = '1252'; Charset = 'windows-1252' }
        @{ Encoding = [Text.Encoding]::Latin1; Charset = 'iso-8859-1' }
        @{ Encoding = [Text.Encoding]::ASCII; Charset = 'utf-8' }
    ) {
        $before = $sandbox.Accepted.Count

        [pscustomobject]@{ Encoding = $Encoding } |
            Send-SmtpMessage -Server $sandbox.Host -From a@x.test -To b@x.test -Body "caf$([char] 0xe9)"

        $sandbox.Accepted | Should -HaveCount ($before + 1)
        [regex]::Match((Get-Text $sandbox.Accepted[-1].Octets), 'charset=(.*)\r').Groups[1].Value | Should -BeExactly $Charset
    }

    It 'may not name an encoding that there is not' {
        $run = Invoke-Capturing { Send-SmtpMessage -Server $sandbox.Host -From a@x.test -To b@x.test -Encoding no-such }

        $run.Id | Should -BeExactly ParameterArgumentTransformationError
    }
}

Describe '-UseSsl' {
    BeforeAll { $sandbox = Start-Sandbox @{ OfferStartTls = $false } }
    AfterAll { Stop-Sandbox $sandbox }

    It 'wants STARTTLS and contradicts nothing: <Id> of <Call>' -ForEach @(
        @{ Id = 'TlsRequired'; Call = { Send-SmtpMessage @mail -UseSsl } }
        @{ Id = 'InvalidParameter'; Call = { Send-SmtpMessage @mail -UseSsl -Tls Implicit } }
        @{ Id = 'InvalidParameter'; Call = { Send-SmtpMessage @mail -UseSsl -Tls None } }
        @{ Id = 'InvalidParameter'; Call = { Send-SmtpMessage @mail -DNO Never, OnSuccess } }
    ) {
        $mail = @{ From = 'a@x.test'; To = 'b@x.test' }

        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly $Id
        $sandbox.Accepted | Should -BeNullOrEmpty
    }
}

Describe 'Send-SmtpMessage' {
    It 'takes port 0 for the usual port' {
        $said = Get-WhatIf { Send-SmtpMessage -Server mail.example.com -Port 0 -From a@x.test -To b@x.test -WhatIf }

        $said | Should -HaveCount 1
        $said | Should -BeLikeExactly '*b@x.test through mail.example.com*'
    }

    It 'offers <Name> for typing: <IsOffered>' -ForEach @(
        @{ Name = '-Attachment'; IsOffered = $true }
        @{ Name = '-InputObject'; IsOffered = $true }
        @{ Name = '-AttachmentFile'; IsOffered = $false }
        @{ Name = '-Record'; IsOffered = $false }
    ) {
        $offered = [Management.Automation.CommandCompletion]::CompleteInput('Send-SmtpMessage -', 18, $null).CompletionMatches

        $Name -in $offered.CompletionText | Should -Be $IsOffered
    }
}
