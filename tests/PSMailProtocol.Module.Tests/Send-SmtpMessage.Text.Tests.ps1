# Texts as scripts have them: lines for a body, text in the pipeline, and objects that are neither.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
    $mail = @{ From = 'a@x.test'; To = 'b@x.test' }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'A body' {
    BeforeAll {
        Set-Content lines.txt first, '', third
        try { throw 'it failed' } catch { $failure = $_ }
        $secret = (New-Credential).Password
    }
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'is made of lines: <Call>' -ForEach @(
        @{ Body = 'one|two|'; Call = { Send-SmtpMessage @mail -Body @('one', 'two') } }
        @{ Body = 'one||two|'; Call = { Send-SmtpMessage @mail -Body 'one', '', $null, 'two' } }
        @{ Body = 'first||third|'; Call = { Send-SmtpMessage @mail -Body (Get-Content lines.txt) } }
        @{ Body = 'first||third|'; Call = { Send-SmtpMessage @mail -Body ([IO.File]::ReadLines("$PWD/lines.txt")) } }
        @{ Body = 'first||third|'; Call = { Send-SmtpMessage @mail -Body (Get-Content lines.txt -Raw) } }
        @{ Body = 'list|'; Call = { Send-SmtpMessage @mail -Body (, 'list' -as [Collections.Generic.List[string]]) } }
        @{ Body = '1.5|01/31/2026 00:00:00|x|'; Call = { Send-SmtpMessage @mail -Body 1.5, ([datetime] '2026-01-31'), 'x' } }
        @{ Body = 'third|'; Call = { Send-SmtpMessage @mail -Body (Select-String third lines.txt -Raw) } }
        @{ Body = 'it failed|'; Call = { Send-SmtpMessage @mail -Body $failure } }
        @{ Body = '1.2|'; Call = { Send-SmtpMessage @mail -Body ([version] '1.2') } }
        @{
            Body = '<table>|<colgroup><col/></colgroup>|<tr><th>A</th></tr>|<tr><td>1</td></tr>|</table>|'
            Call = { Send-SmtpMessage @mail -BodyAsHtml -Body ([pscustomobject]@{ A = 1 } | ConvertTo-Html -Fragment) }
        }
        @{ Body = '<p>|x|</p>|'; Call = { Send-SmtpMessage @mail -HtmlBody '<p>', 'x', '</p>' } }
        @{ Body = 'of|a row|'; Call = { [pscustomobject]@{ Body = 'of', 'a row' } | Send-SmtpMessage @mail } }
    ) {
        $result = & $Call

        $result.Status | Should -Be Accepted
        $header, $text = (Get-Text $sandbox.Accepted[-1].Octets) -split "`r`n`r`n", 2
        $text.Replace("`r`n", '|') | Should -BeExactly $Body
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }

    It 'that is no text says what to give: <Type> of <Call>' -ForEach @(
        @{ Type = 'Hashtable'; Call = { Send-SmtpMessage @mail -Body @{ a = 1 } } }
        @{ Type = 'PSCustomObject'; Call = { Send-SmtpMessage @mail -Body ([pscustomobject]@{ a = 1 }) } }
        @{ Type = 'Process'; Call = { Send-SmtpMessage @mail -Body (Get-Process -Id $PID) } }
        @{ Type = 'Process'; Call = { Send-SmtpMessage @mail -Body 'a', (Get-Process -Id $PID) } }
        @{ Type = 'FormatStartData'; Call = { Send-SmtpMessage @mail -Body (Get-Process -Id $PID | Format-Table) } }
        @{ Type = 'Byte[]'; Call = { Send-SmtpMessage @mail -Body ([byte[]] (1, 2)) } }
        @{ Type = 'SecureString'; Call = { Send-SmtpMessage @mail -Body $secret } }
        @{ Type = 'Hashtable'; Advice = '-HtmlBody (… | ConvertTo-Html)'; Call = { Send-SmtpMessage @mail -HtmlBody @{ a = 1 } } }
    ) {
        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly ParameterArgumentTransformationError
        $message = $run.Errors[0].Exception.Message
        $message | Should -MatchExactly ([regex]::Escape("$Type is no text. Give what PowerShell shows of it, "))
        $message | Should -MatchExactly ([regex]::Escape($Advice ?? '-Body (… | Out-String)'))
        $sandbox.Accepted | Should -HaveCount $before
    }
}

Describe 'Text in the pipeline' {
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'is cut short and told to be a body: <Kind>' -ForEach @(
        @{ Kind = 'a sentence'; Text = 'The job is done' }
        @{ Kind = 'a long text'; Text = 'long ' * 200 }
        @{ Kind = 'two lines'; Text = "two`nlines" }
        @{ Kind = 'half a pattern'; Text = '[ok' }
        @{ Kind = 'a drive'; Text = 'C: done' }
        @{ Kind = 'a provider'; Text = 'a::b' }
        @{ Kind = 'no pattern'; Text = 'what? [a-' }
        @{ Kind = 'the home folder'; Text = '~' }
        @{ Kind = 'a pattern'; Text = 'x*y' }
    ) {
        $run = Invoke-Capturing { $Text | Send-SmtpMessage @mail -WarningAction Ignore }

        $run.Id | Should -HaveCount 1
        $run.Id | Should -BeLikeExactly Attachment*
        if ($run.Id -cne 'AttachmentUnreadable') {
            $run.Id | Should -BeExactly AttachmentNotFound
            $run.Errors[0].Exception.Message.Length | Should -BeLessThan 300
            $run.Errors[0].Exception.Message | Should -Not -Match 'AttachmentFile'
            $run.Advice | Should -BeLike '*give it as -Body (… | Out-String).*Nothing was sent.'
        }
        $sandbox.Accepted | Should -HaveCount $before
    }
}

Describe 'A column with an address that binds to nothing' {
    It 'is named: <Advice>' -ForEach @(
        @{ Id = 'InvalidInputObject'; Advice = '-To { $_.Mail }.'; Row = @{ Mail = 'b@x.test' } }
        @{ Id = 'InvalidParameter'; Advice = '-To { $_.mail }.'; Row = @{ mail = 'b@x.test'; Subject = 's' } }
        @{ Id = 'InvalidParameter'; Advice = '-To { $_.EmailAddress }.'; Row = @{ EmailAddress = 'b@x.test'; Subject = 's' } }
        @{ Id = 'InvalidParameter'; Advice = '-To { $_.Address }.'; Row = @{ Address = 'b@x.test'; Body = 's'; To = '' } }
        @{ Id = 'InvalidInputObject'; Advice = '-To { $_.Mail }.'; Row = @{ Address = 'Main Street 1'; Mail = 'b@x.test' } }
        @{ Id = 'InvalidInputObject'; Advice = "-To { `$_.'E-Mail' }."; Row = @{ 'E-Mail' = 'b@x.test' } }
        @{ Id = 'InvalidParameter'; Advice = 'Name one with -To, -Cc or -Bcc.'; Row = @{ Address = 'Main Street 1'; Subject = 's' } }
    ) {
        $run = Invoke-Capturing { [pscustomobject] $Row | Send-SmtpMessage -From a@x.test }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -BeExactly $Id
        $run.Advice -replace '^.*property: ' | Should -BeExactly $Advice
    }

    It 'is one if it is given as a script block' {
        $result = [pscustomobject]@{ Mail = 'b@x.test' } | Send-SmtpMessage -From a@x.test -To { $_.Mail }

        $result.Status | Should -BeExactly Accepted
    }
}
