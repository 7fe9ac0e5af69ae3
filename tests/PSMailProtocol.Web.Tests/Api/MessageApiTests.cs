using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Web.Tests.Api;

/// <summary>The API as docs/sandbox-api.md describes it.</summary>
public sealed class MessageApiTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
    private readonly ApiClient _client;

    public MessageApiTests() => _client = new ApiClient(_sandbox);

    private static string Whole =>
        "From: Ann =?utf-8?q?L=C3=B6we?= <ann@example.com>\nTo: bob@example.com, carl@example.com\nCc: dora@example.com\nSubject: " +
        "=?utf-8?q?Gr=C3=BC=C3=9Fe?=\n" +
        "Date: Fri, 2 Jan 2026 03:04:05 +0100\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; " +
        "boundary=m\n\n" +
        "--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain; charset=utf-8\n\nThe words\n--a\n" +
        "Content-Type: text/html; charset=utf-8\n\n<p>The <script>alert(1)</script>markup <img src=\"cid:dot@x\"></p>\n--a--\n" +
        "--m\nContent-Type: image/png; name=dot.png\nContent-ID: <dot@x>\nContent-Disposition: inline\nContent-Transfer-Encoding: " +
        "base64\n\niVBORw0KGgo=\n" +
        "--m\nContent-Type: text/csv\nContent-Disposition: attachment; filename=\"../a \\\"b\\\".csv\"\nContent-Transfer-Encoding: " +
        "base64\n\nMSwyDQo=\n--m--\n";

    public void Dispose()
    {
        _client.Dispose();
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
    }

    [Fact]
    public async Task A_message_says_all_that_is_known_of_it()
    {
        MailPost.Send(_sandbox, Whole);

        var message = await _client.Get("api/messages/SBX000001");

        Assert.Equal("SBX000001", Text(message, "id"));
        Assert.Equal("ann@example.com", Text(message, "sender"));
        Assert.Equal(["bob@example.com"], message.GetProperty("recipients").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal("Ann Löwe <ann@example.com>", Text(message, "from"));
        Assert.Equal("bob@example.com, carl@example.com", Text(message, "to"));
        Assert.Equal("dora@example.com", Text(message, "cc"));
        Assert.Equal("Grüße", Text(message, "subject"));
        Assert.Equal("2026-01-02T03:04:05+01:00", Text(message, "date"));
        Assert.Equal("1@example.com", Text(message, "messageId"));
        Assert.Equal("client.test", Text(message, "client"));
        Assert.Null(Text(message, "tls"));
        Assert.Equal(_sandbox.Accepted[0].Octets.Length, message.GetProperty("size").GetInt32());
        Assert.Equal("The words", Text(message, "text")!.Trim());
        Assert.Equal("The words", Text(message, "preview"));
        Assert.False(message.GetProperty("isTextCut").GetBoolean());
        Assert.True(message.GetProperty("hasHtml").GetBoolean());
        Assert.Equal(["From", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"],
            message.GetProperty("headers").EnumerateArray().Select(h => Text(h, "name")));
        Assert.Equal(["dot.png image/png 8 dot@x True", "../a \"b\".csv text/csv 5  False"],
            message.GetProperty("attachments").EnumerateArray().Select(a =>
            $"{Text(a, "name")} {Text(a, "type")} {a.GetProperty("size")} {Text(a, "contentId")} {a.GetProperty("inline")}"));
        Assert.Equal("C RCPT TO:<bob@example.com>",
            message.GetProperty("dialogue").EnumerateArray().Select(l => $"{Text(l, "who")} {Text(l, "text")}")
                .Single(l => l.StartsWith("C RCPT", StringComparison.Ordinal)));
        Assert.True(DateTimeOffset.TryParse(Text(message, "accepted"), out _));
    }

    /// <summary>A part of the message, its type, what it holds, and whether it is something to save.</summary>
    [Theory]
    [InlineData("text", "text/plain; charset=utf-8", "The words", null)]
    [InlineData("html", "text/plain; charset=utf-8", "<p>The <script>alert(1)</script>markup <img src=\"cid:dot@x\"></p>", null)]
    [InlineData("view", "text/html; charset=utf-8", "<p>The markup <img src=\"data:image/png;base64,iVBORw0KGgo=\"></p>", null)]
    [InlineData("raw", "message/rfc822", "From: Ann =?utf-8?q?L=C3=B6we?= <ann@example.com>", "attachment; filename*=UTF-8''SBX000001.eml")]
    [InlineData("attachments/0", "application/octet-stream", "PNG", "attachment; filename*=UTF-8''dot.png")]
    [InlineData("attachments/1", "application/octet-stream", "1,2", "attachment; filename*=UTF-8''a%20_b_.csv")]
    public async Task A_part_comes_by_itself(string part, string type, string content, string? disposition)
    {
        MailPost.Send(_sandbox, Whole);

        using var response = await _client.Send("GET", "api/messages/SBX000001/" + part);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Contains(content, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal(disposition, response.Content.Headers.TryGetValues("Content-Disposition", out var values) ? values.Single() : null);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("page.js", true)]
    [InlineData("api/messages", false)]
    [InlineData("api/messages/SBX000001/raw", false)]
    [InlineData("api/messages/SBX000001/view", false)]
    [InlineData("api/messages/SBX000001/attachments/1", false)]
    [InlineData("api/messages/none", false)]
    [InlineData("api/messages?limit=x", false)]
    public async Task Every_answer_is_kept_from_other_pages_and_from_running(string target, bool isPage)
    {
        MailPost.Send(_sandbox, Whole);

        using var response = await _client.Send("GET", target);

        string Field(string name) => response.Headers.GetValues(name).Single();
        var policy = Field("Content-Security-Policy").Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Equal(isPage, !policy.Contains("sandbox"));
        Assert.DoesNotContain(policy, rule => rule.StartsWith("script-src", StringComparison.Ordinal) && rule != "script-src 'self'");
        Assert.Contains(policy,
            rule => rule is "frame-ancestors 'none'"
                || (rule is "frame-ancestors 'self'" && target.EndsWith("view", StringComparison.Ordinal)));
        Assert.Equal(target.EndsWith("view", StringComparison.Ordinal) ? "SAMEORIGIN" : "DENY", Field("X-Frame-Options"));
        Assert.Equal("nosniff", Field("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Field("Referrer-Policy"));
        Assert.Equal("no-store", Field("Cache-Control"));
        Assert.Equal("same-origin", Field("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Field("Cross-Origin-Opener-Policy"));
    }

    [Fact]
    public async Task A_list_comes_in_pages_in_the_order_of_arrival()
    {
        MailPost.Send(_sandbox, [.. Enumerable.Range(1, 5).Select(n => $"Subject: {n}\n\nx\n")]);

        var first = await _client.Get("api/messages?limit=2");

        Assert.Equal((5, 5, true, 5L),
            (first.GetProperty("total").GetInt32(), first.GetProperty("found").GetInt32(), first.GetProperty("more").GetBoolean(),
                first.GetProperty("version").GetInt64()));
        Assert.Equal(["1", "2"], await _client.List("?limit=2", "subject"));
        Assert.Equal(["3", "4"], await _client.List("?limit=2&after=SBX000002", "subject"));
        Assert.Equal(["5"], await _client.List("?limit=2&after=SBX000004", "subject"));

        // Where a message was counts also when it is gone.
        _sandbox.Remove(_sandbox.Accepted[1]);
        Assert.Equal(["3", "4", "5"], await _client.List("?after=SBX000002", "subject"));
        Assert.Equal([], await _client.List("?after=SBX1000000", "subject"));
    }

    [Theory]
    [InlineData("from=ANN", "1 2 3")]
    [InlineData("from=eve", "2")]
    [InlineData("to=carl", "3")]
    [InlineData("to=bob", "1 2")]
    [InlineData("subject=report", "1 3")]
    [InlineData("text=total", "1")]
    [InlineData("text=shown", "2")]
    [InlineData("text=hidden", "")]
    [InlineData("search=report", "1 2 3")]
    [InlineData("search=zo%C3%AB+x", "3")]
    [InlineData("subject=report&text=total", "1")]
    [InlineData("subject=report&from=eve", "")]
    [InlineData("subject=", "1 2 3")]
    public async Task A_search_finds_what_contains_each_of_its_words(string query, string found)
    {
        MailPost.Send(
            _sandbox,
            "Subject: Report 1\nTo: bob@example.com\n\nThe total\n",
            "Subject: 2\nFrom: Eve <eve@example.com>\nTo: bob@example.com\nContent-Type: text/html\n\n<style>hidden</style><p>Report is " +
            "<b>sh</b>own\n");
        MailPost.SendTo(_sandbox, "carl@example.com", "Subject: =?utf-8?q?report_zo=C3=AB?= x\n\n3\n");

        var ids = await _client.List("?" + query);

        Assert.Equal(found, string.Join(" ", ids.Select(id => id!.TrimStart('S', 'B', 'X', '0'))));
    }

    [Fact]
    public async Task One_can_wait_for_the_next_message_that_fits()
    {
        MailPost.Send(_sandbox, "Subject: first\n\nx\n");
        Assert.Equal("first", Text(await _client.Get("api/messages/next"), "subject"));

        var waiting = _client.Get("api/messages/next?after=SBX000001&subject=wanted&timeout=60");
        MailPost.Send(_sandbox, "Subject: other\n\nx\n", "Subject: wanted\n\nx\n");

        Assert.Equal("SBX000003", Text(await waiting, "id"));
    }

    [Fact]
    public async Task Waiting_ends_without_a_message_when_its_time_is_over()
    {
        using var next = await _client.Send("GET", "api/messages/next?timeout=0");
        using var changes = await _client.Send("GET", "api/changes?version=0&timeout=0");

        Assert.Equal((HttpStatusCode.NoContent, ""), (next.StatusCode, await next.Content.ReadAsStringAsync()));
        Assert.Equal("""{"version":0}""", await changes.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_change_is_told_to_who_waits_for_it()
    {
        var waiting = _client.Get("api/changes?version=0&timeout=60");
        MailPost.Send(_sandbox, "Subject: x\n\nx\n");
        Assert.Equal(1, (await waiting).GetProperty("version").GetInt64());

        waiting = _client.Get("api/changes?version=1&timeout=60");
        _sandbox.Clear();
        Assert.Equal(2, (await waiting).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Messages_are_deleted_with_their_copies_in_the_mailboxes()
    {
        MailPost.Send(_sandbox, "Subject: 1\n\nx\n", "Subject: 2\n\nx\n", "Subject: 3\n\nx\n");

        using var one = await _client.Send("DELETE", "api/messages/SBX000002");
        using var again = await _client.Send("DELETE", "api/messages/SBX000002");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (one.StatusCode, again.StatusCode));
        Assert.Equal(["1", "3"], await _client.List(property: "subject"));
        Assert.Equal(2, _sandbox.Mailbox("bob@example.com").Messages.Count);

        using var all = await _client.Send("DELETE", "api/messages");
        Assert.Equal(HttpStatusCode.NoContent, all.StatusCode);
        Assert.Empty(_sandbox.Accepted);
        Assert.Empty(_sandbox.Mailbox("bob@example.com").Messages);
    }

    [Theory]
    [InlineData("api/messages?limit=0", "limit=0 is not from 1 to 500.")]
    [InlineData("api/messages?limit=501", "limit=501 is not from 1 to 500.")]
    [InlineData("api/messages?limit=-1", "limit=-1 is no whole number from 0 on.")]
    [InlineData("api/messages?after=7", "after=7 is no id of a message; take that of the last one that you have.")]
    [InlineData("api/messages?form=ann", "The parameter form is unknown here; there is after, from, to, subject, text, search, limit.")]
    [InlineData("api/messages/next?timeout=61", "timeout=61 is more than 60 seconds; ask again after that.")]
    [InlineData("api/changes?version=x", "version=x is no whole number from 0 on.")]
    [InlineData("api/messages/SBX000001?x", "The parameter x is unknown here; there are none.")]
    public async Task A_parameter_that_makes_no_sense_is_named(string target, string error)
    {
        using var response = await _client.Send("GET", target);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(error, Text(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement, "error"));
    }

    [Theory]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound, null)]
    [InlineData("GET", "api", HttpStatusCode.NotFound, null)]
    [InlineData("GET", "api/messages/SBX000009", HttpStatusCode.NotFound, null)]
    [InlineData("GET", "api/messages/SBX000001/nothing", HttpStatusCode.NotFound, null)]
    [InlineData("GET", "api/messages/SBX000001/attachments/0", HttpStatusCode.NotFound, null)]
    [InlineData("GET", "api/messages/SBX000001/html", HttpStatusCode.NoContent, null)]
    [InlineData("GET", "../../etc/passwd", HttpStatusCode.Forbidden, null)]
    [InlineData("GET", "..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound, null)]
    [InlineData("POST", "api/messages", HttpStatusCode.MethodNotAllowed, "GET, DELETE")]
    [InlineData("PUT", "api/messages/SBX000001", HttpStatusCode.MethodNotAllowed, "GET, DELETE")]
    [InlineData("DELETE", "", HttpStatusCode.MethodNotAllowed, "GET")]
    [InlineData("DELETE", "api/messages/SBX000001/raw", HttpStatusCode.MethodNotAllowed, "GET")]
    [InlineData("DELETE", "api/messages/next", HttpStatusCode.MethodNotAllowed, "GET")]
    [InlineData("OPTIONS", "api/changes", HttpStatusCode.MethodNotAllowed, "GET")]
    public async Task What_does_not_exist_is_not_found_and_methods_that_are_not_for_it_change_nothing(string method, string target,
        HttpStatusCode status, string? allowed)
    {
        MailPost.Send(_sandbox, "Subject: x\n\nx\n");

        using var response = await _client.Send(method, target);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(allowed, response.Content.Headers.TryGetValues("Allow", out var values) ? string.Join(", ", values) : null);
        Assert.Single(_sandbox.Accepted);
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();
}
