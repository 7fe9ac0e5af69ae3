using System;
using System.Linq;
using System.Text.RegularExpressions;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>-OutFile: what would be sent, in a file, and nothing on any network.</summary>
public class SendOutFileTests
{
    [Fact]
    public void A_message_has_the_same_shape_each_time()
    {
        var result = Pwsh.Run("""
            Set-Content a.txt 'attached' -NoNewline
            $mail = @{ From = 'Ann <ann@x.test>'; To = 'to@x.test', 'B <b@x.test>'; Cc = 'cc@x.test'; Bcc = 'hidden@x.test'; Sender = 'sender@x.test'; ReplyTo = 'reply@x.test'
                Subject = 'A subject'; Body = 'text'; HtmlBody = '<p>html</p>'; Attachment = 'a.txt'; Priority = 'Low'; Header = [ordered]@{ 'X-Job' = '7'; 'X-Run' = '8' } }
            Send-SmtpMessage @mail -OutFile one.eml
            Send-SmtpMessage @mail -OutFile two.eml
            # What differs from message to message is named, the rest stays as it is.
            function Read-Shape($file) {
                $text = [IO.File]::ReadAllText("$PWD/$file")
                $text = $text -creplace '(?m)^Date: .*\r$', "Date: D`r" -creplace '(?m)^Message-ID: <.*@x.test>\r$', "Message-ID: I`r"
                [regex]::Matches($text, 'boundary="?([^"\r]+)').ForEach({ $_.Groups[1].Value }) | Select-Object -Unique | ForEach-Object { $i = 0 } { $text = $text.Replace($_, "B$((++$i))") }
                $text
            }
            (Read-Shape one.eml) -ceq (Read-Shape two.eml)
            Read-Shape one.eml
            """).AssertSucceeded();

        Assert.Equal(
            [
                "True", "From: Ann <ann@x.test>", "Sender: sender@x.test", "Reply-To: reply@x.test", "To: to@x.test, B <b@x.test>", "Cc: cc@x.test", "Subject: A subject",
                "Date: D", "Message-ID: I", "Importance: low", "X-Priority: 5", "Priority: non-urgent", "X-Job: 7", "X-Run: 8", "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=\"B1\"", "--B1", "Content-Type: multipart/alternative; boundary=\"B2\"",
                "--B2", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 7bit", "text",
                "--B2", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 7bit", "<p>html</p>", "--B2--",
                "--B1", "Content-Type: text/plain; name=a.txt", "Content-Disposition: attachment; filename=a.txt", "Content-Transfer-Encoding: base64", "YXR0YWNoZWQ=", "--B1--",
            ],
            result.Lines);
    }

