using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Mime;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Reading;

/// <summary>Content never vanishes, and no octets are too much.</summary>
public class NothingIsLostTests
{
    [Fact]
    public void Every_part_of_a_random_tree_is_text_or_html_or_attachment_once()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var tree = new RandomTree(seed);
            var message = MessageText.Read(Encoding.ASCII.GetBytes(tree.Message));

            var attached = message.Attachments.Select(attachment => Encoding.ASCII.GetString(attachment.ToArray())).ToList();
            var shown = (message.TextBody ?? "") + (message.HtmlBody ?? "");

            Assert.All(tree.Contents, content => Assert.True(
                attached.Count(found => found.TrimEnd() == content) + Count(shown, content) == 1,
                $"Seed {seed}: {content} is not found once in\r\n{tree.Message}"));
        }
    }

    [Fact]
    public void No_mutation_of_a_message_makes_the_reader_throw()
    {
        var random = new Random(20260727);
        var messages = CaseTests.Messages().Concat(Enumerable.Range(0, 20).Select(seed => Encoding.ASCII.GetBytes(new RandomTree(seed).Message))).ToList();
        foreach (var octets in messages)
        {
            for (var round = 0; round < 40; round++)
                ReadAll(Mutate(octets, random));
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

    private static int Count(string text, string content)
    {
        var count = 0;
        for (var at = text.IndexOf(content, StringComparison.Ordinal); at >= 0; at = text.IndexOf(content, at + 1, StringComparison.Ordinal))
            count++;
        return count;
    }

    private static byte[] Mutate(byte[] octets, Random random)
    {
        var mutated = octets.ToList();
        for (var edits = random.Next(1, 6); edits > 0 && mutated.Count > 2; edits--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(6))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, 40), mutated.Count - at));
                    break;
                case 2:
                    mutated.InsertRange(at, mutated.Skip(random.Next(mutated.Count)).Take(random.Next(1, 60)).ToList());
                    break;
                case 3:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                case 4:
                    mutated.Insert(at, "\r\n\0:;\"(=?-<>@"u8[random.Next(13)]);
                    break;
                default:
                    mutated.RemoveAll(octet => octet == '\r');
                    break;
            }
        }

        return [.. mutated];
    }
}
