using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace PSMailProtocol.Web.Tests.Page;

/// <content>What fails is said, and what is done while something else goes on concerns the message that is meant.</content>
public sealed partial class PageTests
{
    [BrowserTheory]
    [InlineData("one", "The message is not deleted: the sandbox answered 500.")]
    [InlineData("all", "The messages are not deleted: the sandbox answered 500.")]
    public async Task A_deletion_that_fails_is_said_and_the_next_one_that_works_takes_that_back(string which, string said)
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"));
        var page = await Open();
        await page.ClickAsync(Row("2"));
        await Says(page, "h2 >> nth=0", "2");
        await page.RouteAsync(MessagesOr("SBX000002"),
            route => IsDelete(route) ? route.FulfillAsync(new() { Status = 500 }) : route.ContinueAsync());

        await Delete(page, which);
        await Says(page, "#failure", said);
        await Subjects(page, "2", "1");
        await Says(page, "h2 >> nth=0", "2");

        await page.UnrouteAllAsync();
        await Delete(page, which);
        await Subjects(page, which == "one" ? ["1"] : []);
        await page.Locator("#failure").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [BrowserFact]
    public async Task Delete_means_the_message_that_is_being_opened_and_not_the_one_before_it()
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"), Mail("3"));
        var page = await Open();
        await page.ClickAsync(Row("1"));
        await Says(page, "h2 >> nth=0", "1");
        var isAsked = new TaskCompletionSource();
        var isOver = new TaskCompletionSource();
        await page.RouteAsync("**/api/messages/SBX000002", async route =>
        {
            if (!IsDelete(route))
            {
                isAsked.SetResult();
                await isOver.Task;
            }

            await route.ContinueAsync();
        });

        await page.ClickAsync(Row("2"));
        await isAsked.Task.WaitAsync(Browser.Patience);
        await page.Keyboard.PressAsync("Delete");

        await Subjects(page, "3", "1");
        isOver.SetResult();
        Assert.Equal(["SBX000001", "SBX000003"], _sandbox.Accepted.Select(mail => mail.QueueId));
    }

    [BrowserFact]
    public async Task A_message_that_was_opened_while_another_is_deleted_stays_open()
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"), Mail("3"));
        var page = await Open();
        await page.ClickAsync(Row("1"));
        await Says(page, "h2 >> nth=0", "1");
        var isOver = new TaskCompletionSource();
        await page.RouteAsync("**/api/messages/SBX000001", async route =>
        {
            await isOver.Task;
            await route.ContinueAsync();
        });

        await page.ClickAsync("#delete");
        await page.ClickAsync(Row("3"));
        await Says(page, "h2 >> nth=0", "3");
        isOver.SetResult();

        await Subjects(page, "3", "2");
        await Says(page, "h2 >> nth=0", "3");
        await Chosen(page, "3");
    }

    [BrowserFact]
    public async Task The_list_that_learns_of_a_deletion_first_goes_on_where_it_was()
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"), Mail("3"));
        var page = await Open();
        await Subjects(page, "3", "2", "1");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Chosen(page, "2");

        _sandbox.Remove(_sandbox.Accepted[1]);

        await Subjects(page, "3", "1");
        await Chosen(page, "1");
    }

    [BrowserFact]
    public async Task A_message_that_somebody_else_deletes_says_so_while_it_is_open()
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"));
        var page = await Open();
        await page.ClickAsync(Row("2"));
        await Says(page, "h2 >> nth=0", "2");

        _sandbox.Remove(_sandbox.Accepted[1]);

        await Says(page, "#gone", "This message was deleted.");
        await page.ClickAsync(Tab("Source"));
        await Says(page, "#panel", "This message was deleted.");
        await page.Keyboard.PressAsync("Delete");
        await Says(page, "#message", "Choose a message.");
        await Subjects(page, "1");
    }

    [BrowserTheory]
    [InlineData(404, "This message was deleted.", "1")]
    [InlineData(500, "This message cannot be shown: the sandbox answered 500.", "2 1")]
    public async Task A_message_that_does_not_open_says_why(int status, string said, string left)
    {
        MailPost.Send(_sandbox, Mail("1"), Mail("2"));
        var page = await Open(360, 640);
        await page.RouteAsync("**/api/messages/SBX000002", route => route.FulfillAsync(new() { Status = status }));

        await page.ClickAsync(Row("2"));
        await Says(page, "#message", said);
        await page.ClickAsync("#back");
        await Subjects(page, left.Split(' '));
        Assert.True(await page.IsVisibleAsync("#list"));
    }

    [BrowserFact]
    public async Task A_part_that_does_not_come_says_so_in_its_place()
    {
        MailPost.Send(_sandbox, Mail("1"));
        var page = await Open();
        await page.RouteAsync("**/raw", route => route.AbortAsync());
        await page.ClickAsync(Row("1"));

        await page.ClickAsync(Tab("Source"));
        await Says(page, "#panel", "This cannot be shown: the sandbox does not answer.");
        await page.UnrouteAllAsync();
        await page.ClickAsync(Tab("Source"));
        await Says(page, "pre.source", "Subject: 1");
    }

    [BrowserFact]
    public async Task A_search_that_fails_is_said()
    {
        MailPost.Send(_sandbox, Mail("1"));
        var page = await Open();
        await Subjects(page, "1");
        await page.RouteAsync("**/api/messages?search=*", route => route.FulfillAsync(new() { Status = 500 }));

        await page.FillAsync("#search", "2");
        await Says(page, "#failure", "The search failed: the sandbox answered 500.");
        await page.FillAsync("#search", "");
        await page.Locator("#failure").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await Subjects(page, "1");
    }

    private static async Task Delete(IPage page, string which)
    {
        await page.ClickAsync(which == "one" ? "#delete" : "#clear");
        if (which == "all")
            await page.ClickAsync("#confirmed");
    }

    private static bool IsDelete(IRoute route) => route.Request.Method == "DELETE";

    private static Func<string, bool> MessagesOr(string id) =>
        address => address.EndsWith("/api/messages", StringComparison.Ordinal) || address.EndsWith("/" + id, StringComparison.Ordinal);
}
