using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Dmarc;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Dns.Records;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Dns.Report;

/// <summary>
/// Looks at everything by which a domain's mail finds its way and is believed. A check whose questions are not answered is a row of
/// verdict Unknown and keeps no other from its turn.
/// </summary>
internal sealed class MailDomainReport
{
    /// <summary>What to do where a question was not answered.</summary>
    internal const string AskAgain = "Ask again later, or another name server.";

    private readonly List<MailDomainCheck> _rows = [];

    private MailDomainReport(string domain, IRecordLookup records, IMtaStsPolicySource policies, CancellationToken cancellation)
    {
        Domain = domain;
        Records = records;
        Policies = policies;
        Cancellation = cancellation;
        Alignment = new DmarcAlignment(records);
    }

    internal string Domain { get; }

    internal IRecordLookup Records { get; }

    internal IMtaStsPolicySource Policies { get; }

    internal DmarcAlignment Alignment { get; }

    internal CancellationToken Cancellation { get; }

    /// <summary>The hosts that take mail; empty if there are none or they are not known.</summary>
    internal IReadOnlyList<string> Exchangers { get; set; } = [];

    /// <summary>Whether the domain says that it takes no mail (RFC 7505).</summary>
    internal bool TakesNoMail { get; set; }

    /// <summary>Whether there is no such domain, so that only what is above it counts.</summary>
    internal bool IsAbsent { get; set; }

    /// <exception cref="MailException">InvalidDomainName.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static async Task<IReadOnlyList<MailDomainCheck>> RunAsync(
        MailDomainQuestion question, IRecordLookup records, IMtaStsPolicySource policies, CancellationToken cancellation)
    {
        var report = new MailDomainReport(MailDomain.Parse(question.Name), records, policies, cancellation);
        if (question.From is not null)
            MailDomain.Parse(question.From);

        await report.CheckAsync(CheckNames.Mx, "RFC 5321 section 5.1", () => ExchangerCheck.RunAsync(report)).ConfigureAwait(false);
        if (!report.IsAbsent)
            await report.SenderChecksAsync(question).ConfigureAwait(false);

        // Mail that is forged under a name that does not exist is judged by the domain above it (np=).
        await report.CheckAsync(CheckNames.Dmarc, "RFC 9989 section 4.10", () => DmarcCheck.RunAsync(report, question))
            .ConfigureAwait(false);
        if (!report.IsAbsent)
            await report.TransportChecksAsync().ConfigureAwait(false);
        if (question.Sender is { } address && !report.IsAbsent)
            await report.CheckAsync(CheckNames.Ptr, "RFC 1912 section 2.1", () => SenderCheck.RunAsync(report, address))
                .ConfigureAwait(false);
        return report._rows;
    }

    internal void Add(
        string check, MailDomainVerdict verdict, string section, string value, string reason, string advice = "", string subject = "") =>
        _rows.Add(new MailDomainCheck(Domain, check, verdict)
        {
            Subject = subject,
            Value = value,
            Reason = reason,
            Advice = advice,
            Section = section,
        });

    internal static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private async Task SenderChecksAsync(MailDomainQuestion question)
    {
        await CheckAsync(CheckNames.Spf, "RFC 7208 section 4", () => SpfCheck.RunAsync(this)).ConfigureAwait(false);
        if (question.Sender is { } sender)
            await CheckAsync(CheckNames.Spf, "RFC 7208 section 4", () => SpfCheck.EvaluateAsync(this, question, sender))
                .ConfigureAwait(false);
        await CheckAsync(CheckNames.Dkim, "RFC 6376 section 3.6", () => DkimCheck.RunAsync(this, question.Selectors)).ConfigureAwait(false);
    }

    private async Task TransportChecksAsync()
    {
        await CheckAsync(CheckNames.MtaSts, "RFC 8461 section 3", () => TransportCheck.MtaStsAsync(this)).ConfigureAwait(false);
        await CheckAsync(CheckNames.TlsRpt, "RFC 8460 section 3", () => TransportCheck.TlsReportingAsync(this)).ConfigureAwait(false);
        await CheckAsync(CheckNames.Dane, "RFC 7672 section 3", () => TransportCheck.DaneAsync(this)).ConfigureAwait(false);
    }

    private async Task CheckAsync(string check, string section, Func<Task> run)
    {
        Cancellation.ThrowIfCancellationRequested();
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (MailException failure)
        {
            Add(check, MailDomainVerdict.Unknown, section, "", failure.Message, AskAgain);
        }
    }
}

/// <summary>What rows are called.</summary>
internal static class CheckNames
{
    internal const string Mx = "MX";
    internal const string Spf = "SPF";
    internal const string Dkim = "DKIM";
    internal const string Dmarc = "DMARC";
    internal const string MtaSts = "MTA-STS";
    internal const string TlsRpt = "TLS-RPT";
    internal const string Dane = "DANE";
    internal const string Ptr = "PTR";
}
