using System;
using System.Linq;
using PSMailProtocol.Interop.Tests.Servers;
using PSMailProtocol.Module.Tests;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Cmdlets;

/// <summary>
/// Many rows at servers with their limits as they come: every message is in the queue once, over one connection or several.
/// </summary>
public class QueueTests
{
    private const int Rows = 500;

    [ServerFact("smtpd")]
    public void OpenSMTPD_has_every_row_once() => Send(folder => new OpenSmtpdServer(folder));

    [ServerFact("exim4")]
    public void Exim_has_every_row_once() => Send(folder => new EximServer(folder));

    [ServerFact("sendmail/sendmail", "sh")]
    public void Sendmail_has_every_row_once() => Send(folder => new SendmailServer(folder));

    private static void Send(Func<TemporaryFolder, QueueingServer> start)
    {
        using var folder = new TemporaryFolder();
        using var server = start(folder);

        var result = Pwsh.Run($$"""
            foreach ($throttle in 1, 3) {
                1..{{Rows}} | ForEach-Object { [pscustomobject]@{ To = "u$_@interop.test"; Subject = "Row $_ of $throttle" } } |
                    Send-SmtpMessage -Server 127.0.0.1 -Port {{server.Port}} -Tls None -From sender@interop.test -Body b -ThrottleLimit $throttle |
                    Group-Object Status | ForEach-Object { "$($_.Name) $($_.Count)" }
            }
            """).AssertSucceeded();

        Assert.Equal([$"Accepted {Rows}", $"Accepted {Rows}"], result.Lines);
        Assert.Equal(
            new[] { 1, 3 }.SelectMany(throttle => Enumerable.Range(1, Rows).Select(n => $"Row {n} of {throttle}")).Order(),
            server.Subjects.Order());
    }
}
