using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>Which transfer encoding a body gets, and what it looks like in it.</summary>
public class BodyEncodingTests
{
    [Theory]
    [InlineData("", "7bit", "")]
    [InlineData("plain", "7bit", "plain")]
    [InlineData("a\nb\rc\r\nd\n\re", "7bit", "a\r\nb\r\nc\r\nd\r\n\r\ne")]
    [InlineData("tab\tform\f", "7bit", "tab\tform\f")]
    [InlineData("trailing \nspace", "quoted-printable", "trailing=20\r\nspace")]
    [InlineData("tab\t", "quoted-printable", "tab=09")]
    [InlineData("From me", "quoted-printable", "=46rom me")]
    [InlineData("Not From me", "7bit", "Not From me")]
    [InlineData("\u00e4 and more of it\n.\n.x", "quoted-printable", "=C3=A4 and more of it\r\n.\r\n.x")]
    [InlineData("nul\0 in a text", "base64", "bnVsACBpbiBhIHRleHQ=")]
    [InlineData("\u65e5\u672c\u8a9e", "base64", "5pel5pys6Kqe")]
    public void EncodingGoesByContent(string text, string encoding, string expected)
    {
        MailDraft draft = Drafts.Fixed();
        draft.TextBody = text;
        Assert.Equal((encoding, expected), (Drafts.Header(draft, "Content-Transfer-Encoding"), Body(draft)));
    }

    [Theory]
    [InlineData(998, "7bit")]
    [InlineData(999, "quoted-printable")]
    public void ALineOfMoreThan998OctetsIsEncoded(int length, string encoding)
    {
        MailDraft draft = Drafts.Fixed();
        draft.TextBody = "x\n" + new string('x', length) + "\ny";
        Assert.Equal(encoding, Drafts.Header(draft, "Content-Transfer-Encoding"));
    }

    [Theory]
    [InlineData("iso-8859-1", "\u00e4 and more of it", "quoted-printable", "=E4 and more of it", "iso-8859-1")]
    [InlineData("iso-8859-1", "\u20ac and more of it, so much more", "quoted-printable", "=E2=82=AC and more of it, so much more", "utf-8")]
    [InlineData("us-ascii", "plain", "7bit", "plain", "us-ascii")]
    [InlineData("utf-16", "plain", "7bit", "plain", "utf-8")]
    [InlineData("iso-2022-jp", "\u65e5", "7bit", "\u001b$BF|\u001b(B", "iso-2022-jp")]
    public void CharsetIsTheDraftsWhereItFits(string charset, string text, string encoding, string expected, string named)
    {
        MailDraft draft = Drafts.Fixed();
        draft.Encoding = Encoding.GetEncoding(charset);
        draft.TextBody = text;
        Assert.Equal((encoding, expected), (Drafts.Header(draft, "Content-Transfer-Encoding"), Body(draft)));
        Assert.Equal("text/plain; charset=" + named, Drafts.Header(draft, "Content-Type"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(57, 76)]
    [InlineData(58, 82)]
    [InlineData(3_000_000_000L, 4_105_263_156L)]
    public void Base64LengthIsKnownBeforehand(long length, long expected) => Assert.Equal(expected, Base64Sink.EncodedLength(length));

    [Fact]
    public void Base64ComesInLinesOf76()
    {
        MailDraft draft = Drafts.Fixed();
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        draft.Attachments.Add(DraftAttachment.FromBytes(content, "a"));
        draft.Attachments.Add(DraftAttachment.FromStream(new OneWayStream(content), "b"));
        string text = Drafts.Text(draft);
        string expected = Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
        Assert.Equal(2, text.Split("\r\n\r\n" + expected + "\r\n--").Length - 1);
    }

    /// <summary>What stands behind the header block, without the line end that a message ends with in any case.</summary>
    private static string Body(MailDraft draft)
    {
        string text = Drafts.Text(draft);
        string body = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return body.EndsWith("\r\n", StringComparison.Ordinal) ? body[..^2] : body;
    }
}
