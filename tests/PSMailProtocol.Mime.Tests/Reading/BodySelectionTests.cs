using System.Linq;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

public class BodySelectionTests
{
    // A part is "type" or "type;more fields", its body its own number; "type(" … ")" nests. Attachments are listed by number, inline ones
    // with a plus.
    [Theory]
    [InlineData("plain", "1", null, "")]
    [InlineData("html", null, "1", "")]
    [InlineData("mixed( plain )", "1", null, "")]
    [InlineData("alternative( plain html )", "1", "2", "")]
    [InlineData("alternative( html plain )", "2", "1", "")]
    [InlineData("mixed( alternative( plain html ) pdf )", "1", "2", "3")]
    [InlineData("mixed( plain pdf plain )", "1\r\n3", null, "2")]
    [InlineData("mixed( plain html )", "1", "2", "")]
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
        var message = MessageText.Read("From: a@b\n" + new MessageShape(shape).Build());

        Assert.Equal((text, html), (message.TextBody, message.HtmlBody));
        Assert.Equal(attachments, string.Join(" ", message.Attachments.Select(attachment =>
            (attachment.IsInline ? "+" : "") + System.Text.Encoding.ASCII.GetString(attachment.ToArray()))));
    }

    [Fact]
    public void The_root_of_a_related_is_the_one_that_start_names()
    {
        var message = MessageText.Read("""
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
        var message =
            MessageText.Read("Content-Type: multipart/related; boundary=b; " + parameters +
                "\n\n--b\nContent-Type: image/png\n\n1\n--b\nContent-Type: text/html\n\npage\n--b--\n");

        Assert.Equal(html, message.HtmlBody);
    }

    [Fact]
    public void The_text_of_an_attached_message_is_not_that_of_the_message()
    {
        var message = MessageText.Read(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: s\n\ninner\n--b--\n");

        Assert.Null(message.TextBody);
        Assert.Equal("inner", MessageText.ReadAttached(Assert.Single(message.Attachments)).TextBody);
    }

    [Fact]
    public void An_attached_message_may_hold_another()
    {
        var message =
            MessageText.Read("Subject: 1\nContent-Type: message/rfc822\n\nSubject: 2\nContent-Type: message/rfc822\n\nSubject: 3\n\nend");

        var inner = MessageText.ReadAttached(MessageText.ReadAttached(message.Attachments[0]).Attachments[0]);

        Assert.Equal(("3", "end"), (inner.Subject, inner.TextBody));
    }

    [Fact]
    public void A_text_that_calls_itself_a_multipart_is_not_lost()
    {
        Assert.Equal("text\r\n", MessageText.Read("Content-Type: multipart/mixed; boundary=b\n\ntext\n").TextBody);
        Assert.Equal("text\r\n", MessageText.Read("Content-Type: multipart/mixed\n\ntext\n").TextBody);
    }
}
