using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Net;

/// <summary>A server's certificate and what speaks against it.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="IsPinned">Whether it is the pinned one; null where none is pinned.</param>
/// <param name="NameProblem">Why it does not stand for the host, or null if it does.</param>
/// <param name="ChainProblems">Why nobody vouches for it as a server's; empty if somebody does.</param>
internal sealed record ServerCertificateVerdict(X509Certificate2 Certificate, bool? IsPinned, string? NameProblem,
    IReadOnlyList<string> ChainProblems)
{
    /// <summary>All that speaks against it.</summary>
    public IReadOnlyList<string> Problems => NameProblem is null ? ChainProblems : [NameProblem, .. ChainProblems];
}
