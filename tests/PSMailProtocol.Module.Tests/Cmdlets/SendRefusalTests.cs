using System;
using System.Linq;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>What Send-SmtpMessage refuses before it goes to any network, and what its errors and warnings advise.</summary>
public class SendRefusalTests
{
    /// <summary>Shows the error of each script: its id, and its advice or message where they have the words.</summary>
    private const string TestFailure = """
        function Test-Failure([string] $words, [scriptblock] $script) {
            $problem = try { & $script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } } catch { $_ }
            $texts = "$($problem.ErrorDetails.RecommendedAction)|$($problem.Exception.Message)"
            "$("$($problem.FullyQualifiedErrorId)".Split(',')[0]) $(if ($texts -like "*$words*") { $words } else { $texts })"
        }
        $mail = @{ From = 'me@x.test'; To = 'to@x.test' }

        """;

    [Fact]
    public void What_cannot_work_is_refused_at_once()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + TestFailure + """
            Test-Failure '-Tls Implicit' { Send-SmtpMessage @mail -Port 465 -UseSsl }
            Test-Failure '-Tls Implicit' { Send-SmtpMessage @mail -Port 465 -Tls StartTls }
            Test-Failure 'host.example.com' { Send-SmtpMessage @mail -Helo 'my host' }
            Test-Failure '-To' { Send-SmtpMessage -From me@x.test }
            [IO.File]::WriteAllText("$PWD/nobody.eml", "Subject: s`n`nbody")
            Test-Failure '-From' { Send-SmtpMessage -Path nobody.eml -To a@x.test }
            Test-Failure '-Path' { Send-SmtpMessage -InputObject (Get-Item nobody.eml) }
            Test-Failure '[`[]pscustomobject]' { @{ To = 'to@x.test' } | Send-SmtpMessage -From me@x.test }
            Test-Failure 'mailbox' { Import-MailMessage nobody.eml | Send-SmtpMessage -From me@x.test }
            Test-Failure '-Path' { Import-MailMessage nobody.eml | Send-SmtpMessage -From me@x.test }
            """).AssertSucceeded();

        Assert.Equal(
            ["InvalidParameter -Tls Implicit", "InvalidParameter -Tls Implicit", "InvalidParameter host.example.com", "InvalidParameter -To", "InvalidParameter -From",
                "ParameterArgumentTransformationError -Path", "InvalidInputObject [`[]pscustomobject]"],
            result.Lines[..7]);
        Assert.DoesNotContain("a mailbox", result.Lines[7]);
        Assert.Equal("InvalidParameter -Path", result.Lines[8]);
        Assert.Equal(0, sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void WhatIf_refuses_what_the_run_would_refuse()
    {
        using var sandbox = MailSandbox.Start();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + TestFailure + """
            Test-Failure '' { Send-SmtpMessage @mail -WhatIf -Helo 'my host' }
            Test-Failure '' { Send-SmtpMessage @mail -WhatIf -PinnedCertificate abc }
            Test-Failure '' { Send-SmtpMessage @mail -WhatIf -Authentication Plain }
            $PSDefaultParameterValues.Remove('*-SmtpMessage:Server')
            Test-Failure '' { Send-SmtpMessage @mail -WhatIf }
            Test-Failure '' { Send-SmtpMessage @mail }
            """).AssertSucceeded();

        Assert.Equal(["InvalidParameter", "InvalidParameter", "InvalidParameter", "ServerNotSpecified", "ServerNotSpecified"], result.Lines.Select(line => line.Trim()));
        Assert.Equal(0, sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void A_refused_certificate_can_be_pinned_and_a_temporary_refusal_tried_again()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.RefuseRecipient("later@x.test", "450 4.3.9 Not just now"));
        sandbox.Faults.Add(SandboxFault.RefuseRecipient("never@x.test", "550 5.3.9 Not at all"));
        sandbox.Faults.Add(SandboxFault.RefuseBody("450 4.3.9 Not this one").When(_ => true));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + TestFailure + """
            Test-Failure '-MaximumRetryCount' { Send-SmtpMessage -From me@x.test -To later@x.test }
            Test-Failure '-MaximumRetryCount' { Send-SmtpMessage -From me@x.test -To never@x.test }
            Test-Failure '-MaximumRetryCount' { Send-SmtpMessage @mail }
            $PSDefaultParameterValues.Remove('*-SmtpMessage:SkipCertificateCheck')
            Test-Failure '-PinnedCertificate' { Send-SmtpMessage @mail -Tls StartTls }
            """).AssertSucceeded();

        Assert.Equal("NoRecipientAccepted -MaximumRetryCount", result.Lines[0]);
        Assert.All(result.Lines[1..3], line => Assert.DoesNotContain("-MaximumRetryCount", line));
        Assert.Equal("CertificateRejected -PinnedCertificate", result.Lines[3]);
    }

    [Fact]
    public void What_is_true_of_every_message_is_said_once()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "DSN"));
        for (var further = 2; further <= 6; further++)
            sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, SandboxFault.Greeting).Occurrence(further));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $rows = 1..80 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test" } }
            $null = $rows | Send-SmtpMessage -From me@x.test -DeliveryNotificationOption OnSuccess -ThrottleLimit 6 -WarningVariable warnings -WarningAction SilentlyContinue
            @($warnings -like '*DSN*').Count
            @($warnings -like 'No further connection*').Count
            """).AssertSucceeded();

        Assert.Equal(["1", "1"], result.Lines);
        Assert.Equal(80, sandbox.Accepted.Count);
    }
}
