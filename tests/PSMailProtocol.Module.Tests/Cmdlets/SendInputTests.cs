using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>What Send-SmtpMessage makes of each kind of thing in the pipeline.</summary>
public class SendInputTests
{
    /// <summary>A message with a Bcc, as bytes and as everything that can write it.</summary>
    private const string Messages = """
        $text = "From: author@x.test`r`nTo: to@x.test`r`nBCC: hidden@x.test,`r`n  other@x.test`r`nSubject: =?utf-8?q?Caf=C3=A9?=`r`nMessage-ID: <id@x.test>`r`n`r`n.dot`r`nend`n"
        $bytes = [Text.Encoding]::ASCII.GetBytes($text)
        class Composed {
            [byte[]] $Bytes
            [void] WriteTo([string] $file) { throw 'not this one' }
            [void] WriteTo([IO.Stream] $stream) { $stream.Write($this.Bytes, 0, $this.Bytes.Length) }
        }
        class OneWay : IO.MemoryStream {
            OneWay([byte[]] $bytes) : base($bytes) { }
            [bool] get_CanSeek() { return $false }
        }
        $composed = [Composed] @{ Bytes = $bytes }
        $scripted = [pscustomobject]@{ To = 'never@x.test' } | Add-Member -PassThru ScriptMethod WriteTo { param($stream) $stream.Write($bytes, 0, $bytes.Length) }
        function Show { process { "$($_.Status)|$($_.Subject)|$($_.MessageId)|$($_.To)" } }

        """;

