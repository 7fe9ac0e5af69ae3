using System.Text;
using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;

namespace PSMailProtocol.Tests.Mime.Reading;

public class CharsetTests
{
    [Theory]
    [InlineData("utf-8", "C3B6", "ö")]
    [InlineData("utf8", "C3B6", "ö")]
    [InlineData("UTF_8", "C3B6", "ö")]
    [InlineData("unicode-1-1-utf-8", "C3B6", "ö")]
    [InlineData("us-ascii", "6F", "o")]
    [InlineData("us-ascii", "C3B6", "ö")]
    [InlineData("ansi_x3.4-1968", "F6", "ö")]
    [InlineData("iso-8859-1", "F6809293", "ö€’“")]
    [InlineData("ISO8859-1", "F680", "ö€")]
    [InlineData("latin1", "F680", "ö€")]
    [InlineData("windows-1252", "F680", "ö€")]
    [InlineData("cp1252", "81", "\u0081")]
    [InlineData("iso-8859-2", "B1", "ą")]
    [InlineData("iso8859-5", "BF", "П")]
    [InlineData("iso-8859-7", "E1", "α")]
    [InlineData("iso-8859-8-i", "F9", "ש")]
    [InlineData("iso-8859-9", "FE80", "ş€")]
    [InlineData("iso-8859-11", "A1", "ก")]
    [InlineData("tis-620", "A1", "ก")]
    [InlineData("iso-8859-15", "A4", "€")]
    [InlineData("latin-9", "A4", "€")]
    [InlineData("windows-1250", "B9", "ą")]
    [InlineData("windows1251", "CF", "П")]
    [InlineData("x-cp1251", "CF", "П")]
    [InlineData("win-1251", "CF", "П")]
    [InlineData("cp-850", "94", "ö")]
    [InlineData("ibm437", "94", "ö")]
    [InlineData("koi8-r", "F0", "П")]
    [InlineData("koi8-u", "A4", "є")]
    [InlineData("macintosh", "9A", "ö")]
    [InlineData("gb2312", "D6D0", "中")]
    [InlineData("gb2312", "8130813980D6D0", "\u0089\u20AC中")]
    [InlineData("gb_2312-80", "D6D0", "中")]
    [InlineData("gbk", "D6D0", "中")]
    [InlineData("gb18030", "8138FD38", "\u2E80")]
    [InlineData("big5", "A4A4", "中")]
    [InlineData("shift_jis", "93FA", "日")]
    [InlineData("x-sjis", "93FA", "日")]
    [InlineData("windows-31j", "93FA", "日")]
    [InlineData("cp932", "93FA", "日")]
    [InlineData("euc-jp", "C6FC", "日")]
    [InlineData("iso-2022-jp", "1B2442467C1B2842", "日")]
    [InlineData("euc-kr", "B0A1", "가")]
    [InlineData("ks_c_5601-1987", "B0A1", "가")]
    [InlineData("iso-2022-kr", "1B2429430E30210F", "가")]
    [InlineData("hz-gb-2312", "7E7B56507E7D", "中")]
    [InlineData("utf-7", "2B41505941 2D", "ö\u0000")]
    [InlineData("utf-16le", "F600", "ö")]
    [InlineData("utf-16be", "00F6", "ö")]
    [InlineData("x-unknown", "C3B6", "ö")]
    [InlineData("x-unknown", "F6", "ö")]
    [InlineData("", "F6", "ö")]
    [InlineData("cp99999", "F6", "ö")]
    [InlineData("\u00E4\u00F6", "F6", "ö")]
    // A byte order mark is a better witness than the parameter.
    [InlineData("iso-8859-1", "EFBBBFC3B6", "ö")]
    [InlineData("utf-8", "EFBBBFC3B6", "ö")]
    [InlineData("utf-8", "FFFEF600", "ö")]
    [InlineData("utf-16", "FEFF00F6", "ö")]
    // UTF-8 that is none, and UTF-8 with damage in it.
    [InlineData("utf-8", "4AF67267", "Jörg")]
    [InlineData("utf-8", "C3B6FF", "ö\uFFFD")]
    [InlineData("utf-8", "61EFBFBD62", "a\uFFFDb")]
    [InlineData("", "EFBFBD", "\uFFFD")]
    public void Text_in_a_charset(string charset, string hexadecimal, string expected)
    {
        var octets = System.Convert.FromHexString(hexadecimal.Replace(" ", "", System.StringComparison.Ordinal));
        var message =
            MessageText.Read("Content-Type: text/plain; charset=\"" + charset + "\"\nContent-Transfer-Encoding: base64\n\n" +
                System.Convert.ToBase64String(octets));

        if (charset == "utf-7")
        {
            expected = expected.TrimEnd('\0');
        }

        Assert.Equal(expected, message.TextBody);
    }

    [Theory]
    [InlineData("x-unknown", MimeDefect.UnknownCharset)]
    [InlineData("utf-8", MimeDefect.InvalidCharsetOctets)]
    public void What_is_not_known_or_not_true_is_a_defect(string charset, string defect)
    {
        var message = MessageText.Read("From: a@b\nContent-Type: text/plain; charset=" + charset + "\n\n\u00F6");

        Assert.Contains(message.Defects, found => found.Name == defect);
        Assert.Equal("ö", message.TextBody);
    }
}
