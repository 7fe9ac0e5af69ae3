using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Null and what is empty count as not given: alone, in arrays, typed, splatted and in a row, for every parameter of every cmdlet.</summary>
public sealed class NotGivenTests : IDisposable
{
    /// <summary>What has to be given, and what is refused without a value: to pass over it would send or remove what was to be kept.</summary>
    private const string Required = """
        $required = 'Export-MailMessage Destination', 'Export-MailMessage InputObject', 'Export-MailMessage Path', 'Get-Pop3Message Before', 'Get-Pop3Message Destination', 'Get-Pop3Message OlderThan', 'Get-Pop3Message Since', 'Get-Pop3Message Summary',
            'Import-MailMessage LiteralPath', 'Import-MailMessage Path', 'Remove-Pop3Message All', 'Remove-Pop3Message InputObject', 'Remove-Pop3Message Number', 'Remove-Pop3Message OlderThan', 'Remove-Pop3Message Uid',
            'Resolve-MailExchanger Name', 'Save-MailAttachment Attachment', 'Save-MailAttachment Destination', 'Save-MailAttachment InputObject',
            'Send-SmtpMessage AttachmentFile', 'Send-SmtpMessage InputObject', 'Send-SmtpMessage OutFile', 'Send-SmtpMessage Path', 'Send-SmtpMessage Record'
        $common = [Management.Automation.Cmdlet]::CommonParameters + 'WhatIf', 'Confirm'
        function Get-Own($command) { $command.Parameters.Keys.Where({ $_ -notin $common }) | Sort-Object }

        """;

    private readonly MailSandbox _sandbox = MailSandbox.Start();

    public void Dispose() => _sandbox.Dispose();

    /// <summary>The attribute is told its parameter's type, and makes of nothing what the parameter has by itself.</summary>
    [Fact]
    public void Each_parameter_makes_of_nothing_what_it_has_if_it_is_not_given()
    {
        var result = Pwsh.Run(Required + """
            $nothing = @($null), @(''), @('  '), @([DBNull]::Value), @([Management.Automation.Language.NullString]::Value), @(, @($null, ''))
            $cells = 0
            foreach ($command in Get-Command -Module PSMailProtocol) {
                $instance = [Activator]::CreateInstance($command.ImplementingType)
                foreach ($name in Get-Own $command) {
                    $property = $command.ImplementingType.GetProperty($name)
                    $told = [Reflection.CustomAttributeData]::GetCustomAttributes($property).Where({ $_.AttributeType.Name -eq 'CellAttribute' })
                    if ($told) {
                        $cells++
                        if ($told.ConstructorArguments[0].Value -ne $property.PropertyType) { "$command -$name is no $($told.ConstructorArguments[0].Value)" }
                    }
                    if ("$command $name" -in $required -or $name -in 'Body', 'Subject', 'EnvelopeFrom', 'InputObject') { continue }
                    $attributes = $property.GetCustomAttributes($true).Where({ $_ -is [Management.Automation.ArgumentTransformationAttribute] })
                    if (-not $attributes) { "$command -$name does not know nothing"; continue }
                    foreach ($value in $nothing) {
                        $made = $value[0]
                        foreach ($attribute in $attributes) { $made = $attribute.Transform($ExecutionContext, $made) }
                        if ("$made" -ne "$($instance.$name)" -or ($null -ne $made -and $made -isnot $property.PropertyType)) { "$command -$name makes '$made' of '$($value[0])' and has '$($instance.$name)'" }
                    }
                }
            }
            $cells -gt 60
            """).AssertSucceeded();

        Assert.Equal(["True"], result.Lines);
    }

    /// <summary>Each call is made as without the parameter, or ends in an error that names it.</summary>
    [Fact]
    public void No_parameter_of_any_cmdlet_fails_by_null()
    {
        _sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("From: a@x.test\r\nSubject: s\r\n\r\nbody\r\n"), uniqueId: "u1");
        _sandbox.Zone.AddMx("x.test", 10, "localhost");

