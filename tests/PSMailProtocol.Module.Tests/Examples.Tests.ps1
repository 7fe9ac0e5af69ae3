# Every block of PowerShell on every page for users runs as it is printed, each over a mailbox and in a folder of its own.
# What stands in for the reader's own world: $smtp, $pop3 and $imap for splatting, Get-Credential and Get-Secret, which give the sandbox's login, the defaults of
# Sandbox.ps1 for ports and certificates, and files. What is typed outranks a default, and no name can be made to lead to
# loopback for one process alone. So the names and addresses of servers that examples type are changed in their text, and
# nothing else: Get-Typed.

BeforeDiscovery {
    # What stands in a fence of another language is no PowerShell.
    $otherLanguages = 'csharp', 'http', 'json', 'sh', 'text', 'yaml'

    . $PSScriptRoot/Examples.Expected.ps1

    # The blocks of code of a page, in order. A name counts the blocks below a heading from 1.
    function Get-Block([string] $Page) {
        $path = Join-Path $PSScriptRoot ../.. $Page
        $text = Get-Content -LiteralPath $path -Raw
        $heading = ''
        $counts = @{}
        foreach ($part in [Markdig.Syntax.MarkdownObjectExtensions]::Descendants((ConvertFrom-Markdown -LiteralPath $path).Tokens)) {
            if ($part -is [Markdig.Syntax.HeadingBlock]) {
                $heading = $text.Substring($part.Span.Start, $part.Span.Length).TrimStart('#', ' ')
            }
            elseif ($part -is [Markdig.Syntax.CodeBlock]) {
                $counts[$heading]++
                $name = "$Page / $heading / $($counts[$heading])"
                @{
                    Name = $name; Language = $part.Info; Code = $part.Lines.ToString()
                    Expectation = $expectations[$name]; Reason = $notRun[$name]
                }
            }
        }
    }

    # This loads the parser of Markdown that PowerShell has.
    $null = '' | ConvertFrom-Markdown
    $blocks = foreach ($page in Get-ChildItem (Join-Path $PSScriptRoot ../..) -Recurse -Depth 1 -Include *.md | Sort-Object FullName) {
        Get-Block ([IO.Path]::GetRelativePath((Join-Path $PSScriptRoot ../..), $page).Replace('\', '/'))
    }
    $powershell, $others = $blocks.Where({ $_.Language -eq 'powershell' }, 'Split')
    $listed, $examples = $powershell.Where({ $_.Reason }, 'Split')
    $summary = @{
        Page     = @($examples.Name -replace ' / .*' | Select-Object -Unique)
        Unnamed  = @($others | Where-Object Language -NotIn $otherLanguages | ForEach-Object Name)
        Stale    = @(@($expectations.Keys) + $notRun.Keys | Where-Object { $_ -notin $powershell.Name })
        Doubtful = @($expectations.Keys | Where-Object { $notRun[$_] })
    }
}

BeforeAll {
    . $PSScriptRoot/Sandbox.ps1

    $root = Join-Path $PSScriptRoot ../..

    # What the examples type of mail and name servers, and what there is of the sandbox.
    function Get-Typed($Sandbox) {
        [ordered]@{
            '-Protocol Imap -Server mail.example.com' = "-Protocol Imap -Server $($Sandbox.Host):$($Sandbox.ImapPort)"
            '-Protocol Pop3 -Server mail.example.com' = "-Protocol Pop3 -Server $($Sandbox.Host):$($Sandbox.Pop3Port)"
            '-Protocol Smtp -Server mail.example.com' = "-Protocol Smtp -Server $($Sandbox.Host):$($Sandbox.SmtpPort)"
            'mail.example.com' = $Sandbox.Host; 'imap.example.com' = $Sandbox.Host; 'pop.example.com' = $Sandbox.Host
            '192.0.2.53' = [string] $Sandbox.DnsEndPoint
        }
    }

    # A message that the server took at a date; its Date may be another, or missing.
    function Add-Dated {
        param(
            $Sandbox, [string] $Uid, [string] $Subject, [datetimeoffset] $Received,
            $Date = $Received, $From = 'Backup <backup@example.com>', [string[]] $Body
        )
        $lines = @(
            "Received: from mx.example.com by mail.sandbox.test; $($Received.ToString('r'))"
            "From: $From", 'To: alice@sandbox.test', "Subject: $Subject"
            if ($Date) { "Date: $($Date.ToString('r'))" }
            if ($Body) { 'Content-Type: multipart/mixed; boundary=b', '', $Body, '--b--', '' } else { '', 'See the log.', '' }
        ) | Write-Output
        $null = $Sandbox.Mailbox('alice').Deliver([Text.Encoding]::ASCII.GetBytes($lines -join "`r`n"), $Received, $Uid)
    }

    function Format-Attachment([string] $Name, [string] $Type, [string] $Content) {
        '--b', "Content-Type: $Type; name=$Name", "Content-Disposition: attachment; filename=$Name", '', $Content
    }

    # Old mail, mail without a date and with a false one, reports with attachments, and one that is large.
    function Add-Mail($Sandbox) {
        $now = [datetimeoffset]::Now
        $old = [datetimeoffset] '2020-01-01T12:00:00Z'
        $text = '--b', '', 'See the attachment.'
        Add-Dated $Sandbox old-1 'Backup: failure' $old
        Add-Dated $Sandbox old-2 'Backup: success' $old
        Add-Dated $Sandbox forged Forged $now -Date $old
        Add-Dated $Sandbox undated 'Without a date' $now -Date $null
        Add-Dated $Sandbox old-3 'Two months ago' $now.AddDays(-60)
        Add-Dated $Sandbox news 'The newsletter' $now -From news@example.com
        $photo = Format-Attachment beach.jpg image/jpeg (('x' * 70 + "`r`n") * 18000)
        $note = Format-Attachment notes.txt text/plain 'a note'
        Add-Dated $Sandbox large Holiday $now -From joe@example.net -Body ($text + $photo)
        Add-Dated $Sandbox uid-1 'Nightly report 1' $now.AddDays(-1) -Body ($text + (Format-Attachment report.csv text/csv 'a,1') + $note)
        Add-Dated $Sandbox uid-2 'Nightly report 2' $now -Body ($text + (Format-Attachment report.csv text/csv 'a,2'))
        $null = $Sandbox.Mailbox('alice').Messages.Where({ $_.UniqueId -eq 'old-3' })[0].SetFlag('\Seen')
    }

    # The files that examples name.
    function Add-File {
        Set-Content backup.log 'all is well'
        Set-Content restore.log 'nothing to do'
        Set-Content load.png 'an image'
        Set-Content people.csv @(
            'To,EmailAddress,Attachment'
            'ann@example.com,ann@example.com,backup.log', 'bob@example.org,bob@example.org,backup.log', 'joe@example.net,joe@example.net,'
        )
        $message = @(
            'From: Backup <backup@example.com>', 'Subject: Nightly report'
            'Content-Disposition: attachment; filename=report.csv', '', 'a,b'
        )
        Set-Content nightly.eml $message
        Set-Content inbox.mbox @(
            'From a@example.com Mon Jan  5 10:15:00 2026', $message, ''
            'From a@example.com Mon Jan  5 10:16:00 2026', 'Subject: Nothing attached', '', 'x'
        ).ForEach({ $_ })
        Copy-Item (Join-Path $root samples/Invoke-MailboxCleanup.ps1) .
    }

    function Get-Subject($Mail) { [regex]::Match((Get-Text $Mail.Octets), '(?m)^Subject: (.*?)\r$').Groups[1].Value }

    # The subject, the recipients and the attachments of a mail, as Examples.Expected.ps1 writes it.
    function Format-Sent($Mail) {
        $names = [regex]::Matches((Get-Text $Mail.Octets), 'filename="?([^";\r\n]+)').ForEach({ " + $($_.Groups[1].Value)" }) -join ''
        "$(Get-Subject $Mail) > $($Mail.Recipients -join ', ')$names"
    }

    # A module of its own keeps the variables of this file from the example, and the example's from the next one.
    function New-Session($Sandbox, [string] $UserPassword) {
        $login = New-Credential -UserPassword $UserPassword
        New-Module -ArgumentList $Sandbox, $login, $global:PSDefaultParameterValues.Clone() -ScriptBlock {
            param($sandbox, $login, $defaults)
            $PSDefaultParameterValues = $defaults
            $smtp, $pop3, $imap = 'Smtp', 'Pop3', 'Imap' | ForEach-Object { @{ Server = "$($sandbox.Host):$($sandbox."${_}Port")"; Credential = $login } }
            function Get-Credential { $login }
            function Get-Secret { param([Parameter(Mandatory)] $Name) $login }
        }
    }

    # Runs code as it would run at the prompt. Where it is -WhatIf that shows something, only the host has it, and so the transcript.
    function Invoke-Code($Session, [scriptblock] $Code) {
        $transcript = Join-Path $TestDrive transcript.txt
        $null = Start-Transcript $transcript -UseMinimalHeader
        try { $run = Invoke-Capturing { . $Session $Code 3> $null 4>&1 } } finally { $null = Stop-Transcript }
        $said = (Get-Content $transcript).Where({ $_ -like 'What if:*' })
        [pscustomobject]@{ Errors = $run.Errors; Shown = ($run.Output | Out-String -Width 200) + ($said -join "`n") }
    }

    function Get-FileHashTable {
        $hashes = @{}
        foreach ($file in Get-ChildItem -Recurse -File -Force) {
            $hashes[[IO.Path]::GetRelativePath($PWD, $file).Replace('\', '/')] = (Get-FileHash -LiteralPath $file).Hash
        }
        $hashes
    }

    # Compares what there is with patterns, one for each, in any order.
    function Assert-Alike([string[]] $Actual, [string[]] $Pattern, [string] $What) {
        $because = "this was $($What): $($Actual -join '; ')"
        $Actual | Should -HaveCount $Pattern.Count -Because $because
        foreach ($one in $Pattern) {
            $Actual.Where({ $_ -like $one }) | Should -HaveCount 1 -Because "$because, and expected is one like $one"
        }
    }
}

Describe 'An example' {
    BeforeEach {
        $sandbox = Start-Sandbox @{ Users = @{ alice = $Password } }
        $sandbox.Zone.AddMx('example.com', 10, 'mx.example.com').AddAddress('mx.example.com', '192.0.2.1').AddNullMx('example.org') > $null
        Add-Mail $sandbox
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid())))
        Add-File
    }
    AfterEach {
        Pop-Location
        Stop-Sandbox $sandbox
    }

    It '<Name>' -ForEach $examples {
        $session = New-Session $sandbox ($Expectation.Password ?? $Password)
        if ($Expectation.Given) { (Invoke-Code $session $Expectation.Given).Errors | Should -BeNullOrEmpty }
        $typed = $Code
        foreach ($entry in (Get-Typed $sandbox).GetEnumerator()) { $typed = $typed.Replace($entry.Key, $entry.Value) }
        $messages = $sandbox.Mailbox('alice').Messages
        $flags = $messages.ForEach({ "$($_.UniqueId) $($_.Flags)" })
        $files = Get-FileHashTable

        $run = Invoke-Code $session ([scriptblock]::Create($typed))

        $run.Errors | Should -BeNullOrEmpty
        $left = $sandbox.Mailbox('alice').Messages
        $after = Get-FileHashTable
        $removed = $messages.Where({ $_ -notin $left }).ForEach({ Get-Subject $_ })
        $saved = $after.Keys.Where({ $after[$_] -ne $files[$_] })
        $marked = $left.Where({ $_ -in $messages -and "$($_.UniqueId) $($_.Flags)" -notin $flags }).ForEach({ $_.UniqueId })
        Assert-Alike $marked $Expectation.Marked 'marked'
        if ($Expectation) {
            $shown = $run.Shown
            if ($Expectation.Then) {
                $then = Invoke-Code $session $Expectation.Then
                $then.Errors | Should -BeNullOrEmpty
                $shown += $then.Shown
            }
            $shown = $shown -replace '\u001b\[[0-9;]*m' -replace ' +', ' '
            foreach ($text in $Expectation.Shown) { $shown | Should -BeLike "*$($text.Replace('[', '`['))*" }
            foreach ($text in $Expectation.NotShown) { $shown | Should -Not -BeLike "*$text*" }
            Assert-Alike $sandbox.Accepted.ForEach({ Format-Sent $_ }) $Expectation.Sent 'sent'
            Assert-Alike $removed $Expectation.Removed 'removed'
            Assert-Alike $saved $Expectation.Saved 'saved'
        }
        elseif (-not ($sandbox.Accepted.Count -or $removed -or $saved)) {
            $run.Shown.Trim() | Should -Not -BeNullOrEmpty -Because 'an example without an expectation shows or does something'
        }
    }
}

Describe 'A block of PowerShell that is not run' {
    It '<Name>, since it <Reason>' -ForEach $listed {
        $problems = $null
        $null = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $problems)

        $problems | Should -BeNullOrEmpty
    }
}

Describe 'The pages' -ForEach $summary {
    It 'have examples, all of them' {
        $Page | Should -Contain README.md
        $Page | Should -Contain samples/README.md
        $Page | Should -Contain help/about_PSMailProtocol.md
        (Get-Command -Module PSMailProtocol).ForEach({ "help/$_.md" }).Where({ $_ -notin $Page }) | Should -BeNullOrEmpty
    }

    It 'say of each block of code in which language it is' {
        $Unnamed | Should -BeNullOrEmpty
    }

    It 'have each block that this file names' {
        $Stale | Should -BeNullOrEmpty
        $Doubtful | Should -BeNullOrEmpty -Because 'what is not run has no expectation'
    }
}
