using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;
using PSMailProtocol.Probing;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Looks at mail servers and says how they are. A server that fails is a report as well, and no error.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MailServer")]
[OutputType(typeof(MailServerReport), typeof(bool))]
public sealed partial class TestMailServerCommand : MailServerCommand
{
    private MailProtocol _spoken;

    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "Exchange")]
    [ArgumentCompleter(typeof(ServerWords))]
    [Cell(typeof(string))]
    public override string? Server { get; set; }

    /// <summary>Domains or addresses whose servers are probed.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DomainName", "EmailAddress")]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Domain { get; set; }

    /// <summary>What is spoken.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(MailProtocol))]
    public MailProtocol Protocol { get; set; }

    /// <summary>The sender of an envelope.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? From { get; set; }

    /// <summary>The recipients of an envelope that is walked through and taken back.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? To { get; set; }

    /// <summary>Commands that are said.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Command { get; set; }

    /// <summary>The name of this machine for SMTP.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HostNameWords))]
    [Cell(typeof(string))]
    public string? Helo { get; set; }

    /// <summary>Name servers to ask about domains in place of this machine's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NameServerWords))]
    [Cell(typeof(string[]))]
    public string[]? DnsServer { get; set; }

    /// <summary>Say no more than whether it went well.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The object in the pipeline.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(PSObject))]
    public PSObject? Record { get; set; }

    /// <summary>A probe has a connection of its own.</summary>
    public override MailSession? Session
    {
        get => null;
        set => throw new NotSupportedException();
    }

    /// <summary>Probe what the parameters name. What cannot be probed of one object in the pipeline concerns that one only.</summary>
    protected override void ProcessRecord()
    {
        var domains = Domains();
        foreach (var domain in domains)
            InTurn(() => ProbeDomain(domain), domain, isOneOfSeveral: domains.Length > 1);
        if (domains.Length == 0)
            InTurn(() => Probe(GivenServer(), FoundBy), Server);
    }

    private protected override MailProtocol Spoken => _spoken;

    private string SpokenName => _spoken.ToString().ToUpperInvariant();

    private protected override bool NeedsUserName => _spoken != MailProtocol.Smtp;

    private protected override IReadOnlyList<IPAddress>? Addresses =>
        _addresses ?? (IsFromRow(nameof(Server)) ? ExchangerObject.AddressesFor(Record, Server) : null);

    /// <summary>The record of an exchanger that came along.</summary>
    private string? FoundBy => IsFromRow(nameof(Server)) && Record?.BaseObject is MailExchanger exchanger ? RecordOf(exchanger) : null;

    private void InTurn(Action probe, string? target, bool isOneOfSeveral = false)
    {
        if (MyInvocation.ExpectingInput || isOneOfSeveral)
            OrReport(probe, target);
        else
            OrTerminate(() => { probe(); return true; }, target);
    }

    /// <summary>The server that is named, by the command or by a row.</summary>
    private MailAccount GivenServer()
    {
        _addresses = null;
        if (string.IsNullOrWhiteSpace(Server))
        {
            throw new AdvisedException(
                MailErrors.ServerNotSpecified, "Neither a server nor a domain is given.",
                "Give -Server with a host, or -Domain with a domain whose servers are looked up.");
        }

        _spoken = ProtocolOf(Server!);
        RefuseForeignWords();
        var account = Account(Server);
        RefuseWeakerRow(account);
        return account;
    }

    /// <summary>What is spoken with a server: what is given, what its scheme names, or what its port is for.</summary>
    private MailProtocol ProtocolOf(string server)
    {
        if (IsGiven(nameof(Protocol)))
            return Protocol;
        if (ServerParameter.ProtocolOf(server) is { } named)
            return (MailProtocol)Enum.Parse(typeof(MailProtocol), named, ignoreCase: true);

        return ServerParameter.Read(server, "SMTP").PortBeside(Port) switch
        {
            993 or 143 => MailProtocol.Imap,
            995 or 110 => MailProtocol.Pop3,
            _ => MailProtocol.Smtp,
        };
    }

    /// <summary>Probes one server and says how it is.</summary>
    private void Probe(MailAccount account, string? foundBy)
    {
        var probe = ProbeOf(account);
        Tell($"Probing {SpokenName} at {account}.");
        using var progress = new StageProgress(this, $"Probing {account.Server}");
        probe.Progress = stage => progress.Show($"Port {account.Port}: {stage}");
        var report = probe.Run(Cancellation);
        if (report.Greeting.Count > 0)
            UsedServers.Note(SpokenName, account.Server);
        WriteObject(Quiet ? report.Failure is null : new MailServerReport(_spoken, account.Tls, report, foundBy, Said(report)));
    }

    /// <summary>What belongs to SMTP is refused where something else is spoken.</summary>
    private void RefuseForeignWords()
    {
        if (_spoken == MailProtocol.Smtp)
            return;

        if (Array.Find([nameof(From), nameof(To), nameof(Helo)], word => IsGiven(word) && !IsFromRow(word)) is { } foreign)
            throw new MailException(MailErrors.InvalidParameter, $"-{foreign} is a word of SMTP, and {SpokenName} is spoken here.");
    }

    /// <summary>The probe of a server, with all that it is to say.</summary>
    /// <exception cref="MailException">A word of it cannot be said.</exception>
    private ServerProbe ProbeOf(MailAccount account)
    {
        ServerProbe probe = _spoken switch
        {
            MailProtocol.Imap => new ImapProbe(account),
            MailProtocol.Pop3 => new Pop3Probe(account),
            _ => new SmtpProbe(account, Helo is null ? null : SmtpClientName.Parse(Helo), Envelope()),
        };
        foreach (var command in Command ?? [])
            probe.Add(command);
        return probe;
    }

    /// <summary>The envelope to walk through, or null. Without a sender it is that of a notification.</summary>
    private SmtpEnvelope? Envelope()
    {
        if (To is not { Length: > 0 })
        {
            return From is null
                ? null
                : throw Contradiction("-From is given without -To.", "Give -To with the addresses that the server is to be asked about.");
        }

        var sender = From is null ? null : MailboxParameter.Read(From, nameof(From));
        return new SmtpEnvelope(sender, To.Select(address => MailboxParameter.Read(address, nameof(To))));
    }

    /// <summary>A failure as an error would say it. What greets by no word of the protocol most likely speaks another one.</summary>
    private (string, string, string)? Said(ProbeReport report)
    {
        if (report.Failure is not { } failure)
            return null;

        var isForeign = report.Stage == ProbeStage.Greeting && failure.Error == MailErrors.ProtocolViolation;
        var advice = isForeign
            ? $"Something else than {SpokenName} answers there: say with -Protocol what is spoken, or check -Port; -Debug shows the " +
                "dialogue."
            : MailAdvice.For(failure);
        return (failure.Error.Id, ArgumentAdvice.Named(failure).Message, advice);
    }
}
