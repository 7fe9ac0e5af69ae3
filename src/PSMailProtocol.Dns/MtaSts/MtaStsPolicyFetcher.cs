using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Net;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>
/// Fetches policies by HTTPS (RFC 8461 section 3.3): the certificate has to be the host's, no redirect is followed, nothing but plain text
/// of at most 64 KiB is taken. It goes over the connection of the mail protocols, whose deadlines, caps and check of certificates it has.
/// </summary>
public sealed class MtaStsPolicyFetcher : IMtaStsPolicySource
{
    private const int HttpsPort = 443;
    private const string PlainText = "text/plain";

    /// <summary>How long the connection may take, and how long the answer. Default a minute, as section 3.3 has it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where to connect to in place of the host's own addresses, for tests; the certificate still has to be the host's.</summary>
    public IPEndPoint? EndPoint { get; init; }

    /// <summary>Who looks the host's addresses up; null for the platform.</summary>
    public DnsResolver? Resolver { get; init; }

    /// <summary>Receives the dialogue; null for nobody.</summary>
    public ITranscript? Transcript { get; init; }

    /// <summary>The one certificate that will do, by its SHA-256 fingerprint; null for any that this machine trusts.</summary>
    public CertificatePin? PinnedCertificate { get; init; }

    /// <summary>Gets the text of a domain's policy.</summary>
    /// <param name="domain">The mail domain in A-labels.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="MailException">
    /// What the resolver says; ConnectFailed, ConnectTimedOut, ConnectionLost, OperationTimedOut; CertificateRejected or TlsFailed;
    /// ProtocolViolation for an answer that is no policy; LimitExceeded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public string Fetch(string domain, CancellationToken cancellation = default)
    {
        var address = MtaStsPolicy.Address(domain);
        var options = new MailConnectionOptions
        {
            ConnectionTimeout = Timeout,
            OperationTimeout = Timeout,
            Addresses = Addresses(address.IdnHost, cancellation),
            PinnedCertificate = PinnedCertificate,
            Transcript = Transcript,
        };
        using var connection = MailConnection.Connect(address.IdnHost, EndPoint?.Port ?? HttpsPort, options, cancellation);
        connection.OpenTls();
        using (connection.Operation())
        {
            connection.Send(
                WireCommand.Plain($"GET {address.AbsolutePath} HTTP/1.1"),
                WireCommand.Plain($"Host: {address.IdnHost}"),
                WireCommand.Plain($"Accept: {PlainText}"),
                WireCommand.Plain("Connection: close"),
                WireCommand.Plain(""));
            var response = HttpResponse.Read(connection, MtaStsPolicy.MaximumLength);
            if (response.Status != (int)HttpStatusCode.OK)
                throw Invalid(address, $"answers with the status {response.Status}");
            if (!string.Equals(response.MediaType, PlainText, StringComparison.OrdinalIgnoreCase))
                throw Invalid(address, $"is not of type {PlainText}");
            return Encoding.UTF8.GetString(response.Body, 0, response.Body.Length);
        }
    }

    /// <inheritdoc/>
    Task<string> IMtaStsPolicySource.FetchAsync(string domain, CancellationToken cancellation) =>
        Task.Run(() => Fetch(domain, cancellation), cancellation);

    private IReadOnlyList<IPAddress>? Addresses(string host, CancellationToken cancellation) =>
        EndPoint is not null ? [EndPoint.Address] : Resolver?.ResolveAddresses(host, cancellation);

    private static MailException Invalid(Uri address, string fault) =>
        new(MailErrors.ProtocolViolation, $"{address} {fault} (RFC 8461 section 3.3).");
}
