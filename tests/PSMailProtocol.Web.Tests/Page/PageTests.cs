using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Playwright;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>The page in a browser: what it lists, finds, opens and deletes, by mouse and by keys alone.</summary>
public sealed partial class PageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
    private readonly ConcurrentQueue<string> _pageErrors = new();
    private IBrowserContext? _context;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_context is not null)
            await _context.CloseAsync();
        _sandbox.Dispose();
        Assert.Empty(_sandbox.InternalFailures);
        Assert.Empty(_pageErrors);
    }

    [BrowserFact]
    public async Task The_list_shows_what_there_is_and_updates_by_itself()
    {
        MailPost.Send(_sandbox, Mail("first"));
        var page = await Open();
        await Subjects(page, "first");

        MailPost.Send(_sandbox, Mail("second"), Mail("third"));
        await Subjects(page, "third", "second", "first");

        _sandbox.Remove(_sandbox.Accepted[1]);
        await Subjects(page, "third", "first");

        _sandbox.Clear();
        await Subjects(page);
        await Says(page, "#none", "No mail yet. What SMTP takes shows up here by itself.");
    }

    [BrowserFact]
    public async Task A_search_finds_and_keeps_up()
    {
        MailPost.Send(_sandbox, Mail("report", "the total"), Mail("other", "nothing"));
        var page = await Open();
        await Subjects(page, "other", "report");

        await page.FillAsync("#search", "TOTAL");
        await Subjects(page, "report");
        await page.FillAsync("#search", "subject:other from:ann@example.com");
        await Subjects(page, "other");
        await page.FillAsync("#search", "subject:\"no such\"");
        await Says(page, "#none", "No message contains that.");

        await page.FillAsync("#search", "total");
        MailPost.Send(_sandbox, Mail("hidden"), Mail("late", "total again"));
        await Subjects(page, "late", "report");
    }

    [BrowserFact]
    public async Task A_message_shows_every_side_of_it()
    {
        MailPost.Send(_sandbox,
            "From: \"<b>Ann</b>\" <ann@example.com>\nTo: bob@example.com\nSubject: <script>alert(1)</script> &amp; more\nMIME-Version: " +
            "1.0\n" +
            "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/html\n\n<p>Dear <b>Bob</b>\n--m\nContent-Type: " +
            "text/plain; name=page.html\n" +
            "Content-Disposition: attachment; filename=page.html\n\n<script>alert(1)</script>\n--m--\n");
        var page = await Open();
        await page.ClickAsync("#list li");

        await Says(page, "h2 >> nth=0", "<script>alert(1)</script> &amp; more");
        Assert.Equal("", await page.GetAttributeAsync("iframe", "sandbox"));
        await page.ClickAsync(Tab("Headers"));
        Assert.Contains("<b>Ann</b>", await page.TextContentAsync(".headers"));
        await page.ClickAsync(Tab("Source"));
        Assert.Contains("boundary=m", await page.TextContentAsync("pre.source"));
        await page.ClickAsync(Tab("Dialogue"));
        Assert.Contains("CRCPT TO:<bob@example.com>", await page.TextContentAsync(".dialogue"));

        await page.ClickAsync(Tab("Attachments 1"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".attachments a"));
        Assert.Equal("page.html", download.SuggestedFilename);
        Assert.Equal("<script>alert(1)</script>", (await File.ReadAllTextAsync(await download.PathAsync())).Trim());
        Assert.Single(_context!.Pages);
    }

    [BrowserFact]
    public async Task One_message_or_all_are_deleted()
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"), Mail("3"));
        var page = await Open();
        await page.ClickAsync(Row("2"));
        await page.ClickAsync("#delete");
        await Subjects(page, "3", "1");
        Assert.Equal(2, _sandbox.Accepted.Count);

        await page.ClickAsync("#clear");
        await page.ClickAsync("#confirm [data-close]");
        await page.ClickAsync("#clear");
        await page.ClickAsync("#confirmed");
        await Subjects(page);
        Assert.Empty(_sandbox.Accepted);
    }

    [BrowserFact]
    public async Task Keys_alone_do_it_all()
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"), Mail("3"));
        var page = await Open();
        await Subjects(page, "3", "2", "1");
        var keys = page.Keyboard;

        await keys.PressAsync("j");
        await Chosen(page, "3");
        await keys.PressAsync("ArrowDown");
        await Chosen(page, "2");
        await keys.PressAsync("End");
        await Chosen(page, "1");
        await keys.PressAsync("k");
        await keys.PressAsync("Enter");
        await Says(page, "h2 >> nth=0", "2");
        await keys.PressAsync("4");
        await page.Locator("pre.source").WaitForAsync();
        await keys.PressAsync("j");
        await Says(page, "h2 >> nth=0", "1");
        await keys.PressAsync("Delete");
        await Subjects(page, "3", "2");
        await keys.PressAsync("?");
        await page.Locator("#keys[open]").WaitForAsync();
        await keys.PressAsync("Escape");
        await page.Locator("#keys:not([open])").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await keys.PressAsync("/");
        await keys.TypeAsync("subject:3");
        await Subjects(page, "3");
        await keys.PressAsync("Enter");
        await Chosen(page, "3");
        await keys.PressAsync("Enter");
        await Says(page, "h2 >> nth=0", "3");
        await keys.PressAsync("Escape");
        await page.Locator("h2 >> nth=0 >> text=Keys").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await keys.PressAsync("/");
        await keys.PressAsync("Escape");
        await Subjects(page, "3", "2");
    }

    [BrowserFact]
    public async Task A_thousand_messages_are_listed_and_one_more_comes_on_top()
    {
        MailPost.Send(_sandbox, [.. Enumerable.Range(1, 1000).Select(n => Mail("number " + n))]);
        var page = await Open();
        await Says(page, "#count", "1000 messages");
        Assert.Equal(1000, await page.Locator("#list li").CountAsync());

        await page.Keyboard.PressAsync("End");
        await Chosen(page, "number 1");
        await page.FillAsync("#search", "subject:\"number 77\"");
        await Says(page, "#count", "11 of 1000 messages");
        await page.FillAsync("#search", "");
        MailPost.Send(_sandbox, Mail("one more"));
        await Says(page, "#count", "1001 messages");
        await Says(page, "#list li:first-child .subject", "one more");
    }

    [BrowserFact]
    public async Task A_message_of_20_MB_opens_and_gives_its_attachment()
    {
        var content = new byte[14_000_000];
        new Random(1).NextBytes(content);
        var text = string.Concat(Enumerable.Repeat("A line of the text that is long enough to matter.\n", 30_000));
        MailPost.Send(_sandbox,
            "Subject: large\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\n" + text +
            "\n--m\nContent-Type: application/zip\nContent-Disposition: attachment; filename=all.zip\nContent-Transfer-Encoding: " +
            "base64\n\n" + MailPost.Base64(content) + "\n--m--\n");
        Assert.True(_sandbox.Accepted[0].Octets.Length > 20_000_000);
        var page = await Open();
        await page.ClickAsync("#list li");

        await Says(page, "#panel .note", "This is the beginning of it. The whole text");
        await page.ClickAsync(Tab("Source"));
        Assert.Equal(512 * 1024, (await page.TextContentAsync("pre.source"))!.Length);
        await page.ClickAsync(Tab("Attachments 1"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".attachments a"));
        Assert.Equal(content, await File.ReadAllBytesAsync(await download.PathAsync()));
    }

    [BrowserFact]
    public async Task A_narrow_window_shows_the_list_or_the_message()
    {
        MailPost.Send(_sandbox, Mail("A subject that is a good deal longer than such a window is wide, and goes on"), Mail("short"));
        var page = await Open(360, 640);
        await page.ClickAsync("#list li:last-child");

        await page.Locator("#panel pre").WaitForAsync();
        Assert.False(await page.IsVisibleAsync("#list"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await page.ClickAsync("#back");
        Assert.True(await page.IsVisibleAsync("#list"));
        Assert.False(await page.IsVisibleAsync("#message"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(25, 28, 38)")]
    public async Task It_is_light_or_dark_as_the_system_is(ColorScheme scheme, string ground)
    {
        var page = await Open(scheme: scheme);
        Assert.Equal(ground, await page.EvaluateAsync<string>("getComputedStyle(document.getElementById('messages')).backgroundColor"));
    }

    [BrowserFact]
    public async Task It_says_when_the_sandbox_is_gone()
    {
        var page = await Open();
        await Says(page, "#state", "listening");
        _sandbox.Dispose();
        await Says(page, "#state", "the sandbox does not answer");
    }

    private static string Mail(string subject, string text = "x") =>
        $"From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: {subject}\n\n{text}\n";

    private static async Task Subjects(IPage page, params string[] subjects) =>
        await page.WaitForFunctionAsync(
            "expected => JSON.stringify([...document.querySelectorAll('#list .subject')].map(s => s.textContent)) === " +
            "JSON.stringify(expected)", subjects);

    private static Task Says(IPage page, string selector, string text) =>
        page.Locator(selector).Filter(new() { HasTextString = text }).WaitForAsync();

    /// <summary>The row of a message, by its whole subject: the time in a row above may have the same digits.</summary>
    private static string Row(string subject) => $"#list li:has(.subject:text-is(\"{subject}\"))";

    private static string Tab(string title) => $"[role=tab]:text-is(\"{title}\")";

    private static Task Chosen(IPage page, string subject) => page.Locator(Row(subject) + "[aria-selected=true]").WaitForAsync();

    private async Task<IPage> Open(int width = 1280, int height = 760, ColorScheme scheme = ColorScheme.Light)
    {
        _context = await browser.Open(width, height, scheme);
        var page = await _context.NewPageAsync();
        page.PageError += (_, error) => _pageErrors.Enqueue(error);
        await page.GotoAsync(_sandbox.WebAddress!.AbsoluteUri);
        return page;
    }
}
