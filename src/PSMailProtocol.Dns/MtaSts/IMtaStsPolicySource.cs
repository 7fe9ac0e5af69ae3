using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>Where policies come from.</summary>
internal interface IMtaStsPolicySource
{
    /// <summary>Gets the text of a domain's policy.</summary>
    /// <exception cref="MailException">There is none to be had; it says why.</exception>
    Task<string> FetchAsync(string domain, CancellationToken cancellation);
}
