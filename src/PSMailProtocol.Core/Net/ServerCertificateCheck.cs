using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Net;

/// <summary>
/// Judges the certificate of a server by chain, by purpose and by the name that the user typed (RFC 9525), or by its fingerprint
/// where one is pinned, and remembers why it was refused. A callback of its own also keeps a process-wide "accept all" from
/// applying to mail.
/// </summary>
internal sealed class ServerCertificateCheck
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyPurpose = "2.5.29.37.0";

    private const string NotForServers = "it is not made for servers (extended key usage)";

    private readonly string _host;
    private readonly bool _skip;
    private readonly CertificatePin? _pin;
    private readonly bool _isDeferred;

    /// <param name="host">The server's name as A-labels, or its address.</param>
    /// <param name="skip">Whether any certificate will do.</param>
    /// <param name="pin">The one that will do, or null.</param>
    /// <param name="isDeferred">Whether the handshake goes on with one that is refused, and a verdict is kept of any.</param>
    public ServerCertificateCheck(string host, bool skip, CertificatePin? pin = null, bool isDeferred = false)
    {
        _host = host;
        _skip = skip;
        _pin = pin;
        _isDeferred = isDeferred;
    }

    /// <summary>Why the certificate was refused, or null if it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether it was refused because it is not the pinned one.</summary>
    public bool IsPinMismatch { get; private set; }

    /// <summary>What speaks against the certificate; null unless the check is deferred.</summary>
    public ServerCertificateVerdict? Verdict { get; private set; }

    /// <summary>The validation callback of <see cref="SslStream"/>.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_isDeferred && certificate is not null)
            Verdict = Judge(certificate, chain, errors);
        return IsAccepted(certificate, chain, errors) || Verdict is not null;
    }

    private bool IsAccepted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_pin is not null)
            return AcceptPinned(certificate);
        if (_skip)
            return true;

        var reasons = Reasons(certificate, chain, errors).ToList();
        if (reasons.Count == 0)
            return true;

        if (certificate is not null)
            reasons.Add(
                $"its subject is {WireText.Excerpt(certificate.Subject)}, its issuer {WireText.Excerpt(certificate.Issuer)}, its SHA-256 " +
                $"fingerprint {CertificatePin.Of(certificate)}");
        Refusal = string.Join("; ", reasons);
        return false;
    }

    private bool AcceptPinned(X509Certificate? certificate)
    {
        if (_pin!.Matches(certificate))
            return true;

        IsPinMismatch = certificate is not null;
        Refusal = certificate is null
            ? "the server showed no certificate"
            : $"its SHA-256 fingerprint is {CertificatePin.Of(certificate)} and not the pinned {_pin}";
        return false;
    }

    private ServerCertificateVerdict Judge(X509Certificate certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var full = Full(certificate);
        return new ServerCertificateVerdict(new X509Certificate2(full), _pin?.Matches(full), NameReason(full, errors),
            [.. ChainReasons(full, chain, errors).Distinct()]);
    }

    private IEnumerable<string> Reasons(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return ["the server showed no certificate"];

        var full = Full(certificate);
        var reasons = ChainReasons(full, chain, errors).Distinct();
        return NameReason(full, errors) is { } reason ? reasons.Prepend(reason) : reasons;
    }

    private static X509Certificate2 Full(X509Certificate certificate) =>
        certificate as X509Certificate2 ?? new X509Certificate2(certificate);

    /// <summary>Why it does not stand for the host, or null if it does.</summary>
    private string? NameReason(X509Certificate2 certificate, SslPolicyErrors errors)
    {
        var names = CertificateNames.Of(certificate);
        if (names.IsEmpty)
            return "it has no subject alternative name, and its common name does not count (RFC 9525)";
        if (!names.Include(_host))
            return $"it is made out to {WireText.Excerpt(names.ToString())} and not to {_host}";
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"it is not made out to {_host}" : null;
    }

    /// <summary>Why nobody vouches for it as a server's.</summary>
    private static IEnumerable<string> ChainReasons(X509Certificate2 full, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!IsForServers(full))
            yield return NotForServers;
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            yield break;

        var statuses = chain?.ChainStatus ?? [];
        foreach (var status in statuses)
            yield return Describe(status, full);
        if (statuses.Length == 0)
            yield return "it is not trusted on this machine";
    }

    /// <summary>RFC 5280 section 4.2.1.12: without the extension a certificate is for every purpose.</summary>
    private static bool IsForServers(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().All(usage =>
            usage.EnhancedKeyUsages.Cast<Oid>().Any(purpose => purpose.Value is ServerAuthentication or AnyPurpose));

    private static string Describe(X509ChainStatus status, X509Certificate2 certificate) => status.Status switch
    {
        X509ChainStatusFlags.NotTimeValid when certificate.NotAfter < DateTime.Now => $"it expired on {Day(certificate.NotAfter)}",
        X509ChainStatusFlags.NotTimeValid
            when certificate.NotBefore > DateTime.Now => $"it is not valid before {Day(certificate.NotBefore)}",
        X509ChainStatusFlags.NotTimeValid => "a certificate that it rests on has expired or is not yet valid",
        X509ChainStatusFlags.NotValidForUsage => NotForServers,
        X509ChainStatusFlags.UntrustedRoot => "its root is not trusted on this machine (self-signed, or an internal authority)",
        X509ChainStatusFlags.PartialChain => "its issuer is not known on this machine",
        X509ChainStatusFlags.Revoked => "it has been revoked",
        _ => status.Status.ToString(),
    };

    private static string Day(DateTime moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