    /// <summary>A recipient that is given and empty, as of a user without an address, is no reason to mail those in the header.</summary>
    [Theory]
    [InlineData("-Path m.eml -To ''")]
    [InlineData("-Path m.eml -To $null")]
    [InlineData("-Path m.eml -Bcc @()")]
    public void An_empty_recipient_does_not_fall_back_on_the_header(string arguments)
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            Set-Content m.eml "From: a@x.test", "To: header@y.test", "Subject: s", "", "b"
            try { Send-SmtpMessage {{arguments}} -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }
            (Send-SmtpMessage -Path m.eml).Status
            """).AssertSucceeded();

        Assert.Equal(["InvalidParameter", "Accepted"], result.Lines);
        Assert.Equal(["header@y.test"], Assert.Single(sandbox.Accepted).Recipients);
    }

    [Fact]
    public void Composed_messages_go_to_those_whom_their_header_names_and_show_no_Bcc()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Messages + """
            , $bytes | Send-SmtpMessage | Show
            Send-SmtpMessage -InputObject $bytes | Show
            [IO.MemoryStream]::new($bytes) | Send-SmtpMessage | Show
            [OneWay]::new($bytes) | Send-SmtpMessage | Show
            $composed | Send-SmtpMessage | Show
            $scripted | Send-SmtpMessage | Show
            $composed, $composed | Send-SmtpMessage -ThrottleLimit 2 | Show
            Send-SmtpMessage -InputObject $composed, ([IO.MemoryStream]::new($bytes)) | Show
            [IO.File]::WriteAllBytes("$PWD/one.eml", $bytes)
            [IO.File]::WriteAllBytes("$PWD/two[1].eml", $bytes)
            Send-SmtpMessage -Path *.eml | Show
            Send-SmtpMessage -Path 'two[1].eml' | Show
            """).AssertSucceeded();

        Assert.Equal(13, result.Lines.Length);
        Assert.All(result.Lines, line => Assert.Equal("Accepted|Café|id@x.test|to@x.test hidden@x.test other@x.test", line));
        Assert.Equal(13, sandbox.Accepted.Count);
        Assert.All(sandbox.Accepted, mail =>
        {
            Assert.Equal("author@x.test", mail.Sender);
            Assert.Equal("From: author@x.test\r\nTo: to@x.test\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nMessage-ID: <id@x.test>\r\n\r\n.dot\r\nend\r\n", Encoding.ASCII.GetString(mail.Octets));
        });
    }

    [Fact]
    public void The_envelope_of_a_composed_message_can_be_given()
    {
        using var sandbox = MailSandbox.Start();

        Pwsh.Run(SandboxScript.Connect(sandbox) + Messages + """
            $null = , $bytes | Send-SmtpMessage -To new@x.test
            $null = , $bytes | Send-SmtpMessage -Bcc new@x.test -From relay@x.test
            $null = , $bytes | Send-SmtpMessage -Cc new@x.test -From relay@x.test -EnvelopeFrom bounce@x.test
            $null = , $bytes | Send-SmtpMessage -To new@x.test -EnvelopeFrom ''
            [IO.File]::WriteAllBytes("$PWD/one.eml", $bytes)
            $null = [pscustomobject]@{ To = 'row@x.test' } | Send-SmtpMessage -Path one.eml
            # What scripts set once for all messages must not keep these from being sent.
            $PSDefaultParameterValues['Send-SmtpMessage:From'] = 'default@x.test'
            $null = , $bytes | Send-SmtpMessage
            """).AssertSucceeded();

        Assert.Equal(
            ["author@x.test>new@x.test", "relay@x.test>new@x.test", "bounce@x.test>new@x.test", ">new@x.test", "author@x.test>row@x.test",
                "default@x.test>to@x.test hidden@x.test other@x.test"],
            sandbox.Accepted.Select(mail => $"{mail.Sender}>{string.Join(' ', mail.Recipients)}"));
        Assert.All(sandbox.Accepted, mail => Assert.DoesNotContain("bcc", Encoding.ASCII.GetString(mail.Octets), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void What_a_mailbox_holds_is_sent_on_as_it_is_and_to_somebody_new_only()
    {
        const string message = "Received: by x\r\nFrom: author@x.test\r\nTo: many@x.test\r\nCc: more@x.test\r\nBcc: hidden@x.test\r\nSubject: s\r\n\r\n..body \r\n";
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes(message));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            Get-Pop3Message -Credential $credential | Send-SmtpMessage -From me@x.test -To new@x.test | ForEach-Object { "$($_.Status) $($_.To)" }
            Get-ImapMessage -Credential $credential | Send-SmtpMessage -To new@x.test -ThrottleLimit 2 | ForEach-Object { "$($_.Status) $($_.To)" }
            Get-ImapMessage -Credential $credential | Send-SmtpMessage -From me@x.test -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($problem.FullyQualifiedErrorId) $($problem.TargetObject.GetType().Name)"
            """).AssertSucceeded();

        Assert.Equal(["Accepted new@x.test", "Accepted new@x.test", "InvalidParameter,PSMailProtocol.Commands.SendSmtpMessageCommand ImapMessage"], result.Lines);
        Assert.Equal(["me@x.test", "author@x.test"], sandbox.Accepted.Select(mail => mail.Sender));
        Assert.All(sandbox.Accepted, mail =>
        {
            Assert.Equal(["new@x.test"], mail.Recipients);
            Assert.Equal(message.Replace("Bcc: hidden@x.test\r\n", "", StringComparison.Ordinal), Encoding.ASCII.GetString(mail.Octets));
        });
    }

    [Fact]
    public void Files_are_attached_to_one_message()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $mail = @{ From = 'me@x.test'; To = 'to@x.test'; Body = 'b' }
            Set-Content a.log a; Set-Content b.log b; Set-Content -LiteralPath 'c[1].log' c; Set-Content d.txt d
            $null = Get-ChildItem *.log | Send-SmtpMessage @mail -Subject items -Attachment d.txt
            $null = 'a.log', 'b.log' | Send-SmtpMessage @mail -Subject strings
            $null = [IO.FileInfo]::new("$PWD/a.log") | Send-SmtpMessage @mail -Subject bare
            $null = Get-ChildItem *.log | Select-Object PSPath | Send-SmtpMessage @mail -Subject properties
            $null = Send-SmtpMessage @mail -Subject named -PSPath a.log, '*.txt'
            Get-ChildItem *.nothing | Send-SmtpMessage @mail -Subject nothing
            """).AssertSucceeded();

        Assert.Empty(result.Lines);
        Assert.Equal(
            ["items: d.txt a.log b.log c[1].log", "strings: a.log b.log", "bare: a.log", "properties: a.log b.log c[1].log", "named: a.log d.txt"],
            sandbox.Accepted.Select(Describe));
    }

    [Fact]
    public void One_file_that_cannot_be_attached_keeps_the_message_back()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $mail = @{ From = 'me@x.test'; To = 'to@x.test'; Body = 'b'; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
            Set-Content a.log a; Set-Content b.log b; $null = New-Item -ItemType Directory c.log
            function Show($problems, $warnings) {
                $problems | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $(Split-Path -Leaf $_.TargetObject) $($_.ErrorDetails.RecommendedAction -like '*Nothing was sent.')" }
                $warnings
            }
            'missing.log', 'a.log', 'none/b.log', 'b.log' | Send-SmtpMessage @mail -ErrorVariable problems -WarningVariable warnings
            Show $problems $warnings
            Get-ChildItem *.log | Send-SmtpMessage @mail -ErrorVariable problems -WarningVariable warnings
            Show $problems $warnings
            $problems.ErrorDetails.RecommendedAction -like '*Get-ChildItem -File*'
            Send-SmtpMessage @mail -Attachment c.log -ErrorVariable problems
            $problems.FullyQualifiedErrorId.Split(',')[0]
            (Get-ChildItem *.log -File | Send-SmtpMessage @mail).Status
            """).AssertSucceeded();

        Assert.Equal(
            ["AttachmentNotFound missing.log True", "AttachmentNotFound b.log True", "Nothing was sent: 2 of 4 files cannot be attached.",
                "AttachmentUnreadable c.log True", "Nothing was sent: 1 of 3 files cannot be attached.", "True", "AttachmentUnreadable", "Accepted"],
            result.Lines);
        Assert.Single(sandbox.Accepted);
    }

    [Fact]
    public void What_is_no_file_is_an_error_with_advice_and_what_has_no_length_is_sent()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $mail = @{ From = 'me@x.test'; To = 'to@x.test'; Body = 'b'; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
            mkfifo pipe
            function Show { $problems | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.ErrorDetails.RecommendedAction)" } }
            Send-SmtpMessage @mail -Attachment pipe -ErrorVariable problems; Show
            Get-Item pipe, /proc/version | Send-SmtpMessage @mail -ErrorVariable problems; Show
            Send-SmtpMessage -Path /dev/zero -ErrorVariable problems -ErrorAction SilentlyContinue; Show
            Import-MailMessage pipe, /dev/zero -ErrorVariable problems -ErrorAction SilentlyContinue; Show
            (Send-SmtpMessage @mail -Attachment /proc/version).Status
            (Import-MailMessage /proc/version).Size -eq [IO.File]::ReadAllBytes('/proc/version').Length
            Import-MailMessage /proc/version -MaximumSize 3 -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems.FullyQualifiedErrorId.Split(',')[0]
            """).AssertSucceeded();

        const string Unsent = "AttachmentUnreadable Write what it gives to a file, and name that. Nothing was sent.";
        const string Unread = "MailFileUnreadable Write what it gives to a file, and import that.";
        Assert.Equal([Unsent, Unsent, Unsent, Unread, Unread, "Accepted", "True", "LimitExceeded"], result.Lines);
        Assert.Contains(Convert.ToBase64String(Encoding.ASCII.GetBytes("Linux version")[..12]), Encoding.ASCII.GetString(Assert.Single(sandbox.Accepted).Octets));
    }

    [Fact]
    public void A_cell_may_hold_several_files_unless_one_has_that_very_name()
    {
        using var sandbox = MailSandbox.Start();

        Pwsh.Run(SandboxScript.Connect(sandbox) + """
            Set-Content a.log a; Set-Content b.log b; Set-Content 'x;y.log' x
            $null = [pscustomobject]@{ Subject = 'cell'; Attachment = 'a.log; b.log;' }, [pscustomobject]@{ Subject = 'name'; Attachment = 'x;y.log' }, [pscustomobject]@{ Subject = 'empty'; Attachment = '' } |
                Send-SmtpMessage -From me@x.test -To to@x.test -Body b
            """).AssertSucceeded();

        Assert.Equal(["cell: a.log b.log", "name: x;y.log", "empty: "], sandbox.Accepted.Select(Describe));
    }

    [Fact]
    public void A_name_may_have_a_comma_in_it()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $null = Send-SmtpMessage -From 'Doe, Ann <ann@x.test>' -To 'Doe, John, Jr. <j@x.test>; a@x.test, Roe, Jane <r@x.test>', '"Poe, E." <p@x.test>'
            foreach ($to in 'bob, a@x.test', 'a@x.test, bob', 'Doe, <j@x.test>, x') {
                try { Send-SmtpMessage -From me@x.test -To $to -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            }
            """).AssertSucceeded();

        Assert.Equal(["InvalidAddress", "InvalidAddress", "InvalidAddress"], result.Lines);
        var mail = Assert.Single(sandbox.Accepted);
        Assert.Equal(["j@x.test", "a@x.test", "r@x.test", "p@x.test"], mail.Recipients);
        var text = Encoding.ASCII.GetString(mail.Octets).Replace("\r\n\t", " ", StringComparison.Ordinal).Replace("\r\n ", " ", StringComparison.Ordinal);
        Assert.Contains("From: \"Doe, Ann\" <ann@x.test>\r\n", text);
        Assert.Contains("To: \"Doe, John, Jr.\" <j@x.test>, a@x.test, \"Roe, Jane\" <r@x.test>, \"Poe, E.\" <p@x.test>\r\n", text);
    }

    [Fact]
    public void Header_values_may_be_lists_and_name_the_thread()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $mail = @{ From = 'me@x.test'; To = 'to@x.test' }
            $null = Send-SmtpMessage @mail -Header ([ordered]@{ 'X-Tag' = 'a', 'b'; 'X-List' = [Collections.Generic.List[int]] (1, 2); 'X-None' = @(); 'In-Reply-To' = '<1@x.test>'; References = '<0@x.test> <1@x.test>' })
            Set-Content a.png a; Set-Content b.png b
            Send-SmtpMessage @mail -HtmlBody '<img src="cid:logo">' -InlineAttachment @{ logo = 'a.png', 'b.png' } -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($problem.FullyQualifiedErrorId.Split(',')[0]) $($problem.Exception.Message)"
            """).AssertSucceeded();

        Assert.Equal(["InvalidParameter -InlineAttachment: the content id logo stands for one file, and 2 are given."], result.Lines);
        var text = Encoding.ASCII.GetString(Assert.Single(sandbox.Accepted).Octets);
        Assert.Contains("X-Tag: a\r\nX-Tag: b\r\nX-List: 1\r\nX-List: 2\r\nMIME-Version", text);
        Assert.Contains("In-Reply-To: <1@x.test>\r\nReferences: <0@x.test> <1@x.test>\r\n", text);
    }

    [Fact]
    public void A_message_of_which_a_part_was_read_does_not_stand_for_the_whole()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Mailbox("alice").Deliver("From: a@x.test\r\nTo: b@x.test\r\nSubject: s\r\n\r\none\r\ntwo\r\nthree\r\n"u8.ToArray());

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            & {
                Get-Pop3Message -Credential $credential -HeaderOnly | Send-SmtpMessage -To z@x.test
                Get-Pop3Message -Credential $credential -TopLine 1 | Send-SmtpMessage -To z@x.test
                Get-ImapMessage -Credential $credential -HeaderOnly | Send-SmtpMessage -To z@x.test
                Get-ImapMessage -Credential $credential -HeaderOnly | Send-SmtpMessage -OutFile part.eml
            } 2>&1 | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject.GetType().Name)" }
            Test-Path part.eml
            """).AssertSucceeded();

        Assert.Equal(["InvalidInputObject Pop3Message", "InvalidInputObject Pop3Message", "InvalidInputObject ImapMessage", "InvalidInputObject ImapMessage", "False"], result.Lines);
        Assert.Empty(sandbox.Accepted);
    }

    [Fact]
    public void A_message_that_was_resent_goes_to_those_of_the_last_time()
    {
        const string message = "Resent-From: first@x.test, second@x.test\nResent-Sender: robot@x.test\nResent-To: new@x.test\nResent-Cc: copy@x.test\nResent-Bcc: hidden@x.test\n"
            + "Received: by x\nResent-From: earlier@x.test\nResent-To: old@x.test\nFrom: author@x.test\nTo: many@x.test\nSubject: s\n\nbody\n";
        using var sandbox = MailSandbox.Start();

        Pwsh.Run(SandboxScript.Connect(sandbox) + $"""
            [IO.File]::WriteAllText("$PWD/resent.eml", {Pwsh.Quote(message)})
            $null = Send-SmtpMessage -Path resent.eml
            $null = Send-SmtpMessage -Path resent.eml -To given@x.test -From me@x.test
            """).AssertSucceeded();

        Assert.Equal(["robot@x.test>new@x.test copy@x.test hidden@x.test", "me@x.test>given@x.test"], sandbox.Accepted.Select(mail => $"{mail.Sender}>{string.Join(' ', mail.Recipients)}"));
        Assert.All(sandbox.Accepted, mail => Assert.Equal(message.Replace("Resent-Bcc: hidden@x.test\n", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal), Encoding.ASCII.GetString(mail.Octets)));
    }

    [Fact]
    public void Objects_are_messages_by_their_properties_or_by_script_blocks_or_a_mistake()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            [pscustomobject]@{ To = 'a@x.test'; sub = 'by alias'; From = 'me@x.test' } | Send-SmtpMessage -PassThru | ForEach-Object { "$($_.Subject) $($_.InputObject.sub)" }
            1..2 | Send-SmtpMessage -From me@x.test -To { "u$_@x.test" } -Subject { "block $_" } -PassThru | ForEach-Object { "$($_.Subject) $($_.InputObject) $($_.To)" }
            1..2 | Send-SmtpMessage -From me@x.test -To a@x.test -Subject never -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.TargetObject)" }
            Send-SmtpMessage -From me@x.test -To a@x.test -Subject 'no input' | ForEach-Object { "[$($_.InputObject)]" }
            try { Send-SmtpMessage -InputObject 42 } catch { $_.FullyQualifiedErrorId }
            , [byte[]]::new(0) | Send-SmtpMessage -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems.FullyQualifiedErrorId
            """).AssertSucceeded();

        Assert.Equal(
            ["by alias by alias", "block 1 1 u1@x.test", "block 2 2 u2@x.test",
                "InvalidInputObject,PSMailProtocol.Commands.SendSmtpMessageCommand 1", "InvalidInputObject,PSMailProtocol.Commands.SendSmtpMessageCommand 2",
                "[]", "ParameterArgumentTransformationError,PSMailProtocol.Commands.SendSmtpMessageCommand",
                "InvalidInputObject,PSMailProtocol.Commands.SendSmtpMessageCommand"],
            result.Lines);
        Assert.Equal(4, sandbox.Accepted.Count);
    }

    /// <summary>As for messages that are composed: what was piped by mistake must not reach the header's recipients once for each object.</summary>
    [Fact]
    public void A_file_goes_to_those_whom_a_row_names_and_to_nobody_for_a_row_that_names_nothing()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            Set-Content x.eml 'From: me@x.test', 'To: many@x.test', 'Subject: s', '', 'x'
            1..2 | Send-SmtpMessage -Path x.eml -ErrorAction SilentlyContinue -ErrorVariable problems
            [pscustomobject]@{ Mail = 'a@x.test' }, @{ To = 'a@x.test' } | Send-SmtpMessage -Path x.eml -ErrorAction SilentlyContinue -ErrorVariable +problems
            $problems | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.ErrorDetails.RecommendedAction)" }
            [pscustomobject]@{ To = 'a@x.test' }, [pscustomobject]@{ Cc = 'c@x.test' } | Send-SmtpMessage -Path x.eml | ForEach-Object Status
            1..2 | Send-SmtpMessage -Path x.eml -To { "u$_@x.test" } | ForEach-Object Status
            Send-SmtpMessage -Path x.eml | ForEach-Object Status
            """).AssertSucceeded();

        Assert.All(result.Lines[..4], line => Assert.StartsWith("InvalidInputObject", line));
        Assert.Contains("-To { $_.Mail }", result.Lines[2]);
        Assert.Contains("[pscustomobject]", result.Lines[3]);
        Assert.Equal(Enumerable.Repeat("Accepted", 5), result.Lines[4..]);
        Assert.Equal(["a@x.test", "c@x.test", "u1@x.test", "u2@x.test", "many@x.test"], sandbox.Accepted.Select(mail => string.Join(' ', mail.Recipients)));
    }

    [Fact]
    public void An_exchanger_that_was_resolved_is_a_server()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("x.test", 10, "localhost");

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $"""
            $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')
            Resolve-MailExchanger x.test -DnsServer {sandbox.DnsEndPoint} -WarningAction SilentlyContinue | Send-SmtpMessage -From me@x.test -To a@x.test | ForEach-Object Server
            """).AssertSucceeded();

        Assert.Equal(["localhost"], result.Lines);
        Assert.Single(sandbox.Accepted);
    }

    private static string Describe(SandboxMail mail)
    {
        var lines = Encoding.ASCII.GetString(mail.Octets).Split("\r\n");
        var subject = lines.First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];
        var names = lines.Where(line => line.Contains("filename=", StringComparison.Ordinal)).Select(line => line.Split("filename=")[1].Trim('"'));
        return $"{subject}: {string.Join(' ', names)}";
    }
}
