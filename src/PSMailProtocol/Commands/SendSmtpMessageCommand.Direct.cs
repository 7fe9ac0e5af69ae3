using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Dns;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <content>Sending to the exchangers of the recipients' domains, with no server of one's own between.</content>
public sealed partial class SendSmtpMessageCommand
{
    /// <summary>Deliver to the exchangers of the recipients' domains.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Direct { get; set; }

    /// <summary>Name servers to ask for the exchangers: name or address, perhaps with a port.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NameServerWords))]
    [Cell(typeof(string[]))]
    public string[]? DnsServer { get; set; }

    /// <summary>The folder that keeps policies of MTA-STS for further processes.</summary>
    [Parameter]
    [Cell(typeof(string))]
    public string? PolicyCache { get; set; }

    /// <summary>Where policies of MTA-STS are fetched from in place of the domain's own host, for tests: address and port.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? PolicyServer { get; set; }

    private void SubmitDirect(SmtpSubmission submission, OutgoingMessage message)
    {
        RefuseServer();
        var domains = string.Join(", ",
            submission.Envelope.Recipients.Select(path => path.Domain).Distinct(StringComparer.OrdinalIgnoreCase));
        if (!IsAgreed($"{string.Join(", ", submission.Envelope.Recipients)} through the exchangers of {domains}",
            $"Send \"{WireText.Excerpt(message.Subject)}\""))
            return;

        OrTerminate(
            () =>
            {
                _sender ??= CreateDirectSender();
                _submitted++;
                UnderWay(() => _sender.Submit(submission));
                return true;
            },
            message.Target);
    }

    /// <summary>Refuses what names a server, or a login that no exchanger of strangers should see.</summary>
    private void RefuseServer()
    {
        foreach (var parameter in new[] { nameof(Server), nameof(Session), nameof(Credential), nameof(Token), nameof(Certificate),
            nameof(PinnedCertificate), nameof(SkipCertificateCheck) })
        {
            if (IsGiven(parameter))
            {
                throw new AdvisedException(
                    MailErrors.InvalidParameter,
                    $"-Direct brings the message to the exchangers of the recipients, and -{parameter} is for a server of one's own.",
                    $"Leave -{parameter} out, also of $PSDefaultParameterValues, or leave -Direct out.");
            }
        }

        if (RequestedTls == TlsMode.Implicit)
            throw new MailException(MailErrors.InvalidParameter, "-Direct knows no -Tls Implicit: exchangers encrypt by STARTTLS.");
    }

    private DirectSender CreateDirectSender()
    {
        _progress ??= new StageProgress(this, "Sending mail to the exchangers of its recipients");
        var connection = ConnectionOptions();
        var lookup = new DnsResolverOptions
        {
            Shuffle = true,
            UseTcp = true,
            Deadline = connection.ConnectionTimeout,
            Transcript = connection.Transcript,
        };
        lookup.AddServers(DnsServer ?? []);
        var resolver = new DnsResolver(lookup);
        var policies = Policies(resolver, connection.ConnectionTimeout);
        var options = new SmtpDirectOptions(resolver.ResolveMailExchangers)
        {
            Policy = policies.Find,
            Port = Port == 0 ? 25 : Port,
            Tls = RequestedTls == TlsMode.Auto ? TlsMode.Opportunistic : RequestedTls,
            ClientName = Helo is null ? null : SmtpClientName.Parse(Helo),
            Connection = connection,
            ThrottleLimit = ThrottleLimit,
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
            Progress = ReportProgress,
            Retrying = (submission, recipients, wait) => OnPipeline(() =>
                Tell(
                    $"\"{WireText.Excerpt(SubjectOf(submission))}\" is put off for {recipients} recipients; the next try is " +
                    $"in {wait.TotalSeconds:N0} s.")),
            Connected = (account, session) => OnPipeline(() => TellEncryption(account, session.Connection)),
            Passed = said => OnPipeline(() => Tell(said)),
        };
        return new DirectSender(options, _pipeline!, Report, Cancellation);
    }

    private MtaStsPolicies Policies(DnsResolver resolver, TimeSpan timeout)
    {
        var fetcher = new MtaStsPolicyFetcher
        {
            Timeout = timeout,
            Resolver = resolver,
            EndPoint = PolicyServerAddress.Parse(PolicyServer),
        };
        return resolver.FindPolicies(fetcher, PolicyCache is null ? KeptPolicies.OfProcess : CacheIn(PolicyCache),
            said => OnPipeline(() => WarnOnce(said)));
    }

    private MtaStsPolicyCache CacheIn(string folder)
    {
        var path = FilePath.Unresolved(this, folder, nameof(PolicyCache));
        try
        {
            return new MtaStsPolicyCache(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AdvisedException(MailErrors.InvalidParameter, $"-PolicyCache: {e.Message}",
                "Name a folder that can be made or written to. Nothing was sent.");
        }
    }

    /// <summary>What is kept while the process lives. A type of its own, so that nothing of DNS is loaded for a named server.</summary>
    private static class KeptPolicies
    {
        public static MtaStsPolicyCache OfProcess { get; } = new();
    }
}
