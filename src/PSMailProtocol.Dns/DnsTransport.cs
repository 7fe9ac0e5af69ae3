using System.Net;
using System.Net.Sockets;
using System.Threading;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>Takes one query to one server and waits for its answer: UDP first, TCP if the answer does not fit (RFC 7766).</summary>
internal static class DnsTransport
{
    /// <exception cref="MailException">DnsResponseInvalid, DnsServerFailure.</exception>
    /// <exception cref="System.TimeoutException">The deadline passed.</exception>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled.</exception>
    internal static DnsMessage Exchange(DnsQuery query, IPEndPoint server, LookupDeadline deadline, CancellationToken cancellation)
    {
        var answer = ExchangeByUdp(query, server, deadline, cancellation);
        return answer.IsTruncated ? ExchangeByTcp(query, server, deadline, cancellation) : answer;
    }

    private static DnsMessage ExchangeByUdp(DnsQuery query, IPEndPoint server, LookupDeadline deadline, CancellationToken cancellation)
    {
        using var socket = new DnsSocket(server.AddressFamily, SocketType.Dgram, deadline, cancellation);
        socket.Connect(server);
        socket.Send(query.Bytes);
        var buffer = new byte[DnsMessage.MaximumLength];
        while (true)
        {
            var length = socket.Receive(buffer, 0, buffer.Length);
            if (query.Accept(buffer, length) is { } answer)
            {
                return answer;
            }
        }
    }

    private static DnsMessage ExchangeByTcp(DnsQuery query, IPEndPoint server, LookupDeadline deadline, CancellationToken cancellation)
    {
        using var socket = new DnsSocket(server.AddressFamily, SocketType.Stream, deadline, cancellation);
        socket.Connect(server);
        socket.Send(WithLength(query.Bytes));
        while (true)
        {
            var message = ReadMessage(socket);
            if (query.Accept(message, message.Length) is { } answer)
            {
                return answer.IsTruncated
                    ? throw new MailException(MailErrors.DnsResponseInvalid, "The name server's answer is truncated although it came by TCP.")
                    : answer;
            }
        }
    }

    // One piece, so that length and query share a segment (RFC 7766 section 8).
    private static byte[] WithLength(byte[] query)
    {
        var bytes = new byte[query.Length + 2];
        bytes[0] = (byte)(query.Length >> 8);
        bytes[1] = (byte)query.Length;
        query.CopyTo(bytes, 2);
        return bytes;
    }

    private static byte[] ReadMessage(DnsSocket socket)
    {
        var length = new byte[2];
        ReadExactly(socket, length);
        var message = new byte[(length[0] << 8) | length[1]];
        ReadExactly(socket, message);
        return message;
    }

    private static void ReadExactly(DnsSocket socket, byte[] buffer)
    {
        for (var read = 0; read < buffer.Length;)
        {
            var count = socket.Receive(buffer, read, buffer.Length - read);
            if (count == 0)
            {
                throw new MailException(MailErrors.DnsResponseInvalid, "The name server closed the TCP connection before its answer was whole.");
            }

            read += count;
        }
    }
}
