using System.Collections.Generic;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Net;

/// <summary>
/// Judges the certificate of a server by chain and by the name that the user typed (RFC 7817), or by its fingerprint where
/// one is pinned, and remembers why it was refused. A callback of its own also keeps a process-wide "accept all" from applying to mail.
/// </summary>
internal sealed class ServerCertificateCheck
{
    private readonly string _host;
    private readonly bool _skip;
    private readonly CertificatePin? _pin;

    public ServerCertificateCheck(string host, bool skip, CertificatePin? pin = null)
    {
        _host = host;
        _skip = skip;
        _pin = pin;
    }

    /// <summary>Why the certificate was refused, or null if it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The validation callback of <see cref="SslStream"/>.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_pin is not null)
            return AcceptPinned(certificate);
        if (_skip || errors == SslPolicyErrors.None)
            return true;

        Refusal = string.Join("; ", Reasons(certificate, chain, errors));
        return false;
    }

    private bool AcceptPinned(X509Certificate? certificate)
    {
        if (_pin!.Matches(certificate))
            return true;

        Refusal = certificate is null
            ? "the server showed no certificate"
            : $"its SHA-256 fingerprint is {CertificatePin.Of(certificate)} and not the pinned {_pin}";
        return false;
    }

    private IEnumerable<string> Reasons(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            yield return "the server showed no certificate";
            yield break;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            yield return $"it is not made out to {_host}";

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is not null)
        {
            foreach (var status in chain.ChainStatus.Select(Describe).Distinct())
                yield return status;
        }

        yield return $"its subject is {WireText.Excerpt(certificate.Subject)}, its issuer {WireText.Excerpt(certificate.Issuer)}, its SHA-256 fingerprint {CertificatePin.Of(certificate)}";
    }

    private static string Describe(X509ChainStatus status) => status.Status switch
    {
        X509ChainStatusFlags.NotTimeValid => "it has expired or is not yet valid",
        X509ChainStatusFlags.UntrustedRoot => "its root is not trusted on this machine (self-signed, or an internal authority)",
        X509ChainStatusFlags.PartialChain => "its issuer is not known on this machine",
        X509ChainStatusFlags.Revoked => "it has been revoked",
        _ => status.Status.ToString(),
    };
}
