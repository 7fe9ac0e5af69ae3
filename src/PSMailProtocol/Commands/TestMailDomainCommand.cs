using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Dns;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Dns.Report;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Looks at everything by which a domain's mail finds its way and is believed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MailDomain")]
[OutputType(typeof(MailDomainCheck), typeof(bool))]
public sealed class TestMailDomainCommand : NameServerCommand
{
    private DnsResolver? _resolver;
    private IPAddress? _sender;
    private MtaStsPolicyFetcher? _policies;

    /// <summary>Domains or addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Domain", "DomainName", "Address", "EmailAddress", "Mail")]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Selectors of DKIM keys.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Selector { get; set; }

    /// <summary>The address that mail comes from.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Sender { get; set; }

    /// <summary>The sender of the envelope.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? From { get; set; }

    /// <summary>What the sending host calls itself.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HostNameWords))]
    [Cell(typeof(string))]
    public string? Helo { get; set; }

    /// <summary>Where policies of MTA-STS are fetched from in place of the domain's own host, for tests: address and port.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? PolicyServer { get; set; }

    /// <summary>Seconds for one domain, all lookups together.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 60)]
    [ValidateRange(1, 86400)]
    public int OperationTimeoutSeconds { get; set; } = 60;

    /// <summary>Say no more than whether all is well.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var options = OrTerminate(() => ResolverOptions(OperationTimeoutSeconds), DnsServer);
        _resolver = OrTerminate(() => new DnsResolver(options), DnsServer);
        _policies = OrTerminate(
            () => new MtaStsPolicyFetcher
            {
                Timeout = options.Deadline, Resolver = _resolver, Transcript = options.Transcript,
                EndPoint = PolicyServerAddress.Parse(PolicyServer),
            },
            PolicyServer);
        _sender = OrTerminate(SenderAddress, Sender);
    }

    /// <summary>Look at each domain; one that cannot be looked at keeps no other from its turn.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
            OrReport(() => Test(name), name);
    }

    private IPAddress? SenderAddress()
    {
        if (Sender is null)
            return null;
        return IPAddress.TryParse(Sender, out var address)
            ? address
            : throw new AdvisedException(
                MailErrors.InvalidParameter, $"-{nameof(Sender)} is no IP address.",
                $"Give the address that mail comes from, such as 192.0.2.1. An e-mail address goes to -{nameof(From)}.");
    }

    private void Test(string name)
    {
        using var progress = new StageProgress(this, "Looking at mail domains");
        progress.Show(name);
        var question = new MailDomainQuestion(name) { Selectors = Selector ?? [], Sender = _sender, From = From, Helo = Helo };
        var rows = Answer(() => _resolver!.TestMailDomain(question, _policies, Cancellation));
        if (Quiet)
            WriteObject(rows.All(row => row.Verdict is not (MailDomainVerdict.Bad or MailDomainVerdict.Unknown)));
        else
            WriteObject(rows, enumerateCollection: true);
    }
}
