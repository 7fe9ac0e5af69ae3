using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Tests.Dns;

/// <summary>A name server on loopback that does exactly what a test tells it, right or wrong.</summary>
internal sealed class FakeNameServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly UdpClient _udp;

    // A connection that nobody holds is closed by the garbage collector, and the client sees a reset in place of silence.
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private volatile bool _isDisposed;
    private int _datagrams;
    private int _streamQueries;

    internal FakeNameServer()
    {
        while (true)
        {
            _listener = new TcpListener(IPAddress.Loopback, 0);
            _listener.Start();
            try
            {
                _udp = new UdpClient((IPEndPoint)_listener.LocalEndpoint);
                break;
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                _listener.Stop();
            }
        }

        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _ = Task.Run(ServeDatagramsAsync);
        _ = Task.Run(ServeConnectionsAsync);
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>What to do with a query by UDP. By default nothing.</summary>
    internal Action<FakeQuery> ByUdp { get; set; } = static _ => { };

    /// <summary>
    /// What to send, as it is, to a query by TCP, by default the right answer; the connection is then closed, or kept open if
    /// this is null.
    /// </summary>
    internal Func<DnsMessage, byte[]?> ByTcp { get; set; } = static query => WithLength(AnswerBytes(query));

    internal int Datagrams => Volatile.Read(ref _datagrams);

    /// <summary>Queries by TCP.</summary>
    internal int StreamQueries => Volatile.Read(ref _streamQueries);

    internal bool IsDisposed => _isDisposed;

    public void Dispose()
    {
        _isDisposed = true;
        _listener.Stop();
        _udp.Dispose();
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>A right answer: the address 192.0.2.1 for A, and nothing, in the negative way, for anything else.</summary>
    internal static DnsMessage Answer(DnsMessage query)
    {
        var answer = new DnsMessage { Id = query.Id, IsResponse = true, RecursionAvailable = true };
        var question = query.Questions[0];
        answer.Questions.Add(question);
        if (question.Type == DnsRecordType.A)
        {
            answer.Answers.Add(new AddressRecord(question.Name, 300, IPAddress.Parse("192.0.2.1")));
        }
        else
        {
            answer.Authorities.Add(new SoaRecord(DnsName.Root, 60, DnsName.Root, DnsName.Root, [1, 2, 3, 4, 60]));
        }

        return answer;
    }

    internal static byte[] AnswerBytes(DnsMessage query) => DnsMessageWriter.Write(Answer(query));

    internal static byte[] WithLength(byte[] message) => Wire.Join(Wire.Words(message.Length), message);

    private async Task ServeDatagramsAsync()
    {
        while (!_isDisposed)
        {
            try
            {
                var datagram = await _udp.ReceiveAsync();
                Interlocked.Increment(ref _datagrams);
                ByUdp(new FakeQuery(_udp, datagram));
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // The client or the test has gone.
            }
        }
    }

    private async Task ServeConnectionsAsync()
    {
        while (!_isDisposed)
        {
            try
            {
                var connection = await _listener.AcceptTcpClientAsync();
                _connections.Add(connection);
                await ServeConnectionAsync(connection);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException or System.IO.IOException)
            {
                // The client or the test has gone.
            }
        }
    }

    private async Task ServeConnectionAsync(TcpClient connection)
    {
        var stream = connection.GetStream();
        var length = new byte[2];
        await stream.ReadExactlyAsync(length);
        var query = new byte[(length[0] << 8) | length[1]];
        await stream.ReadExactlyAsync(query);
        Interlocked.Increment(ref _streamQueries);
        if (ByTcp(new DnsMessageReader(query, query.Length).Read()) is { } bytes)
        {
            await stream.WriteAsync(bytes);
            connection.Dispose();
        }
    }
}

/// <summary>A query that came by UDP.</summary>
internal sealed class FakeQuery(UdpClient server, UdpReceiveResult datagram)
{
    internal DnsMessage Message { get; } = new DnsMessageReader(datagram.Buffer, datagram.Buffer.Length).Read();

    internal int ClientPort => datagram.RemoteEndPoint.Port;

    internal void Reply(byte[] bytes) => server.Send(bytes, bytes.Length, datagram.RemoteEndPoint);

    internal void Reply(DnsMessage message) => Reply(DnsMessageWriter.Write(message));

    internal void ReplyFromAnotherPort(DnsMessage message)
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var bytes = DnsMessageWriter.Write(message);
        other.Send(bytes, bytes.Length, datagram.RemoteEndPoint);
    }
}
