using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Tests.Smtp.Direct;

/// <summary>
/// Domains, their exchangers, and a server behind each address: mx1 at 192.0.2.1, its second address 192.0.2.11, and so on. Whoever
/// connects to an address comes to its sandbox; to one without a sandbox nobody connects.
/// </summary>
internal sealed class ExchangerNetwork : IDisposable
{
    private readonly Dictionary<string, List<MailExchanger>> _domains = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IPAddress, MailSandbox> _hosts = [];
    private readonly CancellationTokenSource _cancellation = new();
    private readonly object _gate = new();

    /// <summary>The domains that were asked for.</summary>
    public List<string> Lookups { get; } = [];

    /// <summary>The addresses that were connected to, whether anybody was there or not.</summary>
    public List<string> Connections { get; } = [];

    public List<TimeSpan> Waits { get; } = [];

    public Action? WhileWaiting { get; set; }

    public TimeSpan Now { get; set; }

    public Dictionary<string, ISmtpTransportPolicy> Policies { get; } = [];

    public CancellationTokenSource Cancellation => _cancellation;

    /// <summary>Every server's mail.</summary>
    public IEnumerable<SandboxMail> Mail => _hosts.Values.SelectMany(host => host.Accepted);

    /// <summary>Puts a server behind an address.</summary>
    public MailSandbox AddHost(string address, MailSandboxOptions? options = null)
    {
        var sandbox = MailSandbox.Start(options);
        _hosts.Add(IPAddress.Parse(address), sandbox);
        return sandbox;
    }

    /// <summary>Gives a domain an exchanger.</summary>
    public void AddExchanger(string domain, int preference, string exchange, params string[] addresses)
    {
        if (!_domains.TryGetValue(domain, out var exchangers))
            _domains.Add(domain, exchangers = []);
        exchangers.Add(new MailExchanger(domain, exchange, new IPEndPoint(IPAddress.Loopback, 53))
        {
            Preference = preference,
            TimeToLive = TimeSpan.FromHours(1),
            IPAddress = [.. addresses.Select(IPAddress.Parse)],
            Status = exchange == "." ? MailExchangerStatus.NullMx : MailExchangerStatus.Explicit,
        });
    }

    /// <summary>Says of the exchangers of a domain what went wrong in looking them up.</summary>
    public void Warn(string domain, string warning) => _domains[domain] =
    [
        .. _domains[domain].Select(exchanger => new MailExchanger(domain, exchanger.Exchange, exchanger.NameServer)
        {
            Preference = exchanger.Preference, TimeToLive = exchanger.TimeToLive, IPAddress = exchanger.IPAddress,
            Status = exchanger.Status, Warnings = [warning],
        }),
    ];

    public SmtpDirectMailer CreateMailer(int retries = 0, int throttle = 1, TlsMode tls = TlsMode.Opportunistic,
        CertificatePin? pin = null) => new(
        new SmtpDirectOptions(Resolve)
        {
            Policy = (domain, _) => Policies.GetValueOrDefault(domain),
            ClientName = "client.test",
            MaximumRetryCount = retries,
            ThrottleLimit = throttle,
            Tls = tls,
            Connection = new MailConnectionOptions { PinnedCertificate = pin },
            Clock = () => Now,
            Wait = (time, _) =>
            {
                Waits.Add(time);
                WhileWaiting?.Invoke();
            },
            Open = (account, clientName, cancellation, limits) => Open(account, clientName, limits, cancellation),
        },
        _cancellation.Token);

    /// <summary>Sends, says goodbye, and waits until every server knows.</summary>
    public SmtpDelivery Send(SmtpSubmission submission, int retries = 0, int throttle = 1)
    {
        using var mailer = CreateMailer(retries, throttle);
        var delivery = mailer.Send(submission);
        mailer.Quit();
        foreach (var host in _hosts.Values)
            Xunit.Assert.True(host.WaitUntilIdle(TimeSpan.FromMinutes(10)));
        return delivery;
    }

    /// <summary>What a delivery says of each recipient, for example <c>b@y.test accepted by mx1.y.test 250</c>.</summary>
    public static string[] Report(SmtpDelivery delivery) =>
    [
        .. delivery.AcceptedRecipients.Select(recipient => $"{recipient.Recipient} accepted by {recipient.Exchanger} {recipient.Code}"),
        .. delivery.RejectedRecipients.Select(
            recipient => $"{recipient.Recipient} rejected by {recipient.Exchanger ?? "nobody"} {recipient.Code}".TrimEnd()),
        .. delivery.UnknownRecipients.Select(recipient => $"{recipient.Recipient} unknown at {recipient.Exchanger}"),
    ];

    public void Dispose()
    {
        foreach (var host in _hosts.Values)
        {
            Xunit.Assert.Empty(host.InternalFailures);
            host.Dispose();
        }

        _cancellation.Dispose();
    }

    private IReadOnlyList<MailExchanger> Resolve(string domain, CancellationToken cancellation)
    {
        lock (_gate)
            Lookups.Add(domain);
        return _domains.TryGetValue(domain, out var exchangers)
            ? [.. exchangers.OrderBy(exchanger => exchanger)]
            : throw new MailException(MailErrors.DomainNotFound, $"The domain {domain} does not exist.");
    }

    private SmtpSession Open(MailAccount account, string? clientName, SmtpLimits? limits, CancellationToken cancellation)
    {
        var address = account.Connection.Addresses![0];
        lock (_gate)
            Connections.Add(address.ToString());
        if (!_hosts.TryGetValue(address, out var host))
            throw new MailException(MailErrors.ConnectFailed,
                $"No connection to {account.Server} port {account.Port}: {address} refused the connection.");

        var there = new MailAccount(account.Server, host.SmtpPort, account.Tls, null)
        {
            Connection = account.Connection with { Addresses = [IPAddress.Loopback] },
        };
        return SmtpSession.Open(there, clientName, cancellation, limits);
    }
}