    [Fact]
    public void It_needs_no_server_overwrites_nothing_unasked_and_fills_folders()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $mail = @{ From = 'ann@x.test'; To = 'to@x.test' }
            Send-SmtpMessage @mail -OutFile one.eml
            Send-SmtpMessage @mail -OutFile one.eml -Subject second -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($problem.FullyQualifiedErrorId) $([bool](Select-String second one.eml))"
            (Send-SmtpMessage @mail -OutFile one.eml -Subject second -Force -PassThru).Name
            [bool](Select-String second one.eml)
            Send-SmtpMessage @mail -OutFile no/such/folder.eml -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.FullyQualifiedErrorId
            Send-SmtpMessage @mail -OutFile never.eml -WhatIf
            Test-Path never.eml
            $null = New-Item -ItemType Directory folder
            1..3 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } } | Send-SmtpMessage -From ann@x.test -OutFile folder
            (Get-ChildItem folder/*@x.test.eml).Count
            1..2 | Send-SmtpMessage @mail -Subject { "n$_" } -OutFile { "row$_.eml" }
            (Get-ChildItem row*.eml | Select-String '^Subject: ').Line
            $PSDefaultParameterValues.Clear()
            Send-SmtpMessage -From ann@x.test -OutFile draft.eml
            (Get-Content -Raw draft.eml) -like 'From: ann@x.test*'
            [IO.File]::WriteAllText("$PWD/in.eml", "From: a@x.test`nBcc: hidden@x.test`nSubject: s`n`nbody")
            Send-SmtpMessage -Path in.eml -OutFile out.eml
            [IO.File]::ReadAllText("$PWD/out.eml") -replace "`r`n", '|'
            """).AssertSucceeded();

        Assert.Equal(
            ["FileExists,PSMailProtocol.Commands.SendSmtpMessageCommand False", "one.eml", "True", "FileNotWritten,PSMailProtocol.Commands.SendSmtpMessageCommand",
                "What if: Performing the operation \"Write \"\"\" on target \"never.eml\".", "False", "3", "Subject: n1", "Subject: n2", "True", "From: a@x.test|Subject: s||body|"],
            result.Lines.Select(line => Regex.Replace(line, @"(?<=on target "").*[\\/]", "")));
        Assert.Equal(0, sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void A_message_may_be_written_over_its_own_source()
    {
        var result = Pwsh.Run("""
            $mail = @{ From = 'ann@x.test'; To = 'to@x.test' }
            $eml = "From: a@x.test`nBcc: hidden@x.test`nSubject: s`n`nbody`n"
            [IO.File]::WriteAllText("$PWD/m.eml", $eml)
            Send-SmtpMessage -Path m.eml -OutFile m.eml -Force
            [IO.File]::ReadAllText("$PWD/m.eml") -replace "`r`n", '|'
            [IO.File]::WriteAllText("$PWD/report.eml", 'the report')
            Send-SmtpMessage @mail -Attachment report.eml -OutFile report.eml -Force
            (Get-Content -Raw report.eml) -match [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('the report'))

            # What is empty, or a link, is written into; a link takes a privilege to make on Windows.
            $null = New-Item -ItemType File empty.eml
            Send-SmtpMessage @mail -OutFile empty.eml -Force
            (Get-Content -Raw empty.eml) -like 'From: ann*'
            $link = $IsWindows ? $null : (New-Item -ItemType SymbolicLink link.eml -Target "$PWD/empty.eml")
            if ($link) { Send-SmtpMessage @mail -Subject linked -OutFile link.eml -Force }
            -not $link -or ((Get-Item link.eml).LinkType -eq 'SymbolicLink' -and (Select-String linked empty.eml))
            Remove-Item empty.eml, link.eml -ErrorAction Ignore

            # What fails on the way leaves what was there, and nothing beside it.
            class Once : IO.MemoryStream {
                [int] $Beginnings
                Once([byte[]] $bytes) : base($bytes) { }
                [int] Read([byte[]] $buffer, [int] $offset, [int] $count) {
                    if ($this.Position -eq 0 -and $this.Beginnings++ -gt 0) { return 0 }
                    return ([IO.MemoryStream] $this).Read($buffer, $offset, $count)
                }
            }
            Send-SmtpMessage -InputObject ([Once]::new([Text.Encoding]::ASCII.GetBytes($eml))) -OutFile m.eml -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId.Split(',')[0]
            (Get-Content m.eml)[0]
            (Get-ChildItem -Force).Name -ne 'script.ps1' | Sort-Object
            """).AssertSucceeded();

        Assert.Equal(["From: a@x.test|Subject: s||body|", "True", "True", "True", "AttachmentUnreadable", "From: a@x.test", "m.eml", "report.eml"], result.Lines);
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_mode_and_its_links()
    {
        if (OperatingSystem.IsWindows())
            return;

        var result = Pwsh.Run("""
            $mail = @{ From = 'ann@x.test'; To = 'to@x.test' }
            function Get-Mode($file) { [Convert]::ToString([int] [IO.File]::GetUnixFileMode("$PWD/$file"), 8) }

            # Longer than what replaces it, of which nothing may be left.
            [IO.File]::WriteAllText("$PWD/m.eml", "From: a@x.test`nSubject: s`nX-Long: " + 'x' * 5000 + "`n`nbody`n")
            chmod 600 m.eml
            ln m.eml hard.eml
            $null = New-Item -ItemType SymbolicLink link.eml -Target "$PWD/m.eml"
            Send-SmtpMessage @mail -Subject first -Body text -OutFile m.eml -Force
            "$(Get-Mode m.eml) $([bool](Select-String '^Subject: first' hard.eml)) $((Get-Content m.eml)[-1])"
            Send-SmtpMessage @mail -Subject second -OutFile link.eml -Force
            "$(Get-Mode m.eml) $([bool](Select-String '^Subject: second' hard.eml)) $((Get-Item link.eml).LinkType)"
            chmod 640 m.eml
            Send-SmtpMessage -Path m.eml -OutFile link.eml -Force
            "$(Get-Mode m.eml) $([bool](Select-String '^Subject: second' hard.eml))"

            # A link to nothing makes the file that it names, and a new file has the mode that the shell would give it.
            $null = New-Item -ItemType SymbolicLink ahead.eml -Target "$PWD/new.eml"
            Send-SmtpMessage @mail -OutFile ahead.eml -Force
            Send-SmtpMessage @mail -OutFile other.eml -Force
            sh -c ': > shell'
            "$((Get-Mode new.eml) -eq (Get-Mode shell)) $((Get-Mode other.eml) -eq (Get-Mode shell)) $((Get-Item ahead.eml).LinkType)"
            # One that leads to no folder is named for what it is.
            $null = New-Item -ItemType SymbolicLink nowhere.eml -Target no/such/file.eml
            Send-SmtpMessage @mail -OutFile nowhere.eml -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.Exception.Message -replace '^.*nowhere', 'nowhere'

            # What a process left behind that was killed goes, as long as nobody holds it.
            $null = New-Item -ItemType Directory crashed
            Set-Content crashed/.psmail-0123456789abcdef0123456789abcdef.tmp 'half'
            (Get-Item -Force crashed/.psmail-*).LastWriteTime = (Get-Date).AddHours(-25)
            Send-SmtpMessage @mail -OutFile crashed/m.eml
            Get-ChildItem -Force crashed | ForEach-Object Name
            Get-ChildItem -Force -Filter .psmail*
            """).AssertSucceeded();

        Assert.Equal(
            [
                "600 True text", "600 True SymbolicLink", "640 True", "True True SymbolicLink",
                "nowhere.eml was not written: it is a link to no/such/file.eml, where there is nothing", "m.eml",
            ],
            result.Lines);
    }

    [Fact]
    public void One_file_is_not_for_two_messages()
    {
        var result = Pwsh.Run("""
            [pscustomobject]@{ Subject = 'first' }, [pscustomobject]@{ Subject = 'second' } |
                Send-SmtpMessage -From ann@x.test -To to@x.test -OutFile one.eml -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($problem.FullyQualifiedErrorId.Split(',')[0]) $($problem.TargetObject.Subject) $($problem.ErrorDetails.RecommendedAction -like '*folder*')"
            (Select-String '^Subject: ' one.eml).Line
            Send-SmtpMessage -From ann@x.test -To to@x.test -OutFile one.eml -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($problem.FullyQualifiedErrorId.Split(',')[0]) $($problem.ErrorDetails.RecommendedAction -like '*-Force*')"
            """).AssertSucceeded();

        Assert.Equal(["FileExists second True", "Subject: first", "FileExists True"], result.Lines);
    }

    [Fact]
    public void WhatIf_touches_no_network_in_any_parameter_set()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            [IO.File]::WriteAllText("$PWD/in.eml", "From: a@x.test`nTo: eml@x.test`n`nbody")
            Send-SmtpMessage -From a@x.test -To one@x.test -WhatIf
            Get-ChildItem in.eml | Send-SmtpMessage -From a@x.test -To files@x.test -WhatIf
            Send-SmtpMessage -Path in.eml -WhatIf
            , [IO.File]::ReadAllBytes("$PWD/in.eml") | Send-SmtpMessage -To bytes@x.test -ThrottleLimit 3 -WhatIf
            """).AssertSucceeded();

        Assert.Equal(["one@x.test", "files@x.test", "eml@x.test", "bytes@x.test"], result.Lines.Select(line => line.Split("on target \"")[1].Split(' ')[0]));
        Assert.Equal(0, sandbox.ConnectionsAccepted);
    }
}
