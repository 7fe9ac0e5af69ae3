# -OutFile: what would be sent, in a file, and nothing on any network.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $sandbox = Start-Sandbox
    $mail = @{ From = 'ann@x.test'; To = 'to@x.test' }
}
AfterAll {
    $sandbox.ConnectionsAccepted | Should -Be 0
    Stop-Sandbox $sandbox
}

Describe 'A message in a file' {
    BeforeAll {
        $folder = New-Item -ItemType Directory TestDrive:/message
        Push-Location $folder.FullName
    }
    AfterAll { Pop-Location }

    It 'has the same shape each time' {
        Set-Content a.txt attached -NoNewline
        $everything = @{
            From = 'Ann <ann@x.test>'; To = 'to@x.test', 'B <b@x.test>'; Cc = 'cc@x.test'; Bcc = 'hidden@x.test'; Sender = 'sender@x.test'
            ReplyTo = 'reply@x.test'; Subject = 'A subject'; Body = 'text'; HtmlBody = '<p>html</p>'; Attachment = 'a.txt'; Priority = 'Low'
            Header = [ordered]@{ 'X-Job' = '7'; 'X-Run' = '8' }
        }
        # What differs from message to message is named, the rest stays as it is.
        function Read-Shape([string] $File) {
            $text = [IO.File]::ReadAllText("$PWD/$File") -creplace '(?m)^Date: .*\r$', "Date: D`r"
            $text = $text -creplace '(?m)^Message-ID: <.*@x\.test>\r$', "Message-ID: I`r"
            $boundaries = [regex]::Matches($text, 'boundary="?([^"\r]+)').ForEach({ $_.Groups[1].Value }) | Select-Object -Unique
            $boundaries | ForEach-Object { $i = 0 } { $text = $text.Replace($_, "B$((++$i))") }
            $text
        }

        Send-SmtpMessage @everything -OutFile one.eml
        Send-SmtpMessage @everything -OutFile two.eml

        Read-Shape two.eml | Should -BeExactly (Read-Shape one.eml)
        (Read-Shape one.eml) -split '\r?\n' -ne '' | Should -BeExactly @(
            'From: Ann <ann@x.test>', 'Sender: sender@x.test', 'Reply-To: reply@x.test', 'To: to@x.test, B <b@x.test>', 'Cc: cc@x.test'
            'Subject: A subject', 'Date: D', 'Message-ID: I', 'Importance: low', 'X-Priority: 5', 'Priority: non-urgent'
            'X-Job: 7', 'X-Run: 8', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="B1"'
            '--B1', 'Content-Type: multipart/alternative; boundary="B2"'
            '--B2', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 7bit', 'text'
            '--B2', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: 7bit', '<p>html</p>', '--B2--'
            '--B1', 'Content-Type: text/plain; name=a.txt', 'Content-Disposition: attachment; filename=a.txt'
            'Content-Transfer-Encoding: base64', 'YXR0YWNoZWQ=', '--B1--')
    }

    It 'overwrites nothing unasked' {
        Send-SmtpMessage @mail -OutFile asked.eml

        $run = Invoke-Capturing { Send-SmtpMessage @mail -OutFile asked.eml -Subject second }

        $run.Errors.FullyQualifiedErrorId | Should -BeExactly 'FileExists,PSMailProtocol.Commands.SendSmtpMessageCommand'
        $run.Advice | Should -BeLike '*-Force*'
        'asked.eml' | Should -Not -FileContentMatch second
        (Send-SmtpMessage @mail -OutFile asked.eml -Subject second -Force -PassThru).Name | Should -BeExactly asked.eml
        'asked.eml' | Should -FileContentMatch second
    }

    It 'is not written where there is no folder' {
        $run = Invoke-Capturing { Send-SmtpMessage @mail -OutFile no/such/folder.eml }

        $run.Errors.FullyQualifiedErrorId | Should -BeExactly 'FileNotWritten,PSMailProtocol.Commands.SendSmtpMessageCommand'
    }

    It 'is not written with -WhatIf' {
        $said = Get-WhatIf { Send-SmtpMessage @mail -OutFile never.eml -WhatIf }

        $said -creplace '(?<=on target ").*[\\/]' | Should -BeExactly 'What if: Performing the operation "Write """ on target "never.eml".'
        'never.eml' | Should -Not -Exist
    }

    It 'has a name of its own in a folder' {
        $null = New-Item -ItemType Directory folder

        1..3 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } } | Send-SmtpMessage -From ann@x.test -OutFile folder

        Get-ChildItem folder/*@x.test.eml | Should -HaveCount 3
    }

    It 'has the name that a script block gives it' {
        1..2 | Send-SmtpMessage @mail -Subject { "n$_" } -OutFile { "row$_.eml" }

        (Get-ChildItem row*.eml | Select-String '^Subject: ').Line | Should -BeExactly 'Subject: n1', 'Subject: n2'
    }

    It 'needs no server, and a draft no recipient' {
        $PSDefaultParameterValues.Clear()

        Send-SmtpMessage -From ann@x.test -OutFile draft.eml

        Get-Content -Raw draft.eml | Should -BeLike 'From: ann@x.test*'
        Use-Sandbox $sandbox
    }

    It 'has no Bcc of one that is sent on' {
        $PSDefaultParameterValues.Clear()
        [IO.File]::WriteAllText("$PWD/in.eml", "From: a@x.test`nBcc: hidden@x.test`nSubject: s`n`nbody")

        Send-SmtpMessage -Path in.eml -OutFile out.eml

        [IO.File]::ReadAllText("$PWD/out.eml") | Should -BeExactly "From: a@x.test`r`nSubject: s`r`n`r`nbody`r`n"
        Use-Sandbox $sandbox
    }

    It 'is not one of two messages' {
        $rows = [pscustomobject]@{ Subject = 'first' }, [pscustomobject]@{ Subject = 'second' }

        $run = Invoke-Capturing { $rows | Send-SmtpMessage @mail -OutFile both.eml -Force }

        $run.Id | Should -BeExactly FileExists
        $run.Errors[0].TargetObject.Subject | Should -BeExactly second
        $run.Advice | Should -BeLike '*folder*'
        (Select-String '^Subject: ' both.eml).Line | Should -BeExactly 'Subject: first'
    }
}

Describe 'A message over what is there' {
    BeforeAll {
        $folder = New-Item -ItemType Directory TestDrive:/over
        Push-Location $folder.FullName
        $eml = "From: a@x.test`nBcc: hidden@x.test`nSubject: s`n`nbody`n"
    }
    BeforeEach { Get-ChildItem -Force | Remove-Item }
    AfterAll { Pop-Location }

    It 'may have that for its source' {
        [IO.File]::WriteAllText("$PWD/m.eml", $eml)

        Send-SmtpMessage -Path m.eml -OutFile m.eml -Force

        [IO.File]::ReadAllText("$PWD/m.eml") | Should -BeExactly "From: a@x.test`r`nSubject: s`r`n`r`nbody`r`n"
        (Get-ChildItem -Force).Name | Should -BeExactly m.eml
    }

    It 'may have that for its attachment' {
        [IO.File]::WriteAllText("$PWD/report.eml", 'the report')

        Send-SmtpMessage @mail -Attachment report.eml -OutFile report.eml -Force

        $content = [regex]::Escape([Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('the report')))
        Get-Content -Raw report.eml | Should -MatchExactly $content
        (Get-ChildItem -Force).Name | Should -BeExactly report.eml
    }

    It 'is written into a file that is empty' {
        $null = New-Item -ItemType File empty.eml

        Send-SmtpMessage @mail -OutFile empty.eml -Force

        Get-Content -Raw empty.eml | Should -BeLike 'From: ann*'
        (Get-ChildItem -Force).Name | Should -BeExactly empty.eml
    }

    # A link takes a privilege to make on Windows.
    It 'is written into what a link names' -Skip:$IsWindows {
        $null = New-Item -ItemType File empty.eml
        $null = New-Item -ItemType SymbolicLink link.eml -Target "$PWD/empty.eml"

        Send-SmtpMessage @mail -Subject linked -OutFile link.eml -Force

        (Get-Item link.eml).LinkType | Should -BeExactly SymbolicLink
        'empty.eml' | Should -FileContentMatch linked
        (Get-ChildItem -Force).Name | Sort-Object | Should -BeExactly empty.eml, link.eml
    }

    It 'leaves it, and nothing beside it, if writing fails on the way' {
        class Once : IO.MemoryStream {
            [int] $Beginnings
            Once([byte[]] $bytes) : base($bytes) { }
            [int] Read([byte[]] $buffer, [int] $offset, [int] $count) {
                if ($this.Position -eq 0 -and $this.Beginnings++ -gt 0) { return 0 }
                return ([IO.MemoryStream] $this).Read($buffer, $offset, $count)
            }
        }
        [IO.File]::WriteAllText("$PWD/m.eml", $eml)

        $run = Invoke-Capturing { Send-SmtpMessage -InputObject ([Once]::new([Text.Encoding]::ASCII.GetBytes($eml))) -OutFile m.eml -Force }

        $run.Id[0] | Should -BeExactly AttachmentUnreadable
        [IO.File]::ReadAllText("$PWD/m.eml") | Should -BeExactly $eml
        (Get-ChildItem -Force).Name | Should -BeExactly m.eml
    }
}

# Windows has no such modes, and a link takes a privilege to make there.
Describe 'A file that is replaced' -Skip:$IsWindows {
    BeforeAll {
        $folder = New-Item -ItemType Directory TestDrive:/replaced
        Push-Location $folder.FullName

        function Get-Mode([string] $File) { [Convert]::ToString([int] [IO.File]::GetUnixFileMode("$PWD/$File"), 8) }
    }
    BeforeEach {
        Get-ChildItem -Force | Remove-Item -Recurse -Force
        # Longer than what replaces it, of which nothing may be left.
        [IO.File]::WriteAllText("$PWD/m.eml", "From: a@x.test`nSubject: s`nX-Long: " + 'x' * 5000 + "`n`nbody`n")
        chmod 600 m.eml
        ln m.eml hard.eml
        $null = New-Item -ItemType SymbolicLink link.eml -Target "$PWD/m.eml"
    }
    AfterEach { Get-ChildItem -Force -Filter .psmail* | Should -BeNullOrEmpty }
    AfterAll { Pop-Location }

    It 'keeps its mode and its links, by <Name>' -ForEach @{ Name = 'm.eml' }, @{ Name = 'link.eml' } {
        Send-SmtpMessage @mail -Subject first -Body text -OutFile $Name -Force

        Get-Mode m.eml | Should -BeExactly 600
        'hard.eml' | Should -FileContentMatch '^Subject: first'
        (Get-Content m.eml)[-1] | Should -BeExactly text
        (Get-Item link.eml).LinkType | Should -BeExactly SymbolicLink
    }

    It 'keeps them if it is the source too' {
        Send-SmtpMessage @mail -Subject second -OutFile m.eml -Force
        chmod 640 m.eml

        Send-SmtpMessage -Path m.eml -OutFile link.eml -Force

        Get-Mode m.eml | Should -BeExactly 640
        'hard.eml' | Should -FileContentMatch '^Subject: second'
    }

    It 'is made with the mode that the shell gives if a link names it and it is not there' {
        $null = New-Item -ItemType SymbolicLink ahead.eml -Target "$PWD/new.eml"
        sh -c ': > shell'

        Send-SmtpMessage @mail -OutFile ahead.eml -Force
        Send-SmtpMessage @mail -OutFile other.eml -Force

        Get-Mode new.eml | Should -BeExactly (Get-Mode shell)
        Get-Mode other.eml | Should -BeExactly (Get-Mode shell)
        (Get-Item ahead.eml).LinkType | Should -BeExactly SymbolicLink
    }

    It 'is named for what it is if it is a link that leads to no folder' {
        $null = New-Item -ItemType SymbolicLink nowhere.eml -Target no/such/file.eml

        $run = Invoke-Capturing { Send-SmtpMessage @mail -OutFile nowhere.eml -Force }

        $run.Errors.Exception.Message -creplace '^.*nowhere', 'nowhere' |
            Should -BeExactly 'nowhere.eml was not written: it is a link to no/such/file.eml, where there is nothing'
    }

    It 'has nothing beside it that a killed process left behind, as long as nobody holds it' {
        $null = New-Item -ItemType Directory crashed
        Set-Content crashed/.psmail-0123456789abcdef0123456789abcdef.tmp half
        (Get-Item -Force crashed/.psmail-*).LastWriteTime = (Get-Date).AddHours(-25)

        Send-SmtpMessage @mail -OutFile crashed/m.eml

        (Get-ChildItem -Force crashed).Name | Should -BeExactly m.eml
    }
}

Describe '-WhatIf' {
    BeforeAll {
        Push-Location $TestDrive
        [IO.File]::WriteAllText("$PWD/in.eml", "From: a@x.test`nTo: eml@x.test`n`nbody")
    }
    AfterAll { Pop-Location }

    It 'touches no network in any parameter set: <Target>' -ForEach @(
        @{ Target = 'one@x.test'; Call = { Send-SmtpMessage -From a@x.test -To one@x.test -WhatIf } }
        @{ Target = 'files@x.test'; Call = { Get-ChildItem in.eml | Send-SmtpMessage -From a@x.test -To files@x.test -WhatIf } }
        @{ Target = 'eml@x.test'; Call = { Send-SmtpMessage -Path in.eml -WhatIf } }
        @{
            Target = 'bytes@x.test'
            Call = { , [IO.File]::ReadAllBytes("$PWD/in.eml") | Send-SmtpMessage -To bytes@x.test -ThrottleLimit 3 -WhatIf }
        }
    ) {
        $said = Get-WhatIf $Call

        $said | Should -HaveCount 1
        ($said -split 'on target "')[1] | Should -MatchExactly "^$([regex]::Escape($Target)) "
        $sandbox.ConnectionsAccepted | Should -Be 0
    }
}
