using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Web.Tests.Api;

/// <summary>The port of the page: how it begins and ends, and what it bears.</summary>
public sealed class ServerTests
{
    private const int MaximumRequests = 64;
    private const int MaximumWaiting = 48;

    [Fact]
    public async Task Requests_that_wait_end_with_the_sandbox_and_the_port_is_free()
    {
        var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        using var client = new ApiClient(sandbox);
        var waiting = Enumerable.Range(0, 8)
            .Select(n => client.Send("GET", n % 2 == 0 ? "api/messages/next?timeout=60" : "api/changes?version=0&timeout=60")).ToArray();
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, sandbox.WebAddress!.Port);
        await client.Get("api/messages");

        sandbox.Dispose();

        foreach (var request in waiting)
            Assert.True(await Ended(request));
        Assert.Throws<SocketException>(() => new TcpClient().Connect(IPAddress.Loopback, sandbox.WebAddress.Port));
        Assert.Empty(sandbox.InternalFailures);
        using var next = MailSandbox.Start(new MailSandboxOptions { WebPort = sandbox.WebAddress.Port });
        Assert.NotEqual(sandbox.WebAddress, next.WebAddress);
    }

    [Fact]
    public async Task A_client_that_does_not_read_keeps_no_sandbox_from_ending()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        MailPost.Send(sandbox, "Subject: large\n\n" + string.Concat(Enumerable.Repeat(new string('x', 900) + "\n", 20_000)));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, sandbox.WebAddress!.Port);
        var request =
            $"GET {sandbox.WebAddress.AbsolutePath}api/messages/SBX000001/raw HTTP/1.1\r\nHost: {sandbox.WebAddress.Authority}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        await client.GetStream().ReadExactlyAsync(new byte[16]);

        sandbox.Dispose();

        Assert.Empty(sandbox.InternalFailures);
    }

    [Fact]
    public async Task No_more_requests_are_answered_at_a_time_than_the_cap_says()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        MailPost.Send(sandbox, "Subject: large\n\n" + string.Concat(Enumerable.Repeat(new string('x', 900) + "\n", 20_000)));
        using var client = new ApiClient(sandbox);
        var clients = new List<TcpClient>();
        var request =
            $"GET {sandbox.WebAddress!.AbsolutePath}api/messages/SBX000001/raw HTTP/1.1\r\nHost: {sandbox.WebAddress.Authority}\r\n\r\n";
        for (var i = 0; i < MaximumRequests; i++)
        {
            clients.Add(new TcpClient());
            await clients[i].ConnectAsync(IPAddress.Loopback, sandbox.WebAddress.Port);
            await clients[i].GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
            await clients[i].GetStream().ReadExactlyAsync(new byte[16]);
        }

        using var further = await client.Send("GET", "api/messages");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (further.StatusCode, await further.Content.ReadAsStringAsync()));
        clients.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task Requests_that_wait_leave_room_for_those_that_are_answered_at_once()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        using var client = new ApiClient(sandbox);
        var waiting = Enumerable.Range(0, MaximumWaiting + 6).Select(_ => client.Send("GET", "api/messages/next?timeout=60")).ToList();

        for (var refused = 0; refused < 6; refused++)
        {
            var ended = await Task.WhenAny(waiting);
            waiting.Remove(ended);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, ""),
                ((await ended).StatusCode, await (await ended).Content.ReadAsStringAsync()));
        }

        Assert.Empty((await client.Get("api/messages")).GetProperty("messages").EnumerateArray());

        MailPost.Send(sandbox, "Subject: x\n\nx\n");
        Assert.All(await Task.WhenAll(waiting), end => Assert.Equal(HttpStatusCode.OK, end.StatusCode));
        Assert.Single((await client.Get("api/messages")).GetProperty("messages").EnumerateArray());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000_000)]
    public async Task A_body_is_not_read(long length)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, sandbox.WebAddress!.Port);
        var request =
            $"DELETE {sandbox.WebAddress.AbsolutePath}api/messages " +
            $"HTTP/1.1\r\nHost: {sandbox.WebAddress.Authority}\r\nContent-Length: {length}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = new byte[16];
        await client.GetStream().ReadExactlyAsync(answer);

        Assert.Equal("HTTP/1.1 413 Req", Encoding.ASCII.GetString(answer));
        Assert.Empty(sandbox.InternalFailures);
    }

    /// <summary>Content behind the answer to HEAD would be taken for the beginning of the next answer.</summary>
    [Fact]
    public async Task HEAD_is_refused_without_content()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, sandbox.WebAddress!.Port);
        var request =
            $"HEAD {sandbox.WebAddress.AbsolutePath}api/messages HTTP/1.1\r\nHost: {sandbox.WebAddress.Authority}\r\nConnection: " +
            "close\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);

        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 405 ", answer);
        Assert.EndsWith("\r\n\r\n", answer);
    }

    [Fact]
    public void A_port_in_use_is_refused_as_those_of_mail_are_and_nothing_stays_begun()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var other = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        var smtp = FreePort();

        foreach (var port in new[] { ((IPEndPoint)taken.LocalEndpoint).Port, other.WebAddress!.Port, other.SmtpPort })
        {
            var failure =
                Assert.Throws<MailArgumentException>(() => MailSandbox.Start(new MailSandboxOptions { SmtpPort = smtp, WebPort = port }));
            Assert.Equal((MailErrors.PortUnavailable, "WebPort"), (failure.Error, failure.ParamName));
            Assert.Contains(port + " cannot be listened on", failure.Message);
        }

        using var sandbox = MailSandbox.Start(new MailSandboxOptions { SmtpPort = smtp, WebPort = 0 });
        Assert.Equal(smtp, sandbox.SmtpPort);
        Assert.Throws<ArgumentOutOfRangeException>(() => MailSandbox.Start(new MailSandboxOptions { WebPort = 65536 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => MailSandbox.Start(new MailSandboxOptions { WebPort = -1 }));
    }

    [Fact]
    public void Many_sandboxes_have_pages_of_their_own()
    {
        var sandboxes = Enumerable.Range(0, 10).Select(_ => MailSandbox.Start(new MailSandboxOptions { WebPort = 0 })).ToArray();
        Assert.Equal(10, sandboxes.Select(sandbox => sandbox.WebAddress!.Port).Distinct().Count());
        Parallel.ForEach(sandboxes, sandbox => sandbox.Dispose());
    }

    private static async Task<bool> Ended(Task<HttpResponseMessage> request)
    {
        try
        {
            using var response = await request;
            return (await response.Content.ReadAsByteArrayAsync()).Length == 0;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
