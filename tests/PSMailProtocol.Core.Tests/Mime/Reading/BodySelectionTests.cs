using System.Linq;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

public class BodySelectionTests
{
    // A part is "type" or "type;more fields", its body its own number; "type(" … ")" nests. Attachments are listed by number, inline ones with a plus.
    [Theory]
    [InlineData("plain", "1", null, "")]
    [InlineData("html", null, "1", "")]
    [InlineData("mixed( plain )", "1", null, "")]
    [InlineData("alternative( plain html )", "1", "2", "")]
    [InlineData("alternative( html plain )", "2", "1", "")]
    [InlineData("mixed( alternative( plain html ) pdf )", "1", "2", "3")]
    [InlineData("mixed( plain pdf plain )", "1\r\n3", null, "2")]
    [InlineData("mixed( plain html )", "1", null, "+2")]
    [InlineData("mixed( html plain )", null, "1", "+2")]
    [InlineData("mixed( html pdf html )", null, "1\r\n3", "2")]
    [InlineData("mixed( alternative( plain html ) plain )", "1\r\n3", "2", "")]
    [InlineData("related( html png )", null, "1", "+2")]
    [InlineData("alternative( plain related( html png ) )", "1", "2", "+3")]
    [InlineData("related( alternative( plain html ) png )", "1", "2", "+3")]
    [InlineData("related( html html )", null, "1", "+2")]
    [InlineData("mixed( alternative( plain related( html png ) ) pdf )", "1", "2", "+3 4")]
    [InlineData("alternative( plain html calendar )", "1", "2", "3")]
    [InlineData("alternative( plain plain html )", "1", "3", "+2")]
    [InlineData("mixed( plain plain;attachment )", "1", null, "2")]
    [InlineData("mixed( plain;attachment )", null, null, "1")]
    [InlineData("mixed( plain plain;name )", "1", null, "2")]
    [InlineData("mixed( plain plain;inline )", "1\r\n2", null, "")]
    [InlineData("mixed( plain html;attachment )", "1", null, "2")]
    [InlineData("mixed( plain png;inline )", "1", null, "+2")]
    [InlineData("plain;attachment", null, null, "1")]
    [InlineData("plain;name", "1", null, "")]
    [InlineData("pdf", null, null, "1")]
    [InlineData("signed( plain pdf )", "1", null, "2")]
    [InlineData("signed( alternative( plain html ) pdf )", "1", "2", "3")]
    [InlineData("report( plain delivery-status )", "1", null, "2")]
    [InlineData("mixed( mixed( mixed( plain ) ) pdf )", "1", null, "2")]
    [InlineData("mixed( )", null, null, "")]
    public void Bodies_and_attachments(string shape, string? text, string? html, string attachments)
    {
        var message = MessageText.Parse("From: a@b\n" + new MessageShape(shape).Build());

        Assert.Equal((text, html), (message.TextBody, message.HtmlBody));
        Assert.Equal(attachments, string.Join(" ", message.Attachments.Select(attachment =>
            (attachment.IsInline ? "+" : "") + attachment.Part.GetText())));
    }

    [Fact]
    public void The_root_of_a_related_is_the_one_that_start_names()
    {
        var message = MessageText.Parse("""
            Content-Type: multipart/related; boundary=b; start="<root@x>"

            --b
            Content-Type: text/html
            Content-ID: <other@x>

            other
            --b
            Content-Type: text/html
            Content-ID: <root@x>

            root
            --b--
            """);

        Assert.Equal("root", message.HtmlBody);
        Assert.Equal("other@x", Assert.Single(message.Attachments).ContentId);
    }

    [Theory]
    [InlineData("type=\"text/html\"", "page")]
    [InlineData("type=\"multipart/mixed\"", null)]
    [InlineData("start=\"<none@x>\"; type=\"text/html\"", "page")]
    public void Without_a_start_the_root_is_the_first_of_the_type_that_the_related_names(string parameters, string? html)
    {
        var message = MessageText.Parse("Content-Type: multipart/related; boundary=b; " + parameters + "\n\n--b\nContent-Type: image/png\n\n1\n--b\nContent-Type: text/html\n\npage\n--b--\n");

        Assert.Equal(html, message.HtmlBody);
    }

    [Fact]
    public void The_text_of_an_attached_message_is_not_that_of_the_message()
    {
        var message = MessageText.Parse("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: s\n\ninner\n--b--\n");

        Assert.Null(message.TextBody);
        Assert.Equal("inner", Assert.Single(message.Attachments).Message!.TextBody);
    }

    [Fact]
    public void An_attached_message_may_hold_another()
    {
        var message = MessageText.Parse("Subject: 1\nContent-Type: message/rfc822\n\nSubject: 2\nContent-Type: message/rfc822\n\nSubject: 3\n\nend");

        Assert.Equal("3", message.Attachments[0].Message!.Attachments[0].Message!.Subject);
        Assert.Equal("end", message.Attachments[0].Message!.Attachments[0].Message!.TextBody);
    }

    [Fact]
    public void A_text_that_calls_itself_a_multipart_is_not_lost()
    {
        Assert.Equal("text\r\n", MessageText.Parse("Content-Type: multipart/mixed; boundary=b\n\ntext\n").TextBody);
        Assert.Equal("text\r\n", MessageText.Parse("Content-Type: multipart/mixed\n\ntext\n").TextBody);
    }

    [Theory]
    // RFC 3676.
    [InlineData("one \ntwo \nthree\nfour\n", "one two three\r\nfour\r\n", false)]
    [InlineData("one \ntwo\n", "onetwo\r\n", true)]
    [InlineData("> one \n> two\n>> three \n> four\n", "> one two\r\n>> three \r\n> four\r\n", false)]
    [InlineData(" >stuffed\n From\n", ">stuffed\r\nFrom\r\n", false)]
    [InlineData("text \n-- \nsignature\n", "text \r\n-- \r\nsignature\r\n", false)]
    [InlineData("\n\none\n", "\r\n\r\none\r\n", false)]
    [InlineData(">\n> one\n", ">\r\n> one\r\n", false)]
    [InlineData("ends soft ", "ends soft ", false)]
    public void Flowed_text_is_unwrapped_on_request(string body, string expected, bool deleteSpace)
    {
        var message = MessageText.Parse("Content-Type: text/plain; format=flowed; delsp=" + (deleteSpace ? "yes" : "no") + "\n\n" + body);

        Assert.Equal(expected, message.GetTextBody(unwrapFlowed: true));
        Assert.Equal(body.Replace("\n", "\r\n", System.StringComparison.Ordinal), message.TextBody);
    }

    [Fact]
    public void Text_that_is_not_flowed_stays_as_it_is()
    {
        Assert.Equal("one \r\ntwo", MessageText.Parse("Content-Type: text/plain\n\none \ntwo").GetTextBody(unwrapFlowed: true));
        Assert.Null(MessageText.Parse("Content-Type: text/html\n\none").GetTextBody(unwrapFlowed: true));
    }
}
