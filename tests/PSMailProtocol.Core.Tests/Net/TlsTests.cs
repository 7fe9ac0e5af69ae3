using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Net;

/// <summary>TLS over real sockets, with the sandbox's certificate, which nobody vouches for.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public TlsTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Both_sides_may_upgrade_in_the_middle_of_a_dialogue()
    {
        var server = Serve(connection =>
        {
            Assert.Equal("UPGRADE", connection.ReadReplyLine());
            connection.Send(WireCommand.Plain("GO"));
            connection.AcceptTls(_sandbox.Certificate);
            connection.Send(WireCommand.Plain("HELLO " + connection.ReadReplyLine()));
        });
        using var client = Connect(skipCertificateCheck: true);

        client.Send(WireCommand.Plain("UPGRADE"));
        Assert.Equal("GO", client.ReadReplyLine());
        client.StartTls();
        client.Send(WireCommand.Plain("inside"));

        Assert.Equal("HELLO inside", client.ReadReplyLine());
        Assert.True(client.IsEncrypted);
        client.Dispose();
        Assert.NotEqual(SslProtocols.None, client.TlsProtocol);
        await server;
    }

    [Fact]
    public async Task A_refused_certificate_ends_the_connection_before_a_command_is_sent()
    {
        var server = Serve(connection =>
        {
            try
            {
                connection.AcceptTls(_sandbox.Certificate);
                connection.ReadReplyLine();
            }
            catch (MailException e)
            {
                Assert.Contains(e.Error.Id, new[] { "TlsFailed", "ConnectionLost" });
                return;
            }

            Assert.Fail("A command came after a certificate that was refused.");
        });
        using var client = Connect(skipCertificateCheck: false);

        var failure = Assert.Throws<MailException>(client.OpenTls);

        Assert.Same(MailErrors.CertificateRejected, failure.Error);
        Assert.Contains("not trusted", failure.Message);
        Assert.True(client.IsClosed);
        await server;
    }

    [Fact]
    public async Task A_peer_that_speaks_in_clear_where_TLS_should_begin_is_no_TLS_server()
    {
        var server = Serve(connection => connection.Send(WireCommand.Plain("220 smtp.example.com ESMTP, and no TLS at all")));
        using var client = Connect(skipCertificateCheck: true);

        Assert.Same(MailErrors.TlsFailed, Assert.Throws<MailException>(client.OpenTls).Error);
        await server;
    }

    [Fact]
    public async Task Input_that_comes_after_the_consent_in_a_packet_of_its_own_never_gets_through()
    {
        using var consented = new ManualResetEventSlim();
        var server = Serve(connection =>
        {
            connection.Send(WireCommand.Plain("GO"));
            consented.Wait();
            connection.Send(WireCommand.Plain("250 AUTH PLAIN"));
        });
        using var client = Connect(skipCertificateCheck: true);
        Assert.Equal("GO", client.ReadReplyLine());
        consented.Set();
        await server;

        var failure = Assert.Throws<MailException>(client.StartTls);

        // Whether it is there before the handshake or comes within it.
        Assert.Same(MailErrors.StartTlsResponseInjection, failure.Error);
        Assert.True(client.IsClosed);
    }

    private MailConnection Connect(bool skipCertificateCheck)
    {
        var options = new MailConnectionOptions { SkipCertificateCheck = skipCertificateCheck };
        return MailConnection.Connect("localhost", ((IPEndPoint)_listener.LocalEndpoint).Port, options, CancellationToken.None);
    }

    private Task Serve(Action<MailConnection> dialogue) => Task.Run(() =>
    {
        using var connection = new MailConnection(_listener.AcceptSocket(), new MailConnectionOptions());
        dialogue(connection);
    });
}
