using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>A window in which hostile HTML is opened, one after the other, and all that comes of it.</summary>
public sealed class HostileWindow : IAsyncLifetime
{
    private const string Blocked = "csp";

    private readonly Browser _browser = new();
    private readonly ConcurrentDictionary<string, int> _strays = [];
    private MailSandbox? _sandbox;
    private UnwrittenHtml? _unwritten;
    private Witness? _witness;
    private IBrowserContext? _context;

    public async Task InitializeAsync()
    {
        if (Browser.ReasonToSkip is not null)
            return;
        await _browser.InitializeAsync();
        _sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        _unwritten = new UnwrittenHtml(_sandbox);
        _witness = new Witness();
        _context = await _browser.Open(900, 700);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _unwritten?.Dispose();
        _witness?.Dispose();
        _sandbox?.Dispose();
    }

    /// <summary>Opens a mail on the page, clicks into the middle of its HTML, and says all that it asked for or began.</summary>
    public async Task<IReadOnlyList<string>> OpenMail(HostileHtml row)
    {
        var before = await Begin();
        _sandbox!.Clear();
        MailPost.Send(_sandbox, MailPost.Html(row.For(_witness!)));
        var id = _sandbox.Accepted[^1].QueueId;
        var page = await NewPage();
        await page.GotoAsync(_sandbox.WebAddress!.AbsoluteUri);
        await page.ClickAsync("#row-" + id);
        await page.WaitForFunctionAsync(
            "id => performance.getEntriesByType('resource').some(e => e.name.endsWith(id + '/view') && e.responseEnd > 0)", id);
        await Click(page);

        // What the click began was begun before the page could ask for this.
        await page.ClickAsync("[role=tab]:text-is('Source')");
        await page.Locator("pre.source").WaitForAsync();

        Assert.Equal(_sandbox.WebAddress!.AbsoluteUri, page.Url);
        Assert.Empty(_sandbox.InternalFailures);
        return await Strays(page, before, withRequests: true);
    }

    /// <summary>Opens HTML as it was sent in a frame with the policies of the page and its frame, and says what left it.</summary>
    public async Task<IReadOnlyList<string>> OpenUnwritten(HostileHtml row)
    {
        var before = await Begin();
        var page = await NewPage();
        var address = _unwritten!.Protected(row.For(_witness!));
        await page.GotoAsync(address);
        await Click(page);

        // What the click began was begun before the page could ask for this.
        await page.EvaluateAsync("() => fetch('frame').then(response => response.text())").WaitAsync(Browser.Patience);

        Assert.Equal(address, page.Url);
        return await Strays(page, before, withRequests: false);
    }

    /// <summary>Opens HTML without protection and waits until it has run something or reached the witness; false if it does not.</summary>
    public async Task<bool> Bites(HostileHtml row)
    {
        using var witness = new Witness();
        var page = await _context!.NewPageAsync();
        var dialog = new TaskCompletionSource();
        page.Dialog += async (_, shown) =>
        {
            dialog.TrySetResult();
            await shown.DismissAsync();
        };
        await page.GotoAsync(_unwritten!.Unprotected(row.For(witness)), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        var came = witness.WaitAsync(Browser.Patience);

        // Not waited for: the page may lead elsewhere meanwhile, and then nobody answers.
        _ = page.Mouse.ClickAsync(200, 150);
        await Task.WhenAny(came, dialog.Task);
        var bites = dialog.Task.IsCompleted || await came;
        await page.CloseAsync();
        return bites;
    }

    /// <summary>
    /// Clicks into the middle of the HTML and presses Enter. Where the click leads the frame somewhere else click and key may get no
    /// answer from Chromium, since nobody is there any more to take them.
    /// </summary>
    private static async Task Click(IPage page)
    {
        var isElsewhere = new TaskCompletionSource();
        page.FrameNavigated += (_, _) => isElsewhere.TrySetResult();
        var box = await page.Locator("iframe").BoundingBoxAsync();
        var clicked = page.Mouse.ClickAsync(box!.X + (box.Width / 2), box.Y + (box.Height / 2));
        await Task.WhenAny(clicked, isElsewhere.Task).WaitAsync(Browser.Patience);
        var pressed = page.Keyboard.PressAsync("Enter");
        await Task.WhenAny(pressed, isElsewhere.Task).WaitAsync(Browser.Patience);
    }

    private async Task<int> Begin()
    {
        _strays.Clear();
        return await _witness!.CountAsync();
    }

    private async Task<IReadOnlyList<string>> Strays(IPage page, int before, bool withRequests)
    {
        await page.CloseAsync();
        var strays = _strays.Where(stray => stray.Value > 0 && (withRequests || !stray.Key.Contains("://", StringComparison.Ordinal)))
            .Select(stray => stray.Key).ToList();

        // The connection by which the witness was asked before is not one of the HTML's.
        if (await _witness!.CountAsync() - before - 1 is > 0 and var connections)
            strays.Add($"{connections} connections to the witness");
        return strays;
    }

    private async Task<IPage> NewPage()
    {
        var page = await _context!.NewPageAsync();
        page.Request += (_, request) => NoteRequest(request.Url, 1);
        page.RequestFailed += (_, request) => NoteRequest(request.Url, request.Failure == Blocked ? -1 : 0);
        page.Popup += (_, _) => _strays["window"] = 1;
        page.Dialog += async (_, dialog) =>
        {
            _strays["dialog"] = 1;
            await dialog.DismissAsync();
        };
        return page;
    }

    /// <summary>A request that the policy refuses is told of as well, and then of its end.</summary>
    private void NoteRequest(string url, int change)
    {
        if (change != 0 && !url.StartsWith(_sandbox!.WebAddress!.AbsoluteUri, StringComparison.Ordinal)
            && !url.StartsWith("data:image/", StringComparison.Ordinal))
            _strays.AddOrUpdate(url, change, (_, count) => count + change);
    }
}
