using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Dns;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <content>The servers that a domain names: exchangers, which take its mail, and by SRV records those that serve its users.</content>
public sealed partial class TestMailServerCommand
{
    private readonly PipelineThread _pipeline = new();
    private IReadOnlyList<IPAddress>? _addresses;
    private DnsResolver? _resolver;

    /// <summary>Answers of name servers come on any thread, while the pipeline's waits for the last of them.</summary>
    private protected override void OnPipeline(Action action) => _pipeline.Do(action);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _pipeline.Dispose();
    }

    /// <summary>
    /// The domains that are given. A row that names a server is about that server, and what PowerShell makes of an object as text is no
    /// domain.
    /// </summary>
    private string[] Domains()
    {
        var isOther = IsFromRow(nameof(Domain)) && (IsFromRow(nameof(Server)) || IsObjectAsText);
        return Domain is null || isOther ? [] : Domain;
    }

    private bool IsObjectAsText =>
        Record is { BaseObject: not string }
        && !new[] { nameof(Domain), "DomainName", "EmailAddress" }.Any(name => Record.Properties[name] is not null);

    private void ProbeDomain(string domain)
    {
        RefuseBesideDomain();
        IEnumerable<FoundServer> servers;
        try
        {
            servers = ServersOf(domain);
        }
        catch (MailException e) when (Quiet && e.Error != MailErrors.InvalidDomainName)
        {
            WriteObject(false);
            return;
        }

        foreach (var server in servers)
        {
            _spoken = server.Protocol;
            _addresses = server.Addresses;
            Probe(AccountAt(server.Host, server.Port, server.Tls), server.FoundBy);
        }
    }

    /// <summary>
    /// What a domain names is known from DNS alone, which anybody on the way can forge. A credential goes to a host that somebody named
    /// (RFC 6186 section 6).
    /// </summary>
    private void RefuseBesideDomain()
    {
        if (!string.IsNullOrWhiteSpace(Server))
            throw Contradiction("-Server and -Domain are both given.",
                "Give one of them; -Server may also stand in $PSDefaultParameterValues.");
        foreach (var login in new[] { nameof(Credential), nameof(Token), nameof(Certificate) })
        {
            if (IsGiven(login))
            {
                throw Contradiction(
                    $"-Domain and -{login} are both given, and names out of DNS do not prove who gets it.",
                    $"Look at the domain without -{login}, and give the host that you know for yours as -Server.");
            }
        }

        if (Tls == TlsMode.Implicit)
            throw Contradiction("-Tls Implicit is given beside -Domain, whose records say which ports begin with TLS.", "Leave -Tls out.");
        if (Command is { Length: > 0 } && !IsGiven(nameof(Protocol)))
            throw Contradiction("-Command is given beside -Domain without -Protocol, and each protocol has its own commands.",
                "Give -Protocol too.");

        _spoken = IsGiven(nameof(Protocol)) ? Protocol : MailProtocol.Smtp;
        RefuseForeignWords();
        _ = ProbeOf(AccountAt("", 0, Tls));
    }

    private static AdvisedException Contradiction(string message, string advice) => new(MailErrors.InvalidParameter, message, advice);

    private List<FoundServer> ServersOf(string domain)
    {
        using var progress = new StageProgress(this, "Looking up mail servers");
        progress.Show(domain);
        var servers = new List<FoundServer>();
        MailException? without = null;
        if (!IsGiven(nameof(Protocol)) || Protocol == MailProtocol.Smtp)
        {
            foreach (var exchanger in Exchangers(domain, ref without))
                servers.Add(new FoundServer(MailProtocol.Smtp, exchanger.Exchange, Port == 0 ? 25 : Port, Tls, exchanger.IPAddress,
                    RecordOf(exchanger)));
        }

        // An envelope is for those who take a domain's mail; who serves its users wants a login before.
        if (To is not { Length: > 0 })
        {
            foreach (var service in Ask(resolver => resolver.ResolveMailServices(domain, Cancellation)).Where(IsWanted))
            {
                var tls = service.IsImplicit ? TlsMode.Implicit : Tls;
                var record = $"SRV {service.Priority} {service.Weight} of {service}";
                servers.Add(new FoundServer(ProtocolOf(service), service.Host, service.Port, tls, service.Addresses, record));
            }
        }

        return servers.Count > 0 ? servers : throw without ?? NoServer(domain);
    }

    /// <summary>Without an exchanger a domain may still name servers of other kinds.</summary>
    private IReadOnlyList<MailExchanger> Exchangers(string domain, ref MailException? without)
    {
        try
        {
            var exchangers = Ask(resolver => resolver.ResolveMailExchangers(domain, Cancellation));
            return [.. exchangers.Where(exchanger => exchanger.Status != MailExchangerStatus.NullMx)];
        }
        catch (MailException e) when (e.Error == MailErrors.NoMailExchanger)
        {
            without = e;
            return [];
        }
    }

    private T Ask<T>(Func<DnsResolver, T> ask)
    {
        try
        {
            return ask(_resolver ??= Resolver());
        }
        finally
        {
            _pipeline.RunPosted();
        }
    }

    private DnsResolver Resolver()
    {
        var options = new DnsResolverOptions { Deadline = TimeSpan.FromSeconds(ConnectionTimeoutSeconds), Transcript = Transcript() };
        options.AddServers(DnsServer ?? []);
        foreach (var server in DnsServer ?? [])
            UsedServers.Note(UsedServers.Dns, server);
        return new DnsResolver(options);
    }

    private bool IsWanted(MailService service) => !IsGiven(nameof(Protocol)) || ProtocolOf(service) == Protocol;

    private static MailProtocol ProtocolOf(MailService service) => service.Service switch
    {
        "_imap" or "_imaps" => MailProtocol.Imap,
        "_pop3" or "_pop3s" => MailProtocol.Pop3,
        _ => MailProtocol.Smtp,
    };

    private MailAccount AccountAt(string host, int port, TlsMode tls) =>
        new(host, port, tls, credential: null) { Connection = ConnectionOptions() };

    private static string RecordOf(MailExchanger exchanger) =>
        exchanger.Status == MailExchangerStatus.Implicit
            ? $"address of {exchanger.Domain}"
            : $"MX {exchanger.Preference} of {exchanger.Domain}";

    private AdvisedException NoServer(string domain) => new(
        MailErrors.NoMailExchanger,
        $"The domain {WireText.Excerpt(domain)} names no " +
        $"server{(IsGiven(nameof(Protocol)) ? $" for {Protocol.ToString().ToUpperInvariant()}" : "")}.",
        "Many domains name no servers for their users by SRV records (RFC 6186): give the host as -Server.");

    /// <summary>A server that a domain names, and by which record.</summary>
    private sealed record FoundServer(MailProtocol Protocol, string Host, int Port, TlsMode Tls, IReadOnlyList<IPAddress> Addresses,
        string FoundBy);
}
