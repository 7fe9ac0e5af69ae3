using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>What goes wrong before a message is out: one error each, with its own id and a hint, and nothing left behind.</summary>
public class FailureTests
{
    /// <summary>Runs a command and says its errors as <c>id|category|whether there is a hint</c>.</summary>
    private const string Report = """
        $ErrorActionPreference = 'Continue'
        function Report([scriptblock] $command) {
            $problems = @()
            try { $output = & $command 2>&1 } catch { $problems += $_ }
            $problems += $output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
            $objects = @($output | Where-Object { $null -ne $_ -and $_ -isnot [System.Management.Automation.ErrorRecord] })
            "$($problems.Count) $($problems[0].FullyQualifiedErrorId)|$($problems[0].CategoryInfo.Category)|$([bool] $problems[0].ErrorDetails.RecommendedAction)|$($objects.Count)"
        }
        $mail = @{ From = 'a@x.test'; To = 'b@sandbox.test'; Subject = 's'; Body = 'b' }
        $wrong = [pscredential]::new('alice', (ConvertTo-SecureString 'not it' -AsPlainText -Force))

        """;

    [Fact]
    public void Each_failure_has_one_error_and_leaves_nothing_sent_and_no_socket_open()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "open sesame" } });
        var closed = ClosedPort();

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Report + $$"""
            Report { Send-SmtpMessage @mail -Server no-such-host.invalid }
            Report { Send-SmtpMessage @mail -Port {{closed}} }
            Report { Send-SmtpMessage @mail -Credential $wrong }
            Report { Send-SmtpMessage @mail -Credential $credential -SkipCertificateCheck:$false }
            Report { Send-SmtpMessage @mail -Attachment missing.txt }
            Report { Send-SmtpMessage @mail -InlineAttachment @{ logo = 'missing.png' } }
            Report { Send-SmtpMessage -From 'not an address' -To b@sandbox.test }
            Report { Send-SmtpMessage -From a@x.test -To "b@sandbox.test`r`nRCPT TO:<v@sandbox.test>" }
            Report { Send-SmtpMessage -From a@x.test }
            Report { Send-SmtpMessage @mail -Header @{ 'X-A' = "1`r`nBcc: v@sandbox.test" } }
            Report { Send-SmtpMessage -From a@x.test -To b@sandbox.test -Subject "s`nBcc: v@sandbox.test" }
            Report { Send-SmtpMessage @mail -Tls Implicit }
            Report { Get-Pop3Message -Server no-such-host.invalid -Credential $wrong }
            Report { Get-Pop3Message -Port {{closed}} -Credential $wrong }
            Report { Get-Pop3Message -Credential $wrong }
            Report { Get-Pop3Message }
            Report { Get-Pop3Message -Credential $credential -SkipCertificateCheck:$false }
            Report { Get-Pop3Message -Credential $credential -Uid nosuchuid }
            Report { Get-Pop3Message -Credential $credential -Number 7 }
            Report { Get-ImapMessage -Credential $wrong }
            Report { Get-ImapMessage -Credential $credential -SkipCertificateCheck:$false }
            Report { Get-ImapMessage -Credential $credential -Mailbox 'No such' }
            Report { Get-ImapMessage -Credential $credential -Uid 99 }
            Report { Remove-Pop3Message -Server {{sandbox.Host}} -Credential $credential -Uid nosuchuid -Confirm:$false }
            Report { Remove-Pop3Message -Server {{sandbox.Host}} -Credential $wrong -Uid nosuchuid -Confirm:$false }
            Report { Resolve-MailExchanger 'bad..name' -DnsServer {{sandbox.DnsEndPoint}} }
            Report { Resolve-MailExchanger no-such-domain.test -DnsServer {{sandbox.DnsEndPoint}} }
            $PSDefaultParameterValues.Clear()
            Report { Send-SmtpMessage @mail }
            Report { Get-Pop3Message -Credential $wrong }
            """);

        Assert.Equal(
            [
                "1 NameResolutionFailed,PSMailProtocol.Commands.SendSmtpMessageCommand|ObjectNotFound|True|0",
                "1 ConnectFailed,PSMailProtocol.Commands.SendSmtpMessageCommand|ConnectionError|True|0",
                "1 AuthenticationFailed,PSMailProtocol.Commands.SendSmtpMessageCommand|AuthenticationError|True|0",
                "1 CertificateRejected,PSMailProtocol.Commands.SendSmtpMessageCommand|SecurityError|True|0",
                "1 AttachmentNotFound,PSMailProtocol.Commands.SendSmtpMessageCommand|ObjectNotFound|True|0",
                "1 AttachmentNotFound,PSMailProtocol.Commands.SendSmtpMessageCommand|ObjectNotFound|True|0",
                "1 InvalidAddress,PSMailProtocol.Commands.SendSmtpMessageCommand|InvalidArgument|True|0",
                "1 InvalidAddress,PSMailProtocol.Commands.SendSmtpMessageCommand|InvalidArgument|True|0",
                "1 InvalidParameter,PSMailProtocol.Commands.SendSmtpMessageCommand|InvalidArgument|True|0",
                "1 InvalidHeaderValue,PSMailProtocol.Commands.SendSmtpMessageCommand|InvalidArgument|True|0",
                "1 InvalidHeaderValue,PSMailProtocol.Commands.SendSmtpMessageCommand|InvalidArgument|True|0",
                "1 TlsFailed,PSMailProtocol.Commands.SendSmtpMessageCommand|SecurityError|True|0",
                "1 NameResolutionFailed,PSMailProtocol.Commands.GetPop3MessageCommand|ObjectNotFound|True|0",
                "1 ConnectFailed,PSMailProtocol.Commands.GetPop3MessageCommand|ConnectionError|True|0",
                "1 AuthenticationFailed,PSMailProtocol.Commands.GetPop3MessageCommand|AuthenticationError|True|0",
                "1 InvalidParameter,PSMailProtocol.Commands.GetPop3MessageCommand|InvalidArgument|True|0",
                "1 CertificateRejected,PSMailProtocol.Commands.GetPop3MessageCommand|SecurityError|True|0",
                "1 UidNotFound,PSMailProtocol.Commands.GetPop3MessageCommand|ObjectNotFound|True|0",
                "1 MessageNotFound,PSMailProtocol.Commands.GetPop3MessageCommand|ObjectNotFound|True|0",
                "1 AuthenticationFailed,PSMailProtocol.Commands.GetImapMessageCommand|AuthenticationError|True|0",
                "1 CertificateRejected,PSMailProtocol.Commands.GetImapMessageCommand|SecurityError|True|0",
                "1 MailboxNotFound,PSMailProtocol.Commands.GetImapMessageCommand|ObjectNotFound|True|0",
                "1 UidNotFound,PSMailProtocol.Commands.GetImapMessageCommand|ObjectNotFound|True|0",
                "1 UidNotFound,PSMailProtocol.Commands.RemovePop3MessageCommand|ObjectNotFound|True|1",
                "1 AuthenticationFailed,PSMailProtocol.Commands.RemovePop3MessageCommand|AuthenticationError|True|1",
                "1 InvalidDomainName,PSMailProtocol.Commands.ResolveMailExchangerCommand|InvalidArgument|True|0",
                "1 DomainNotFound,PSMailProtocol.Commands.ResolveMailExchangerCommand|ObjectNotFound|True|0",
                "1 ServerNotSpecified,PSMailProtocol.Commands.SendSmtpMessageCommand|InvalidArgument|True|0",
                "1 ServerNotSpecified,PSMailProtocol.Commands.GetPop3MessageCommand|InvalidArgument|True|0",
            ],
            result.Lines);
        Assert.Empty(sandbox.Accepted);
        AssertNothingIsOpen(sandbox);
    }

    [Fact]
    public void A_server_that_hides_TLS_is_told_from_one_that_refuses_the_login()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { OfferStartTls = false });

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + Report + """
            Report { Send-SmtpMessage @mail -Credential $credential }
            Report { Get-Pop3Message -Credential $credential }
            Report { Get-ImapMessage -Credential $credential }
            # On this machine a clear connection crosses no network, so asking for it is enough.
            Report { Get-Pop3Message -Credential $credential -Tls None }
            """);

        Assert.Equal(
            [
                "1 TlsRequired,PSMailProtocol.Commands.SendSmtpMessageCommand|SecurityError|True|0",
                "1 TlsRequired,PSMailProtocol.Commands.GetPop3MessageCommand|SecurityError|True|0",
                "1 TlsRequired,PSMailProtocol.Commands.GetImapMessageCommand|SecurityError|True|0",
                "0 ||False|0",
            ],
            result.Lines);
        AssertNothingIsOpen(sandbox);
    }

    [Fact]
    public void What_the_server_refuses_is_a_result_and_an_error_of_that_message_alone()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, "RCPT", "550 5.1.1 No such user").When(to => to.Contains("nobody", StringComparison.Ordinal)));
        sandbox.Faults.Add(SandboxFault.Reply(SandboxProtocol.Smtp, SandboxFault.EndOfData, "554 5.7.1 Spam").Occurrence(2));
        sandbox.Faults.Add(SandboxFault.Drop(SandboxProtocol.Smtp, SandboxFault.EndOfData, SandboxMoment.BeforeReply).Occurrence(2));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + """
            $recipients = @('one@x.test', 'two@x.test', 'three@x.test', 'nobody@x.test', 'four@x.test', @('nobody@x.test', 'five@x.test'))
            $recipients | ForEach-Object { , $_ } | ForEach-Object { [pscustomobject]@{ To = $_ } } |
                Send-SmtpMessage -From a@x.test -Subject s -ErrorVariable problems -ErrorAction SilentlyContinue |
                ForEach-Object { "$($_.Status) $($_.To) / $($_.RejectedRecipient.Recipient)" }
            $problems.FullyQualifiedErrorId -replace ',.*'
            """);

        Assert.Equal(
            [
                "Accepted one@x.test / ", "Rejected  / two@x.test", "Unknown three@x.test / ", "Rejected  / nobody@x.test",
                "Accepted four@x.test / ", "PartlyAccepted five@x.test / nobody@x.test",
                "DataRejected", "DeliveryUnknown", "NoRecipientAccepted", "RecipientRejected",
            ],
            result.Lines);
        AssertNothingIsOpen(sandbox);
    }

    private static void AssertNothingIsOpen(MailSandbox sandbox)
    {
        Assert.True(sandbox.WaitUntilIdle(TimeSpan.FromMinutes(10)));
        Assert.Equal(0, sandbox.OpenConnections);
        Assert.Empty(sandbox.InternalFailures.Select(failure => failure.ToString()));
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
