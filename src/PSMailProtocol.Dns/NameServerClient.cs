using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using DnsClient;
using PSMailProtocol.Net;

namespace PSMailProtocol.Dns;

/// <summary>
/// Asks one name server one question through DnsClient, and believes no answer that does not fit: whatever comes by UDP and is
/// cut off, malformed or no answer to the question is asked for again by TCP (RFC 7766, RFC 5452 section 9).
/// </summary>
internal sealed class NameServerClient
{
    private readonly DnsResolverOptions _options;
    private LookupClient _client = NewClient();

    internal NameServerClient(DnsResolverOptions options) => _options = options;

    /// <exception cref="TimeoutException">The token was cancelled, which is how time runs out.</exception>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="MailException">DnsResponseInvalid: nothing that came fits.</exception>
    internal async Task<DnsAnswer> AskAsync(DnsQuestion question, IPEndPoint server, bool useEdns, CancellationToken wait)
    {
        var byTcp = _options.UseTcp;
        while (true)
        {
            try
            {
                var answer = byTcp
                    ? await AskByTcpAsync(question, server, useEdns, wait).ConfigureAwait(false)
                    : await QueryAsync(_client, question, server, byTcp: false, useEdns, wait).ConfigureAwait(false);
                if (!useEdns || !answer.LacksEdns)
                {
                    return answer;
                }

                // RFC 6891 section 7: a server from before EDNS answers FORMERR (or NOTIMP) and has to be asked without.
                useEdns = false;
            }
            catch (MailException) when (!byTcp)
            {
                // Somebody else's datagram or a part of the answer.
                byTcp = true;
            }
        }
    }

    private static LookupClient NewClient() => new(new LookupClientOptions { AutoResolveNameServers = false, UseCache = false });

    private async Task<DnsAnswer> AskByTcpAsync(DnsQuestion question, IPEndPoint server, bool useEdns, CancellationToken wait)
    {
        try
        {
            return await QueryAsync(_client, question, server, byTcp: true, useEdns, wait).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is EndOfStreamException or SocketException)
        {
            // The connection was perhaps one that DnsClient kept and the server has closed since: a new client has none.
        }

        var client = NewClient();
        try
        {
            return await QueryAsync(client, question, server, byTcp: true, useEdns, wait).ConfigureAwait(false);
        }
        catch (EndOfStreamException failure)
        {
            throw Invalid("ends with the TCP connection before it is whole", failure);
        }
        finally
        {
            _client = client;
        }
    }

    private async Task<DnsAnswer> QueryAsync(
        LookupClient client, DnsQuestion question, IPEndPoint server, bool byTcp, bool useEdns, CancellationToken wait)
    {
        try
        {
            Note(TranscriptDirection.Client, $"{question.QuestionType} {question.QueryName} to {server} by {(byTcp ? "TCP" : "UDP")}");
            ClearPooledBuffer();
            NameServer[] servers = [new(Host(server), server.Port)];
            var response = await client.QueryServerAsync(servers, question, QueryOptions(byTcp, useEdns), wait).ConfigureAwait(false);
            var answer = new DnsAnswer(response, server);
            foreach (var line in answer.Lines())
                Note(TranscriptDirection.Server, line);
            return answer.Fits(question) ? answer : throw Invalid("is none to the question", null);
        }
        catch (Exception) when (wait.IsCancellationRequested)
        {
            // DnsClient tells it in several ways.
            Note(TranscriptDirection.Connection, $"{server} has not answered {question.QuestionType} {question.QueryName}");
            throw new TimeoutException();
        }
        catch (Exception failure) when (failure is not MailException)
        {
            var translated = Translate(failure, byTcp);
            Note(TranscriptDirection.Connection, $"{server}, {question.QuestionType} {question.QueryName}: {translated.Message}");
            throw translated;
        }
    }

    private void Note(TranscriptDirection direction, string text) =>
        _options.Transcript?.Write(direction, encrypted: false, WireText.Sanitize(text));

    /// <summary>
    /// DnsClient reads a datagram into a buffer of the shared pool, rented next on this thread, and follows a compression pointer
    /// beyond the datagram's end: what the buffer held before, perhaps a password, would come out as part of a name.
    /// </summary>
    private static void ClearPooledBuffer()
    {
        var pool = ArrayPool<byte>.Shared;
        pool.Return(pool.Rent(DnsQueryOptions.MaximumBufferSize), clearArray: true);
    }

    // An unspecified address means this machine (resolv.conf), and DnsClient refuses it.
    private static IPAddress Host(IPEndPoint server) =>
        server.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
        : server.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : server.Address;

    // DO brings the AD bit along (RFC 6840 section 5.8), which DnsClient cannot ask for by itself. 512 octets go without EDNS.
    private DnsQueryOptions QueryOptions(bool byTcp, bool useEdns) => new()
    {
        UseCache = false,
        UseRandomNameServer = false,
        Retries = 0,
        ContinueOnDnsError = false,
        ContinueOnEmptyResponse = false,
        ThrowDnsErrors = false,
        UseTcpFallback = false,
        UseTcpOnly = byTcp,
        ExtendedDnsBufferSize = useEdns ? _options.UdpPayloadSize : DnsQueryOptions.MinimumBufferSize,
        RequestDnsSecRecords = useEdns,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    // Its reader is not made for all that may come: anything that it throws and that is none of the network is a malformed answer.
    private static Exception Translate(Exception failure, bool byTcp) =>
        ((failure as DnsResponseException)?.InnerException ?? failure) switch
        {
            SocketException { SocketErrorCode: SocketError.MessageSize } => Invalid("is larger than was asked for", failure),
            SocketException unreachable => unreachable,
            IOException { InnerException: SocketException broken } => broken,
            TimeoutException or IOException when byTcp => new EndOfStreamException(),
            DnsXidMismatchException => Invalid("has another id than the question", failure),
            _ => Invalid("is cut off or cannot be read", failure),
        };

    private static MailException Invalid(string fault, Exception? inner) =>
        new(MailErrors.DnsResponseInvalid, $"The name server's answer {fault}.", inner);
}
