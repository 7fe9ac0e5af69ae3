using System;
using System.Net;
using System.Threading.Tasks;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Web.Tests.Api;

/// <summary>Who may ask. A page of somebody else's may make a browser ask as well, also under a name that it points here.</summary>
public sealed class AccessTests
{
    private const string Page = "{page}";
    private const string Token = "{token}";

    /// <summary>A target, and a header field; <c>{page}</c> is the address with the token, <c>{token}</c> the token alone.</summary>
    [Theory]
    [InlineData("/", null, null)]
    [InlineData("/api/messages", null, null)]
    [InlineData("/favicon.ico", null, null)]
    [InlineData("/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/", null, null)]
    [InlineData("/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/api/messages", null, null)]
    [InlineData("/" + Token, null, null)]
    [InlineData("/x/" + Token + "/api/messages", null, null)]
    [InlineData("/?token=" + Token, null, null)]
    [InlineData("/api/messages", "Authorization", "Bearer")]
    [InlineData("/api/messages", "Authorization", "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/api/messages", "Authorization", "Basic " + Token)]
    [InlineData("/api/messages", "Cookie", "token=" + Token)]
    [InlineData(Page, "Host", "attacker.example")]
    [InlineData(Page, "Host", "127.0.0.1.attacker.example")]
    [InlineData(Page, "Host", "127.0.0.1:1")]
    [InlineData(Page, "Host", "127.0.0.1")]
    [InlineData(Page, "Origin", "http://attacker.example")]
    [InlineData(Page, "Origin", "null")]
    [InlineData(Page, "Origin", "http://127.0.0.1:1")]
    [InlineData(Page, "Origin", "http://localhost")]
    [InlineData(Page, "Sec-Fetch-Site", "cross-site")]
    [InlineData(Page, "Sec-Fetch-Site", "same-site")]
    [InlineData(Page + "api/messages", "Origin", "http://attacker.example")]
    public async Task A_stranger_gets_nothing_and_changes_nothing(string target, string? field, string? value)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        using var client = new ApiClient(sandbox);
        MailPost.Send(sandbox, "Subject: kept\n\nx\n");
        var token = sandbox.WebAddress!.AbsolutePath.Trim('/');

        foreach (var method in new[] { "GET", "DELETE", "POST", "OPTIONS", "HEAD" })
        {
            var address = target.Replace(Page, sandbox.WebAddress.AbsolutePath).Replace(Token, token);
            using var response = await client.Send(method, address, (field ?? "Accept", value?.Replace(Token, token) ?? "*/*"));
            var body = await response.Content.ReadAsStringAsync();

            // A foreign name reaches nothing of ours: the library answers that there is no such place.
            if (response.StatusCode == HttpStatusCode.NotFound && field == "Host")
                Assert.Contains(body, new[] { "", "<h1>Not Found (Not Found)</h1>" });
            else
                Assert.Equal((HttpStatusCode.Forbidden, ""), (response.StatusCode, body));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.Single(sandbox.Accepted);
        Assert.Empty(sandbox.InternalFailures);
    }

    [Theory]
    [InlineData(Page + "api/messages", null, null)]
    [InlineData(Page + "api/messages", "Origin", "{origin}")]
    [InlineData(Page + "api/messages", "Sec-Fetch-Site", "same-origin")]
    [InlineData(Page + "api/messages", "Sec-Fetch-Site", "none")]
    [InlineData("/api/messages", "Authorization", "Bearer " + Token)]
    [InlineData("/api/messages", "Authorization", "bearer " + Token)]
    public async Task Who_has_the_address_is_let_in(string target, string? field, string? value)
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        using var client = new ApiClient(sandbox);
        var page = sandbox.WebAddress!;
        var token = page.AbsolutePath.Trim('/');

        using var response = await client.Send(
            "GET",
            target.Replace(Page, page.AbsolutePath),
            (field ?? "Accept", value?.Replace(Token, token).Replace("{origin}", page.GetLeftPart(UriPartial.Authority)) ?? "*/*"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_token_is_long_another_each_time_and_in_no_transcript()
    {
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0, Transcript = new TextTranscript(log.Enqueue) });
        using var other = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        using var client = new ApiClient(sandbox);
        MailPost.Send(sandbox, "Subject: x\n\nx\n");
        var message = await (await client.Send("GET", "api/messages/SBX000001")).Content.ReadAsStringAsync();

        var token = sandbox.WebAddress!.AbsolutePath.Trim('/');
        Assert.Equal(24, Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/')).Length);
        Assert.NotEqual(token, other.WebAddress!.AbsolutePath.Trim('/'));
        Assert.NotEmpty(log);
        Assert.DoesNotContain(token, string.Join("\n", log));
        Assert.DoesNotContain(token, message);
    }

    [Fact]
    public void The_page_is_on_loopback_and_only_where_it_was_asked_for()
    {
        using var without = MailSandbox.Start();
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });

        Assert.Null(without.WebAddress);
        Assert.True(sandbox.WebAddress!.IsLoopback);
        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        Assert.All(Array.FindAll(listeners, l => l.Port == sandbox.WebAddress.Port), l => Assert.True(IPAddress.IsLoopback(l.Address)));
    }
}
