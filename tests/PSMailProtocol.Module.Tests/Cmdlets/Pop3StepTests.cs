using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// A server that leaves a lone dot as it is cuts a message: the pipeline ends with an error, so that nothing behind it removes
/// what was not saved whole.
/// </summary>
public class Pop3StepTests
{
    private const string Remains = "-ErrorVariable problems -ErrorAction SilentlyContinue | Export-MailMessage saved -PassThru | Remove-Pop3Message -Confirm:$false";

    /// <summary>The number of the message that is cut, and the pipeline.</summary>
    [Theory]
    [InlineData(2, "Get-Pop3Message -Credential $credential " + Remains)]
    [InlineData(3, "Get-Pop3Message -Credential $credential " + Remains)]
    [InlineData(3, "$account | Get-Pop3Message " + Remains)]
    [InlineData(3, "Get-Pop3Message -Credential $credential -HeaderOnly | Get-Pop3Message " + Remains)]
    [InlineData(2, "Get-Pop3Message -Credential $credential -ErrorAction SilentlyContinue | Select-Object -First 2 | Export-MailMessage saved -PassThru | Remove-Pop3Message -Confirm:$false")]
    public void What_was_cut_is_not_removed(int cut, string pipeline)
    {
        foreach (var pipelining in new[] { true, false })
        {
            using var sandbox = MailSandbox.Start();
            sandbox.Faults.Add(SandboxFault.LeaveDots("RETR"));
            if (!pipelining)
                sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Pop3, "PIPELINING"));
            for (var i = 1; i <= 3; i++)
                sandbox.Mailbox("alice").Deliver(Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\nabove\r\n{(i == cut ? ".\r\nbelow\r\n" : "")}"), uniqueId: $"u{i}");

            var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
                $account = [pscustomobject]@{ Server = '{{sandbox.Host}}'; Port = {{sandbox.Pop3Port}}; Credential = $credential }
                try { {{pipeline}} | ForEach-Object { "removed $($_.Uid)" } } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }
                """);

            Assert.Equal("ProtocolViolation,PSMailProtocol.Commands.GetPop3MessageCommand", result.Lines.FirstOrDefault());
            Assert.Contains("ends cannot be told", result.Output);
            Assert.DoesNotContain("removed u", result.Output);
            Assert.Equal(3, sandbox.Mailbox("alice").Messages.Count);
        }
    }
}
