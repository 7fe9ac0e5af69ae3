using System.Linq;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Dmarc;
using PSMailProtocol.Smtp;
using static PSMailProtocol.Smtp.MailDomainVerdict;

namespace PSMailProtocol.Dns.Report;

/// <summary>What receivers are asked to do with mail that is not the domain's, and who is told (RFC 9989, RFC 9990).</summary>
internal static class DmarcCheck
{
    private const string Discovery = "RFC 9989 section 4.10.1";
    private const string Format = "RFC 9989 section 4.7";
    private const string Aligning = "RFC 9989 section 4.4";
    private const string Reports = "RFC 9990 section 4";

    /// <summary>How many domains that take reports are looked at; each costs up to nine queries.</summary>
    private const int MaximumDestinations = 10;

    internal static async Task RunAsync(MailDomainReport report, MailDomainQuestion question)
    {
        var walk = await report.Alignment.WalkAsync(report.Domain).ConfigureAwait(false);

        // A record of the domain itself counts whatever could not be asked above it.
        var applied = walk.Failure is null || walk.Records.Count > 0 && walk.Records[0].Domain == report.Domain ? walk.Applied : null;
        if (applied is not { } found)
        {
            if (walk.Failure is not null)
                throw walk.Failure;

            report.Add(CheckNames.Dmarc, Bad, Discovery, "", walk.Ambiguous.Count > 0
                ? $"There is more than one record at {string.Join(", ", walk.Ambiguous.Select(name => "_dmarc." + name))}, so that all " +
                    "are passed over."
                : $"There is no DMARC record for the domain or above it ({MailDomainReport.Number(walk.Queries)} names were asked for).",
                walk.Ambiguous.Count > 0
                    ? "Make them one."
                    : $"Publish one at _dmarc.{report.Domain}, at first with p=none and an address for reports (rua).");
            return;
        }

        JudgePolicy(report, walk, found.Domain, found.Record);
        await AlignmentAsync(report, question, found.Record).ConfigureAwait(false);
        await DestinationsAsync(report, found.Domain, found.Record).ConfigureAwait(false);
    }

    private static void JudgePolicy(MailDomainReport report, DmarcTreeWalk walk, string at, DmarcRecord record)
    {
        var isSubdomain = at != report.Domain;
        var policy = record.PolicyFor(isSubdomain, exists: !report.IsAbsent);
        var where = $"At _dmarc.{at}, organizational domain {walk.OrganizationalDomain}: {policy.ToString().ToLowerInvariant()}"
            + $"{(isSubdomain ? " for this subdomain" : "")}; DKIM {Mode(record.IsDkimStrict)}, SPF {Mode(record.IsSpfStrict)}.";
        var faults = record.Faults.Count == 0 ? "" : " " + string.Join(" ", record.Faults);
        if (!record.IsApplied)
            Add(report, Bad, Discovery, record, $"Receivers pass it over.{faults}", "Correct it.");
        else if (policy == DmarcPolicy.None)
            Add(report, Warning, Format, record, where + " Forged mail is delivered as any other." + faults,
                "Go on to p=quarantine or p=reject once reports show that mail of the domain passes.");
        else if (record.IsTest)
            Add(report, Warning, Format, record, where + " In test mode (t=y): receivers do one step less." + faults,
                "Take t=y out once reports show that mail of the domain passes.");
        else if (record.Faults.Count > 0)
            Add(report, Warning, Format, record, where + faults, "Correct it.");
        else
            Add(report, Good, Discovery, record, where);
    }

    // Whether SPF for the envelope's sender counts for the From field's domain.
    private static async Task AlignmentAsync(MailDomainReport report, MailDomainQuestion question, DmarcRecord record)
    {
        if (question.From is not { Length: > 0 } from)
            return;

        var sender = MailDomain.Parse(from);
        var isAligned = await report.Alignment.IsAlignedAsync(report.Domain, sender, record.IsSpfStrict).ConfigureAwait(false);
        report.Add(
            CheckNames.Dmarc, isAligned switch { true => Good, false => Bad, _ => Unknown }, Aligning, sender,
            isAligned switch
            {
                true => $"SPF of {sender} counts for {report.Domain}.",
                false =>
                    $"SPF of {sender} does not count for {report.Domain}: they " +
                    $"are {(record.IsSpfStrict ? "not the same (aspf=s)" : "of different organizational domains")}.",
                _ => "A question about the domains was not answered.",
            },
            isAligned == false ? $"Send with an envelope of {report.Domain}, or sign by DKIM with d={report.Domain}." : "",
            "alignment");
    }

    private static async Task DestinationsAsync(MailDomainReport report, string publisher, DmarcRecord record)
    {
        var destinations = ReportDestination.MailDomainsOf(record.AggregateReports.Concat(record.FailureReports));
        if (record.AggregateReports.Count == 0)
            report.Add(CheckNames.Dmarc, Note, Format, "", "No address takes aggregate reports (rua).",
                "Name one, to see who sends for the domain.", "reports");

        foreach (var destination in destinations.Take(MaximumDestinations))
        {
            report.Cancellation.ThrowIfCancellationRequested();
            var takes = await report.Alignment.TakesReportsAsync(destination, publisher).ConfigureAwait(false);
            report.Add(
                CheckNames.Dmarc, takes switch { true => Good, false => Bad, _ => Unknown }, Reports, destination,
                takes switch
                {
                    true => "It takes these reports.",
                    false => $"It does not say that it takes reports of {publisher}, so that none are sent there.",
                    _ => "A question about it was not answered.",
                },
                takes == false ? $"Have v=DMARC1 published at {publisher}._report._dmarc.{destination}." : "",
                "reports");
        }
    }

    private static string Mode(bool isStrict) => isStrict ? "strict" : "relaxed";

    private static void Add(MailDomainReport report, MailDomainVerdict verdict, string section, DmarcRecord record, string reason,
        string advice = "") =>
        report.Add(CheckNames.Dmarc, verdict, section, record.Text, reason, advice);
}
