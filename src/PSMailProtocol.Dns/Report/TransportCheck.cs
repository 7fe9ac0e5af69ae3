using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Dns.MtaSts;
using PSMailProtocol.Smtp;
using static PSMailProtocol.Smtp.MailDomainVerdict;

namespace PSMailProtocol.Dns.Report;

/// <summary>Whether mail on its way to the domain is protected: MTA-STS, TLS-RPT and DANE.</summary>
internal static class TransportCheck
{
    private const string StsRecord = "RFC 8461 section 3.1";
    private const string StsPolicy = "RFC 8461 section 3.2";
    private const string StsFetch = "RFC 8461 section 3.3";
    private const string StsMatch = "RFC 8461 section 4.1";
    private const string Reporting = "RFC 8460 section 3";
    private const string DaneRecords = "RFC 7672 section 3.1";
    private const string DaneSecurity = "RFC 7672 section 2.2";

    internal static async Task MtaStsAsync(MailDomainReport report)
    {
        var texts = (await report.Records.TextAsync(MtaStsPolicy.QueryName(report.Domain)).ConfigureAwait(false)).Records;
        var id = MtaStsPolicy.IdAmong(texts, out var count);
        if (count == 0)
        {
            report.Add(CheckNames.MtaSts, Note, StsRecord, "", "There is no policy.",
                report.Exchangers.Count == 0
                    ? ""
                    : "Publish one, so that nobody on the way can have mail delivered to another host or in clear.");
            return;
        }

        if (id is null)
        {
            report.Add(CheckNames.MtaSts, Bad, StsRecord, string.Join(" ", texts.Take(2)), count > 1
                ? "There is more than one record, so that all are passed over."
                : "The record has no id of up to 32 letters and digits, so that it is passed over.", "Correct it.");
            return;
        }

        try
        {
            var policy = MtaStsPolicy.Parse(await report.Policies.FetchAsync(report.Domain, report.Cancellation).ConfigureAwait(false));
            Judge(report, policy);
        }
        catch (MailException failure)
        {
            report.Add(CheckNames.MtaSts, Bad, StsFetch, $"id={id}", $"The policy cannot be had: {failure.Message}",
                $"Serve it at {MtaStsPolicy.Address(report.Domain)} as plain text, with a certificate of that host.");
        }
    }

    private static void Judge(MailDomainReport report, MtaStsPolicy policy)
    {
        var lifetime = MailDomainReport.Number((int)policy.Lifetime.TotalSeconds);
        var value = $"{policy.Mode.ToString().ToLowerInvariant()}: {string.Join(", ", policy.Patterns)}; {lifetime} s";
        var strangers = report.Exchangers.Where(exchanger => !policy.Names(exchanger)).ToList();
        if (policy.Mode == MtaStsMode.None)
            report.Add(CheckNames.MtaSts, Note, StsPolicy, value, "The policy says that there is none any more.");
        else if (strangers.Count > 0)
            report.Add(CheckNames.MtaSts, policy.Mode == MtaStsMode.Enforce ? Bad : Warning, StsMatch, value,
                $"Not in the policy: {string.Join(", ", strangers)}.", "Add the exchangers to the policy, and change its id.");
        else if (policy.Mode == MtaStsMode.Testing)
            report.Add(CheckNames.MtaSts, Warning, StsPolicy, value,
                "The policy is being tested: what breaks it is reported and delivered.",
                "Go on to mode: enforce once reports show no failures.");
        else
            report.Add(CheckNames.MtaSts, Good, StsPolicy, value, "Every exchanger is in the policy.");
    }

    internal static async Task TlsReportingAsync(MailDomainReport report)
    {
        var found = TlsReporting.Among(
            (await report.Records.TextAsync(TlsReporting.QueryName(report.Domain)).ConfigureAwait(false)).Records);
        var value = string.Join(", ", found.Destinations);
        if (found.Count == 0)
            report.Add(CheckNames.TlsRpt, Note, Reporting, "", "Nobody is told of failures of TLS.",
                report.Exchangers.Count == 0 ? "" : "Publish a record with an address for reports (rua).");
        else if (found.Count > 1)
            report.Add(CheckNames.TlsRpt, Bad, Reporting, "", "There is more than one record, so that all are passed over.",
                "Make them one.");
        else if (found.Destinations.Count == 0)
            report.Add(CheckNames.TlsRpt, Bad, Reporting, "", "The record has no address that is mailto or https.", "Correct it.");
        else
            report.Add(CheckNames.TlsRpt, Good, Reporting, value, "Failures of TLS are reported.");
    }

    internal static async Task DaneAsync(MailDomainReport report)
    {
        var without = new List<string>();
        foreach (var exchanger in report.Exchangers.Where(DomainName.IsHostName))
        {
            report.Cancellation.ThrowIfCancellationRequested();
            var found = await report.Records.TlsaAsync($"_25._tcp.{exchanger}").ConfigureAwait(false);
            if (found.Records.Count == 0)
            {
                without.Add(exchanger);
                continue;
            }

            var usable = found.Records.Count(record => record.IsUsable);
            var value = string.Join(", ", found.Records.Take(10));
            if (usable == 0)
                Add(report, exchanger, Bad, DaneRecords, value, "No record is one that mail servers use.",
                    "Publish 3 1 1 or 2 1 1 records.");
            else if (!found.IsAuthenticated)
                Add(report, exchanger, Warning, DaneSecurity, value,
                    "The name server does not say that DNSSEC vouches for them; without it they count for nothing.",
                    "Sign the zone, or ask a name server that validates.");
            else
                Add(report, exchanger, Good, DaneRecords, value,
                    $"Records that mail servers use: {MailDomainReport.Number(usable)}, vouched for by DNSSEC as the name server says.");
        }

        if (without.Count > 0)
            report.Add(CheckNames.Dane, Note, DaneRecords, "", $"Without TLSA records: {string.Join(", ", without)}.");
    }

    private static void Add(
        MailDomainReport report, string exchanger, MailDomainVerdict verdict, string section, string value, string reason,
        string advice = "") =>
        report.Add(CheckNames.Dane, verdict, section, value, reason, advice, exchanger);
}
