using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using PSMailProtocol.Net;

namespace PSMailProtocol.Tests.Dns.MtaSts;

/// <summary>An HTTPS server on loopback that sends just what a test says, and tells what it was asked.</summary>
internal sealed class PolicyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly List<TcpClient> _connections = [];

    internal PolicyServer()
    {
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        Pin = CertificatePin.Parse(_certificate.GetCertHashString(HashAlgorithmName.SHA256));
        _ = Task.Run(ServeAsync);
    }

    internal IPEndPoint EndPoint { get; }

    internal CertificatePin Pin { get; }

    /// <summary>What is sent, header and body; null for nothing, with the connection left open.</summary>
    internal byte[]? Answer { get; set; }

    /// <summary>The first line and the Host field of each request, with the name of TLS.</summary>
    internal List<string> Requests { get; } = [];

    internal static byte[] Response(string body, string status = "200 OK", string type = "text/plain", string more = "") =>
        Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{more}Connection: close\r\n\r\n{body}");

    public void Dispose()
    {
        _listener.Stop();
        lock (_connections)
            _connections.ForEach(connection => connection.Dispose());
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var connection = await _listener.AcceptTcpClientAsync();
                lock (_connections)
                    _connections.Add(connection);
                await ServeAsync(connection);
            }
            catch (Exception failure) when (failure is IOException or System.Security.Authentication.AuthenticationException)
            {
                // A client that refuses the certificate.
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
        var reader = new StreamReader(tls, Encoding.ASCII);
        var request = await reader.ReadLineAsync();
        if (request is null)
            return;

        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
                request += "|" + line;
        }

        Requests.Add($"{request}|{tls.TargetHostName}");
        if (Answer is null)
            return;
        await tls.WriteAsync(Answer);
        await tls.ShutdownAsync();
        connection.Dispose();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mta-sts.example.com", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("mta-sts.example.com");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx, "pfx"), "pfx");
    }
}
