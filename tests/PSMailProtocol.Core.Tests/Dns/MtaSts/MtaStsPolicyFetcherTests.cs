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
    public void A_policy_is_fetched_from_its_place_under_its_name(string type)
    {
        _server.Answer = PolicyServer.Response("version: STSv1\n", type: type);

        Assert.Equal("version: STSv1\n", Fetcher().Fetch("example.com"));
        Assert.Equal(["GET /.well-known/mta-sts.txt HTTP/1.1|Host: mta-sts.example.com|mta-sts.example.com"], _server.Requests);
    }

    [Theory]
    [InlineData("404 Not Found", "text/plain", "", nameof(MailErrors.ProtocolViolation))]
    [InlineData("204 No Content", "text/plain", "", nameof(MailErrors.ProtocolViolation))]
    [InlineData("301 Moved", "text/plain", "Location: https://mta-sts.example.com/other\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("302 Found", "text/plain", "Location: /other\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("200 OK", "text/html", "", nameof(MailErrors.ProtocolViolation))]
    [InlineData("200 OK", "", "", nameof(MailErrors.ProtocolViolation))]
    public void What_is_no_plain_text_in_its_own_place_is_refused(string status, string type, string more, string error)
    {
        _server.Answer = PolicyServer.Response("", status, type, more);

        Assert.Equal(error, Assert.Throws<MailException>(() => Fetcher().Fetch("example.com")).Error.Id);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(MtaStsPolicy.MaximumLength, null)]
    [InlineData(MtaStsPolicy.MaximumLength + 1, nameof(MailErrors.LimitExceeded))]
    public void A_policy_has_at_most_64_kibibytes(int length, string? error)
    {
        _server.Answer = PolicyServer.Response(new string('x', length));

        var fetched = Record.Exception(() => Fetcher().Fetch("example.com"));

        Assert.Equal(error, (fetched as MailException)?.Error.Id);
        Assert.Equal(error is null, fetched is null);
    }

    [Theory]
    [InlineData("Content-Length: 6\r\n\r\npolicy and more", "policy")]
    [InlineData("\r\npolicy", "policy")]
    [InlineData("Transfer-Encoding: Chunked\r\n\r\n3;x=y\r\npol\r\n03\r\nicy\r\n0\r\n\r\n", "policy")]
    [InlineData("content-length:0\r\n\r\n", "")]
    public void A_policy_comes_in_each_way_that_http_has(string rest, string text)
    {
        _server.Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200\r\nContent-Type: text/plain\r\n" + rest);

        Assert.Equal(text, Fetcher().Fetch("example.com"));
    }

    [Theory]
    [InlineData("", nameof(MailErrors.ConnectionLost))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nversion", nameof(MailErrors.ConnectionLost))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nversion", nameof(MailErrors.ConnectionLost))]
    [InlineData("220 mail.example.com ESMTP\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/2 200\r\n\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 OK\r\n\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 200 OK\r\nno field\r\n\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n", nameof(MailErrors.LimitExceeded))]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", nameof(MailErrors.ProtocolViolation))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", nameof(MailErrors.LimitExceeded))]
    public void An_answer_that_breaks_off_or_is_none_is_an_error(string answer, string error)
    {
        _server.Answer = Encoding.ASCII.GetBytes(answer);

        Assert.Equal(error, Assert.Throws<MailException>(() => Fetcher().Fetch("example.com")).Error.Id);
    }

    [Fact]
    public void Header_fields_without_end_are_too_many()
    {
        _server.Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + string.Concat(System.Linq.Enumerable.Repeat("A: b\r\n", 10000)));

        Assert.Same(MailErrors.LimitExceeded, Assert.Throws<MailException>(() => Fetcher().Fetch("example.com")).Error);
    }

    [Fact]
    public void A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_asked()
    {
        _server.Answer = PolicyServer.Response("version: STSv1\n");

        var failure = Assert.Throws<MailException>(() => new MtaStsPolicyFetcher { EndPoint = _server.EndPoint }.Fetch("example.com"));

        Assert.Same(MailErrors.CertificateRejected, failure.Error);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void A_certificate_of_another_host_is_refused()
    {
        var failure = Assert.Throws<MailException>(() => new MtaStsPolicyFetcher { EndPoint = _server.EndPoint }.Fetch("example.net"));

        Assert.Contains("mta-sts.example.com and not to mta-sts.example.net", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_server_costs_no_more_than_its_time()
    {
        var fetcher = new MtaStsPolicyFetcher
        {
            EndPoint = _server.EndPoint,
            PinnedCertificate = _server.Pin,
            Timeout = TimeSpan.FromMilliseconds(200),
        };

        Assert.Same(MailErrors.OperationTimedOut, Assert.Throws<MailException>(() => fetcher.Fetch("example.com")).Error);
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_wait()
    {
        using var source = new CancellationTokenSource();
        var fetch = Task.Run(() => Fetcher().Fetch("example.com", source.Token));
        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    private MtaStsPolicyFetcher Fetcher() =>
        new() { EndPoint = _server.EndPoint, PinnedCertificate = _server.Pin, Timeout = TimeSpan.FromMinutes(10) };
}
