using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;
using MimeDefect = PSMailProtocol.Messages.MimeDefect;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>
/// Header blocks as RFC 5322 has them, as its obsolete syntax has them, and as mail has them. A backslash r or n in a row is that octet.
/// </summary>
public class HeaderSyntaxTests
{
    [Theory]
    [InlineData("A: 1\r\nB: 2\r\n\r\nbody", "A=1 B=2", "body")]
    [InlineData("A: 1\nB: 2\n\nbody", "A=1 B=2", "body", MimeDefect.BareLineFeed)]
    [InlineData("A: 1\rB: 2\r\rbody\rmore", "A=1 B=2", "body\rmore", MimeDefect.BareCarriageReturn)]
    [InlineData("A: 1\r\nB: 2\n\nbody", "A=1 B=2", "body", MimeDefect.BareLineFeed)]
    [InlineData("A: 1\rX: y\r\nB: 2\r\n\r\nbody", "A=1X: y B=2", "body")]
    [InlineData("A:1\r\nB:\r\n\r\n", "A=1 B=", "")]
    [InlineData("A : 1\r\nB\t: 2\r\n\r\n", "A=1 B=2", "")]
    [InlineData("A: 1\r\n 2\r\n\t3\r\nB: 4\r\n\r\n", "A=1 2 3 B=4", "")]
    [InlineData("A: 1\r\n \r\n 2\r\n\r\n", "A=1  2", "")]
    [InlineData("A: 1\r\nA: 2\r\na: 3\r\n\r\n", "A=1 A=2 a=3", "")]
    [InlineData("A: 1", "A=1", "", MimeDefect.TruncatedHeader)]
    [InlineData("A: 1\r\n", "A=1", "")]
    [InlineData("A: 1\r\n\r\n", "A=1", "")]
    [InlineData("", "", "")]
    [InlineData("\r\nbody", "", "body")]
    [InlineData("just text\r\nmore text\r\n", "", "just text\r\nmore text\r\n", MimeDefect.MissingHeaderBodySeparator)]
    [InlineData("A: 1\r\nbody without an empty line\r\nmore\r\n", "A=1", "body without an empty line\r\nmore\r\n",
        MimeDefect.MissingHeaderBodySeparator)]
    [InlineData("A: 1\r\njunk line\r\nB: 2\r\n\r\nbody", "A=1 =junk line B=2", "body", MimeDefect.InvalidHeader)]
    [InlineData("junk\r\nTo: 1\r\n\r\nbody", "=junk To=1", "body", MimeDefect.InvalidHeader)]
    [InlineData(" folded first\r\nTo: 1\r\n\r\nbody", "=folded first To=1", "body", MimeDefect.InvalidHeader)]
    [InlineData("A\u00E9: 1\r\nTo: 2\r\n\r\nbody", "=A\u00E9: 1 To=2", "body", MimeDefect.InvalidHeader)]
    [InlineData(": 1\r\nTo: 2\r\n\r\nbody", "=: 1 To=2", "body", MimeDefect.InvalidHeader)]
    [InlineData("From a@b Mon May  6 07:08:09 2024\r\nA: 1\r\n\r\nbody", "A=1", "body", MimeDefect.MboxFromLine)]
    [InlineData(">From a@b Mon May  6 07:08:09 2024\r\nTo: 1\r\n\r\nbody", "=>From a@b Mon May  6 07:08:09 2024 To=1", "body",
        MimeDefect.InvalidHeader)]
    [InlineData("\u00EF\u00BB\u00BFA: 1\r\n\r\nbody", "A=1", "body", MimeDefect.ByteOrderMark)]
    [InlineData("\u00EF\u00BB\u00BFFrom x\r\nA: 1\r\n\r\nbody", "A=1", "body", MimeDefect.ByteOrderMark, MimeDefect.MboxFromLine)]
    [InlineData("From : a@b\r\n\r\nbody", "From=a@b", "body")]
    [InlineData("A: \0\u0007\r\n\r\nbody", "A=\u0007", "body")]
    [InlineData("A: 1\r\n\r\n\r\n\r\nbody", "A=1", "\r\n\r\nbody")]
    public void Header_blocks(string message, string fields, string body, params string[] defects)
    {
        var octets = Encoding.Latin1.GetBytes(message);

        var parsed = MessageText.Read(octets);

        Assert.Equal(fields, string.Join(" ", parsed.Headers.Select(field => field.Name + "=" + field.Value)));
        Assert.Equal(body, parsed.TextBody);
        Assert.Equal(defects, parsed.Defects.Select(defect => defect.Name).Where(name => name != MimeDefect.MissingFrom));
    }

