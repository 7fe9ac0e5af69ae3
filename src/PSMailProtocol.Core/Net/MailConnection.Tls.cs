using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Net;

/// <content>TLS, from the first octet or by upgrade, as the client or as the server.</content>
public sealed partial class MailConnection
{
    /// <summary>How long an answer that came ahead is waited for; far less than any upgrade takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private ServerCertificateCheck? _check;

    /// <summary>Whether the connection is inside TLS.</summary>
    public bool IsEncrypted => _stream is SslStream;

    /// <summary>The TLS protocol that was agreed on, or <see cref="SslProtocols.None"/>.</summary>
    /// <remarks>Noted at the handshake, since a result has to tell it after the connection was lost as well.</remarks>
    public SslProtocols TlsProtocol { get; private set; }

    /// <summary>The cipher suite that was agreed on, as the platform calls it; null in clear.</summary>
    public string? CipherSuite { get; private set; }

    /// <summary>The certificate that the server proved to hold; null in clear and on the server's side.</summary>
    internal X509Certificate2? ServerCertificate { get; private set; }

    /// <summary>The certificate that the client proved to hold; null on the client's side or if it showed none.</summary>
    internal X509Certificate2? ClientCertificate { get; private set; }

    /// <summary>Whether a certificate of ours goes with the handshake where the server asks for one.</summary>
    internal bool OffersClientCertificate => _options.ClientCertificates is { Count: > 0 };

    /// <summary>
    /// What speaks against the server's certificate; null unless <see cref="MailConnectionOptions.DefersCertificateCheck"/>.
    /// </summary>
    internal ServerCertificateVerdict? CertificateVerdict => _check?.Verdict;

    /// <summary>Refuses the server's certificate where the handshake had to go on with it.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.CertificateRejected"/>.</exception>
    internal void RequireCertificate()
    {
        if (_check is { Refusal: not null })
            throw Refused(_check, null);
    }

    /// <summary>Encrypts as a client from the first octet (RFC 8314).</summary>
    /// <exception cref="MailException"><see cref="MailErrors.CertificateRejected"/>, <see cref="MailErrors.TlsFailed"/>, or
    /// <see cref="MailErrors.InvalidParameter"/> for a host that no certificate can be made out to.</exception>
    public void OpenTls() => OpenTls(_stream);

    /// <summary>To be called before the server is asked for the upgrade: what it has said by then answers nothing that was asked.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.StartTlsResponseInjection"/>.</exception>
    internal void RefuseEarlyConsent()
    {
        // Who answers ahead does so along with the answer before; it may fall into a packet of its own.
        if (_input.Count == 0 && _socket is not null && !IsClosed)
            Poll(_socket, Patience);
        RefuseInputBeforeTls(HasUnread);
    }

    private void OpenTls(Stream stream)
    {
        var host = HostInCertificates();
        var check = new ServerCertificateCheck(host, _options.SkipCertificateCheck, _options.PinnedCertificate,
            _options.DefersCertificateCheck);
        X509Certificate2? shown = null;
        Secure(
            () => new SslStream(stream, leaveInnerStreamOpen: false, check.Accept,
                OffersClientCertificate ? ChooseClientCertificate : null),
            check,
            stream as UpgradeStream,
            tls =>
            {
                tls.AuthenticateAsClient(host, _options.ClientCertificates, SslProtocols.None, checkCertificateRevocation: false);
                shown = new X509Certificate2(tls.RemoteCertificate!);
            });
        _check = check;
        ServerCertificate = shown;
        if (check is { Verdict: not null, Refusal: not null })
            Note("the server's certificate is refused, and what it protects is looked at all the same");
        if (_options is { SkipCertificateCheck: true, PinnedCertificate: null })
            Note("the server's certificate was not checked");
    }

    /// <summary>Encrypts as a client after the server agreed to the upgrade.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.StartTlsResponseInjection"/> if anything of the clear part is still
    /// unread or comes yet, and those of <see cref="OpenTls()"/>.</exception>
    public void StartTls()
    {
        // The server has nothing to say until it hears the client's hello, so what waits comes from somebody else.
        RefuseInputBeforeTls(HasUnread);
        OpenTls(new UpgradeStream(_stream));
    }

