using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>Content never vanishes, and no octets are too much.</summary>
public class NothingIsLostTests
{
    [Fact]
    public void Every_octet_of_a_random_tree_is_text_or_html_or_attachment_once()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var tree = new RandomTree(seed);
            Check(tree, MessageText.Read(Encoding.Latin1.GetBytes(tree.Message)), seed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\0")]
    [InlineData("\u00EF\u00BB\u00BF")]
    [InlineData("From ")]
    [InlineData("From \r\n")]
    [InlineData(":")]
    [InlineData("no header at all")]
    [InlineData("--b")]
    [InlineData("Content-Type: multipart/mixed; boundary=b")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n----\r\n")]
    [InlineData("Content-Type: application/ms-tnef\r\n\r\nx")]
    public void Odd_octets_are_a_message(string text)
    {
        ReadAll(Encoding.Latin1.GetBytes(text));
    }

    /// <summary>Asks for everything there is.</summary>
    internal static void ReadAll(byte[] octets)
    {
        var message = MessageText.Read(octets);
        _ = (message.Subject, message.From, message.To, message.Cc, message.Bcc, message.ReplyTo, message.Sender, message.Date);
        _ = (message.MessageId, message.InReplyTo, message.References, message.Received, message.TextBody, message.HtmlBody);
        _ = (message.DeliveryStatus, message.DispositionNotification, message.Defects);
        foreach (var attachment in message.Attachments)
            Assert.Equal(attachment.Size, attachment.ToArray().Length);
        foreach (var field in message.Headers)
        {
            Assert.Equal(octets.AsSpan((int)field.Offset, field.Length).ToArray(), field.GetRawBytes());
            _ = field.Value;
        }
    }

    private static void Check(RandomTree tree, MailMessage message, int seed)
    {
        var attached = message.Attachments.Select(attachment => Encoding.Latin1.GetString(attachment.ToArray())).ToList();
        var shown = message.TextBody + message.HtmlBody;
        foreach (var (octets, text) in tree.Contents)
        {
            Assert.True(
                attached.Count(found => IsSame(found, octets)) + Count(shown, text) == 1,
                $"Seed {seed}: {text} is not found once in\r\n{tree.Message}");
        }

        foreach (var inner in tree.Attached)
        {
            var found = Assert.Single(attached, found => IsSame(found, inner.Message));
            Check(inner, MessageText.Read(Encoding.Latin1.GetBytes(found)), seed);
        }
    }

    // Where nothing closes a multipart, the line end behind its last part is as good as a part of that.
    private static bool IsSame(string found, string expected) =>
        found == expected || (found.StartsWith(expected, StringComparison.Ordinal) && found.AsSpan(expected.Length).Trim("\r\n").IsEmpty);

    private static int Count(string text, string content)
    {
        var count = 0;
        for (var at = text.IndexOf(content, StringComparison.Ordinal); at >= 0; at = text.IndexOf(content, at + 1,
            StringComparison.Ordinal))
            count++;
        return count;
    }
}
