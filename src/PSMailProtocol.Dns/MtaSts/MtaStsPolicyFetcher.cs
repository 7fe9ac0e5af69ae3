using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Net;

namespace PSMailProtocol.Dns.MtaSts;

/// <summary>
/// Fetches policies by HTTPS (RFC 8461 section 3.3): the certificate has to be the host's, no redirect is followed, nothing but plain text
/// of at most 64 KiB is taken.
/// </summary>
public sealed class MtaStsPolicyFetcher : IMtaStsPolicySource
{
    private const string PlainText = "text/plain";

    // In KiB.
    private const int MaximumHeaderLength = 64;

    /// <summary>How long one policy may take. Default a minute, as section 3.3 has it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where to connect to in place of the host's own addresses, for tests; the certificate still has to be the host's.</summary>
    public IPEndPoint? EndPoint { get; init; }

    /// <summary>The one certificate that will do, by its SHA-256 fingerprint; null for any that this machine trusts.</summary>
    internal CertificatePin? Pin { get; init; }

    /// <summary>Gets the text of a domain's policy.</summary>
    /// <param name="domain">The mail domain in A-labels.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="MailException">
    /// ConnectFailed, CertificateRejected or TlsFailed; OperationTimedOut; ProtocolViolation for an answer that is no policy; LimitExceeded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<string> FetchAsync(string domain, CancellationToken cancellation = default)
    {
        var address = MtaStsPolicy.Address(domain);
        var check = new ServerCertificateCheck(address.IdnHost, skip: false, Pin);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        wait.CancelAfter(Timeout);
        try
        {
            using var handler = Handler(check);
            using var client = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
            using var request = Request(address);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, wait.Token).ConfigureAwait(false);

            // A read of .NET Framework does not heed its token.
            using var stop = wait.Token.Register(response.Dispose);
            return await ReadAsync(response, address, wait.Token).ConfigureAwait(false);
        }
        catch (Exception) when (wait.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new MailException(MailErrors.OperationTimedOut, $"{address} did not answer within {Timeout.TotalSeconds:0} seconds.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Translate(failure, address, check);
        }
    }

    private HttpClientHandler Handler(ServerCertificateCheck check) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = EndPoint is null,
        MaxResponseHeadersLength = MaximumHeaderLength,
        ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) => check.Accept(request, certificate, chain, errors),
    };

    private HttpRequestMessage Request(Uri address)
    {
        if (EndPoint is null)
            return new HttpRequestMessage(HttpMethod.Get, address);

        var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"https://{EndPoint}{address.AbsolutePath}"));
        request.Headers.Host = address.IdnHost;
        return request;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken wait)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw Invalid(address, $"answers with the status {(int)response.StatusCode}");
        if (!string.Equals(response.Content.Headers.ContentType?.MediaType, PlainText, StringComparison.OrdinalIgnoreCase))
            throw Invalid(address, $"is not of type {PlainText}");

#if NETFRAMEWORK
        using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#else
        using var body = await response.Content.ReadAsStreamAsync(wait).ConfigureAwait(false);
#endif
        var buffer = new byte[MtaStsPolicy.MaximumLength + 1];
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await body.ReadAsync(buffer, filled, buffer.Length - filled, wait).ConfigureAwait(false);
            if (read == 0)
                return Encoding.UTF8.GetString(buffer, 0, filled);
            filled += read;
        }

        throw new MailException(MailErrors.LimitExceeded, $"{address} has more than {MtaStsPolicy.MaximumLength} octets (RFC 8461 section 3.3).");
    }

    private static MailException Translate(Exception failure, Uri address, ServerCertificateCheck check)
    {
        if (check.Refusal is { } refusal)
            return new MailException(MailErrors.CertificateRejected, $"The certificate of {address.Host} is not accepted: {refusal}.", failure);

        for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
                return new MailException(MailErrors.TlsFailed, $"TLS with {address.Host} failed: {cause.Message}", failure);
        }

        return new MailException(MailErrors.ConnectFailed, $"{address} could not be fetched: {failure.GetBaseException().Message}", failure);
    }

    private static MailException Invalid(Uri address, string fault) =>
        new(MailErrors.ProtocolViolation, $"{address} {fault} (RFC 8461 section 3.3).");
}