        var result = Pwsh.Run(SandboxScript.Connect(_sandbox) + Required + $$"""
            $PSDefaultParameterValues.Clear()
            Set-Content m.eml "From: a@x.test", "To: b@x.test", "Subject: s", "", "b"
            $message = Import-MailMessage m.eml
            $way = @{ Server = '{{_sandbox.Host}}'; SkipCertificateCheck = $true; Credential = $credential }
            $pop3 = $way + @{ Port = {{_sandbox.Pop3Port}} }
            $calls = @{
                'Export-MailMessage' = @{ InputObject = $message; Destination = 'out'; WhatIf = $true }, @{ InputObject = $message; Path = 'out.mbox'; WhatIf = $true }
                'Get-ImapMessage' = , ($way + @{ Port = {{_sandbox.ImapPort}} })
                'Get-Pop3Message' = $pop3, ($pop3 + @{ Summary = $true })
                'Import-MailMessage' = @{ Path = 'm.eml' }, @{ LiteralPath = 'm.eml' }
                'Remove-Pop3Message' = ($pop3 + @{ Uid = 'u1'; WhatIf = $true }), ($pop3 + @{ Number = 1; Force = $true; WhatIf = $true }), ($pop3 + @{ OlderThan = 1; WhatIf = $true }), ($pop3 + @{ All = $true; WhatIf = $true }), ($pop3 + @{ InputObject = [pscustomobject]@{ Uid = 'u1' }; WhatIf = $true })
                'Resolve-MailExchanger' = , @{ Name = 'x.test'; DnsServer = '{{_sandbox.DnsEndPoint}}'; WarningAction = 'Ignore' }
                'Save-MailAttachment' = , @{ InputObject = $message; Destination = 'out' }
                'Send-SmtpMessage' = @{ From = 'a@x.test'; To = 'b@x.test'; Server = '{{_sandbox.Host}}'; Port = {{_sandbox.SmtpPort}}; WhatIf = $true }, @{ Path = 'm.eml'; Server = '{{_sandbox.Host}}'; WhatIf = $true }
            }
            # What the call then lacks, and what nothing may stand for.
            $lacking = @{ Server = 'ServerNotSpecified'; Credential = 'InvalidParameter'; SkipCertificateCheck = 'CertificateRejected'; Port = 'ConnectFailed|ConnectTimedOut|CertificateRejected|ProtocolViolation|AuthenticationFailed'
                From = 'InvalidAddress'; To = 'InvalidParameter'; Cc = 'InvalidParameter'; Bcc = 'InvalidParameter'; Force = 'InvalidParameter'; DnsServer = 'DnsServerNotConfigured|DnsTimedOut|DnsServerFailure|DomainNotFound|NoMailExchanger' }
            function Test-Call($command, $call, $name, $shown) {
                try { & $command @call -ErrorVariable problems -ErrorAction SilentlyContinue 6>$null | Out-Null } catch { $problems = @($_) }
                if (-not $problems) { if ("$command $name" -in $required -and $name -ne 'Summary') { ">$command -$name is needed and may be $shown" }; return }
                $id = $problems[0].FullyQualifiedErrorId -replace ',.*'
                if ("$command $name" -in $required) { if ("$($problems[0])" -notmatch "$name|wanted here|neither a moment|parameter set") { ">$command -$name $shown says $($problems[0])" }; return }
                if ($id -notmatch "^($($lacking[$name]))$" -or -not $lacking[$name]) { ">$command -$name $shown is $id $($problems[0])" }
            }
            $count = 0
            foreach ($command in Get-Command -Module PSMailProtocol) {
                foreach ($name in Get-Own $command) {
                    foreach ($base in $calls[$command.Name]) {
                        if (-not $command.ParameterSets.Where({ $set = $_.Parameters.Name; $name -in $set -and -not $base.Keys.Where({ $_ -notin $set }) })) { continue }
                        if ($name -eq 'Port' -and $command.Name -notin 'Send-SmtpMessage', 'Remove-Pop3Message') { continue }
                        $unset = $null
                        $call = $base.Clone(); $call[$name] = $null
                        Test-Call $command $call $name null
                        $count++
                        if ($command.Parameters[$name].ParameterType.IsArray) { $call[$name] = @($null); Test-Call $command $call $name 'an array of null' }
                    }
                }
            }
            ">$($count -gt 150)"
            """);

