using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>What was written for Send-MailMessage runs with the name changed.</summary>
public class SendMigrationTests
{
    [Fact]
    public void Every_parameter_alias_and_position_of_Send_MailMessage_binds()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            Set-Content a.txt a
            $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')
            $splat = @{
                To = 'To <to@x.test>'; Cc = 'cc@x.test'; Bcc = 'bcc@x.test'; From = 'From <from@x.test>'; ReplyTo = 'reply@x.test'
                Subject = 's'; Body = '<p>b</p>'; BodyAsHtml = $true; Attachments = 'a.txt'; Priority = 'High'
                Encoding = [Text.Encoding]::UTF8; DeliveryNotificationOption = 'OnFailure', 'Delay'
                SmtpServer = '{{sandbox.Host}}'; Port = {{sandbox.SmtpPort}}; UseSsl = $true; Credential = $credential
            }
            (Send-SmtpMessage @splat).Status
            (Send-SmtpMessage -To to@x.test -From from@x.test -sub s -BAH -Body b -BE ascii -DNO None -PSPath a.txt -ComputerName {{sandbox.Host}}).Status
            (Send-SmtpMessage to@x.test s b {{sandbox.Host}} -From from@x.test).Status
            $PSEmailServer = '{{sandbox.Host}}'
            (Send-SmtpMessage to@x.test s b -From from@x.test).Status

            # Each name and alias of the original is one here, with its position and its type or a wider one.
            $ours = (Get-Command Send-SmtpMessage).Parameters
            $theirs = (Get-Command Send-MailMessage).Parameters.Values.Where({ $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters })
            foreach ($parameter in $theirs) {
                foreach ($name in @($parameter.Name) + $parameter.Aliases) {
                    $match = $ours.Values.Where({ $_.Name -eq $name -or $_.Aliases -contains $name })
                    if (-not $match) { "$name is not understood" }
                }
                $position = $parameter.Attributes.Where({ $_ -is [Parameter] })[0].Position
                $match = $ours.Values.Where({ $_.Name -eq $parameter.Name -or $_.Aliases -contains $parameter.Name })[0]
                if ($match.Attributes.Where({ $_ -is [Parameter] })[0].Position -ne $position) { "$($parameter.Name) is at another position" }
            }
            """).AssertSucceeded();

        Assert.Equal(["Accepted", "Accepted", "Accepted", "Accepted"], result.Lines);
        Assert.All(sandbox.Accepted, mail => Assert.True(mail.IsEncrypted));
        var first = sandbox.Accepted[0];
        Assert.Equal("alice@sandbox.test", first.AuthenticatedUser);
        Assert.Equal(["to@x.test", "cc@x.test", "bcc@x.test"], first.Recipients);
        var text = Encoding.ASCII.GetString(first.Octets);
        Assert.All(["Reply-To: reply@x.test", "text/html; charset=utf-8", "filename=a.txt", "X-Priority: 1"], part => Assert.Contains(part, text));
    }

    [Fact]
    public void What_only_the_pipeline_binds_is_not_offered_for_typing()
    {
        var result = Pwsh.Run("""
            $offered = [System.Management.Automation.CommandCompletion]::CompleteInput('Send-SmtpMessage -', 18, $null).CompletionMatches.CompletionText
            '-Attachment', '-InputObject', '-AttachmentFile', '-Record' | ForEach-Object { "$_ $($_ -in $offered)" }
            """).AssertSucceeded();

        Assert.Equal(["-Attachment True", "-InputObject True", "-AttachmentFile False", "-Record False"], result.Lines);
    }

    [Fact]
    public void Port_0_is_the_usual_port()
    {
        var result = Pwsh.Run("""
            Send-SmtpMessage -Server mail.example.com -Port 0 -From a@x.test -To b@x.test -WhatIf
            """).AssertSucceeded();

        Assert.Contains("b@x.test through mail.example.com", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void UseSsl_wants_STARTTLS_and_contradicts_nothing()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { OfferStartTls = false });

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            foreach ($extra in @{ UseSsl = $true }, @{ UseSsl = $true; Tls = 'Implicit' }, @{ UseSsl = $true; Tls = 'None' }, @{ DNO = 'Never', 'OnSuccess' }) {
                try { Send-SmtpMessage -From a@x.test -To b@x.test @extra -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            }
            """);

        Assert.Equal(
            ["TlsRequired", "InvalidParameter", "InvalidParameter", "InvalidParameter"],
            result.Lines.Select(line => line.Split(',')[0]));
        Assert.Empty(sandbox.Accepted);
    }

    [Fact]
    public void Encodings_are_given_as_Send_MailMessage_takes_them()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $null = 'utf8', 'UTF8NoBOM', 'utf8BOM', 'ascii', 'unicode', 'bigendianunicode', 'utf32', 'utf7', 'iso-8859-1', 'windows-1252', 28591, '1252', [Text.Encoding]::Latin1, [Text.Encoding]::ASCII |
                ForEach-Object { [pscustomobject]@{ Encoding = $_ } } | Send-SmtpMessage -From a@x.test -To b@x.test -Body "caf$([char]0xe9)"
            try { Send-SmtpMessage -From a@x.test -To b@x.test -Encoding no-such } catch { $_.FullyQualifiedErrorId }
            """).AssertSucceeded();

        Assert.Equal(["ParameterArgumentTransformationError,PSMailProtocol.Commands.SendSmtpMessageCommand"], result.Lines);
        Assert.Equal(
            ["utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "iso-8859-1", "windows-1252", "iso-8859-1", "windows-1252", "iso-8859-1", "utf-8"],
            sandbox.Accepted.Select(CharsetOf));
    }

    private static string CharsetOf(SandboxMail mail) => Encoding.ASCII.GetString(mail.Octets).Split("charset=")[1].Split("\r\n")[0];
}
