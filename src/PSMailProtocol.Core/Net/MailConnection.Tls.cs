using System;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PSMailProtocol.Net;

/// <content>TLS, from the first octet or by upgrade, as the client or as the server.</content>
public sealed partial class MailConnection
{
    /// <summary>Whether the connection is inside TLS.</summary>
    public bool IsEncrypted => _stream is SslStream;

    /// <summary>The TLS protocol that was agreed on, or <see cref="SslProtocols.None"/>.</summary>
    /// <remarks>Noted at the handshake, since a result has to tell it after the connection was lost as well.</remarks>
    public SslProtocols TlsProtocol { get; private set; }

    /// <summary>The certificate that the server proved to hold; null in clear and on the server's side.</summary>
    internal X509Certificate2? ServerCertificate { get; private set; }

    /// <summary>The certificate that the client proved to hold; null on the client's side or if it showed none.</summary>
    internal X509Certificate2? ClientCertificate { get; private set; }

    /// <summary>Whether a certificate of ours goes with the handshake where the server asks for one.</summary>
    internal bool OffersClientCertificate => _options.ClientCertificates is { Count: > 0 };

    /// <summary>Encrypts as a client from the first octet (RFC 8314).</summary>
    /// <exception cref="MailException"><see cref="MailErrors.CertificateRejected"/> or <see cref="MailErrors.TlsFailed"/>.</exception>
    public void OpenTls()
    {
        var check = new ServerCertificateCheck(Host, _options.SkipCertificateCheck, _options.PinnedCertificate);
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false, check.Accept, OffersClientCertificate ? ChooseClientCertificate : null);
        Secure(tls, check, () => tls.AuthenticateAsClient(Host, _options.ClientCertificates, SslProtocols.None, checkCertificateRevocation: false));
        ServerCertificate = new X509Certificate2(tls.RemoteCertificate!);
        if (_options is { SkipCertificateCheck: true, PinnedCertificate: null })
            Note("the server's certificate was not checked");
    }

    /// <summary>Encrypts as a client after the server agreed to the upgrade.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.StartTlsResponseInjection"/> if anything of the clear part is still
    /// unread, and those of <see cref="OpenTls"/>.</exception>
    public void StartTls()
    {
        // The server has nothing to say until it hears the client's hello, so what waits comes from somebody else.
        RefuseInputBeforeTls(_socket is { Available: > 0 });
        OpenTls();
    }

    /// <summary>Encrypts as a server. The client's hello may be waiting in the socket already; what is read is in clear.</summary>
    /// <param name="certificate">Ours, with its private key.</param>
    /// <param name="askForCertificate">Whether to ask the client for one; any is taken, and none as well.</param>
    public void AcceptTls(X509Certificate2 certificate, bool askForCertificate = false)
    {
        RefuseInputBeforeTls(socketHasInput: false);
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        Secure(tls, null, () => tls.AuthenticateAsServer(certificate, askForCertificate, SslProtocols.None, checkCertificateRevocation: false));
        ClientCertificate = tls.RemoteCertificate is { } shown ? new X509Certificate2(shown) : null;
    }

    private void RefuseInputBeforeTls(bool socketHasInput)
    {
        if (_input.Count == 0 && !socketHasInput)
            return;

        Dispose();
        throw new MailException(MailErrors.StartTlsResponseInjection, $"{PeerName} sent data in clear where TLS should begin.");
    }

    private void Secure(SslStream tls, ServerCertificateCheck? check, Action handshake)
    {
        try
        {
            using (Operation(_options.ConnectionTimeout))
                handshake();
        }
        catch (Exception e) when (e is AuthenticationException || IsTransportFault(e))
        {
            tls.Dispose();
            Dispose();
            ThrowIfAborted(e);
            if (check?.Refusal is { } refusal)
                throw new MailException(MailErrors.CertificateRejected, $"The certificate of {PeerName} was refused: {refusal}.", e);
            throw new MailException(MailErrors.TlsFailed, $"TLS with {PeerName} could not be established: {(e.InnerException ?? e).Message}", e);
        }

        _stream = tls;
        TlsProtocol = tls.SslProtocol;
        Note($"encrypted with {TlsProtocol}");
    }

    /// <summary>The one that the user named goes to the server, whatever authorities the server would rather see.</summary>
    private static X509Certificate ChooseClientCertificate(
        object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers) =>
        localCertificates[0];
}
