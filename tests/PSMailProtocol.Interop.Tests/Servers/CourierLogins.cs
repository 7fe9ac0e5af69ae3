using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>
/// Answers Courier's questions who may log in, as its authdaemond does: a request ends in <c>AUTH</c>, the length of what follows,
/// and service, kind, user and password, a line each.
/// </summary>
public sealed class CourierLogins : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly string _user;
    private readonly string _password;
    private readonly string _answer;

    /// <param name="path">The socket to listen on.</param>
    /// <param name="user">The only user.</param>
    /// <param name="password">Its password.</param>
    /// <param name="home">Where its mail is.</param>
    public CourierLogins(string path, string user, string password, string home)
    {
        (_user, _password) = (user, password);
        _answer = string.Create(CultureInfo.InvariantCulture,
            $"UID={DovecotServer.MailUser}\nGID={DovecotServer.MailUser}\nHOME={home}\nADDRESS={user}\n.\n");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        _ = AnswerAsync();
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptAsync(_end.Token);
                using var stream = new NetworkStream(client);
                using var reader = new StreamReader(stream, Encoding.UTF8);
                while (await reader.ReadLineAsync(_end.Token) is { } line && !line.StartsWith("AUTH ", StringComparison.Ordinal))
                {
                }

                await reader.ReadLineAsync(_end.Token);
                await reader.ReadLineAsync(_end.Token);
                var isUser = await reader.ReadLineAsync(_end.Token) == _user & await reader.ReadLineAsync(_end.Token) == _password;
                await client.SendAsync(Encoding.ASCII.GetBytes(isUser ? _answer : "FAIL\n"), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The server is gone, and with it everybody who asks.
        }
    }
}