        var said = string.Join("\n", result.Lines.Where(line => line.StartsWith('>')));
        Assert.True(said == ">True" && result.Error.Length == 0, said + result.Error);
        Assert.Empty(_sandbox.Accepted);
        Assert.Single(_sandbox.Mailbox("alice").Messages);
    }

    [Fact]
    public void Empty_elements_are_no_attachments_no_recipients_and_no_messages()
    {
        _sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes("From: a@x.test\r\nSubject: kept\r\n\r\nbody\r\n"), uniqueId: "u1");

        var result = Pwsh.Run(SandboxScript.Connect(_sandbox) + """
            Set-Content one.log z; Set-Content a.png p; Set-Content m.eml "From: a@x.test", "To: h@x.test", "Subject: file", "", "b"
            $mail = @{ From = 'a@x.test'; Body = 'b' }
            [pscustomobject]@{ To = 'b@x.test'; Subject = 'row'; Attachment = @('./one.log', $null) }, [pscustomobject]@{ To = 'c@x.test', $null; Subject = 'next'; Attachment = $null; Cc = [DBNull]::Value; Port = $null; Tls = '' } |
                Send-SmtpMessage @mail | ForEach-Object { "$($_.Subject) $($_.Status) $($_.To)" }
            (Send-SmtpMessage @mail -To 'b@x.test', '', $null -Subject typed -Attachments @('one.log', $null, '') -BodyAsHtml:$null -UseSsl:$null -Priority $null -Encoding $null -Header $null -Tls '' -EnvelopeFrom $null).Status
            (Send-SmtpMessage -Path m.eml, $null, '' -EnvelopeFrom $null).Status
            (Send-SmtpMessage -InputObject ([IO.File]::ReadAllBytes("$PWD/m.eml")), $null).Status
            (Send-SmtpMessage @mail -To b@x.test -Subject files -PSPath 'one.log', $null, '').Status
            (Send-SmtpMessage @mail -To b@x.test -Subject image -HtmlBody '<img src="cid:a">' -InlineAttachment @{ a = 'a.png', $null; b = $null; c = '' }).Status
            (Get-Pop3Message -Credential $credential -Uid 'u1', $null -Number $null -Last $null -TopLine $null -Subject $null, 'k*' -Raw:$null -MaximumSize $null).Subject
            (Get-ImapMessage -Credential $credential -Subject '' -Since $null -SmallerThan $null -Seen:$null -Mailbox $null -Uid $null).Subject
            # What stands alone would be true by PowerShell itself.
            Remove-Pop3Message -Credential $credential -Number 1 -Force:$null -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem.FullyQualifiedErrorId -replace ',.*'
            foreach ($choice in @{ All = $false }, @{ All = $null }) {
                Remove-Pop3Message -Credential $credential @choice -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
                $problem.Exception.Message
            }
            try { Send-SmtpMessage @mail -To b@x.test -Subject never -OutFile $null -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }
            """).AssertSucceeded();

        const string notAll = "-All is given as false or without a value, so it names no message.";
        Assert.Equal(
            ["row Accepted b@x.test", "next Accepted c@x.test", "Accepted", "Accepted", "Accepted", "Accepted", "Accepted", "kept", "kept", "InvalidParameter", notAll, notAll, "ParameterArgumentValidationError"],
            result.Lines);
        Assert.Equal(["one.log", "", "one.log", "", "", "one.log", "a.png"], _sandbox.Accepted.Select(mail =>
            string.Join(' ', Encoding.ASCII.GetString(mail.Octets).Split("\r\n").Where(line => line.Contains("filename=", StringComparison.Ordinal)).Select(line => line.Split("filename=")[1].Trim('"')))));
        Assert.All(_sandbox.Accepted, mail => Assert.Equal("a@x.test", mail.Sender));
        Assert.Single(_sandbox.Mailbox("alice").Messages);
    }
}
