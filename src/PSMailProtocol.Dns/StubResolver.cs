using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using DnsClient;

namespace PSMailProtocol.Dns;

/// <summary>
/// Asks the servers in turn until one knows, all within one deadline. Only NOERROR and NXDOMAIN are knowledge; whatever else
/// comes back, or does not, is a failure that says nothing about the name.
/// </summary>
internal sealed class StubResolver : IDisposable
{
    /// <summary>How many questions are open at a time: by TCP each is a connection, of which name servers take few.</summary>
    internal const int MaximumQuestions = 20;

    private readonly NameServerClient _client;
    private readonly IReadOnlyList<IPEndPoint> _servers;
    private readonly CancellationToken _cancellation;
    private readonly LookupDeadline _deadline;
    private readonly SemaphoreSlim _free = new(MaximumQuestions);

    internal StubResolver(DnsResolverOptions options, NameServerClient client, IReadOnlyList<IPEndPoint> servers,
        CancellationToken cancellation)
    {
        Options = options;
        _client = client;
        _servers = servers;
        _cancellation = cancellation;
        _deadline = new LookupDeadline(options.Deadline, cancellation);
    }

    internal DnsResolverOptions Options { get; }

    /// <exception cref="MailException">DnsTimedOut, DnsServerFailure or DnsResponseInvalid; the message lists every server's
    /// failure.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async Task<DnsAnswer> QueryAsync(string name, QueryType type)
    {
        var question = new DnsQuestion(DomainName.Asked(name), type);
        var failures = new DnsFailures(name, type);
        for (var attempt = 0; attempt < Options.Attempts; attempt++)
        {
            foreach (var server in _servers)
            {
                _cancellation.ThrowIfCancellationRequested();
                await _free.WaitAsync(_cancellation).ConfigureAwait(false);
                try
                {
                    if (_deadline.HasPassed)
                    {
                        failures.AddTimeout("the deadline of the lookup");
                        throw failures.ToException();
                    }

                    // Some paths drop EDNS in silence, so that another attempt goes without (RFC 6891 section 6.2.2).
                    if (await AskAsync(question, server, useEdns: attempt == 0, failures).ConfigureAwait(false) is { } answer)
                    {
                        return answer;
                    }
                }
                finally
                {
                    _free.Release();
                }
            }
        }

        throw failures.ToException();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _deadline.Dispose();
        _free.Dispose();
    }

    private async Task<DnsAnswer?> AskAsync(DnsQuestion question, IPEndPoint server, bool useEdns, DnsFailures failures)
    {
        try
        {
            using var wait = _deadline.StartWait(Options.Timeout);
            var answer = await _client.AskAsync(question, server, useEdns, wait.Token).ConfigureAwait(false);
            if (answer.IsReferral)
            {
                failures.AddReferral(server);
                return null;
            }

            if (answer.ResponseCode is DnsResponseCode.NoError or DnsResponseCode.NotExistentDomain)
            {
                return answer;
            }

            failures.AddResponse(server, answer.ResponseCode);
        }
        catch (TimeoutException)
        {
            _cancellation.ThrowIfCancellationRequested();
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
}