    /// <summary>Encrypts as a server. The client's hello may be waiting in the socket already; what is read is in clear.</summary>
    /// <param name="certificate">Ours, with its private key.</param>
    /// <param name="askForCertificate">Whether to ask the client for one; any is taken, and none as well.</param>
    public void AcceptTls(X509Certificate2 certificate, bool askForCertificate = false)
    {
        RefuseInputBeforeTls(_input.Count > 0);
        Secure(
            () => new SslStream(_stream, leaveInnerStreamOpen: false, (_, _, _, _) => true),
            check: null,
            upgrade: null,
            tls =>
            {
                tls.AuthenticateAsServer(certificate, askForCertificate, SslProtocols.None, checkCertificateRevocation: false);
                ClientCertificate = tls.RemoteCertificate is { } shown ? new X509Certificate2(shown) : null;
            });
    }

    /// <summary>The host as certificates name it: an address as it is, a name as A-labels (RFC 9525 section 6.3).</summary>
    private string HostInCertificates()
    {
        if (Host.Length == 0 || IPAddress.TryParse(Host, out _))
            return Host;

        try
        {
            return new IdnMapping().GetAscii(Host);
        }
        catch (ArgumentException e)
        {
            Dispose();
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(Host),
                $"\"{WireText.Excerpt(Host)}\" is no host name that a certificate can be made out to.", e);
        }
    }

    private void RefuseInputBeforeTls(bool hasInput)
    {
        if (!hasInput)
            return;

        Dispose();
        throw InClear(null);
    }

    private MailException InClear(Exception? cause) =>
        new(MailErrors.StartTlsResponseInjection, $"{PeerName} sent data in clear where TLS should begin.", cause);

    /// <summary>Everything that is asked of TLS is asked here, before a cancellation closes it with the connection.</summary>
    private void Secure(Func<SslStream> begin, ServerCertificateCheck? check, UpgradeStream? upgrade, Action<SslStream> handshake)
    {
        SslStream? tls = null;
        try
        {
            using (Operation(_options.ConnectionTimeout))
            {
                tls = begin();
                handshake(tls);
            }
        }
        catch (Exception e) when (e is AuthenticationException or ArgumentException or CryptographicException || IsTransportFault(e))
        {
            tls?.Dispose();
            Dispose();
            ThrowIfAborted(e);
            if (upgrade is { BeganInClear: true })
                throw InClear(e);
            if (check is { Refusal: not null })
                throw Refused(check, e);

            throw new MailException(MailErrors.TlsFailed,
                $"TLS with {PeerName} could not be established: {(e.InnerException ?? e).Message}", e);
        }

        RefuseOldProtocol(tls);
        TlsProtocol = tls.SslProtocol;
        CipherSuite = CipherSuiteOf(tls);
        _stream = tls;
        Note($"encrypted with {TlsProtocol}");
    }

    private MailException Refused(ServerCertificateCheck check, Exception? cause)
    {
        var message = $"The certificate of {PeerName} was refused: {check.Refusal}.";
        return check.IsPinMismatch
            ? new PinMismatchException(message, cause)
            : new MailException(MailErrors.CertificateRejected, message, cause);
    }

    /// <summary>.NET Framework knows no suites and names cipher and strength.</summary>
    private static string CipherSuiteOf(SslStream tls) =>
#if NETFRAMEWORK
        $"{tls.CipherAlgorithm} {tls.CipherStrength}";
#else
        tls.NegotiatedCipherSuite.ToString();
#endif

    /// <summary>What is older than TLS 1.2 protects no more (RFC 8996), whatever the machine's own settings allow.</summary>
    private void RefuseOldProtocol(SslStream tls)
    {
        // TLS 1.3 has no name in netstandard2.0, and every later one has a larger number.
        if (tls.SslProtocol >= SslProtocols.Tls12)
            return;

        var agreed = tls.SslProtocol;
        tls.Dispose();
        Dispose();
        throw new MailException(MailErrors.TlsFailed, $"{PeerName} speaks no more than {agreed}, which protects nothing any more.");
    }

    /// <summary>The one that the user named goes to the server, whatever authorities the server would rather see.</summary>
    private static X509Certificate ChooseClientCertificate(
        object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate,
        string[] acceptableIssuers) =>
        localCertificates[0];
}
