using System.Net;
using System.Threading.Tasks;
using PSMailProtocol.Dns.Records;
using static PSMailProtocol.Smtp.MailDomainVerdict;

namespace PSMailProtocol.Dns.Report;

/// <summary>Whether the sending address has a name that leads back to it, as most receivers demand.</summary>
internal static class SenderCheck
{
    private const int MaximumNames = 10;
    private const string Section = "RFC 1912 section 2.1";

    internal static async Task RunAsync(MailDomainReport report, IPAddress sender)
    {
        var address = sender.IsIPv4MappedToIPv6 ? sender.MapToIPv4() : sender;
        var found = await ReverseNames.FindAsync(report.Records, address, MaximumNames).ConfigureAwait(false);
        var names = string.Join(", ", found.Names);
        var subject = address.ToString();
        if (found.Confirmed.Count > 0)
            report.Add(CheckNames.Ptr, Good, Section, string.Join(", ", found.Confirmed), "The name leads back to the address.",
                subject: subject);
        else if (found.Failure is not null)
            report.Add(CheckNames.Ptr, Unknown, Section, names, found.Failure.Message, MailDomainReport.AskAgain, subject);
        else if (found.Names.Count == 0)
            report.Add(CheckNames.Ptr, Bad, Section, "", "The address has no name; many receivers refuse mail from it.",
                "Have whoever provides the address set its PTR record to the name of the host.", subject);
        else
            report.Add(CheckNames.Ptr, Bad, Section, names, "No name leads back to the address; many receivers refuse mail from it.",
                "Give the name an A or AAAA record with this address, or have the PTR record changed.", subject);
    }
}
