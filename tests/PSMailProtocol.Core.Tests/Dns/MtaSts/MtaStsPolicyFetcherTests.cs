using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSMailProtocol.Dns.MtaSts;
using Xunit;

namespace PSMailProtocol.Tests.Dns.MtaSts;

/// <summary>Policies by HTTPS (RFC 8461 section 3.3), from a server that is right, wrong or silent.</summary>
public sealed class MtaStsPolicyFetcherTests : IDisposable
{
    private readonly PolicyServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("text/plain")]
    [InlineData("Text/Plain; charset=utf-8")]
    public async Task A_policy_is_fetched_from_its_place_under_its_name(string type)
    {
        _server.Answer = PolicyServer.Response("version: STSv1\n", type: type);

        Assert.Equal("version: STSv1\n", await Fetcher().FetchAsync("example.com"));
        Assert.Equal(["GET /.well-known/mta-sts.txt HTTP/1.1|Host: mta-sts.example.com|mta-sts.example.com"], _server.Requests);
    }

    [Theory]
    [InlineData("404 Not Found", "text/plain", "", nameof(MailErrors.ProtocolViolation))]
    [InlineData("204 No Content", "text/plain", "", nameof(MailErrors.ProtocolViolation))]
    [InlineData("301 Moved", "text/plain", "Location: https://mta-sts.example.com/other\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("302 Found", "text/plain", "Location: /other\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("200 OK", "text/html", "", nameof(MailErrors.ProtocolViolation))]
    [InlineData("200 OK", "", "", nameof(MailErrors.ProtocolViolation))]
    public async Task What_is_no_plain_text_in_its_own_place_is_refused(string status, string type, string more, string error)
    {
        _server.Answer = PolicyServer.Response("", status, type, more);

        Assert.Equal(error, (await Assert.ThrowsAsync<MailException>(() => Fetcher().FetchAsync("example.com"))).Error.Id);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(MtaStsPolicy.MaximumLength, null)]
    [InlineData(MtaStsPolicy.MaximumLength + 1, nameof(MailErrors.LimitExceeded))]
    public async Task A_policy_has_at_most_64_kibibytes(int length, string? error)
    {
        _server.Answer = PolicyServer.Response(new string('x', length));

        var fetched = await Record.ExceptionAsync(() => Fetcher().FetchAsync("example.com"));

        Assert.Equal(error, (fetched as MailException)?.Error.Id);
        Assert.Equal(error is null, fetched is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nversion")]
    public async Task An_answer_that_breaks_off_or_is_none_is_an_error(string answer)
    {
        _server.Answer = Encoding.ASCII.GetBytes(answer);

        Assert.Same(MailErrors.ConnectFailed, (await Assert.ThrowsAsync<MailException>(() => Fetcher().FetchAsync("example.com"))).Error);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_asked()
    {
        _server.Answer = PolicyServer.Response("version: STSv1\n");

        var failure = await Assert.ThrowsAsync<MailException>(() => new MtaStsPolicyFetcher { EndPoint = _server.EndPoint }.FetchAsync("example.com"));

        Assert.Same(MailErrors.CertificateRejected, failure.Error);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_refused()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => new MtaStsPolicyFetcher { EndPoint = _server.EndPoint }.FetchAsync("example.net"));

        Assert.Contains("mta-sts.example.com and not to mta-sts.example.net", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_costs_no_more_than_its_time()
    {
        var fetcher = new MtaStsPolicyFetcher { EndPoint = _server.EndPoint, Pin = _server.Pin, Timeout = TimeSpan.FromMilliseconds(200) };

        Assert.Same(MailErrors.OperationTimedOut, (await Assert.ThrowsAsync<MailException>(() => fetcher.FetchAsync("example.com"))).Error);
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_wait()
    {
        using var source = new CancellationTokenSource();
        var fetch = Fetcher().FetchAsync("example.com", source.Token);
        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    private MtaStsPolicyFetcher Fetcher() => new() { EndPoint = _server.EndPoint, Pin = _server.Pin, Timeout = TimeSpan.FromMinutes(10) };
}
