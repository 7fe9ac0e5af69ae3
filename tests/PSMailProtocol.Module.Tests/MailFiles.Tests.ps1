# Mail becomes files and files become mail.
BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $credential = New-Credential
    $mboxLine = 'From a@example.com Mon Jan  5 10:15:00 2026'

    function Add-Attachment([string] $Subject, [string] $FileName, [string] $Content, [string] $Disposition = 'attachment', [string] $Uid) {
        $null = Add-Message $sandbox alice -Uid $Uid @(
            'From: Backup <backup@example.com>', "Subject: $Subject", 'Date: Fri, 20 Nov 2026 12:00:00 +0000'
            'Content-Type: application/octet-stream', "Content-Disposition: $Disposition; filename=`"$FileName`"", '', $Content, '')
    }

    # What a message is to the octet.
    filter Get-Digest {
        $stream = [IO.MemoryStream]::new()
        $_.WriteTo($stream)
        [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($stream.ToArray()))
    }
}

Describe 'Mail files' {
    BeforeEach {
        $sandbox = Start-Sandbox
        $global:PSDefaultParameterValues['Get-*Message:Credential'] = $credential
        # An empty folder for each test, which names its files from there.
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $folder
    }
    AfterEach {
        Pop-Location
        Stop-Sandbox $sandbox
    }

    Context 'of attachments' {
        It 'are saved once for both protocols and stay in the folder' {
            Add-Attachment One '../../x.csv' one
            Add-Attachment Two X.CSV two
            Add-Attachment Three picture.png three inline
            $all = @(Get-Pop3Message) + @(Get-ImapMessage)

            $quiet = $all | Save-MailAttachment saved
            $chosen = $all.Attachment | Save-MailAttachment saved -Name p* -PassThru
            $inline = $all | Save-MailAttachment inline -IncludeInline -Name *.PNG -PassThru

            $quiet | Should -BeNullOrEmpty
            $chosen.Name | Should -Be picture.png, picture.png
            $inline.Name | Should -Be picture.png, picture.png
            Get-ChildItem saved | Sort-Object Name | ForEach-Object { "$($_.Name)=$(Get-Content $_)" } |
                Should -BeExactly 'picture.png=three', 'X (2).CSV=two', 'x.csv=one'
            (Get-ChildItem -Force).Name | Should -Be inline, saved
        }

        It 'overwrite nothing unless that is said' {
            Add-Attachment One x.csv one
            Add-Attachment Two x.csv two
            $all = Get-Pop3Message
            $null = New-Item saved -ItemType Directory
            Set-Content saved/x.csv old

            $whatIf = Get-WhatIf { $all | Save-MailAttachment saved -WhatIf }
            $countAfterWhatIf = (Get-ChildItem saved).Count
            $noClobber = Invoke-Capturing { $all | Save-MailAttachment saved -NoClobber }
            $contentAfterNoClobber = Get-Content saved/*.csv
            $all | Save-MailAttachment saved -Force

            $whatIf | Should -Not -BeNullOrEmpty
            $countAfterWhatIf | Should -Be 1
            $noClobber.Id | Should -Be FileExists, FileExists
            $contentAfterNoClobber | Should -Be old
            Get-Content saved/*.csv | Should -Be two, one
        }

        It 'are refused, <Id> and nothing written: <Command>' -ForEach @(
            @{ Id = 'InvalidParameter'; Beginning = '-Force'; Command = { $message | Save-MailAttachment saved -Force -NoClobber } }
            @{ Id = 'InvalidParameter'; Beginning = '-Name'; Command = { $message | Save-MailAttachment saved -Name *.csv, '[x' } }
            @{ Id = 'InvalidParameter'; Command = { $message | Export-MailMessage saved -Force -NoClobber } }
            @{ Id = 'FileNotWritten'; Command = { $message | Save-MailAttachment file } }
            @{ Id = 'InvalidParameter'; Command = { $message | Save-MailAttachment variable:x } }
        ) {
            Add-Attachment One x.csv one
            Set-Content file x
            $message = Get-Pop3Message

            $run = Invoke-Capturing $Command

            $run.Id | Should -Be $Id
            $run.Errors[0].Exception.Message | Should -BeLike "$Beginning*"
            (Get-ChildItem -Force).Name | Should -Be file
        }
    }

    Context 'of messages' {
        It 'are not made of what was not read whole: <Read>' -ForEach @(
            @{ Read = { Get-Pop3Message -HeaderOnly }; Saved = $null }
            @{ Read = { Get-ImapMessage -HeaderOnly }; Saved = 'x.csv' }
            @{ Read = { Get-ImapMessage -EnvelopeOnly }; Saved = 'x.csv' }
        ) {
            Add-Attachment One x.csv one
            $message = & $Read

            $run = Invoke-Capturing {
                $message | Export-MailMessage out -PassThru
                $message | Export-MailMessage -Path out.mbox -PassThru
                $message | Save-MailAttachment saved -PassThru
            }

            # Attachments alone are fetched from where IMAP tells them apart.
            $run.Output.Name | Should -Be $Saved
            $run.Id | Should -Be (@('InvalidInputObject') * ($Saved ? 2 : 3))
            Test-Path out, out.mbox | Should -BeFalse
        }

        It 'are named for them, and made once' {
            Add-Attachment One x.csv one -Uid uid/1
            Add-Attachment Two x.csv two -Uid uid:2

            $passed = Get-Pop3Message | Export-MailMessage out -PassThru
            $again = Get-Pop3Message | Export-MailMessage out -PassThru
            Get-ImapMessage | Export-MailMessage imap

            $passed | ForEach-Object { "$($_.Number) $(Split-Path $_.ExportPath -Leaf)" } |
                Should -Be '1 20261120-120000 One uid_1.eml', '2 20261120-120000 Two uid_2.eml'
            $again.ExportPath | Should -Be $passed.ExportPath
            Get-ChildItem out | Should -HaveCount 2
            (Get-ChildItem imap).Name -replace '\d+-(\d)\.eml', 'v-$1.eml' |
                Should -Be '20261120-120000 One v-1.eml', '20261120-120000 Two v-2.eml'
        }

        It 'give them back to the octet' {
            Add-Attachment One x.csv "From here on`r`n>From there on`r`n`r`nFrom the end"
            Add-Attachment Two x.csv two
            $expected = Get-Pop3Message | Get-Digest

            Get-Pop3Message | Export-MailMessage out
            Get-Pop3Message | Export-MailMessage -Path all.mbox
            Get-ImapMessage | Export-MailMessage -FilePath all.mbox
            $files = Get-ChildItem out | Import-MailMessage
            $mbox = Import-MailMessage all.mbox
            $saved = $mbox | Save-MailAttachment saved -PassThru
            $mbox | Export-MailMessage -Path copy.mbox

            $files | Get-Digest | Should -Be $expected
            $files.Index | Should -Be 1, 1
            $mbox | Get-Digest | Should -Be ($expected + $expected)
            $mbox.Index | Should -Be 1, 2, 3, 4
            $mbox[0].Subject | Should -Be One
            $mbox[0].Attachment[0].FileName | Should -Be x.csv
            $mbox[0].Mailbox.Protocol | Should -Be File
            Split-Path "$($mbox[0].Mailbox)" -Leaf | Should -Be all.mbox
            $mbox[0].Path | Should -Be $mbox[0].Mailbox.Name
            $mbox[0].Size | Should -Be $mbox[2].Size
            $saved.Name | Should -Be x.csv, 'x (2).csv', x.csv, 'x (2).csv'
            (Get-FileHash copy.mbox).Hash | Should -Be (Get-FileHash all.mbox).Hash
        }

        It 'that are not made let no message be removed' {
            Add-Attachment One x.csv one -Uid uid-1
            Add-Attachment Two x.csv two -Uid uid-2
            $null = New-Item out -ItemType Directory
            Set-Content 'out/20261120-120000 One uid-1.eml' 'something else'

            $run = Invoke-Capturing { Get-Pop3Message | Export-MailMessage out -NoClobber -PassThru | Remove-Pop3Message -Confirm:$false }

            $run.Id | Should -Be FileExists
            $run.Output | ForEach-Object { "$($_.Uid) $($_.Removed)" } | Should -Be 'uid-2 True'
            $sandbox.Mailbox('alice').Messages.UniqueId | Should -Be uid-1
        }
    }

    Context 'that are read' {
        It 'are found, and what fails concerns only its own' {
            Set-Content b.eml 'Subject: plain', '', 'x'
            $large = "Subject: $('x' * 5000)"
            Set-Content large.mbox $mboxLine, 'Subject: small', '', 'x', '', $mboxLine, $large, '', $mboxLine, 'Subject: last'
            $null = New-Item folder.eml -ItemType Directory

            $run = Invoke-Capturing {
                'b.eml', 'nothing*.eml', 'nothing.eml', 'folder.eml', 'large.mbox' | Import-MailMessage -MaximumSize 1KB
            }

            $run.Output.Subject | Should -Be plain, small, last
            $run.Id | Should -Be MailFileNotFound, MailFileNotFound, MailFileUnreadable, LimitExceeded
            (Import-MailMessage large.mbox | Select-Object -First 1).Subject | Should -Be small
        }

        It 'are found by names and by objects as well' {
            Set-Content -LiteralPath 'a[1].eml' 'Subject: brackets', '', 'x'
            Set-Content b.eml 'Subject: plain', '', 'x'

            (Import-MailMessage -LiteralPath 'a[1].eml').Subject | Should -Be brackets
            (Get-ChildItem *.eml -File | Import-MailMessage).Subject | Should -Be brackets, plain
            ([IO.FileInfo]::new("$PWD/b.eml") | Import-MailMessage).Subject | Should -Be plain
        }

        It 'are missed, <Id>: <Command>' -ForEach @(
            @{ Id = 'MailFileNotFound'; Command = { Import-MailMessage -LiteralPath nothing.eml } }
            @{ Id = 'LimitExceeded'; Command = { Import-MailMessage b.eml -MaximumSize 3 } }
            @{ Id = 'InvalidMbox'; Command = { Import-MailMessage b.eml | Export-MailMessage -Path text.txt } }
        ) {
            Set-Content b.eml 'Subject: plain', '', 'x'
            Set-Content text.txt important

            $run = Invoke-Capturing $Command

            $run.Output | Should -BeNullOrEmpty
            $run.Id | Should -Be $Id
            Get-Content text.txt | Should -Be important
        }

        It 'are found by a name that is a broken pattern, which without such a file is an error of its row: <Command>' -ForEach @(
            @{
                Id = 'AttachmentNotFound'; Text = '-Attachment: '
                Command = { Send-SmtpMessage @mail -Body b -OutFile out -Attachment $name }
            }
            @{
                Id = 'AttachmentNotFound'; Text = '-InlineAttachment: '
                Command = { Send-SmtpMessage @mail -HtmlBody b -OutFile out -InlineAttachment @{ id = $name } }
            }
            @{
                Id = 'AttachmentNotFound'; Text = '-AttachmentFile: '
                Command = { Send-SmtpMessage @mail -Body b -OutFile out -WarningAction Ignore -AttachmentFile $name }
            }
            @{ Id = 'AttachmentNotFound'; Text = '-Path: '; Command = { Send-SmtpMessage -OutFile out -Path $name } }
            @{ Id = 'MailFileNotFound'; Text = '-Path: '; Command = { Import-MailMessage -Path $name } }
            @{ Id = 'MailFileNotFound'; Text = ''; Command = { Import-MailMessage -LiteralPath $name } }
        ) {
            $name = '[z-a].eml'
            $mail = @{ From = 'a@x.test'; To = 'b@x.test' }
            $null = New-Item -ItemType Directory out

            $broken = Invoke-Capturing $Command
            [IO.File]::WriteAllText("$PWD/$name", "From: a@x.test`nTo: b@x.test`nSubject: one`n`nx")
            $whole = Invoke-Capturing $Command 3>$null

            $broken.Id | Should -Be $Id
            "$($broken.Errors)" | Should -BeLike "$Text*$([wildcardpattern]::Escape($name))*"
            if ($Text) { "$($broken.Errors) $($broken.Advice)" | Should -Match '`\[' }
            $whole.Errors | Should -BeNullOrEmpty
            @(Get-ChildItem out) + $whole.Output | Should -HaveCount 1
        }

        It 'are mbox with a mark, with empty lines and with prose that nobody quoted' {
            $text = $mboxLine, 'Subject: one', '', 'Said:', '', 'From here on it is prose.', ''
            $text += 'From b@example.com Mon Jan  5 10:15:00 2026', 'Subject: two', ''
            Set-Content mark.mbox $text -Encoding utf8BOM
            Set-Content empty.mbox (@('', '') + $text)
            Set-Content prose.eml '', 'From here on it is the body of a message without a header.'

            $messages = 'mark.mbox', 'empty.mbox', 'prose.eml' | Import-MailMessage

            $messages | ForEach-Object { "$($_.Index) $($_.Subject) $($_.TextBody -match 'it is prose')" } |
                Should -Be '1 one True', '2 two False', '1 one True', '2 two False', '1  False'
        }

        It 'are copied into themselves once' {
            Set-Content b.eml 'Subject: one', '', 'x'
            1..3 | ForEach-Object { Import-MailMessage b.eml } | Export-MailMessage -Path x.mbox

            Import-MailMessage x.mbox | Export-MailMessage -Path x.mbox

            Import-MailMessage x.mbox | Should -HaveCount 6
        }

        It 'show in a table what one looks for' {
            Set-Content b.eml @(
                'From: Bob Baker <bob@example.com>', 'Subject: Nightly report', 'Date: Fri, 20 Nov 2026 12:00:00 +0000', '', 'x')

            $table = (Import-MailMessage b.eml | Format-Table | Out-String -Width 160) -replace '\x1b\[[\d;]*m' -split '\r?\n'

            $rows = @($table | Where-Object { $_.Trim('-', ' ') })
            -split $rows[0] | Should -Be Index, Date, From, Subject, Size
            $rows[1] | Should -Match 'Nightly report'
        }
    }

    # What is written to a device is gone, and whoever opens a pipe waits: none is a file that a message can be removed for.
    Context 'that are none' -Skip:(-not $IsLinux) {
        It 'are no target: <Kind> named <Name>' -ForEach @(
            @{ Name = '/dev/null'; Kind = 'a device' }
            @{ Name = 'link'; Kind = 'a device' }
            @{ Name = 'socket'; Kind = 'a socket' }
            @{ Name = 'pipe'; Kind = 'a pipe' }
        ) {
            Set-Content b.eml @(
                'From: a@x.test', 'To: a@x.test', 'Subject: one', 'Content-Type: application/x'
                'Content-Disposition: attachment; filename="x.bin"', '', 'x')
            mkfifo pipe
            ln -s /dev/null link
            $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
            $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new("$PWD/socket"))
            $message = Import-MailMessage b.eml
            $exported = Split-Path -Leaf ($message | Export-MailMessage folder -PassThru).ExportPath
            Remove-Item folder/*
            foreach ($target in "folder/$exported", 'folder/x.bin') { ln -s (Resolve-Path $Name).Path $target }

            $runs = & {
                Invoke-Capturing { $message | Export-MailMessage -Path $Name -PassThru }
                Invoke-Capturing { $message | Export-MailMessage folder -Force -PassThru }
                Invoke-Capturing { $message | Save-MailAttachment folder -Force -PassThru }
                Invoke-Capturing { Send-SmtpMessage -Path b.eml -OutFile $Name -Force -PassThru }
                Invoke-Capturing { Send-SmtpMessage -Path b.eml -OutFile $Name -PassThru }
            }
            $socket.Dispose()

            $runs.Output | Should -BeNullOrEmpty
            $runs.Id | Should -Be (@('FileNotWritten') * 5)
            $runs.Errors | ForEach-Object { $_.Exception.Message } | Should -BeLike "* is $Kind and no file*"
        }
    }
}
