using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

public class MailDraftTests
{
    [Fact]
    public void TextAloneIsOnePart()
    {
        Assert.Equal(
            "From: Alice <alice@example.com>\r\n" +
            "To: Bob <bob@example.org>\r\n" +
            "Subject: Report\r\n" +
            "Date: Wed, 4 Mar 2026 05:06:07 -0530\r\n" +
            "Message-ID: <1@example.com>\r\n" +
            "MIME-Version: 1.0\r\n" +
            "Content-Type: text/plain; charset=utf-8\r\n" +
            "Content-Transfer-Encoding: 7bit\r\n" +
            "\r\n" +
            "Hello\r\n",
            Drafts.Text(Drafts.Fixed()));
    }

    [Theory]
    [InlineData("1997-11-21T09:55:06-06:00", "Fri, 21 Nov 1997 09:55:06 -0600")]
    [InlineData("2026-03-01T00:00:00+00:00", "Sun, 1 Mar 2026 00:00:00 +0000")]
    [InlineData("2024-02-29T23:59:59+05:45", "Thu, 29 Feb 2024 23:59:59 +0545")]
    [InlineData("2000-12-31T12:00:00-00:30", "Sun, 31 Dec 2000 12:00:00 -0030")]
    [InlineData("9999-12-30T23:59:59-14:00", "Thu, 30 Dec 9999 23:59:59 -1400")]
    public void DateIsWritten(string date, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Date = DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, Drafts.Header(draft, "Date"));
    }

    [Fact]
    public void EveryPartHasItsPlace()
    {
        MailDraft draft = Drafts.Fixed();
        draft.HtmlBody = "<img src=\"cid:logo\">";
        draft.InlineAttachments.Add(DraftAttachment.FromBytes([1, 2, 3], "logo.png", "logo"));
        draft.Attachments.Add(DraftAttachment.FromBytes([4, 5, 6], "data.csv"));

        string text = Drafts.Text(draft).Replace("\r\n\tboundary", " boundary").Replace("\r\n\ttype", " type");
        string boundary = text.Split("boundary=\"")[1].Split('"')[0][..^1];
        string expected =
            $"Content-Type: multipart/mixed; boundary=\"{boundary}1\"\r\n\r\n" +
            $"--{boundary}1\r\nContent-Type: multipart/alternative; boundary=\"{boundary}2\"\r\n\r\n" +
            $"--{boundary}2\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nHello\r\n\r\n" +
            $"--{boundary}2\r\nContent-Type: multipart/related; boundary=\"{boundary}3\"; type=\"text/html\"\r\n\r\n" +
            $"--{boundary}3\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<img " +
            "src=\"cid:logo\">\r\n" +
            $"--{boundary}3\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\n" +
            "Content-Disposition: inline; filename=logo.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAQID\r\n" +
            $"--{boundary}3--\r\n\r\n--{boundary}2--\r\n\r\n" +
            $"--{boundary}1\r\nContent-Type: text/csv; name=data.csv\r\n" +
            "Content-Disposition: attachment; filename=data.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nBAUG\r\n" +
            $"--{boundary}1--\r\n";
        Assert.Equal(expected, text[text.IndexOf("Content-Type", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void LengthIsExactAndWritingRepeats()
    {
        MailDraft draft = Drafts.Fixed();
        foreach (int size in new[] { 0, 1, 2, 3, 56, 57, 58, 29184, 29185, 100_000 })
            draft.Attachments.Add(DraftAttachment.FromBytes(new byte[size], "a.bin"));
        draft.Attachments.Add(DraftAttachment.FromMessage(Drafts.Fixed().Compose()));

        ComposedMessage message = draft.Compose();
        byte[] first = Drafts.Bytes(message);
        Assert.Equal(message.Length, first.Length);
        Assert.Equal(first, Drafts.Bytes(message));
        Assert.Equal(first, Drafts.Bytes(draft.Compose()));
    }

    [Fact]
    public void WithoutASeedBoundariesAndIdsAreNew()
    {
        MailDraft draft = Drafts.Fixed();
        draft.MessageId = null;
        draft.BoundarySeed = null;
        draft.Attachments.Add(DraftAttachment.FromBytes([1], "a"));
        ComposedMessage first = draft.Compose();
        ComposedMessage second = draft.Compose();
        Assert.NotEqual(first.MessageId, second.MessageId);
        Assert.Matches("^[A-Z0-9.]{20,}@example.com$", first.MessageId);
        Assert.NotEqual(Drafts.Text(first), Drafts.Text(second).Replace(second.MessageId, first.MessageId));
    }

    [Fact]
    public void BccIsForTheEnvelopeAlone()
    {
        MailDraft draft = Drafts.Fixed();
        draft.Bcc.Add(AddressText.Parse("secret@example.net"));
        string text = Drafts.Text(draft);
        Assert.DoesNotContain("bcc", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", text);

        draft.To.Clear();
        Assert.Equal("undisclosed-recipients:;", Drafts.Header(draft, "To"));
        Assert.DoesNotContain("secret", Drafts.Text(draft));
    }

    [Theory]
    [InlineData(MailPriority.Normal, null, null, null)]
    [InlineData(MailPriority.High, "high", "1", "urgent")]
    [InlineData(MailPriority.Low, "low", "5", "non-urgent")]
    public void PriorityIsWrittenInItsThreeForms(MailPriority priority, string? importance, string? number, string? word)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Priority = priority;
        Assert.Equal(importance, Drafts.Header(draft, "Importance"));
        Assert.Equal(number, Drafts.Header(draft, "X-Priority"));
        Assert.Equal(word, Drafts.Header(draft, "Priority"));
    }

    [Fact]
    public void ThreadReceiptAndOtherHeadersAreWritten()
    {
        MailDraft draft = Drafts.Fixed();
        draft.Sender = AddressText.Parse("robot@example.com");
        draft.ReplyTo.Add(AddressText.Parse("help@example.com"));
        draft.Cc.Add(AddressText.Parse("carol@example.org"));
        draft.InReplyTo = "a@x";
        draft.References.Add("<r@x>");
        draft.References.Add("a@x");
        draft.RequestReadReceipt = true;
        draft.Headers.Add(new KeyValuePair<string, string>("X-Two", "2"));
        draft.Headers.Add(new KeyValuePair<string, string>("List-Unsubscribe", "<https://example.com/u?a=b>, <mailto:u@example.com>"));
        draft.Headers.Add(new KeyValuePair<string, string>("X-Empty", ""));

        string[] names =
            [.. Drafts.Headers(draft).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(':')])];
        Assert.Equal(
            ["From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
                "Disposition-Notification-To",
                "X-Two", "List-Unsubscribe", "X-Empty", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"],
            names);
        Assert.Equal("<r@x> <a@x>", Drafts.Header(draft, "References"));
        Assert.Equal("<a@x>", Drafts.Header(draft, "In-Reply-To"));
        Assert.Equal("Alice <alice@example.com>", Drafts.Header(draft, "Disposition-Notification-To"));
        Assert.Equal("<https://example.com/u?a=b>, <mailto:u@example.com>", Drafts.Header(draft, "List-Unsubscribe"));
    }

    [Fact]
    public void AFileStreamsAndAMissingOneIsNamedAtOnce()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [1, 2, 3]);
            MailDraft draft = Drafts.Fixed();
            draft.Attachments.Add(DraftAttachment.FromFile(path, "x.bin"));
            ComposedMessage message = draft.Compose();
            Assert.Contains("\r\nAQID\r\n", Drafts.Text(message));

            File.WriteAllBytes(path, [1, 2, 3, 4]);
            Assert.Contains("\r\nAQID\r\n", Drafts.Text(message));
            Assert.Equal(message.Length, Drafts.Bytes(message).Length);

            File.WriteAllBytes(path, [1, 2]);
            Assert.Same(MailErrors.AttachmentUnreadable, Assert.Throws<MailException>(() => Drafts.Bytes(message)).Error);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Same(MailErrors.AttachmentNotFound, Assert.Throws<MailException>(() => DraftAttachment.FromFile(path)).Error);
        Assert.Same(MailErrors.AttachmentUnreadable,
            Assert.Throws<MailException>(() => DraftAttachment.FromFile(Path.GetTempPath())).Error);
    }

    [Fact]
    public void AStreamIsReadFromItsPositionAndAgain()
    {
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromStream(new MemoryStream([9, 1, 2, 3]) { Position = 1 }, "x.bin"));
        ComposedMessage message = draft.Compose();
        Assert.Contains("\r\nAQID\r\n", Drafts.Text(message));
        Assert.Contains("\r\nAQID\r\n", Drafts.Text(message));
    }

    [Fact]
    public void WithoutHtmlWhatIsInlineIsAttachedForDisplay()
    {
        MailDraft draft = Drafts.Fixed();
        draft.TextBody = null;
        draft.InlineAttachments.Add(DraftAttachment.FromBytes([1], "a.png"));
        draft.Attachments.Add(DraftAttachment.FromBytes([2], "b.png"));
        string text = Drafts.Text(draft);
        Assert.Contains("Content-Disposition: inline; filename=a.png", text);
        Assert.Contains("Content-Disposition: attachment; filename=b.png", text);
        Assert.DoesNotContain("text/plain", text);
    }

    [Fact]
    public void WithoutAnAuthorNothingIsComposed()
    {
        MailException failure = Assert.Throws<MailException>(() => new MailDraft().Compose());
        Assert.Same(MailErrors.InvalidAddress, failure.Error);
        Assert.Contains("From", failure.Message);
    }
}
