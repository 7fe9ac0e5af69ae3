using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PSMailProtocol.Sandbox.Dns;

namespace PSMailProtocol.Dns;

/// <summary>
/// Asks the servers in turn until one knows. Only NOERROR and NXDOMAIN are knowledge; whatever else comes back, or does
/// not, is a failure that says nothing about the name.
/// </summary>
internal sealed class StubResolver
{
    private readonly DnsResolverOptions _options;
    private readonly IReadOnlyList<IPEndPoint> _servers;
    private readonly LookupDeadline _deadline;
    private readonly CancellationToken _cancellation;

    internal StubResolver(DnsResolverOptions options, IReadOnlyList<IPEndPoint> servers, LookupDeadline deadline, CancellationToken cancellation)
    {
        _options = options;
        _servers = servers;
        _deadline = deadline;
        _cancellation = cancellation;
    }

    /// <exception cref="MailException">DnsTimedOut, DnsServerFailure or DnsResponseInvalid; the message lists every server's failure.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal DnsAnswer Query(DnsName name, DnsRecordType type)
    {
        var question = new DnsQuestion(name, type);
        var failures = new DnsFailures(question);
        for (var attempt = 0; attempt < _options.Attempts; attempt++)
        {
            foreach (var server in _servers)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (_deadline.HasPassed)
                {
                    failures.AddTimeout("the deadline of the lookup");
                    throw failures.ToException();
                }

                // Some paths drop EDNS in silence, so that another attempt goes without (RFC 6891 section 6.2.2).
                if (Ask(question, server, useEdns: attempt == 0, failures) is { } answer)
                {
                    return answer;
                }
            }
        }

        throw failures.ToException();
    }

    private DnsAnswer? Ask(DnsQuestion question, IPEndPoint server, bool useEdns, DnsFailures failures)
    {
        try
        {
            var message = Exchange(question, server, useEdns);
            if (DnsAnswer.IsReferral(message))
            {
                failures.AddReferral(server);
                return null;
            }

            if (message.ResponseCode is DnsResponseCode.NoError or DnsResponseCode.NameError)
            {
                return new DnsAnswer(message, server);
            }

            failures.AddResponse(server, message.ResponseCode);
        }
        catch (TimeoutException)
        {
            failures.AddTimeout(server.ToString());
        }
        catch (SocketException failure)
        {
            failures.AddUnreachable(server, failure);
        }
        catch (MailException failure)
        {
            failures.AddInvalid(server, failure);
        }

        return null;
    }

    private DnsMessage Exchange(DnsQuestion question, IPEndPoint server, bool useEdns)
    {
        var deadline = _deadline.Within(_options.Timeout);
        var query = new DnsQuery(question, useEdns ? _options.UdpPayloadSize : 0);
        var message = DnsTransport.Exchange(query, server, deadline, _cancellation);

        // RFC 6891 section 7: a server from before EDNS answers FORMERR (or NOTIMP) and has to be asked without.
        var lacksEdns = message.ResponseCode is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented or DnsResponseCode.BadVersion;
        return useEdns && lacksEdns
            ? DnsTransport.Exchange(new DnsQuery(question, 0), server, deadline, _cancellation)
            : message;
    }
}
