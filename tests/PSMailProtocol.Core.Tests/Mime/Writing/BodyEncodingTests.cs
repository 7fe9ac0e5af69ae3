using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Writing;

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
    [InlineData("\u00e4=\n.\n.x", "quoted-printable", "=C3=A4=3D\r\n=2E\r\n=2Ex")]
    [InlineData("nul\0 in a text", "quoted-printable", "nul=00 in a text")]
    [InlineData("\u65e5\u672c\u8a9e", "base64", "5pel5pys6Kqe\r\n")]
    [InlineData("=\u00e4=\u00e4", "base64", "PcOkPcOk\r\n")]
    public void EncodingGoesByContent(string text, string encoding, string expected)
    {
        EncodedText encoded = EncodedText.Encode(text, TextCharset.Utf8);
        var wire = new OctetBuffer(16);
        encoded.WriteTo(wire);
        Assert.Equal(encoding, encoded.TransferEncoding);
        Assert.Equal(expected, Encoding.Latin1.GetString(wire.ToArray()));
    }

    [Theory]
    [InlineData(998, "7bit")]
    [InlineData(999, "quoted-printable")]
    public void ALineOfMoreThan998OctetsIsEncoded(int length, string encoding)
    {
        Assert.Equal(encoding, EncodedText.Encode("x\n" + new string('x', length) + "\ny", TextCharset.Utf8).TransferEncoding);
    }

    [Fact]
    public void QuotedPrintableLinesEndBefore76()
    {
        var wire = new OctetBuffer(16);
        byte[] text = Encoding.ASCII.GetBytes(new string('a', 74) + "=" + new string('b', 75) + "From x .");
        QuotedPrintableEncoder.Encode(text, text.Length, wire);
        Assert.Equal(
            new string('a', 74) + "=\r\n=3D" + new string('b', 72) + "=\r\nbbbFrom x .",
            Encoding.ASCII.GetString(wire.ToArray()));
    }

    [Fact]
    public void RiskAtALineStartIsSeenAfterASoftBreakToo()
    {
        var wire = new OctetBuffer(16);
        byte[] text = Encoding.ASCII.GetBytes(new string('a', 75) + "From b" + new string('c', 67) + ".d");
        QuotedPrintableEncoder.Encode(text, text.Length, wire);
        Assert.Equal(new string('a', 75) + "=\r\n=46rom b" + new string('c', 67) + "=\r\n=2Ed", Encoding.ASCII.GetString(wire.ToArray()));
    }

    [Theory]
    [InlineData("iso-8859-1", "\u00e4 and more of it", "quoted-printable", "=E4 and more of it", "iso-8859-1")]
    [InlineData("iso-8859-1", "\u20ac and more of it", "quoted-printable", "=E2=82=AC and more of it", "utf-8")]
    [InlineData("us-ascii", "plain", "7bit", "plain", "us-ascii")]
    [InlineData("utf-16", "plain", "7bit", "plain", "utf-8")]
    [InlineData("iso-2022-jp", "\u65e5", "7bit", "\u001b$BF|\u001b(B", "iso-2022-jp")]
    public void CharsetIsTheDraftsWhereItFits(string charset, string text, string encoding, string expected, string named)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        EncodedText encoded = EncodedText.Encode(text, TextCharset.For(Encoding.GetEncoding(charset)));
        var wire = new OctetBuffer(16);
        encoded.WriteTo(wire);
        Assert.Equal((encoding, expected, named), (encoded.TransferEncoding, Encoding.Latin1.GetString(wire.ToArray()), encoded.Charset));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 6)]
    [InlineData(57, 78)]
    [InlineData(58, 84)]
    [InlineData(3_000_000_000L, 4_105_263_158L)]
    public void Base64LengthIsKnownBeforehand(long length, long expected) => Assert.Equal(expected, Base64LineEncoder.EncodedLength(length));

    [Fact]
    public void Base64ComesInLinesOf76()
    {
        MailDraft draft = Drafts.Fixed();
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        draft.Attachments.Add(DraftAttachment.FromBytes(content, "a"));
        draft.Attachments.Add(DraftAttachment.FromStream(new OneWayStream(content), "b"));
        string text = Drafts.Text(draft);
        string expected = Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
        Assert.Equal(2, text.Split(expected + "\r\n").Length - 1);
    }
}
