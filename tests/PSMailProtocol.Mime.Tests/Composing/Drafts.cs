using System;
using System.IO;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>Drafts to start from, and composed messages as text.</summary>
internal static class Drafts
{
    /// <summary>A draft whose date, id and boundaries are given, so that it always composes to the same bytes.</summary>
    public static MailDraft Fixed()
    {
        var draft = new MailDraft
        {
            From = AddressText.Parse("Alice <alice@example.com>"),
            Subject = "Report",
            TextBody = "Hello\r\n",
            Date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(-5.5)),
            MessageId = "1@example.com",
            BoundarySeed = "seed",
        };
        draft.To.Add(AddressText.Parse("Bob <bob@example.org>"));
        return draft;
    }

    public static byte[] Bytes(IMailContent message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>The bytes one to one as characters.</summary>
    public static string Text(IMailContent message) => Encoding.Latin1.GetString(Bytes(message));

    public static string Text(MailDraft draft) => Text(draft.Compose());

    /// <summary>The header block, unfolded.</summary>
    public static string Headers(MailDraft draft)
    {
        string text = Text(draft);
        return text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)].Replace("\r\n ", " ").Replace("\r\n\t", " ");
    }

    /// <summary>The value of a header of the message, unfolded, or null.</summary>
    public static string? Header(MailDraft draft, string name)
    {
        foreach (string line in Headers(draft).Split("\r\n"))
        {
            if (line.StartsWith(name + ":", StringComparison.Ordinal))
                return line[(name.Length + 1)..].TrimStart(' ');
        }

        return null;
    }
}
