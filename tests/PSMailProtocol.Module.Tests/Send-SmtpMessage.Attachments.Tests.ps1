# Files in the pipeline, in a cell and as a parameter are attached to one message, or keep it back.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Push-Location $TestDrive

    $sandbox = Start-Sandbox
    $mail = @{ From = 'me@x.test'; To = 'to@x.test'; Body = 'b' }
}
AfterAll {
    Stop-Sandbox $sandbox
    Pop-Location
}

Describe 'Files' {
    BeforeAll {
        Set-Content a.log a
        Set-Content b.log b
        Set-Content -LiteralPath 'c[1].log' c
        Set-Content d.txt d
        Set-Content 'x;y.txt' x
    }
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'are attached to one message: <Files> of <Call>' -ForEach @(
        @{ Files = 'd.txt', 'a.log', 'b.log', 'c[1].log'; Call = { Get-ChildItem *.log | Send-SmtpMessage @mail -Attachment d.txt } }
        @{ Files = 'a.log', 'b.log'; Call = { 'a.log', 'b.log' | Send-SmtpMessage @mail } }
        @{ Files = 'a.log'; Call = { [IO.FileInfo]::new("$PWD/a.log") | Send-SmtpMessage @mail } }
        @{ Files = 'a.log', 'b.log', 'c[1].log'; Call = { Get-ChildItem *.log | Select-Object PSPath | Send-SmtpMessage @mail } }
        @{ Files = 'a.log', 'd.txt'; Call = { Send-SmtpMessage @mail -PSPath a.log, 'd*.txt' } }
        # A cell may hold several files unless one has that very name.
        @{ Files = 'a.log', 'b.log'; Call = { [pscustomobject]@{ Subject = 's'; Attachment = 'a.log; b.log;' } | Send-SmtpMessage @mail } }
        @{ Files = 'x;y.txt'; Call = { [pscustomobject]@{ Subject = 's'; Attachment = 'x;y.txt' } | Send-SmtpMessage @mail } }
        @{ Files = @(); Call = { [pscustomobject]@{ Subject = 's'; Attachment = '' } | Send-SmtpMessage @mail } }
    ) {
        $result = & $Call

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        (Get-FileName $sandbox.Accepted[-1]) -join ' ' | Should -BeExactly ($Files -join ' ')
    }

    It 'that are none make no message' {
        $result = Get-ChildItem *.nothing | Send-SmtpMessage @mail

        $result | Should -BeNullOrEmpty
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'are one each for a content id' {
        $image = @{ HtmlBody = '<img src="cid:logo">'; InlineAttachment = @{ logo = 'a.log', 'b.log' } }

        $run = Invoke-Capturing { Send-SmtpMessage -From me@x.test -To to@x.test @image }

        $run.Id | Should -BeExactly InvalidParameter
        $run.Errors[0].Exception.Message | Should -BeExactly '-InlineAttachment: the content id logo stands for one file, and 2 are given.'
        $run.Output | Should -BeNullOrEmpty
        $sandbox.Accepted | Should -HaveCount $before
    }
}

Describe 'Files for HTML' {
    BeforeAll { Set-Content a.png x }

    It 'that is not there are warned of once a message: <Typed>' -ForEach @(
        @{ Typed = @{ Body = 'b'; InlineAttachment = @{ logo = 'a.png' } } }
        @{ Typed = @{ InlineAttachment = @{ logo = 'a.png'; second = 'a.png' } } }
        @{ Typed = @{ Body = 'b'; HtmlBody = ''; InlineAttachment = @{ logo = 'a.png' } } }
    ) {
        $warning = Send-SmtpMessage -From a@x.test -To b@x.test -Subject report @Typed -OutFile mail.eml -Force 3>&1

        $warning | Should -HaveCount 1
        $warning | Should -BeOfType Management.Automation.WarningRecord
        $warning.Message | Should -Match '^"report": .*-HtmlBody.*-BodyAsHtml.*-Attachment'
    }

    It 'that is there, or no files, are not warned of: <Typed>' -ForEach @(
        @{ Typed = @{ HtmlBody = '<img src="cid:logo">'; InlineAttachment = @{ logo = 'a.png' } } }
        @{ Typed = @{ Body = '<img src="cid:logo">'; BodyAsHtml = $true; InlineAttachment = @{ logo = 'a.png' } } }
        @{ Typed = @{ Body = 'b'; InlineAttachment = @{ logo = $null } } }
        @{ Typed = @{ Body = 'b'; Attachment = 'a.png' } }
    ) {
        $warning = Send-SmtpMessage -From a@x.test -To b@x.test -Subject report @Typed -OutFile mail.eml -Force 3>&1

        $warning | Should -BeNullOrEmpty
        'mail.eml' | Should -Exist
    }
}

Describe 'A file that cannot be attached' {
    BeforeAll {
        Set-Content a.log a
        Set-Content b.log b
        $null = New-Item -ItemType Directory c.log
    }
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'keeps the message back: <Warning>' -ForEach @(
        @{
            Warning = 'Nothing was sent: 2 of 4 files cannot be attached.'; Advice = ''
            Said = 'AttachmentNotFound missing.log', 'AttachmentNotFound b.log'
            Call = { 'missing.log', 'a.log', 'none/b.log', 'b.log' | Send-SmtpMessage @mail 3>&1 }
        }
        @{
            Warning = 'Nothing was sent: 1 of 3 files cannot be attached.'; Advice = 'Get-ChildItem -File'
            Said = 'AttachmentUnreadable c.log'
            Call = { Get-ChildItem *.log | Send-SmtpMessage @mail 3>&1 }
        }
    ) {
        $run = Invoke-Capturing $Call

        $run.Errors | ForEach-Object { "$($_.FullyQualifiedErrorId -replace ',.*') $(Split-Path -Leaf $_.TargetObject)" } |
            Should -BeExactly $Said
        foreach ($advised in $run.Advice) {
            $advised | Should -BeLike '*Nothing was sent.'
            $advised | Should -BeLike "*$Advice*"
        }
        $run.Output | Should -HaveCount 1
        $run.Output[0] | Should -BeOfType Management.Automation.WarningRecord
        $run.Output[0].Message | Should -BeExactly $Warning
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'is a folder that is named' {
        (Invoke-Capturing { Send-SmtpMessage @mail -Attachment c.log }).Id | Should -BeExactly AttachmentUnreadable
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'is left out by Get-ChildItem -File' {
        $result = Get-ChildItem *.log -File | Send-SmtpMessage @mail

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted | Should -HaveCount ($before + 1)
    }
}

# Only there do these exist.
Describe 'What is no file' -Skip:(-not $IsLinux) {
    BeforeAll { mkfifo pipe }
    BeforeEach { $before = $sandbox.Accepted.Count }

    It 'is an error that says what to do: <Kind>' -ForEach @(
        @{ Kind = 'a pipe by name'; Id = 'AttachmentUnreadable'; Call = { Send-SmtpMessage @mail -Attachment pipe } }
        @{
            Kind = 'a pipe among files'; Id = 'AttachmentUnreadable'
            Call = { Get-Item pipe, /proc/version | Send-SmtpMessage @mail 3>$null }
        }
        @{ Kind = 'a device for a message'; Id = 'AttachmentUnreadable'; Call = { Send-SmtpMessage -Path /dev/zero } }
        @{ Kind = 'a pipe to import'; Id = 'MailFileUnreadable'; Call = { Import-MailMessage pipe } }
        @{ Kind = 'a device to import'; Id = 'MailFileUnreadable'; Call = { Import-MailMessage /dev/zero } }
    ) {
        $then = if ($Id -eq 'MailFileUnreadable') { 'import that.' } else { 'name that. Nothing was sent.' }

        $run = Invoke-Capturing $Call

        $run.Id | Should -BeExactly $Id
        $run.Advice | Should -BeExactly "Write what it gives to a file, and $then"
        $run.Output | Should -BeNullOrEmpty
        $sandbox.Accepted | Should -HaveCount $before
    }

    It 'is sent if only its length is unknown' {
        $result = Send-SmtpMessage @mail -Attachment /proc/version

        $result.Status | Should -BeExactly Accepted
        $sandbox.Accepted | Should -HaveCount ($before + 1)
        $beginning = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('Linux versio'))
        Get-Text $sandbox.Accepted[-1].Octets | Should -MatchExactly ([regex]::Escape($beginning))
    }

    It 'is imported if only its length is unknown, up to -MaximumSize' {
        $message = Import-MailMessage /proc/version
        $run = Invoke-Capturing { Import-MailMessage /proc/version -MaximumSize 3 }

        $message.Size | Should -Be ([IO.File]::ReadAllBytes('/proc/version').Length)
        $run.Id | Should -BeExactly LimitExceeded
    }
}
