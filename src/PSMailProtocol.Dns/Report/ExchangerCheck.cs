using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using static PSMailProtocol.Smtp.MailDomainVerdict;

namespace PSMailProtocol.Dns.Report;

/// <summary>Whether mail finds its way to the domain (RFC 5321 section 5.1, RFC 7505).</summary>
internal static class ExchangerCheck
{
    /// <summary>How many exchangers are looked at.</summary>
    internal const int MaximumExchangers = 20;

    private const string Section = "RFC 5321 section 5.1";
    private const string NullMxSection = "RFC 7505 section 3";

    internal static async Task RunAsync(MailDomainReport report)
    {
        var found = await report.Records.ExchangersAsync(report.Domain).ConfigureAwait(false);
        if (found.IsNameError)
        {
            report.IsAbsent = true;
            report.Add(CheckNames.Mx, Bad, Section, "", "The domain does not exist.",
                "Look at how the name is written, and whether its registration has ended.");
            return;
        }

        var named = found.Records.Where(exchanger => exchanger != DomainName.Root).Distinct(DomainName.Comparer).ToList();
        report.TakesNoMail = found.Records.Count > 0 && named.Count == 0;
        if (report.TakesNoMail)
            report.Add(CheckNames.Mx, Note, NullMxSection, "0 .", "The domain takes no mail, and mail from it cannot be answered.");
        else if (named.Count == 0)
            await ImplicitAsync(report).ConfigureAwait(false);
        else
            await NamedAsync(report, named, named.Count < found.Records.Distinct(DomainName.Comparer).Count()).ConfigureAwait(false);
    }

    private static async Task ImplicitAsync(MailDomainReport report)
    {
        if (await HasAddressAsync(report, report.Domain).ConfigureAwait(false))
        {
            report.Exchangers = [report.Domain];
            report.Add(CheckNames.Mx, Warning, Section, report.Domain,
                "There is no MX record; mail goes to the addresses of the domain itself.",
                "Publish an MX record, or the null MX (0 .) if no mail is taken.");
            return;
        }

        report.Add(CheckNames.Mx, Bad, Section, "",
            "The domain has neither an MX record nor an address: nobody can answer its mail, and many servers refuse it.",
            "Publish an MX record.");
    }

    private static async Task NamedAsync(MailDomainReport report, List<string> named, bool hasNullMx)
    {
        report.Exchangers = named.Take(MaximumExchangers).ToList();
        var unreachable = new List<string>();
        foreach (var exchanger in report.Exchangers)
        {
            if (!await HasAddressAsync(report, exchanger).ConfigureAwait(false))
                unreachable.Add(exchanger);
        }

        var value = string.Join(", ", named);
        if (unreachable.Count == report.Exchangers.Count)
            report.Add(CheckNames.Mx, Bad, Section, value, "No exchanger has an address.",
                "Give the exchangers addresses, or name others.");
        else if (unreachable.Count > 0)
            report.Add(CheckNames.Mx, Warning, Section, value, $"Without an address: {string.Join(", ", unreachable)}.",
                "Give them addresses, or take them out.");
        else if (hasNullMx)
            report.Add(CheckNames.Mx, Warning, NullMxSection, value, "A null MX stands beside others.", "Take the null MX out.");
        else
            report.Add(CheckNames.Mx, Good, Section, value,
                $"Exchangers with addresses: {MailDomainReport.Number(report.Exchangers.Count)}.");
    }

    private static async Task<bool> HasAddressAsync(MailDomainReport report, string host) =>
        DomainName.IsHostName(host)
        && ((await report.Records.AddressesAsync(host, AddressFamily.InterNetwork).ConfigureAwait(false)).Records.Count > 0
            || (await report.Records.AddressesAsync(host, AddressFamily.InterNetworkV6).ConfigureAwait(false)).Records.Count > 0);
}
