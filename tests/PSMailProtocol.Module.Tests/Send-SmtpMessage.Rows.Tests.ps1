# A table of messages: every cell counts, an empty one is not given, and one that does not fit is an error of its row.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'A cell' {
    BeforeEach { $before = $sandbox.Accepted.Count }
    AfterEach { Use-Sandbox $sandbox }

    It 'becomes what the parameter wants' {
        $columns = 'To,Subject,Body,BodyAsHtml,Priority,RequestReadReceipt,DeliveryNotificationOption,UseSsl,' +
            'Server,Port,Encoding,EnvelopeFrom'
        $server = "$($sandbox.Host),$($sandbox.SmtpPort)"
        Set-Content rows.csv $columns, "b@y.test,one,<p>x</p>,true,High,1,`"OnSuccess,OnFailure`",True,$server,iso-8859-1,bounces@x.test"
        $PSDefaultParameterValues.Clear()

        $result = Import-Csv rows.csv | Send-SmtpMessage -From a@x.test -SkipCertificateCheck

        $result.Status | Should -BeExactly Accepted
        $result.TlsProtocol | Should -Not -Be None
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        $mail = $sandbox.Accepted[-1]
        $text = Get-Text $mail.Octets
        $text | Should -MatchExactly 'Content-Type: text/html'
        $text | Should -Match 'Importance: high'
        $text | Should -MatchExactly 'Disposition-Notification-To:'
        $mail.Sender | Should -BeExactly bounces@x.test
        $mail.RecipientParameters | Should -HaveCount 1
        $mail.RecipientParameters[0] -ccontains 'NOTIFY=SUCCESS,FAILURE' | Should -BeTrue
    }

    It 'that is empty counts as not given' {
        $columns = 'To,Cc,Bcc,ReplyTo,Sender,EnvelopeFrom,Subject,Body,BodyAsHtml,HtmlBody,Attachment,Header,Priority,Encoding,' +
            'RequestReadReceipt,DeliveryNotificationOption,UseSsl,Server,Port,Tls,Credential,PinnedCertificate'
        Set-Content rows.csv $columns, 'b@y.test,,,,,,one,text,,,,,,,,,,,,,,'

        $result = Import-Csv rows.csv | Send-SmtpMessage -From a@x.test

        $result.Status | Should -BeExactly Accepted
        $mail = $sandbox.Accepted[-1]
        $mail.Sender | Should -BeExactly a@x.test
        $text = Get-Text $mail.Octets
        $text | Should -MatchExactly 'Content-Type: text/plain'
        $text | Should -Not -MatchExactly multipart
    }

    It 'is told from an empty sender of the envelope that is typed' {
        $result = Send-SmtpMessage -From a@x.test -To b@y.test -Subject two -EnvelopeFrom ''

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted[-1].Sender | Should -BeExactly ''
    }

    # Most of all encryption that a row asks for is never passed over.
    It 'that does not fit is an error of its row and never the default: <Column> <Value>' -ForEach @(
        @{ Column = 'Tls'; Value = 'Implict'; Says = 'none of Auto, Implicit' }
        @{ Column = 'Port'; Value = 'abc'; Says = 'no number' }
        @{ Column = 'UseSsl'; Value = 'perhaps'; Says = 'neither True nor False' }
        @{ Column = 'BodyAsHtml'; Value = 'html'; Says = 'neither True nor False' }
        @{ Column = 'RequestReadReceipt'; Value = 'please'; Says = 'neither True nor False' }
        @{ Column = 'Priority'; Value = 'Urgent'; Says = 'none of Normal' }
        @{ Column = 'DeliveryNotificationOption'; Value = 'OnSucess'; Says = 'none of None' }
        @{ Column = 'Header'; Value = 'X: y'; Says = 'no hashtable' }
        @{ Column = 'InlineAttachment'; Value = 'logo.png'; Says = 'no hashtable' }
        @{ Column = 'Encoding'; Value = 'klingon'; Says = 'names no encoding' }
        @{ Column = 'Token'; Value = 'secret'; Says = 'SecureString' }
    ) {
        $PSDefaultParameterValues.Remove('*-SmtpMessage:Port')
        $good = @{ To = 'b@y.test'; Subject = 'good'; Port = "$($sandbox.SmtpPort)" }
        $bad = @{ To = 'b@y.test'; Subject = 'x'; Port = "$($sandbox.SmtpPort)" }
        $bad[$Column] = $Value

        $run = Invoke-Capturing { [pscustomobject] $bad, [pscustomobject] $good | Send-SmtpMessage -From a@x.test -Body b }

        $run.Errors | Should -HaveCount 1
        $message = $run.Errors[0].Exception.Message
        $message | Should -MatchExactly $Says
        $message | Should -MatchExactly $Column
        $message | Should -Not -MatchExactly secret
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        Get-Text $sandbox.Accepted[-1].Octets | Should -MatchExactly 'Subject: good'
    }
}

Describe 'A row that asks for another way to the same server' {
    # A connection whose certificate nobody checked is not for a row that did not say so.
    It 'has a connection of its own' {
        $PSDefaultParameterValues.Remove('*-SmtpMessage:SkipCertificateCheck')
        $before = $sandbox.Accepted.Count
        $rows = @(
            [pscustomobject]@{ To = 'b@y.test'; Subject = 'unchecked'; SkipCertificateCheck = 'True' }
            [pscustomobject]@{ To = 'b@y.test'; Subject = 'in clear'; Tls = 'None' }
            [pscustomobject]@{ To = 'b@y.test'; Subject = 'pinned'; PinnedCertificate = $sandbox.Certificate.GetCertHashString('SHA256') }
            [pscustomobject]@{ To = 'b@y.test'; Subject = 'checked'; PinnedCertificate = '' })

        $run = Invoke-Capturing { $rows | Send-SmtpMessage -From a@x.test -Body b }

        $run.Output | ForEach-Object { "$($_.Subject) $($_.Status)" } | Should -BeExactly 'pinned Accepted'
        $run.Id | Should -BeExactly InvalidParameter, InvalidParameter, CertificateRejected
        $run.Errors[0].Exception.Message | Should -MatchExactly 'asks for SkipCertificateCheck, '
        $run.Errors[1].Exception.Message | Should -MatchExactly 'asks for Tls None, '
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        Use-Sandbox $sandbox
    }
}
