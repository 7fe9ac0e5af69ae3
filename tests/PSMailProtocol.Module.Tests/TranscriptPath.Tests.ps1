# The dialogue of a command in a file.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $login = @{ Credential = New-Credential }
    $mail = @{ From = 'a@x.test'; To = 'b@x.test'; Body = 'b' }

    # The lines of a file, without the time that each begins with. The process numbers its connections; here the first one is #1.
    function Get-Dialogue([string] $Path = 'dialogue.txt') {
        $known = @()
        foreach ($line in @(Get-Content $Path) -replace '^\d\S+Z ') {
            if ($line -notmatch '^#(\d+) (.*)') { $line; continue }
            if ($Matches[1] -notin $known) { $known += $Matches[1] }
            "#$($known.IndexOf($Matches[1]) + 1) $($Matches[2])"
        }
    }
}

Describe 'The dialogue' {
    BeforeEach {
        $sandbox = Start-Sandbox @{ Users = @{ 'alice@sandbox.test' = $Password } }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $folder
    }
    AfterEach {
        Pop-Location
        Stop-Sandbox $sandbox
    }

    It 'of every cmdlet that speaks with a server is appended, and no body of a message' {
        Add-Message $sandbox alice@sandbox.test 'Subject: x', '', 'secret body', ''
        $null = $sandbox.Zone.AddMx('example.com', 10, 'mx.example.com').AddAddress('mx.example.com', [ipaddress] '192.0.2.1')
        $log = @{ TranscriptPath = '../dialogue.txt' }
        Set-Location (New-Item -ItemType Directory logs)

        $null = Send-SmtpMessage -From a@x.test -To b@x.test -Body 'secret body' @login @log
        $null = Get-ImapMessage @login @log
        $null = Get-ImapFolder @login @log
        $null = New-ImapFolder New @login @log
        $null = Rename-ImapFolder New Old @login @log
        $null = Remove-ImapFolder Old -Confirm:$false @login @log
        $null = Get-ImapMessage @login | Add-ImapMessage Sent @login @log
        $null = Get-Pop3Message @login @log | Remove-Pop3Message -Confirm:$false @log
        $null = Resolve-MailExchanger example.com @log
        $null = Test-MailDomain example.com @log
        $null = Test-MailServer $sandbox.Host -Port $sandbox.SmtpPort @log
        $lines = Get-Dialogue ../dialogue.txt

        $lines -match '^== ' -replace '^== (\S+), process \d+$', '$1' |
            Should -Be Send-SmtpMessage, Get-ImapMessage, Get-ImapFolder, New-ImapFolder, Rename-ImapFolder, Remove-ImapFolder, Add-ImapMessage, Get-Pop3Message, Remove-Pop3Message, Resolve-MailExchanger, Test-MailDomain, Test-MailServer
        @(
            '#1 C: MAIL FROM:<a@x.test>', '#1 C: AUTH PLAIN ********', '#1 *: encrypted', 'UID FETCH', '#3 S: * LIST ', 'CREATE "New"', 'RENAME "New" "Old"', 'DELETE "Old"', 'APPEND "Sent"', 'octets of message)', '#8 C: RETR 1', '#9 C: DELE 1'
            'C: MX example.com. to ', 'S: MX example.com. from ', 'S: answer: example.com. 300 IN MX 10 mx.example.com.', '192.0.2.1'
        ) | ForEach-Object { $lines -cmatch [regex]::Escape($_) | Should -Not -BeNullOrEmpty -Because "'$_' was said" }
        $lines -match 'secret body' | Should -BeNullOrEmpty
    }

    It 'has no text of a message, however a server writes it: <Name>' -ForEach @(
        @{ Name = 'a literal'; Pattern = '^$'; Told = 'BODY[] {25}' }
        @{ Name = 'a quoted content'; Pattern = '\{25\}[\s\S]*body'; By = '"x: secret body"'; Told = 'BODY[] (16 octets of message)' }
        @{ Name = 'a preview'; Pattern = '^$'; Told = 'PREVIEW (13 octets of message)' }
        @{ Name = 'a preview as a literal'; Pattern = '"secret body"'; By = "{11}`r`nsecret body"; Told = 'PREVIEW ' }
        @{
            Name = 'a preview of a draft'; Pattern = '"secret body"'; By = '(FUZZY "secret body")'
            Told = 'PREVIEW (21 octets of message)'
        }
    ) {
        Add-Message $sandbox alice@sandbox.test 'Subject: x', '', 'secret body'
        $sandbox.Faults.Add($SandboxFault::ChangeResponse('UID FETCH', $Pattern, [string] $By))

        $message = Get-ImapMessage @login -HeaderOnly:($Name -like '*preview*') -TranscriptPath dialogue.txt

        $message | Should -HaveCount 1
        "$($message.TextBody)$($message.Header[0])$($message.Preview)" | Should -BeLike '*secret body*'
        $lines = Get-Dialogue
        $lines -match 'secret' | Should -BeNullOrEmpty
        $lines -clike "*$([Management.Automation.WildcardPattern]::Escape($Told))*" | Should -Not -BeNullOrEmpty
    }

    It 'goes together with the debug stream' {
        $DebugPreference = 'Continue'

        $null = Send-SmtpMessage @mail -TranscriptPath dialogue.txt 5>debug.txt

        $kept = (Get-Dialogue) -match '^#1 [CS*]: ' -replace '^#1 '
        $shown = @(Get-Content debug.txt) -match '^[CS*]: '
        $kept.Count | Should -BeGreaterThan 10
        $shown | Should -BeExactly $kept
    }

    It 'of several connections tells them apart line by line' {
        $rows = 1..40 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } }

        $null = $rows | Send-SmtpMessage -From a@x.test -Body b -ThrottleLimit 3 -TranscriptPath dialogue.txt

        $recipients = (Get-Dialogue) -clike '*C: RCPT*' -replace '^(#\d+).*<(.*)>.*', '$1 $2'
        $recipients -replace '^\S+ ' | Sort-Object -Unique | Should -HaveCount 40
        $recipients | Should -Match '^#[123] u'
    }

    It 'has no place, which is said before anything is connected: <Path>' -ForEach @(
        @{
            Path = 'missing/dialogue.txt'; Id = 'FileNotWritten'
            Message = '*missing*dialogue.txt cannot be made: there is no folder *missing.*'
        }
        @{ Path = '.'; Id = 'FileNotWritten'; Message = '* is a folder.*' }
        @{ Path = 'Env:/x'; Id = 'InvalidParameter'; Message = 'Env:/x is no path of the file system.*' }
        @{ Path = 'nowhere:/x'; Id = 'InvalidParameter'; Message = 'nowhere:/x is no path: *' }
        @{ Path = 'missing/dialogue.txt'; Options = @{ WhatIf = $true }; Id = 'FileNotWritten'; Message = '*' }
    ) {
        $options = $Options ?? @{}

        $run = Invoke-Capturing { Send-SmtpMessage @mail -TranscriptPath $Path @options }

        $run.Output | Should -BeNullOrEmpty
        $run.Id | Should -Be $Id
        $run.Errors[0].Exception.Message | Should -BeLike "-TranscriptPath: $Message"
        Get-ChildItem *.txt | Should -BeNullOrEmpty
        $sandbox.ConnectionsAccepted | Should -Be 0
    }

    It 'goes to a file of exactly this name' {
        $result = Send-SmtpMessage @mail -TranscriptPath 'kept[1].txt' -InformationAction Ignore

        $result | Should -HaveCount 1
        (Get-ChildItem *.txt).Name | Should -Be 'kept[1].txt'
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'goes nowhere when no path is given: <_>' -ForEach '$null', 'an empty text' {
        $path = @{ '$null' = $null; 'an empty text' = '' }[$_]

        $result = Send-SmtpMessage @mail -TranscriptPath $path -InformationAction Ignore

        $result | Should -HaveCount 1
        Get-ChildItem | Should -BeNullOrEmpty
        $sandbox.ConnectionsAccepted | Should -Be 1
    }

    It 'goes nowhere when nothing is said' {
        $null = Get-WhatIf { Send-SmtpMessage @mail -TranscriptPath dialogue.txt -WhatIf }

        Get-ChildItem | Should -BeNullOrEmpty
        $sandbox.ConnectionsAccepted | Should -Be 0
    }

    It 'goes nowhere that a row chooses' {
        $row = [pscustomobject]@{ To = 'b@x.test'; TranscriptPath = 'dialogue.txt' }

        $result = $row | Send-SmtpMessage -From a@x.test -Body b

        $result.Status | Should -Be Accepted
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'goes nowhere once its file has vanished: that is one warning, and every message goes out' {
        $results = & {
            foreach ($number in 1..3) {
                if ($number -eq 2) { Remove-Item dialogue.txt }
                [pscustomobject]@{ Subject = "s$number" }
            }
        } | Send-SmtpMessage @mail -TranscriptPath dialogue.txt -WarningVariable warnings -WarningAction SilentlyContinue

        $results.Status | Should -Be Accepted, Accepted, Accepted
        $warnings | Should -HaveCount 1
        [string] $warnings | Should -MatchExactly (
            '^-TranscriptPath: .*dialogue\.txt cannot be written any more: The file is gone\. The rest of the dialogue is not kept\.$')
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'has a connection that does not come about' {
        $run = Invoke-Capturing { Send-SmtpMessage @mail -Server nowhere.invalid -TranscriptPath dialogue.txt }

        $run.Id | Should -Be NameResolutionFailed
        (Get-Dialogue) -clike '#1 *: not connected: *nowhere.invalid*' | Should -Not -BeNullOrEmpty
    }
}
