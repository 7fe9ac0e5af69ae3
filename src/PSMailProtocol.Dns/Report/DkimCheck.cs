using System.Collections.Generic;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Dkim;
using PSMailProtocol.Smtp;
using static PSMailProtocol.Smtp.MailDomainVerdict;

namespace PSMailProtocol.Dns.Report;

/// <summary>Whether the keys of selectors can be used (RFC 6376 section 3.6.1, RFC 8301).</summary>
internal static class DkimCheck
{
    private const string Keys = "RFC 6376 section 3.6.1";
    private const string Lookup = "RFC 6376 section 3.6.2.2";
    private const string Lengths = "RFC 8301 section 3.2";

    internal static async Task RunAsync(MailDomainReport report, IReadOnlyList<string> selectors)
    {
        if (selectors.Count == 0)
        {
            await WithoutSelectorAsync(report).ConfigureAwait(false);
            return;
        }

        foreach (var selector in selectors)
        {
            try
            {
                await LookAtAsync(report, selector).ConfigureAwait(false);
            }
            catch (MailException failure)
            {
                report.Add(CheckNames.Dkim, Unknown, Lookup, "", failure.Message, MailDomainReport.AskAgain, selector);
            }
        }
    }

    // Nothing lists selectors, but a name that does not exist has none beneath it (RFC 8020).
    private static async Task WithoutSelectorAsync(MailDomainReport report)
    {
        var above = await report.Records.TextAsync("_domainkey." + report.Domain).ConfigureAwait(false);
        if (above.IsNameError)
            report.Add(CheckNames.Dkim, report.TakesNoMail ? Note : Bad, Lookup, "",
                $"_domainkey.{report.Domain} does not exist: the domain has no key.",
                "Sign mail, and publish the key.");
        else
            report.Add(CheckNames.Dkim, Note, Keys, "", "No selector was named, and nothing in DNS lists them.",
                "Name the selector: it is s= in the DKIM-Signature field of a message of the domain.");
    }

    private static async Task LookAtAsync(MailDomainReport report, string selector)
    {
        var name = DkimKey.QueryName(selector, report.Domain);
        if (!DomainName.IsHostName(name))
        {
            Add(report, selector, Bad, Keys, "", "The selector is no part of a domain name.",
                "Name it as s= in the DKIM-Signature field has it.");
            return;
        }

        var found = (await report.Records.TextAsync(name).ConfigureAwait(false)).Records;
        if (found.Count == 1)
            LookAt(report, selector, found[0], DkimKey.Parse(found[0]));
        else if (found.Count == 0)
            Add(report, selector, Bad, Lookup, "", $"There is no key at {name}.", "Publish it, or sign with a selector that has one.");
        else
            Add(report, selector, Bad, Lookup, "",
                $"There are {MailDomainReport.Number(found.Count)} TXT records at {name}; verifiers take any one of them.", "Leave one.");
    }

    private static void LookAt(MailDomainReport report, string selector, string text, DkimKey key)
    {
        var bits = MailDomainReport.Number(key.Bits);
        if (key.Problem is not null)
            Add(report, selector, Bad, Keys, text, $"No verifier can use the record: {key.Problem}.",
                "Publish it again as the signing software gives it.");
        else if (key.IsRevoked)
            Add(report, selector, Note, Keys, text, "The key is revoked: signatures by it count for nothing.",
                "Sign with another selector.");
        else if (!key.IsEd25519 && key.Bits < DkimKey.LeastBits)
            Add(report, selector, Bad, Lengths, text, $"RSA of {bits} bits, which no verifier believes.",
                $"Make a key of {MailDomainReport.Number(DkimKey.RecommendedBits)} bits.");
        else if (key.IsTest)
            Add(report, selector, Warning, Keys, text, "The domain is testing DKIM (t=y): a failed signature counts as none.",
                "Take t=y out once signatures verify.");
        else if (!key.IsEd25519 && key.Bits < DkimKey.RecommendedBits)
            Add(report, selector, Warning, Lengths, text, $"RSA of {bits} bits.",
                $"Make a key of {MailDomainReport.Number(DkimKey.RecommendedBits)} bits.");
        else if (key.IsEd25519)
            Add(report, selector, Good, "RFC 8463 section 4", text,
                "Ed25519. Receivers that know RSA alone need a second signature by an RSA key.");
        else
            Add(report, selector, Good, Keys, text, $"RSA of {bits} bits{(key.IsStrict ? ", not for subdomains (t=s)" : "")}.");
    }

    private static void Add(
        MailDomainReport report, string selector, MailDomainVerdict verdict, string section, string value, string reason,
        string advice = "") =>
        report.Add(CheckNames.Dkim, verdict, section, value, reason, advice, selector);
}
