using System.Text;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>A header block that was fetched by TOP 0 or BODY[HEADER] announces parts that nobody asked for.</summary>
public class HeaderOnlyTests
{
    [Theory]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("multipart/signed; boundary=y")]
    [InlineData("text/plain")]
    public void What_was_not_fetched_is_not_missed(string contentType)
    {
        foreach (var end in new[] { "", "\r\n" })
        {
            var message =
                MessageText.ReadHeader(Encoding.ASCII.GetBytes(
                    $"From: a@b.test\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nSubject: s\r\nContent-Type: {contentType}\r\n{end}"));

            Assert.Equal("s", message.Subject);
            Assert.Empty(message.Defects);
            Assert.Empty(message.Attachments);
            Assert.True(string.IsNullOrEmpty(message.TextBody));
        }
    }

    [Fact]
    public void What_is_wrong_with_the_header_is_still_a_defect() =>
        Assert.NotEmpty(MessageText.ReadHeader("Subject: s\r\nno field\r\nFrom: a@b\r\n\r\n"u8.ToArray()).Defects);
}
