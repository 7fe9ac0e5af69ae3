using System;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>File names and content types of attachments.</summary>
public class ParameterTests
{
    [Theory]
    [InlineData("report.pdf", "application/pdf; name=report.pdf", "attachment; filename=report.pdf")]
    [InlineData("a b; c=d.txt", "text/plain; name=\"a b; c=d.txt\"", "attachment; filename=\"a b; c=d.txt\"")]
    [InlineData("a\"b\\.pdf", "application/pdf; name=\"a\\\"b\\\\.pdf\"", "attachment; filename=\"a\\\"b\\\\.pdf\"")]
    [InlineData("\u00dcbersicht.pdf", "application/pdf; name=\"=?utf-8?Q?=C3=9Cbersicht=2Epdf?=\"",
        "attachment; filename*=utf-8''%C3%9Cbersicht.pdf")]
    [InlineData("\u65e5\u672c.pdf", "application/pdf; name=\"=?utf-8?B?5pel5pysLnBkZg==?=\"",
        "attachment; filename*=utf-8''%E6%97%A5%E6%9C%AC.pdf")]
    [InlineData("", "application/octet-stream", "attachment")]
    [InlineData("=?x?=", "application/octet-stream; name=\"=?utf-8?B?PT94Pz0=?=\"", "attachment; filename*=utf-8''%3D%3Fx%3F%3D")]
    [InlineData("old.eml", "application/octet-stream; name=old.eml", "attachment; filename=old.eml")]
    public void FileNameGoesOutByTheBookAndAsOutlookReadsIt(string name, string type, string disposition)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromBytes([1], name));
        string text = Drafts.Text(draft).Replace("\r\n\t", " ").Replace("\r\n ", " ");
        Assert.Contains($"\r\nContent-Type: {type}\r\nContent-Disposition: {disposition}\r\nContent-Transfer-Encoding: base64\r\n", text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logo@part", "<logo@part>")]
    [InlineData("<logo>", "<logo>")]
    [InlineData(null, "<logo.png>")]
    public void ContentIdGoesOutAsGiven(string? id, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.HtmlBody = "<p>";
        draft.InlineAttachments.Add(DraftAttachment.FromBytes([1], "logo.png", contentId: id));
        Assert.Contains("\r\nContent-ID: " + expected + "\r\n", Drafts.Text(draft), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a>b")]
    [InlineData("\u00e4")]
    [InlineData("")]
    public void AnImpossibleContentIdIsRefused(string id)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromBytes([1], "a", contentId: id));
        Assert.Same(MailErrors.InvalidHeaderValue, Assert.ThrowsAny<MailException>(draft.Compose).Error);
    }
}
