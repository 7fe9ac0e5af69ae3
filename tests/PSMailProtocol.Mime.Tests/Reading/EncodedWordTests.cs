using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;

namespace PSMailProtocol.Tests.Mime.Reading;

public class EncodedWordTests
{
    [Theory]
    // RFC 2047 section 8.
    [InlineData("(=?ISO-8859-1?Q?a?=)", "(a)")]
    [InlineData("=?ISO-8859-1?Q?a?= b", "a b")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a_b?=", "a b")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b")]
    [InlineData("=?US-ASCII?Q?Keith_Moore?= <moore>", "Keith Moore <moore>")]
    [InlineData("=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld Jørn Simonsen")]
    [InlineData("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
        "If you can read this you understand the example.")]
    [InlineData("=?iso-8859-8?b?7eXs+SDv4SDp7Oj08A==?=", "םולש ןב ילטפנ")]
    // Lower case, language, specials, spaces and folds inside.
    [InlineData("=?utf-8?q?J=c3=b6rg?=", "Jörg")]
    [InlineData("=?UTF-8?b?SsO2cmc=?=", "Jörg")]
    [InlineData("=?utf-8*de?Q?J=C3=B6rg?=", "Jörg")]
    [InlineData("=?utf-8?Q?two words, here?=", "two words, here")]
    [InlineData("=?utf-8?Q?how_are_you??=", "how are you?")]
    [InlineData("=?utf-8?Q?a=\r\n b?=", "a b")]
    [InlineData("=?utf-8?B?SsO2\r\n cmc=?=", "Jörg")]
    // Split inside a character, and inside a quantum of base64.
    [InlineData("=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?=", "Jörg")]
    [InlineData("=?utf-8?B?SsM=?= =?UTF-8?B?tnJn?=", "Jörg")]
    [InlineData("=?utf-8?B?SsO2c?= =?utf-8?B?mc=?=", "Jörg")]
    [InlineData("=?utf-8?B?SsM=?= =?utf-8?Q?=B6rg?=", "Jörg")]
    [InlineData("=?utf-8?B?SsM?=\r\n =?UTF-8?q?=B6rg_?= =?utf-8?b?w6Q=?=", "Jörg ä")]
    [InlineData("=?utf-8?Q?J=C3?= =?utf-8?B?tnJn?= x =?utf-8?Q?J=C3?= =?utf-8?B?tnJn?=", "Jörg x Jörg")]
    [InlineData("=?utf-8?Q?J?= =?iso-8859-1?B?9g==?=", "Jö")]
    [InlineData("=?gb2312?B?1tA=?= =?gb2312?B?zsQ=?=", "中文")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= =?iso-2022-jp?B?GyRCOGwbKEI=?=", "日本語")]
    // Damage.
    [InlineData("=?utf-8?Q?a=ZZb?=", "a=ZZb")]
    [InlineData("=?utf-8?B?SsO2cmc?=", "Jörg")]
    [InlineData("=?utf-8?B?SsO2*cmc=?=", "Jörg")]
    [InlineData("=?utf-8?Q?a=FFb=C3=B6?=", "a\uFFFDbö")]
    [InlineData("=?x-unknown?Q?J=C3=B6rg?=", "Jörg")]
    [InlineData("=?x-unknown?Q?J=F6rg?=", "Jörg")]
    [InlineData("=?utf-8?Q??=", "")]
    [InlineData("a=?utf-8?Q?b?=c", "abc")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("=?utf-8?Q?never ends", "=?utf-8?Q?never ends")]
    [InlineData("=?utf-8?", "=?utf-8?")]
    [InlineData("=??Q?a?=", "=??Q?a?=")]
    [InlineData("=?", "=?")]
    [InlineData("1 =? 2 ?= 3", "1 =? 2 ?= 3")]
    // What would be a line of its own where the text is used again.
    [InlineData("=?utf-8?Q?a=0D=0ABcc:_v=40e?=", "aBcc: v@e")]
    [InlineData("=?utf-8?B?YQ0KYg==?=", "ab")]
    [InlineData("=?utf-7?Q?a+AA0ACg-b?=", "ab")]
    [InlineData("=?utf-16be?B?AGEADQAKAGI=?=", "ab")]
    [InlineData("a\0b", "a b")]
    [InlineData("=?utf-8?Q?a=00b?=", "a b")]
    // Plain text.
    [InlineData("plain", "plain")]
    [InlineData("  a\r\n b\r\n\tc  ", "a b c")]
    [InlineData("a\n b", "a b")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("J\u00C3\u00B6rg", "Jörg")]
    [InlineData("J\u00F6rg \u0080", "Jörg €")]
    [InlineData("J\u00EF\u00BF\u00BDrg", "J\uFFFDrg")]
    [InlineData("J\u00F6rg\r\n \u00C3\u00B6", "Jörg ö")]
    public void Header_text(string value, string expected)
    {
        Assert.Equal(expected, Decode(value));
    }

    [Theory]
    [InlineData("J\u00F6rg", MimeDefect.UndeclaredCharset)]
    public void Damage_is_a_defect(string value, string defect)
    {
        var message = MessageText.Read("From: a@b\nSubject: " + value + "\n\n");

        Assert.Equal(defect, Assert.Single(message.Defects).Name);
    }

    [Theory]
    [InlineData("=?utf-8?q?a?=")]
    [InlineData("=?utf-8?q?a?= ")]
    [InlineData("=?utf-8?q?a?=b")]
    [InlineData("=?a?q?a?= =?b?q?b?= ")]
    [InlineData("=?utf-8?b?YQ")]
    [InlineData("=?")]
    [InlineData("?=")]
    [InlineData("=?q?=")]
    [InlineData("\u00FF ")]
    [InlineData("\u00FF\n")]
    [InlineData("=?utf-8?q?=FF?= x ")]
    public void Hostile_text_costs_no_more_than_its_length(string piece)
    {
        var small = Allocated(piece, 135_000 / 4);
        var large = Allocated(piece, 135_000);

        Assert.InRange(large, 0, (small * 5) + 200_000);
        Assert.InRange(large, 0, 135_000 * 150);
    }

    [Fact]
    public void A_replacement_character_that_was_sent_is_no_defect()
    {
        Assert.Empty(
            MessageText.Read(
                "From: a@b\nSubject: J\u00EF\u00BF\u00BDrg\nContent-Type: text/plain; charset=utf-8\n\n\u00EF\u00BF\u00BD").Defects);
    }

    private static long Allocated(string piece, int length)
    {
        var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        _ = Decode(text.Substring(0, 100));
        var octets = Encoding.Latin1.GetBytes(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = FieldText.Read(octets, Charsets.Windows1252);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Decode(string value)
    {
        var octets = Encoding.Latin1.GetBytes(value);
        return FieldText.Read(octets, Charsets.Windows1252);
    }
}
