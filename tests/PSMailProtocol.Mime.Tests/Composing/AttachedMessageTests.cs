using System;
using System.IO;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

public class AttachedMessageTests
{
    [Theory]
    [InlineData("plain", "7bit", false)]
    [InlineData("\u00e4", "8bit", true)]
    public void AMessageTravelsAsItIs(string body, string encoding, bool eightBit)
    {
        byte[] raw = Encoding.UTF8.GetBytes("From: a@example.com\r\nBcc: secret@example.com\r\n\r\n" + body + "\r\n");
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromMessage(RawMessage.FromBytes(raw, MailFields.Read), "old.eml"));
        ComposedMessage message = draft.Compose();
        string text = Encoding.UTF8.GetString(Drafts.Bytes(message));
        Assert.Contains(
            "\r\nContent-Type: message/rfc822; name=old.eml\r\nContent-Disposition: attachment; filename=old.eml\r\n" +
            "Content-Transfer-Encoding: " + encoding + "\r\n\r\nFrom: a@example.com\r\n\r\n" + body + "\r\n\r\n--",
            text, StringComparison.Ordinal);
        Assert.Equal(eightBit, message.Needs8BitMime);
        Assert.Equal(message.Length, Drafts.Bytes(message).Length);
    }

    [Theory]
    [InlineData("nul\0")]
    [InlineData("long")]
    public void AMessageThatCannotTravelGoesAsAFile(string kind)
    {
        string body = kind == "long" ? new string('x', 999) : kind;
        string raw = "From: a@example.com\r\n\r\n" + body + "\r\n";
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromMessage(RawMessage.FromBytes(Encoding.ASCII.GetBytes(raw), MailFields.Read)));
        string text = Drafts.Text(draft);
        Assert.Contains("\r\nContent-Type: application/octet-stream; name=message.eml\r\n", text, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String(Encoding.ASCII.GetBytes(raw), Base64FormattingOptions.InsertLineBreaks) + "\r\n", text,
            StringComparison.Ordinal);
        Assert.Equal(draft.Compose().Length, text.Length);
    }

    /// <summary>The same seed makes the same boundaries, which a message within a message must not have.</summary>
    [Fact]
    public void BoundariesOfTheSameSeedDoNotCollide()
    {
        MailDraft inner = Drafts.Fixed();
        inner.HtmlBody = "<p>";
        MailDraft outer = Drafts.Fixed();
        outer.Attachments.Add(DraftAttachment.FromMessage(inner.Compose()));
        string Boundary(MailDraft draft) => Drafts.Header(draft, "Content-Type")!.Split('"')[1];
        Assert.NotEqual(Boundary(inner), Boundary(outer));
        Assert.Equal(Occurrences(Drafts.Text(inner), Boundary(inner)), Occurrences(Drafts.Text(outer), Boundary(inner)));
    }

    [Fact]
    public void AReceivedMessageIsForwardedWhole()
    {
        byte[] raw = Drafts.Bytes(Drafts.Fixed().Compose());
        MailDraft draft = Drafts.Fixed();
        draft.Attachments.Add(DraftAttachment.FromMessage(RawMessage.FromBytes(raw, MailFields.Read), "old.eml"));
        byte[] composed = Drafts.Bytes(draft.Compose());
        Assert.Equal(raw, Assert.Single(MailMessage.Read(RawMail.FromBytes(composed)).Attachments).ToArray());
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