    [Theory]
    [InlineData("From: a@b\nSubject: 1\nSubject: 2\n\n", MimeDefect.DuplicateHeader, 23)]
    [InlineData("Subject: 1\n\n", MimeDefect.MissingFrom, 0)]
    [InlineData("From: a@b\nContent-Type: multipart/mixed\n\n", MimeDefect.MissingBoundary, 0)]
    [InlineData("From: a@b\nContent-Transfer-Encoding: rot13\n\nx", MimeDefect.UnknownTransferEncoding, 0)]
    [InlineData("From: a@b\nTo: two words\n\n", MimeDefect.InvalidAddress, 11)]
    [InlineData("From: a@b\nDate: 6 May 2024 1:02\n\n", MimeDefect.InvalidDate, 11)]
    [InlineData("From: a@b\nContent-Type: nonsense\n\n", MimeDefect.InvalidContentType, 11)]
    public void A_defect_has_a_name_and_a_place(string message, string name, long offset)
    {
        var defect = Assert.Single(MessageText.Read(message).Defects);

        Assert.Equal((name, offset), (defect.Name, defect.Offset));
        Assert.Equal(name + " at " + offset, defect.ToString());
    }

    [Fact]
    public void A_line_without_a_name_is_kept_raw()
    {
        var message = MessageText.Read("A: 1\njunk line\nB: 2\n\n");

        Assert.Equal("junk line\r\n", Encoding.ASCII.GetString(message.Headers[1].GetRawBytes()));
        Assert.Equal(6, message.Headers[1].Offset);
    }

    [Theory]
    [InlineData("Message-ID: <a@b>", "a@b")]
    [InlineData("Message-Id: <a@b> (comment)", "a@b")]
    [InlineData("Message-ID: a@b", "a@b")]
    [InlineData("Message-ID: <a\n b@c>", "ab@c")]
    [InlineData("Message-ID: <a b@c>", "ab@c")]
    [InlineData("Message-ID: <a@b", "a@b")]
    [InlineData("Message-ID: <\"x y\"@[b]>", "\"xy\"@[b]")]
    [InlineData("Message-ID: <<a@b>>", "a@b")]
    [InlineData("Message-ID: <>", null)]
    [InlineData("Message-ID:", null)]
    [InlineData("X: y", null)]
    public void Message_ids(string field, string? expected)
    {
        Assert.Equal(expected, MessageText.Read(field + "\n\n").MessageId);
    }

    [Theory]
    [InlineData("<a@b> <c@d>", "a@b", "c@d")]
    [InlineData("<a@b><c@d>", "a@b", "c@d")]
    [InlineData("<a@b>,\n <c@d>", "a@b", "c@d")]
    [InlineData("(x) <a@b> junk <c@d>", "a@b", "c@d")]
    [InlineData("a@b c@d", "a@b", "c@d")]
    [InlineData("")]
    public void References(string value, params string[] expected)
    {
        Assert.Equal(expected, MessageText.Read("References: " + value + "\n\n").References);
    }

    [Fact]
    public void Received_fields_are_stations()
    {
        var message = MessageText.Read("""
            Received: from mx.example (mx.example [192.0.2.1] (may be forged; really))
             by in.example (Postfix) with ESMTPS id ABC123
             for <ann@example.com>; Mon, 6 May 2024 07:08:09 +0200 (CEST)
            Received: by local.example; Mon, 6 May 2024 07:08:00 +0200
            Received: nonsense

            """);

        var stations = message.Received;

        Assert.Equal(3, stations.Count);
        Assert.Equal(
            ("mx.example (mx.example [192.0.2.1] (may be forged; really))", "in.example (Postfix)", "ESMTPS", "ABC123", "ann@example.com"),
            (stations[0].From, stations[0].By, stations[0].With, stations[0].Id, stations[0].For));
        Assert.Equal(9, stations[0].Date!.Value.Second);
        Assert.Equal(("", "local.example"), (stations[1].From, stations[1].By));
        Assert.Null(stations[2].Date);
    }
}
