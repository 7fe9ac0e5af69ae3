using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Mail becomes files and files become mail.</summary>
public sealed class MailFileTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Attachments_of_both_protocols_are_saved_once_and_stay_in_the_folder()
    {
        Deliver("One", "../../x.csv", "one");
        Deliver("Two", "X.CSV", "two");
        Deliver("Three", "picture.png", "three", "inline");

        var lines = Run("""
            $all = @(Get-Pop3Message) + @(Get-ImapMessage)
            $all | Save-MailAttachment saved
            $all.Attachment | Save-MailAttachment saved -Name p* -PassThru | ForEach-Object Name
            $all | Save-MailAttachment inline -IncludeInline -Name *.PNG -PassThru | ForEach-Object Name
            'files:'
            Get-ChildItem saved | Sort-Object Name | ForEach-Object { "$($_.Name)=$(Get-Content $_)" }
            "beside: $((Get-ChildItem -Force).Name -join ',')"
            """);

        Assert.Equal(
            [
                "picture.png", "picture.png", "picture.png", "picture.png", "files:",
                "picture.png=three", "X (2).CSV=two", "x.csv=one", "beside: inline,saved,script.ps1",
            ],
            lines);
    }

    [Fact]
    public void Nothing_is_overwritten_unless_it_is_said()
    {
        Deliver("One", "x.csv", "one");
        Deliver("Two", "x.csv", "two");

        var lines = Run("""
            $all = Get-Pop3Message
            New-Item saved -ItemType Directory | Out-Null
            Set-Content saved/x.csv old
            $all | Save-MailAttachment saved -WhatIf | Out-Null
            "whatif: $((Get-ChildItem saved).Count)"
            $all | Save-MailAttachment saved -NoClobber -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId
            foreach ($wrong in @{ Force = $true; NoClobber = $true }, @{ Name = '*.csv', '[x' }) {
                try { $all | Save-MailAttachment saved @wrong } catch { $_.FullyQualifiedErrorId; $_.Exception.Message -replace '[ :].*' }
            }
            try { $all | Export-MailMessage saved -Force -NoClobber } catch { $_.FullyQualifiedErrorId }
            "noclobber: $(Get-Content saved/*.csv)"
            $all | Save-MailAttachment saved -Force
            "force: $(Get-Content saved/*.csv)"
            Set-Content file x
            $all[0] | Save-MailAttachment file -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId
            $all[0] | Save-MailAttachment variable:x -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId
            """).Where(line => !line.StartsWith("What if:", StringComparison.Ordinal));

        Assert.Equal(
            [
                "whatif: 1",
                "FileExists,PSMailProtocol.Commands.SaveMailAttachmentCommand", "FileExists,PSMailProtocol.Commands.SaveMailAttachmentCommand",
                "InvalidParameter,PSMailProtocol.Commands.SaveMailAttachmentCommand", "-Force",
                "InvalidParameter,PSMailProtocol.Commands.SaveMailAttachmentCommand", "-Name",
                "InvalidParameter,PSMailProtocol.Commands.ExportMailMessageCommand",
                "noclobber: old", "force: two one",
                "FileNotWritten,PSMailProtocol.Commands.SaveMailAttachmentCommand",
                "InvalidParameter,PSMailProtocol.Commands.SaveMailAttachmentCommand",
            ],
            lines);
    }

    [Fact]
    public void What_was_not_read_whole_is_not_taken_for_the_message()
    {
        Deliver("One", "x.csv", "one");

        var lines = Run("""
            foreach ($message in (Get-Pop3Message -HeaderOnly), (Get-ImapMessage -HeaderOnly)) {
                $message | Export-MailMessage out -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue
                $message | Export-MailMessage -Path out.mbox -PassThru -ErrorVariable +failures -ErrorAction SilentlyContinue
                $message | Save-MailAttachment out -PassThru -ErrorVariable +failures -ErrorAction SilentlyContinue
                $failures.FullyQualifiedErrorId -replace ',.*'
            }
            "written: $(Test-Path out, out.mbox)"
            """);

        Assert.Equal([.. Enumerable.Repeat("InvalidInputObject", 6), "written: False False"], lines);
    }

    [Fact]
    public void Messages_go_to_files_and_come_back_to_the_octet()
    {
        Deliver("One", "x.csv", "From here on\r\n>From there on\r\n\r\nFrom the end", uniqueId: "uid/1");
        Deliver("Two", "x.csv", "two", uniqueId: "uid:2");

        var lines = Run("""
            function Digest { process { $stream = [IO.MemoryStream]::new(); $_.WriteTo($stream); [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($stream.ToArray())).Substring(0, 8) } }
            $pop3 = Get-Pop3Message
            $passed = $pop3 | Export-MailMessage out -PassThru
            $passed | ForEach-Object { "$($_.Number) $(Split-Path $_.ExportPath -Leaf)" }
            $again = Get-Pop3Message | Export-MailMessage out -PassThru
            "again: $((Get-ChildItem out).Count) $("$($again.ExportPath)" -eq "$($passed.ExportPath)")"
            Get-ImapMessage | Export-MailMessage imap
            "imap: $((Get-ChildItem imap).Name -replace '\d+-(\d)\.eml', 'v-$1.eml' -join ', ')"
            $pop3 | Export-MailMessage -Path all.mbox
            Get-ImapMessage | Export-MailMessage -FilePath all.mbox
            $expected = $pop3 | Digest
            $files = Get-ChildItem out | Import-MailMessage
            $mbox = Import-MailMessage all.mbox
            "eml: $("$($files | Digest)" -eq "$expected") $($files.Index)"
            "mbox: $("$($mbox | Digest)" -eq "$expected $expected") $($mbox.Index) $($mbox[0].Subject) $($mbox[0].Attachment[0].FileName)"
            "$($mbox[0].Mailbox.Protocol) $(Split-Path "$($mbox[0].Mailbox)" -Leaf) $($mbox[0].Path -eq $mbox[0].Mailbox.Name) $($mbox[0].Size -eq $mbox[2].Size)"
            $mbox | Save-MailAttachment saved -PassThru | ForEach-Object Name
            $mbox | Export-MailMessage -Path copy.mbox
            "copy: $((Get-FileHash all.mbox).Hash -eq (Get-FileHash copy.mbox).Hash)"
            """);

        Assert.Equal(
            [
                "1 20261120-120000 One uid_1.eml", "2 20261120-120000 Two uid_2.eml",
                "again: 2 True", "imap: 20261120-120000 One v-1.eml, 20261120-120000 Two v-2.eml",
                "eml: True 1 1", "mbox: True 1 2 3 4 One x.csv",
                "File all.mbox True True", "x.csv", "x (2).csv", "x.csv", "x (2).csv", "copy: True",
            ],
            lines);
    }

    [Fact]
    public void What_was_not_exported_is_not_removed()
    {
        Deliver("One", "x.csv", "one", uniqueId: "uid-1");
        Deliver("Two", "x.csv", "two", uniqueId: "uid-2");

        var lines = Run("""
            New-Item out -ItemType Directory | Out-Null
            Set-Content 'out/20261120-120000 One uid-1.eml' 'something else'
            $results = Get-Pop3Message | Export-MailMessage out -NoClobber -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue | Remove-Pop3Message -Confirm:$false
            $failures.FullyQualifiedErrorId
            $results | ForEach-Object { "$($_.Uid) $($_.Removed)" }
            """);

        Assert.Equal(["FileExists,PSMailProtocol.Commands.ExportMailMessageCommand", "uid-2 True"], lines);
        Assert.Equal("uid-1", Assert.Single(_sandbox.Mailbox("alice").Messages).UniqueId);
    }

    [Fact]
    public void Files_are_found_and_failures_concern_only_their_own()
    {
        var lines = Run("""
            Set-Content -LiteralPath 'a[1].eml' 'Subject: brackets', '', 'x'
            Set-Content b.eml 'Subject: plain', '', 'x'
            $from = 'From a@example.com Mon Jan  5 10:15:00 2026'
            Set-Content large.mbox $from, 'Subject: small', '', 'x', '', $from, "Subject: $('x' * 5000)", '', $from, 'Subject: last'
            New-Item folder.eml -ItemType Directory | Out-Null
            'b.eml', 'nothing*.eml', 'nothing.eml', 'folder.eml', 'large.mbox' |
                Import-MailMessage -MaximumSize 1KB -ErrorVariable failures -ErrorAction SilentlyContinue | ForEach-Object Subject
            $failures.FullyQualifiedErrorId -replace ',.*'
            'literal:'
            Import-MailMessage -LiteralPath 'a[1].eml' | ForEach-Object Subject
            Get-ChildItem *.eml -File | Import-MailMessage | ForEach-Object Subject
            [IO.FileInfo]::new("$PWD/b.eml") | Import-MailMessage | ForEach-Object Subject
            (Import-MailMessage large.mbox | Select-Object -First 1).Subject
            Import-MailMessage -LiteralPath 'nothing.eml' -ErrorVariable failures -ErrorAction SilentlyContinue
            Import-MailMessage b.eml -MaximumSize 3 -ErrorVariable +failures -ErrorAction SilentlyContinue
            Set-Content text.txt important
            $failures.FullyQualifiedErrorId -replace ',.*'
            try { Import-MailMessage b.eml | Export-MailMessage -Path text.txt } catch { $_.FullyQualifiedErrorId -replace ',.*' }
            "$(Get-Content text.txt)"
            """);

        Assert.Equal(
            [
                "plain", "small", "last",
                "MailFileNotFound", "MailFileNotFound", "MailFileUnreadable", "LimitExceeded",
                "literal:", "brackets", "brackets", "plain", "plain", "small",
                "MailFileNotFound", "LimitExceeded", "InvalidMbox", "important",
            ],
            lines);
    }

    [Fact]
    public void A_mbox_file_is_one_with_a_mark_with_empty_lines_and_with_prose_that_nobody_quoted()
    {
        var lines = Run("""
            $text = 'From a@example.com Mon Jan  5 10:15:00 2026', 'Subject: one', '', 'Said:', '', 'From here on it is prose.', '', 'From b@example.com Mon Jan  5 10:15:00 2026', 'Subject: two', ''
            Set-Content mark.mbox $text -Encoding utf8BOM
            Set-Content empty.mbox ('', '', $text | ForEach-Object { $_ })
            Set-Content prose.eml '', 'From here on it is the body of a message without a header.'
            'mark.mbox', 'empty.mbox', 'prose.eml' | Import-MailMessage | ForEach-Object { "$($_.Index) $($_.Subject) $($_.TextBody -match 'it is prose')" }
            """);

        Assert.Equal(["1 one True", "2 two False", "1 one True", "2 two False", "1  False"], lines);
    }

    [Fact]
    public void A_mbox_file_is_copied_into_itself_once()
    {
        var lines = Run("""
            Set-Content b.eml 'Subject: one', '', 'x'
            1..3 | ForEach-Object { Import-MailMessage b.eml } | Export-MailMessage -Path x.mbox
            Import-MailMessage x.mbox | Export-MailMessage -Path x.mbox
            @(Import-MailMessage x.mbox).Count
            """);

        Assert.Equal(["6"], lines);
    }

    /// <summary>What is written to a device is gone, and whoever opens a pipe waits: none is a file that a message can be removed for.</summary>
    [Theory]
    [InlineData("/dev/null", "a device")]
    [InlineData("link", "a device")]
    [InlineData("socket", "a socket")]
    [InlineData("pipe", "a pipe")]
    public void What_is_no_file_is_no_target(string name, string kind)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var lines = Run($$"""
            Set-Content b.eml 'From: a@x.test', 'To: a@x.test', 'Subject: one', 'Content-Type: application/x', 'Content-Disposition: attachment; filename="x.bin"', '', 'x'
            mkfifo pipe
            ln -s /dev/null link
            $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified'); $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new("$PWD/socket"))
            $message = Import-MailMessage b.eml
            $exported = (Split-Path -Leaf ($message | Export-MailMessage folder -PassThru).ExportPath)
            Remove-Item folder/*
            foreach ($target in "folder/$exported", 'folder/x.bin') { ln -s (Resolve-Path '{{name}}').Path $target }
            function Try-Write($command) {
                $written = try { & $command } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_ -match ' is {{kind}} and no file')" }
                "$written"
            }
            $ErrorActionPreference = 'Stop'
            Try-Write { $message | Export-MailMessage -Path {{name}} -PassThru }
            Try-Write { $message | Export-MailMessage folder -Force -PassThru }
            Try-Write { $message | Save-MailAttachment folder -Force -PassThru }
            Try-Write { Send-SmtpMessage -Path b.eml -OutFile {{name}} -Force -PassThru }
            Try-Write { Send-SmtpMessage -Path b.eml -OutFile {{name}} -PassThru }
            $socket.Dispose()
            """);

        Assert.Equal(Enumerable.Repeat("FileNotWritten True", 5), lines);
    }

    /// <summary>A broken pattern is no end of the pipeline; a file of exactly this name is the file.</summary>
    [Theory]
    [InlineData("Send-SmtpMessage -From a@x.test -To b@x.test -Body b -OutFile out -Attachment", "AttachmentNotFound: -Attachment: ")]
    [InlineData("Send-SmtpMessage -From a@x.test -To b@x.test -HtmlBody b -OutFile out -InlineAttachment", "AttachmentNotFound: -InlineAttachment: ")]
    [InlineData("Send-SmtpMessage -From a@x.test -To b@x.test -Body b -OutFile out -WarningAction Ignore -AttachmentFile", "AttachmentNotFound: -AttachmentFile: ")]
    [InlineData("Send-SmtpMessage -OutFile out -Path", "AttachmentNotFound: -Path: ")]
    [InlineData("Import-MailMessage -Path", "MailFileNotFound: -Path: ")]
    [InlineData("Import-MailMessage -LiteralPath", "MailFileNotFound: ")]
    public void A_broken_pattern_is_an_error_of_its_row(string command, string error)
    {
        var value = command.EndsWith("-InlineAttachment", StringComparison.Ordinal) ? "@{ id = '[z-a].eml' }" : "'[z-a].eml'";
        var lines = Run($$"""
            $null = New-Item -ItemType Directory out
            {{command}} {{value}} -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_"; "$($_.ErrorDetails.RecommendedAction)" }
            [IO.File]::WriteAllText("$PWD/[z-a].eml", "From: a@x.test`nTo: b@x.test`nSubject: one`n`nx")
            $read = {{command}} {{value}}
            "went on $(@(Get-ChildItem out).Count + @($read).Where({ $_ }).Count)"
            """);

        lines = [.. lines.Where(line => !line.StartsWith("WARNING: ", StringComparison.Ordinal))];
        Assert.StartsWith(error, lines[0]);
        Assert.Contains("[z-a].eml", lines[0]);
        if (!command.EndsWith("-LiteralPath", StringComparison.Ordinal))
            Assert.Contains("`[", string.Join("\n", lines[..2]));
        Assert.Equal("went on 1", lines[^1]);
    }

    [Fact]
    public void A_table_of_messages_from_files_shows_what_one_looks_for()
    {
        var lines = Run("""
            Set-Content b.eml 'From: Bob Baker <bob@example.com>', 'Subject: Nightly report', 'Date: Fri, 20 Nov 2026 12:00:00 +0000', '', 'x'
            Import-MailMessage b.eml | Format-Table | Out-String -Width 160
            """);

        var rows = lines.Where(line => line.Trim('-', ' ').Length > 0).ToArray();
        Assert.Equal(["Index", "Date", "From", "Subject", "Size"], rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Nightly report", rows[1]);
    }

    private string[] Run(string script) => [.. Pwsh.Run(SandboxScript.Connect(_sandbox) + """
        $PSDefaultParameterValues['Get-*Message:Credential'] = $credential

        """ + script).AssertSucceeded().Lines];

    private void Deliver(string subject, string fileName, string content, string disposition = "attachment", string? uniqueId = null) =>
        _sandbox.Mailbox("alice").Deliver(
            Encoding.ASCII.GetBytes(string.Join("\r\n",
                "From: Backup <backup@example.com>",
                $"Subject: {subject}",
                "Date: Fri, 20 Nov 2026 12:00:00 +0000",
                "Content-Type: application/octet-stream",
                $"Content-Disposition: {disposition}; filename=\"{fileName}\"",
                "",
                content,
                "")),
            uniqueId: uniqueId);
}
