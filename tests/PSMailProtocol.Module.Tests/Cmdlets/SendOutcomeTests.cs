using System.Linq;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>Limits of servers that say nothing of them: every row arrives once, over one connection or several.</summary>
public class SendOutcomeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Five_hundred_rows_arrive_where_a_session_takes_a_hundred(int throttle)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { MaximumTransactions = 100 });
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "LIMITS"));

        var result = Pwsh.Run(SandboxScript.Connect(sandbox) + $$"""
            $results = 1..500 | ForEach-Object { [pscustomobject]@{ To = "u$_@x.test"; Subject = "s$_" } } |
                Send-SmtpMessage -From me@x.test -Body b -ThrottleLimit {{throttle}} -MaximumRetryCount 1 -RetryIntervalSec 3600
            @($results.Where({ $_.Status -eq 'Accepted' })).Count
            """).AssertSucceeded();

        Assert.Equal(["500"], result.Lines);
        Assert.Equal(
            Enumerable.Range(1, 500).Select(n => $"u{n}@x.test").Order(),
            sandbox.Accepted.Select(mail => Assert.Single(mail.Recipients)).Order());
        Assert.InRange(sandbox.ConnectionsAccepted, 5, 5 + throttle);
    }
}
