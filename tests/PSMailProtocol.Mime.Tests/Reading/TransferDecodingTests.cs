using System;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

public class TransferDecodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("QQ==", "A")]
    [InlineData("QUI=", "AB")]
    [InlineData("QUJD", "ABC")]
    [InlineData("QUJD\nREVG\n", "ABCDEF")]
    [InlineData("Q U\tJ\nD", "ABC")]
    [InlineData("  QUJD  ", "ABC")]
    [InlineData("QQ", "A")]
    [InlineData("QUI", "AB")]
    [InlineData("QUJDR", "ABC")]
    [InlineData("Q*U-J!D", "ABC")]
    [InlineData("QUJD\u00FF\0REVG", "ABCDEF")]
    [InlineData("QQ==QkM=", "ABC")]
    [InlineData("QQ=QkM=", "ABC")]
    [InlineData("QQ=\nQUJD\nQkM", "AABCBC")]
    [InlineData("=QUJD", "ABC")]
    [InlineData("QUI=\r=\n=QUJD=", "ABABC")]
    [InlineData("QUJD====", "ABC")]
    [InlineData("QUJD-- \nfooter", "ABC~\u008A-z")]
    public void Base64(string encoded, string expected) => AssertDecodes("base64", encoded, expected);

    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "abc")]
    [InlineData("a=3Db=e9=E9", "a=b\u00E9\u00E9")]
    [InlineData("soft =\nbreak", "soft break")]
    [InlineData("end=", "end")]
    [InlineData("end=\n", "end")]
    [InlineData("white=20\nspace", "white \r\nspace")]
    [InlineData("a b  c", "a b  c")]
    [InlineData("\n\n a\n", "\r\n\r\n a\r\n")]
    [InlineData("8bit \u00E9", "8bit \u00E9")]
    [InlineData("a=ZZb", "a=ZZb")]
    [InlineData("a=4Zb", "a=4Zb")]
    [InlineData("a==41", "a=A")]
    [InlineData("a= b", "a= b")]
    [InlineData("a=4", "a=4")]
    [InlineData("a=e", "a=e")]
    [InlineData("a=\n=", "a")]
    [InlineData("=", "")]
    public void Quoted_printable(string encoded, string expected) => AssertDecodes("quoted-printable", encoded, expected);

    [Theory]
    [InlineData("begin 644 cat.txt\n#0V%T\n`\nend\n", "Cat")]
    [InlineData("junk before\nbegin 644 cat.txt\n#0V%T\n \nend\njunk after\n", "Cat")]
    [InlineData("begin 600 x\n\"0V$\n`\nend", "Ca")]
    [InlineData("begin 600 x\n!00``\n`\nend", "A")]
    [InlineData("begin 600 x\n#0V%T\n", "Cat")]
    [InlineData("#0V%T\n", "")]
    public void Uuencode(string encoded, string expected) => AssertDecodes("x-uuencode", encoded, expected);

    [Theory]
    [InlineData("7bit")]
    [InlineData("8bit")]
    [InlineData("BINARY")]
    [InlineData("8-bit")]
    [InlineData("\"7bit\"")]
    [InlineData("7bit (comment)")]
    [InlineData("7bit; charset=x")]
    [InlineData("")]
    public void Identity(string encoding) => AssertDecodes(encoding, "a=41 QUJD \u00E9\n", "a=41 QUJD \u00E9\r\n");

    [Theory]
    [InlineData("Base64")]
    [InlineData(" base64 ")]
    [InlineData("(c) base64 (c)")]
    [InlineData("base64;")]
    [InlineData("\"base64\"")]
    public void Names_of_encodings(string encoding) => AssertDecodes(encoding, "QUJD", "ABC");

    [Theory]
    [InlineData("base64", "\n", "QUJD", "ABC")]
    [InlineData("base64", "====", "QUJD", "ABC")]
    [InlineData("base64", "\u00FF", "QUJD", "ABC")]
    [InlineData("quoted-printable", "=\n", "ABC", "ABC")]
    [InlineData("x-uuencode", "\n", "begin 644 x\n#0V%T\n`\nend", "Cat")]
    public void What_stands_behind_much_of_nothing_is_found(string encoding, string nothing, string encoded, string expected) =>
        AssertDecodes(encoding, string.Concat(Enumerable.Repeat(nothing, 60_000)) + encoded, expected);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(56)]
    [InlineData(57)]
    [InlineData(58)]
    [InlineData(100_001)]
    public void Base64_of_random_content_comes_back(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        var message =
            MessageText.Read(
                "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" +
                    Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)
                        .Replace("\r\n", "\n", StringComparison.Ordinal) + "\n");

        var attachment = Assert.Single(message.Attachments);
        Assert.Equal(content, attachment.ToArray());
        Assert.Equal(length, attachment.Size);
        using var copy = new MemoryStream();
        attachment.OpenRead().CopyTo(copy);
        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public void An_attachment_costs_little_more_than_its_content()
    {
        const int Length = 3_000_000;
        var encoded = Convert.ToBase64String(new byte[Length], Base64FormattingOptions.InsertLineBreaks);
        var octets =
            Encoding.ASCII.GetBytes(
                "From: a@b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: " +
                "image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded + "\r\n--b--\r\n");
        _ = MessageText.Read(octets).Attachments[0].ToArray();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var attachment = MessageText.Read(octets).Attachments[0];
        var afterParse = GC.GetAllocatedBytesForCurrentThread();
        var size = attachment.Size;
        var afterSize = GC.GetAllocatedBytesForCurrentThread();
        var content = attachment.ToArray();
        var afterContent = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal((Length, Length), (size, content.Length));
        Assert.InRange(afterParse - before, 0, 50_000);
        Assert.InRange(afterSize - afterParse, 0, 200_000);
        Assert.InRange(afterContent - afterSize, Length, Length + 200_000);
    }

    private static void AssertDecodes(string encoding, string encoded, string expected)
    {
        var message = MessageText.Read("From: a@b\nContent-Type: application/x\nContent-Transfer-Encoding: " + encoding + "\n\n" + encoded);

        var attachment = Assert.Single(message.Attachments);
        Assert.Equal(expected, Encoding.Latin1.GetString(attachment.ToArray()));
        Assert.Equal(expected.Length, attachment.Size);
    }
}
