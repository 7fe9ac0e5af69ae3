using System;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Writing;

/// <summary>File names and content types of attachments.</summary>
public class ParameterTests
{
    [Theory]
    [InlineData("report.pdf", "Content-Type: application/pdf; name=\"report.pdf\"", "Content-Disposition: attachment; filename=\"report.pdf\"")]
    [InlineData("a b; c=d.txt", "Content-Type: text/plain; name=\"a b; c=d.txt\"", "Content-Disposition: attachment; filename=\"a b; c=d.txt\"")]
    [InlineData(
        "\u00dcbersicht.pdf",
        "Content-Type: application/pdf;\r\n name=\"=?utf-8?Q?=C3=9Cbersicht=2Epdf?=\"",
        "Content-Disposition: attachment; filename*=utf-8''%C3%9Cbersicht.pdf")]
    [InlineData(
        "a\"b\\.pdf",
        "Content-Type: application/pdf;\r\n name=\"=?utf-8?Q?a=22b=5C=2Epdf?=\"",
        "Content-Disposition: attachment; filename*=utf-8''a%22b%5C.pdf")]
    [InlineData(
        "\u65e5\u672c\u8a9e\u306e\u3068\u3066\u3082\u9577\u3044\u540d\u524d\u306e\u6dfb\u4ed8\u30d5\u30a1\u30a4\u30eb.pdf",
        "Content-Type: application/pdf;\r\n name=\"=?utf-8?B?5pel5pys6Kqe44Gu44Go44Gm44KC6ZW344GE5ZCN5YmN44Gu5re75LuY?=\r\n" +
        " =?utf-8?B?44OV44Kh44Kk44OrLnBkZg==?=\"",
        "Content-Disposition: attachment;\r\n filename*0*=utf-8''%E6%97%A5%E6%9C%AC%E8%AA%9E%E3%81%AE%E3%81%A8%E3%81%A6;\r\n" +
        " filename*1*=%E3%82%82%E9%95%B7%E3%81%84%E5%90%8D%E5%89%8D%E3%81%AE%E6%B7%BB;\r\n" +
        " filename*2*=%E4%BB%98%E3%83%95%E3%82%A1%E3%82%A4%E3%83%AB.pdf")]
    [InlineData("", "Content-Type: application/octet-stream", "Content-Disposition: attachment")]
    [InlineData("=?x?=", "Content-Type: application/octet-stream;\r\n name=\"=?utf-8?Q?=3D=3Fx=3F=3D?=\"", "Content-Disposition: attachment; filename*=utf-8''%3D%3Fx%3F%3D")]
    public void FileNameGoesOutByTheBookAndAsOutlookReadsIt(string name, string type, string disposition)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromBytes([1], name));
        Assert.Contains("\r\n" + type + "\r\n" + disposition + "\r\nContent-Transfer-Encoding: base64\r\n", Drafts.Text(draft), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/x-log; charset=iso-8859-1", "Content-Type: text/x-log; charset=iso-8859-1; name=\"a\"\r\n")]
    [InlineData("text/x-log;charset=\"a;b\\\"c\"", "Content-Type: text/x-log; charset=\"a;b\\\"c\"; name=\"a\"\r\n")]
    [InlineData("image/png; name=own", "Content-Type: image/png; name=own\r\n")]
    public void AGivenContentTypeIsKept(string given, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromBytes([1], "a", given));
        Assert.Contains("\r\n" + expected, Drafts.Text(draft), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("text/")]
    [InlineData("/plain")]
    [InlineData("text/pl ain")]
    [InlineData("text/plain; x")]
    [InlineData("text/plain; x=\"open")]
    [InlineData("text/plain; x=a b")]
    [InlineData("text/plain; x=\"a\"b\"")]
    [InlineData("t\u00e4xt/plain")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("message/rfc822")]
    public void AnImpossibleContentTypeIsRefused(string given)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromBytes([1], "a", given));
        MailException failure = Assert.Throws<MailException>(draft.Compose);
        Assert.Same(MailErrors.InvalidHeaderValue, failure.Error);
        Assert.Contains("ContentType", failure.Message);
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
        Assert.Same(MailErrors.InvalidHeaderValue, Assert.Throws<MailException>(draft.Compose).Error);
    }
}
