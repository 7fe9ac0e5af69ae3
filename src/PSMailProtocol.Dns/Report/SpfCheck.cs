using System.Net;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Spf;
using PSMailProtocol.Smtp;
using static PSMailProtocol.Smtp.MailDomainVerdict;

namespace PSMailProtocol.Dns.Report;

/// <summary>Whether the domain says who may send for it, and whether a sender may (RFC 7208).</summary>
internal static class SpfCheck
{
    private const string Selection = "RFC 7208 section 4.5";
    private const string Limits = "RFC 7208 section 4.6.4";
    private const string Syntax = "RFC 7208 section 4.6";
    private const string All = "RFC 7208 section 5.1";
    private const string Default = "RFC 7208 section 4.7";
    private const string Ptr = "RFC 7208 section 5.5";
    private const string Results = "RFC 7208 section 8";

    internal static async Task RunAsync(MailDomainReport report)
    {
        var audit = await SpfAudit.LookAtAsync(report.Records, report.Domain).ConfigureAwait(false);
        var value = audit.Text ?? "";
        if (audit.Count == 0)
            Add(report, Bad, Selection, value, "There is no SPF record: nothing says who may send for the domain.",
                report.TakesNoMail ? "Publish v=spf1 -all if no mail is sent either."
                    : "Publish one that names the hosts that send, and ends in -all or ~all.");
        else if (audit.Count > 1)
            Add(report, Bad, Selection, value,
                $"There are {MailDomainReport.Number(audit.Count)} SPF records; with more than one every check is an error.",
                "Make them one.");
        else if (audit.Lookups > SpfEvaluation.MaximumLookups)
            Add(report, Bad, Limits, value,
                $"{(audit.IsCutShort ? "At least " : "")}{MailDomainReport.Number(audit.Lookups)} terms need a lookup, and " +
                $"past {MailDomainReport.Number(SpfEvaluation.MaximumLookups)} a check is an error.",
                "Replace includes by ip4 and ip6, or take out what no longer sends.");
        else if (audit.VoidLookups > SpfEvaluation.MaximumVoidLookups)
            Add(report, Bad, Limits, value,
                $"{MailDomainReport.Number(audit.VoidLookups)} lookups find nothing, and " +
                $"past {MailDomainReport.Number(SpfEvaluation.MaximumVoidLookups)} a check is an error.",
                "Take out the names that no longer exist.");
        else if (audit.Problems.Count > 0)
            Add(report, Bad, Syntax, value, string.Join(" ", audit.Problems), "Correct it: receivers take the whole record for an error.");
        else
            AddRead(report, audit);
    }

    /// <summary>The record can be used; what does it say of everybody else?</summary>
    private static void AddRead(MailDomainReport report, SpfAudit audit)
    {
        var cost = $"{MailDomainReport.Number(audit.Lookups)} of {MailDomainReport.Number(SpfEvaluation.MaximumLookups)} lookups.";
        switch (audit.Rest)
        {
            case SpfResult.Pass:
                Add(report, Bad, All, audit.Text!, "Everybody may send for the domain (+all).", "Put -all or ~all in its place.");
                break;
            case SpfResult.Neutral:
                Add(report, Warning, Default, audit.Text!, $"The record says nothing of hosts that it does not name. {cost}",
                    "End it with -all or ~all.");
                break;
            default:
                if (audit.UsesPtr)
                    Add(report, Warning, Ptr, audit.Text!, $"A term goes by reverse names (ptr), which many receivers pass over. {cost}",
                        "Name the hosts by ip4, ip6 or a.");
                else
                    Add(report, Good, Selection, audit.Text!, cost);
                break;
        }
    }

    internal static async Task EvaluateAsync(MailDomainReport report, MailDomainQuestion question, IPAddress sender)
    {
        var from = question.From ?? report.Domain;
        var outcome = await SpfEvaluation.CheckAsync(
            report.Records,
            new SpfQuestion(sender, from.IndexOf('@') < 0 && from.Length > 0 ? "postmaster@" + from : from, question.Helo ?? report.Domain))
            .ConfigureAwait(false);

        var verdict = outcome.Result switch
        {
            SpfResult.Pass => Good,
            SpfResult.Neutral => Warning,
            SpfResult.TempError => Unknown,
            _ => Bad,
        };
        Add(report, verdict, Section(outcome.Result), Word(outcome.Result), Reason(outcome), Advice(outcome), sender.ToString());
    }

    private static string Word(SpfResult result) => result.ToString().ToLowerInvariant();

    private static string Section(SpfResult result) => Results + result switch
    {
        SpfResult.None => ".1",
        SpfResult.Neutral => ".2",
        SpfResult.Pass => ".3",
        SpfResult.Fail => ".4",
        SpfResult.SoftFail => ".5",
        SpfResult.TempError => ".6",
        _ => ".7",
    };

    private static string Reason(SpfOutcome outcome)
    {
        var decided = outcome.Term is null
            ? outcome.Result == SpfResult.None ? $"{outcome.Domain} has no SPF record." : $"No term of {outcome.TermDomain} matches."
            : $"{outcome.Term} of {outcome.TermDomain} decided.";
        if (outcome.Problem is not null)
            decided = (outcome.Term is null ? "" : $"{outcome.Term} of {outcome.TermDomain}: ") + outcome.Problem.TrimEnd('.') + ".";
        var lookups = Of(outcome.Lookups, SpfEvaluation.MaximumLookups);
        var voidLookups = Of(outcome.VoidLookups, SpfEvaluation.MaximumVoidLookups);
        return $"{decided} {lookups} lookups, {voidLookups} void." +
            (outcome.Explanation is null ? "" : $" The domain says: {outcome.Explanation}");
    }

    private static string Of(int count, int most) => $"{MailDomainReport.Number(count)} of {MailDomainReport.Number(most)}";

    private static string Advice(SpfOutcome outcome) => outcome.Result switch
    {
        SpfResult.Pass => "",
        SpfResult.TempError => MailDomainReport.AskAgain,
        SpfResult.PermError => "Correct the record.",
        SpfResult.None => $"If this host is to send for {outcome.Domain}, publish a record that names it.",
        _ => $"If this host is to send for {outcome.Domain}, add it to the record.",
    };

    private static void Add(
        MailDomainReport report, MailDomainVerdict verdict, string section, string value, string reason, string advice = "",
        string subject = "") =>
        report.Add(CheckNames.Spf, verdict, section, value, reason, advice, subject);
}
