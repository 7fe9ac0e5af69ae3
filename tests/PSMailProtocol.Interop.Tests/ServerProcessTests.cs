using System;
using System.Linq;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Xunit;

namespace PSMailProtocol.Interop.Tests;

/// <summary>The harness itself: a server that does not come up has to say why, a missing one has to be named.</summary>
public class ServerProcessTests
{
    [Fact]
    public void A_missing_program_skips_the_test_with_its_name()
    {
        var fact = new ServerFactAttribute("sh", "no-such-server-program");

        Assert.Equal("Not installed on this machine: no-such-server-program.", fact.Skip);
    }

    [ServerFact("sh")]
    public void A_program_that_is_there_skips_nothing() => Assert.Null(new ServerFactAttribute("sh").Skip);

    [ServerFact("sh")]
    public void A_server_that_ends_at_once_is_reported_with_its_output()
    {
        using var server = ServerProcess.Start("sh", ["-c", "echo cannot open zone >&2; exit 7"]);

        var failure = Assert.Throws<InvalidOperationException>(
            () => server.WaitForPort(ServerProcess.FindFreePort(), TimeSpan.FromMinutes(10)));

        Assert.Contains("code 7", failure.Message);
        Assert.Contains("cannot open zone", failure.Message);
    }

    [ServerFact("sh")]
    public void A_server_that_never_listens_is_reported_with_its_output()
    {
        using var server = ServerProcess.Start("sh", ["-c", "exec cat"]);

        Assert.Throws<TimeoutException>(
            () => server.WaitForPort(ServerProcess.FindFreePort(), TimeSpan.FromMilliseconds(100)));
    }

    [ServerFact("sh")]
    public void A_server_is_waited_for_by_what_it_writes()
    {
        using var server = ServerProcess.Start("sh", ["-c", "echo ready; exec cat"]);

        server.WaitForOutput("ready", TimeSpan.FromMinutes(10));

        Assert.False(server.HasExited);
    }

    [ServerFact("sh", "sleep")]
    public void Dispose_ends_the_children_too()
    {
        int child;
        using (var server = ServerProcess.Start("sh", ["-c", "sleep 1000 & echo child $! is up; wait"]))
        {
            server.WaitForOutput("is up", TimeSpan.FromMinutes(10));
            child = int.Parse(server.Output.Split(' ')[1], CultureInfo.InvariantCulture);
            Assert.True(IsRunning(child));
        }

        Assert.True(SpinWait.SpinUntil(() => !IsRunning(child), TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void A_free_port_can_be_bound_by_both_transports()
    {
        var port = ServerProcess.FindFreePort();

        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
        udp.Bind(new IPEndPoint(IPAddress.Loopback, port));

        Assert.Equal(tcp.LocalEndPoint, udp.LocalEndPoint);
    }

    // A child whose parent has gone may stay as a zombie until somebody reaps it; it runs no more.
    private static bool IsRunning(int processId)
    {
        try
        {
            return !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public void No_port_is_given_twice()
    {
        var ports = Enumerable.Range(0, 500).Select(_ => ServerProcess.FindFreePort()).ToArray();

        Assert.Equal(ports.Length, ports.Distinct().Count());
    }
}
