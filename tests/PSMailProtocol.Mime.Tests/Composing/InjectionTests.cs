using System;
using System.Collections.Generic;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>Carriage return, line feed and NUL are refused wherever they could start another header, naming the parameter.</summary>
public class InjectionTests
{
    private static readonly Dictionary<string, (MailError Error, string Named, Action<MailDraft, string> Put)> Places = new()
    {
        ["From local part"] = (MailErrors.InvalidAddress, "From", (d, s) => d.From = new MailboxAddress("", "a" + s + "b", "example.com")),
        ["From domain"] = (MailErrors.InvalidAddress, "From", (d, s) => d.From = new MailboxAddress("", "a", "example" + s + ".com")),
        ["From name"] = (MailErrors.InvalidAddress, "From", (d, s) => d.From = new MailboxAddress("a" + s + "b", "a", "example.com")),
        ["Sender"] = (MailErrors.InvalidAddress, "Sender", (d, s) => d.Sender = new MailboxAddress(s, "a", "example.com")),
        ["Reply-To"] = (MailErrors.InvalidAddress, "Reply-To", (d, s) => d.ReplyTo.Add(new MailboxAddress("", s, "example.com"))),
        ["To"] = (MailErrors.InvalidAddress, "To", (d, s) => d.To.Add(new MailboxAddress("", "\"" + s, "example.com"))),
        ["Cc"] = (MailErrors.InvalidAddress, "Cc", (d, s) => d.Cc.Add(new MailboxAddress("", "a", "[1" + s + "]"))),
        ["Bcc"] = (MailErrors.InvalidAddress, "Bcc", (d, s) => d.Bcc.Add(new MailboxAddress("", "a" + s, "example.com"))),
        ["Subject"] = (MailErrors.InvalidHeaderValue, "Subject", (d, s) => d.Subject = "a" + s + "Bcc: v@e"),
        ["header name"] = (MailErrors.InvalidHeaderName, "Headers", (d, s) => d.Headers.Add(new("X-A" + s, "1"))),
        ["header value"] = (MailErrors.InvalidHeaderValue, "X-A", (d, s) => d.Headers.Add(new("X-A", "1" + s))),
        ["message id"] = (MailErrors.InvalidHeaderValue, "MessageId", (d, s) => d.MessageId = "a" + s + "@b"),
        ["In-Reply-To"] = (MailErrors.InvalidHeaderValue, "InReplyTo", (d, s) => d.InReplyTo = "a@b" + s),
        ["References"] = (MailErrors.InvalidHeaderValue, "References", (d, s) => d.References.Add("a@b>" + s)),
        ["file name"] = (MailErrors.InvalidHeaderValue, "FileName",
            (d, s) => d.Attachments.Add(DraftAttachment.FromBytes([1], "x" + s + s + "<html>.txt"))),
        ["content id"] = (MailErrors.InvalidHeaderValue, "ContentId",
            (d, s) => d.InlineAttachments.Add(DraftAttachment.FromBytes([1], "x", "id" + s))),
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string place in Places.Keys)
        {
            foreach (string breaker in new[] { "\r\n", "\r", "\n", "\0", "\r\n ", "\\\r\n " })
                cases.Add(place, breaker);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LineBreaksAreRefusedNamingTheParameter(string place, string breaker)
    {
        (MailError error, string named, Action<MailDraft, string> put) = Places[place];
        MailDraft draft = Drafts.Fixed();
        put(draft, breaker);
        MailException failure = Assert.ThrowsAny<MailException>(draft.Compose);
        Assert.Same(error, failure.Error);
        Assert.Contains(named, failure.Message);
        Assert.DoesNotContain(breaker, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The low bytes of these are CR and LF; no charset may ever cut them off.</summary>
    [Fact]
    public void CharactersThatTruncateToLineBreaksAreEncoded()
    {
        MailDraft draft = Drafts.Fixed();
        draft.Subject = "a\u560D\u560ABcc: v@example.com\u2028\u0085";
        draft.Headers.Add(new("X-A", "\u560D\u560ABcc: v@example.com"));
        draft.Attachments.Add(DraftAttachment.FromBytes([1], "\u560D\u560ABcc: x"));
        Assert.DoesNotContain("\r\nBcc", Drafts.Text(draft), StringComparison.Ordinal);
        Assert.Equal(draft.Compose().Length, Drafts.Bytes(draft.Compose()).Length);
    }

    [Theory]
    [InlineData("Bcc")]
    [InlineData("bcc")]
    [InlineData("Resent-Bcc")]
    [InlineData("From")]
    [InlineData("to")]
    [InlineData("Date")]
    [InlineData("Message-Id")]
    [InlineData("Content-Type")]
    [InlineData("content-anything")]
    [InlineData("MIME-Version")]
    [InlineData("Subject")]
    [InlineData("")]
    [InlineData("X A")]
    [InlineData("X:A")]
    [InlineData("X-\u00c4")]
    [InlineData("X\tA")]
    public void ReservedAndImpossibleNamesAreRefused(string name)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Headers.Add(new(name, "v"));
        Assert.Same(MailErrors.InvalidHeaderName, Assert.Throws<MailException>(draft.Compose).Error);
    }

    [Fact]
    public void NamesThatPropertiesWriteAreRefusedBesideThem()
    {
        MailDraft draft = Drafts.Fixed();
        draft.Headers.Add(new("X-Priority", "2"));
        draft.Headers.Add(new("Disposition-Notification-To", "x@example.com"));
        Assert.Equal("2", Drafts.Header(draft, "X-Priority"));

        draft.Priority = MailPriority.High;
        Assert.Same(MailErrors.InvalidHeaderName, Assert.Throws<MailException>(draft.Compose).Error);
        draft.Priority = MailPriority.Normal;
        draft.RequestReadReceipt = true;
        Assert.Same(MailErrors.InvalidHeaderName, Assert.Throws<MailException>(draft.Compose).Error);
    }
}
