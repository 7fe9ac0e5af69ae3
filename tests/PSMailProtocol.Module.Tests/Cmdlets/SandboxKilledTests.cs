using System;
using System.Globalization;
using System.Linq;
using System.Net.Sockets;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>A process with a sandbox comes to its end: no port stays open, whether it was killed or ended by itself.</summary>
public class SandboxKilledTests
{
    [Theory]
    [InlineData("[System.Diagnostics.Process]::GetCurrentProcess().Kill()", false)]
    [InlineData("exit 0", true)]
    [InlineData("", true)]
    public void No_port_stays_open(string end, bool isClean)
    {
        var result = Pwsh.Run($$"""
            $sandbox = Start-MailSandbox
            $ports = $sandbox.SmtpPort, $sandbox.SmtpsPort, $sandbox.Pop3Port, $sandbox.Pop3sPort, $sandbox.ImapPort, $sandbox.ImapsPort, ($sandbox.DnsServer -split ':')[1]
            foreach ($port in $ports) { [Net.Sockets.TcpClient]::new('127.0.0.1', $port).Dispose(); $port }
            [Console]::Out.Flush()
            {{end}}
            """);

        Assert.Equal(isClean, result.ExitCode == 0);
        Assert.Equal(7, result.Lines.Length);
        Assert.All(result.Lines.Select(line => int.Parse(line, CultureInfo.InvariantCulture)), port =>
            Assert.Equal(SocketError.ConnectionRefused,
                Assert.Throws<SocketException>(() => new TcpClient("127.0.0.1", port)).SocketErrorCode));
    }
}
