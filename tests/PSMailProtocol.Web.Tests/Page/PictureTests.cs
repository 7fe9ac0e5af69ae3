using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Playwright;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>The picture of the page in the README. With the variable <c>SANDBOX_PICTURE</c> set to 1 it is made anew.</summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    private const int Width = 1160;
    private const int Height = 640;
    private const int LargestPicture = 150_000;

    private const string Report =
        "<div style=\"max-width:600px;margin:auto;font-family:sans-serif\"><div style=\"background:#14532d;color:#fff;padding:14px " +
        "18px;border-radius:8px 8px 0 0;font-size:18px\">" +
        "Backup finished</div><div style=\"border:1px solid #ddd;border-top:0;padding:6px 18px 14px;border-radius:0 0 8px 8px\"><p>All " +
        "four volumes were saved.</p>" +
        "<table style=\"width:100%;border-collapse:collapse\"><tr style=\"text-align:left;color:#666\"><th>Volume<th>Files<th>Size</tr>" +
        "<tr><td>home<td>48,211<td>31.4 GB</tr><tr><td>mail<td>102,640<td>12.9 GB</tr><tr><td>wiki<td>8,014<td>2.1 " +
        "GB</tr><tr><td>etc<td>2,377<td>41 MB</tr></table>" +
        "<p>The log is attached. <a href=\"https://backup.example.com/runs/1187\">Details of this run</a></p></div></div>";

    private static string PicturePath => Path.GetFullPath(Path.Combine(SourceFolder(), "../../../docs/images/sandbox.png"));

    [BrowserFact]
    public async Task The_picture_shows_the_page()
    {
        using var sandbox = MailSandbox.Start(new MailSandboxOptions { WebPort = 0 });
        MailPost.SendTo(
            sandbox,
            "ops@example.com",
            Mail("Monitoring <monitor@example.com>", "Disk space on db02 is below 10 %", "The volume /var/lib has 8.7 GB left."),
            Mail("Greta Lindqvist <greta@example.com>", "Re: Invoice 4711", "Thank you, I have passed it on to the accounts department."),
            Mail("Nightly jobs <jobs@example.com>", "3 of 3 jobs succeeded",
                "import-customers 00:04:12, export-orders 00:01:55, cleanup 00:00:31"),
            Mail("Ana Pereira <ana@example.com>", "Confirm your address", "Your code is 482 117. It is good for ten minutes."),
            "From: Backup <backup@example.com>\nTo: ops@example.com\nSubject: Backup finished\nDate: Fri, 2 Jan 2026 06:30:00 " +
            "+0000\nMIME-Version: 1.0\n" +
            "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: " +
            "text/plain\n\n" +
            "All four volumes were saved. The log is attached.\n--a\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: " +
            "base64\n\n" +
            MailPost.Base64(Encoding.UTF8.GetBytes(Report)) +
            "\n--a--\n--m\nContent-Type: text/plain\nContent-Disposition: attachment; filename=backup.log\n\nok\n--m--\n");
        await using var context = await browser.Open(Width, Height);
        var page = await context.NewPageAsync();
        await page.GotoAsync(sandbox.WebAddress!.AbsoluteUri);
        await page.ClickAsync("#list li");
        await page.Locator("iframe").WaitForAsync();
        await page.WaitForFunctionAsync(
            "() => performance.getEntriesByType('resource').some(e => e.name.endsWith('/view') && e.responseEnd > 0)");

        var made = await page.ScreenshotAsync();

        Assert.Equal((Width, Height), SizeOf(made));
        if (Environment.GetEnvironmentVariable("SANDBOX_PICTURE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PicturePath)!);
            await File.WriteAllBytesAsync(PicturePath, made);
        }
    }

    [Fact]
    public void The_README_shows_it_and_it_is_small()
    {
        var picture = File.ReadAllBytes(PicturePath);
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(PicturePath)!, "../../README.md"));

        Assert.Equal((Width, Height), SizeOf(picture));
        Assert.InRange(picture.Length, 10_000, LargestPicture);
        Assert.Contains("(docs/images/sandbox.png)", readme);
    }

    /// <summary>The IHDR chunk is the first of a PNG.</summary>
    private static (int Width, int Height) SizeOf(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));

    private static string Mail(string from, string subject, string text) =>
        $"From: {from}\nTo: ops@example.com\nSubject: {subject}\n\n{text}\n";

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
