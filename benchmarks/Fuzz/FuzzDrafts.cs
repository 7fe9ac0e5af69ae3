using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Fuzz;

/// <summary>What has to hold of addresses that are typed and of messages that are composed, whatever is in them.</summary>
internal static class FuzzDrafts
{
    private static readonly string[] Names =
    [
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "X-Field",
        "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
    ];

    /// <summary>Text is refused by a name, or is mailboxes that are the same when they are read again.</summary>
    public static void CheckAddresses(string text)
    {
        var one = AddressText.TryParse(text, out var only);
        IReadOnlyList<MailboxAddress> mailboxes;
        try
        {
            mailboxes = AddressText.ParseList(text);
        }
        catch (MailException)
        {
            // A comma may have been forgotten in a name that is not quoted.
            FuzzTargets.Require(!one || AddressText.ParseList(only!.ToString()).Count == 1, "one mailbox is no list");
            return;
        }

        FuzzTargets.Require(one == (mailboxes.Count == 1), "a list of one is no mailbox");
        foreach (var mailbox in mailboxes)
        {
            FuzzTargets.Require(!mailbox.ToString().Any(char.IsControl), "a mailbox has a control in it");

            // A name that looks like an encoded word is decoded once more.
            var isSame = mailbox.DisplayName.Contains("=?")
                || (AddressText.TryParse(mailbox.ToString(), out var again) && again.Equals(mailbox));
            FuzzTargets.Require(isSame, mailbox + " is not read again");
        }
    }

    /// <summary>A draft is refused by a name, or is read back as it was.</summary>
    public static void Check(byte[] input)
    {
        var draft = Create(input, out var content);
        byte[] octets;
        try
        {
            using var stream = new MemoryStream();
            draft.Compose().WriteTo(stream);
            octets = stream.ToArray();
        }
        catch (MailException)
        {
            return;
        }

        var text = Encoding.Latin1.GetString(octets);
        var lines = text.Split("\r\n");
        FuzzTargets.Require(lines.All(line => line.Length <= 998 && line.IndexOfAny(['\r', '\n', '\0']) < 0), "a line cannot be sent");
        var message = MailMessage.Read(RawMail.FromBytes(octets));
        FuzzTargets.Require(message.Headers.All(field => Names.Contains(field.Name)), "a field was slipped in");
        FuzzTargets.Require(message.To.SequenceEqual(draft.To), "the recipients are others");
        RequireSame(Words(draft.Subject), Words(message.Subject), "the subject");
        RequireSame(Words(draft.Headers[0].Value), Words(message.Headers["X-Field"] ?? ""), "a field");
        RequireSame(draft.TextBody, message.TextBody, "the text");
        RequireSame(draft.HtmlBody, message.HtmlBody, "the HTML");
        var attached = message.Attachments.Count == 1 ? message.Attachments[0].ToArray() : [];
        FuzzTargets.Require(attached.AsSpan().SequenceEqual(content), "the attachment is another");
    }

    private static void RequireSame(string? drafted, string? read, string what) =>
        FuzzTargets.Require(drafted == read, what + " is another: " + read + ", not " + drafted);

    private static MailDraft Create(byte[] input, out byte[] content)
    {
        // What is refused at once says little, so that most drafts have no line end where none may be.
        var isRefused = input.Length % 8 == 0;
        var length = input.Length / 6;
        var pieces = Enumerable.Range(0, 6).Select(number => Encoding.UTF8.GetString(input, number * length, length)).ToList();
        string Line(int number) => isRefused
            ? pieces[number]
            : string.Concat(pieces[number].Where(letter => letter is not ('\r' or '\n' or '\0')));
        var draft = new MailDraft
        {
            From = new MailboxAddress(Line(0), "a", "b.example"),
            Subject = Line(1),
            TextBody = "text " + pieces[2].Replace("\r", "").Replace("\n", "\r\n") + "\r\n",
            HtmlBody = "<p>" + pieces[3].Replace("\r", "").Replace("\n", "\r\n") + "\r\n",
            Date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        };

        // The reader mends what looks like an encoded word wherever it stands.
        draft.To.Add(new MailboxAddress(Line(2), "u" + Line(3).Replace("=?", ""), "b.example"));
        draft.Headers.Add(new("X-Field", Line(4)));
        content = input;
        draft.Attachments.Add(DraftAttachment.FromBytes(input, "x" + Line(5)));
        return draft;
    }

    /// <summary>What the reader shows of a value: one space for any white space.</summary>
    private static string Words(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
