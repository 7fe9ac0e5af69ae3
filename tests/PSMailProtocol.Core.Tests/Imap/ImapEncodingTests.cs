using System;
using System.Linq;
using PSMailProtocol.Imap;
using Xunit;

namespace PSMailProtocol.Tests.Imap;

public class ImapEncodingTests
{
    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("a&b", "a&-b")]
    [InlineData("~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")] // RFC 3501 section 5.1.3
    [InlineData("Entw\u00fcrfe", "Entw&APw-rfe")]
    [InlineData("tab\there", "tab&AAk-here")]
    [InlineData("\ud83d\ude00", "&2D3eAA-")]
    [InlineData("", "")]
    public void Mailbox_names_are_in_modified_utf7(string name, string encoded)
    {
        Assert.Equal(encoded, ModifiedUtf7.Encode(name));
        Assert.Equal(name, ModifiedUtf7.Decode(encoded));
    }

    [Theory]
    [InlineData("a&b")]
    [InlineData("&!-")]
    [InlineData("&A-")]
    public void What_is_not_of_the_encoding_stays_as_it_is(string name) => Assert.Equal(name, ModifiedUtf7.Decode(name));

    [Fact]
    public void Encoding_and_decoding_are_inverses()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var name = new string(Enumerable.Range(0, random.Next(30))
                .Select(_ => (char)(random.Next(3) == 0 ? random.Next(1, 0xd800) : random.Next(0x20, 0x7f))).ToArray());
            Assert.Equal(name, ModifiedUtf7.Decode(ModifiedUtf7.Encode(name)));
        }
    }

    [Theory]
    [InlineData("", new long[0])]
    [InlineData("5", new long[] { 5 })]
    [InlineData("1:3", new long[] { 3, 1, 2 })]
    [InlineData("1:2,4,6:7", new long[] { 1, 2, 4, 6, 7 })]
    [InlineData("1:2", new long[] { 2, 2, 1, 1 })]
    [InlineData("4294967295", new long[] { 4294967295 })]
    public void Sets_are_short(string set, long[] uids) => Assert.Equal(set, ImapUidSet.Format(uids));
}
