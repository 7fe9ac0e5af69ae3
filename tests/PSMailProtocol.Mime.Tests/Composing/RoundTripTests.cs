using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Tests.Messages;
using Xunit;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>Compose, parse, compare; over random content, charsets, names and nestings. A failure names its seed.</summary>
public class RoundTripTests
{
    private const int Seeds = 1500;

    [Fact]
    public void EveryMessageReadsBackAsItWasDrafted()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            try
            {
                Check(new RandomMail(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private static void Check(RandomMail random)
    {
        MailDraft draft = Draft(random, depth: 0);
        ComposedMessage composed = draft.Compose();
        byte[] bytes = Drafts.Bytes(composed);
        Assert.Equal(composed.Length, bytes.Length);
        CheckLines(bytes);

        MailMessage message = MailMessage.Read(RawMail.FromBytes(bytes));
        Assert.Equal("", string.Join("; ", message.Defects));
        CheckSame(draft, composed, message);
        CheckByMimeKit(draft, bytes);

        // What comes in can go out again: the filter for raw mail changes nothing in what we composed.
        Assert.Equal(bytes, Drafts.Bytes(RawMessage.FromBytes(bytes, MailFields.Read)));
    }

    private static MailDraft Draft(RandomMail random, int depth)
    {
        var draft = new MailDraft
        {
            From = random.Mailbox(),
            Sender = random.Number(4) == 0 ? random.Mailbox() : null,
            Subject = random.Text(random.OneOf(0, 40, 300)),
            TextBody = random.Number(4) == 0 ? null : random.Body(6),
            HtmlBody = random.Number(2) == 0 ? null : "<p>" + random.Body(6) + "</p>",
            Date = new DateTimeOffset(1990 + random.Number(80), 1 + random.Number(12), 1 + random.Number(28), random.Number(24),
                random.Number(60), random.Number(60), TimeSpan.FromMinutes(random.OneOf(0, 60, -300, 345, 840))),
            Encoding = random.Charset(),
            Priority = random.OneOf(MailPriority.Normal, MailPriority.High, MailPriority.Low),
            RequestReadReceipt = random.Number(4) == 0,
            InReplyTo = random.Number(2) == 0 ? null : "<answered@example.com>",
            BoundarySeed = random.OneOf(null, "same"),
        };
        Fill(draft.To, random.Mailbox, random.Number(4));
        Fill(draft.Cc, random.Mailbox, random.Number(2));
        Fill(draft.Bcc, random.Mailbox, random.Number(2));
        Fill(draft.ReplyTo, random.Mailbox, random.Number(2));
        Fill(draft.References, () => random.Number(1000) + "." + random.Number(1000) + "@example.com", random.Number(6));
        Fill(draft.Headers, () => new KeyValuePair<string, string>("X-" + random.Number(1000), random.Text(200)), random.Number(4));
        Fill(draft.Attachments, () => Attachment(random, depth), random.Number(4));
        Fill(draft.InlineAttachments,
            () => DraftAttachment.FromBytes(random.Bytes(300), "x" + random.Text(60) + ".png", "id" + random.Number(1 << 30)),
            random.Number(3));
        return draft;
    }

    private static DraftAttachment Attachment(RandomMail random, int depth) => random.Number(4) switch
    {
        0 when depth < 4 => DraftAttachment.FromMessage(Draft(random, depth + 1).Compose(), "x" + random.Text(40)),
        1 => DraftAttachment.FromStream(new OneWayStream(random.Bytes(4000)), "x" + random.Text(40) + ".bin"),
        _ => DraftAttachment.FromBytes(random.Bytes(600), "x" + random.Text(200) + random.OneOf(".bin", ".zip", ".pdf", ".eml")),
    };

    private static void Fill<T>(IList<T> list, Func<T> create, int count)
    {
        for (; count > 0; count--)
            list.Add(create());
    }

    private static void CheckLines(byte[] bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        Assert.EndsWith("\r\n", text);
        string[] lines = text.Split("\r\n");
        Assert.All(lines, line => Assert.True(line.Length <= 998 && line.IndexOfAny(['\r', '\n', '\0']) < 0));
    }

    private static void CheckSame(MailDraft draft, ComposedMessage composed, MailMessage message)
    {
        Assert.Equal(composed.MessageId, message.MessageId);
        Assert.Equal(draft.Date, message.Date);
        Assert.Equal(draft.Date?.Offset, message.Date?.Offset);
        Assert.Equal(Trim(draft.Subject), Trim(message.Subject));
        Assert.Equal(Shown([draft.From!]), Shown(message.From));
        Assert.Equal(draft.Sender is null ? [] : Shown([draft.Sender]), message.Sender is null ? [] : Shown([message.Sender]));
        Assert.Equal(Shown(draft.To), Shown(message.To));
        Assert.Equal(Shown(draft.Cc), Shown(message.Cc));
        Assert.Empty(message.Bcc);
        Assert.Equal(Shown(draft.ReplyTo), Shown(message.ReplyTo));
        Assert.Equal(draft.InReplyTo?.Trim('<', '>'), message.InReplyTo);
        Assert.Equal(draft.References, message.References);
        foreach (IGrouping<string, KeyValuePair<string, string>> header in draft.Headers.GroupBy(header => header.Key))
            Assert.Equal(header.Select(pair => Trim(pair.Value)), message.Headers.GetAll(header.Key).Select(Trim));
        CheckBodies(draft, message);
        CheckAttachments(draft, message);
    }

    /// <summary>MimeKit's own reader, which knows nothing of how the message came about.</summary>
    private static void CheckByMimeKit(MailDraft draft, byte[] bytes)
    {
        using var message = MimeKit.MimeMessage.Load(new MemoryStream(bytes));
        Assert.Equal(draft.Subject.Trim(), (message.Subject ?? "").Trim());
        Assert.Equal(draft.Date, message.Date);
        Assert.Equal(draft.To.Select(mailbox => mailbox.DisplayName.Trim()),
            message.To.Mailboxes.Select(mailbox => (mailbox.Name ?? "").Trim()));
        Assert.Equal(draft.References, message.References);
        string? text = message.BodyParts.OfType<MimeKit.TextPart>().FirstOrDefault(part => part.IsPlain && !part.IsAttachment)?.Text;
        Assert.Equal((draft.TextBody ?? "").Replace("\r\n", "\n").TrimEnd(), (text ?? "").Replace("\r\n", "\n").TrimEnd());

        DraftAttachment[] expected = [.. draft.InlineAttachments, .. draft.Attachments];
        MimeKit.MimeEntity[] parts = [.. message.BodyParts.Where(part => part.ContentDisposition is not null)];
        Assert.Equal(expected.Select(attachment => attachment.FileName), parts.Select(part => part.ContentDisposition!.FileName));
        Assert.Equal(expected.Select(attachment => attachment.FileName), parts.Select(part => part.ContentType.Name));
        foreach ((DraftAttachment drafted, MimeKit.MimePart part) in expected.Zip(parts).Where(pair => pair.First.Content is not null)
            .Select(pair => (pair.First, (MimeKit.MimePart)pair.Second)))
        {
            using var content = new MemoryStream();
            part.Content!.DecodeTo(content);
            Assert.Equal(Base64Of(drafted), Convert.ToBase64String(content.ToArray()));
        }
    }

    private static void CheckBodies(MailDraft draft, MailMessage message)
    {
        bool alone = draft.Attachments.Count + draft.InlineAttachments.Count == 0;
        bool single = alone && (draft.TextBody is null || draft.HtmlBody is null);
        Assert.Equal(draft.TextBody ?? (alone && draft.HtmlBody is null ? "" : null),
            single ? TrimAdded(draft.TextBody ?? "", message.TextBody) : message.TextBody);
        Assert.Equal(draft.HtmlBody, single ? TrimAdded(draft.HtmlBody ?? "", message.HtmlBody) : message.HtmlBody);
    }

    /// <summary>A message of one text that lacks a line end at its end gets one.</summary>
    private static string? TrimAdded(string drafted, string? read) => read == drafted + "\r\n" ? drafted : read;

    private static void CheckAttachments(MailDraft draft, MailMessage message)
    {
        IEnumerable<DraftAttachment> expected = draft.InlineAttachments.Concat(draft.Attachments);
        Assert.Equal(expected.Select(attachment => Shown(attachment.FileName)),
            message.Attachments.Select(attachment => Shown(attachment.FileName)));
        foreach ((DraftAttachment drafted, var read) in expected.Zip(message.Attachments))
        {
            Assert.Equal(drafted.ContentId, read.ContentId);
            if (drafted.Message is null)
            {
                Assert.Equal(Base64Of(drafted), Convert.ToBase64String(read.ToArray()));
                Assert.Equal(drafted.Content!.Measure().Length, read.Size);
            }
            else
            {
                Assert.Equal("message/rfc822", read.ContentType);
                Assert.Equal(Drafts.Bytes(drafted.Message), read.ToArray());
            }
        }
    }

    private static string Base64Of(DraftAttachment attachment)
    {
        using var stream = new MemoryStream();
        attachment.Content!.Measure().WriteTo(stream);
        return Convert.ToBase64String(stream.ToArray());
    }

    /// <summary>What the reader shows of a value: no white space around it, and one space for any between two words.</summary>
    private static string Trim(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Where a file name looks encoded, the reader decodes it once more, as senders encode twice.</summary>
    private static string Shown(string fileName) => fileName.Contains("=?", StringComparison.Ordinal) ? "=?" : Trim(fileName);

    private static List<string> Shown(IEnumerable<MailboxAddress> mailboxes) =>
        [.. mailboxes.Select(
            mailbox => Trim(mailbox.DisplayName) + "|" + mailbox.LocalPart + "|" +
                (mailbox.Domain == "b\u00fccher.example" ? "xn--bcher-kva.example" : mailbox.Domain))];
}
