using System.IO;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Benchmarks;

/// <summary>This project.</summary>
internal sealed class OwnLibrary : IMailLibrary
{
    public string Name => "PSMailProtocol";

    public void ComposeAttachment(byte[] content, Stream destination)
    {
        MailDraft draft = NewDraft("Report", "See the attachment.\r\n");
        draft.Attachments.Add(DraftAttachment.FromBytes(content, "report.pdf"));
        draft.Compose().WriteTo(destination);
    }

    public void ComposeText(string subject, string text, Stream destination) =>
        NewDraft(subject, text).Compose().WriteTo(destination);

    public long ReadAll(byte[] message, Stream destination)
    {
        return ReadAll(MailMessage.Read(RawMail.FromBytes(message)), destination);
    }

    /// <summary>What <see cref="IMailLibrary.ReadAll"/> reads, of a message that was fetched.</summary>
    public static long ReadAll(MailMessage read, Stream destination)
    {
        long sum = read.Subject.Length + (read.Date?.Ticks & 1 ?? 0) + (read.MessageId?.Length ?? 0) + read.From.Count + read.To.Count +
            read.Cc.Count;
        foreach (HeaderField field in read.Headers)
            sum += field.Value.Length;
        sum += (read.TextBody?.Length ?? 0) + (read.HtmlBody?.Length ?? 0);
        foreach (MailAttachment attachment in read.Attachments)
        {
            sum += attachment.FileName.Length;
            attachment.OpenRead().CopyTo(destination);
        }

        return sum;
    }

    public long ReadRow(byte[] message) => ReadRow(MailMessage.Read(RawMail.FromBytes(message)));

    /// <summary>What <see cref="IMailLibrary.ReadRow"/> reads, of a message that was fetched.</summary>
    public static long ReadRow(MailMessage read) => read.Subject.Length + read.From.Count + (read.Date?.Ticks & 1 ?? 0);

    public long ReadRecipients(byte[] message)
    {
        long sum = 0;
        foreach (MailboxAddress mailbox in MailMessage.Read(RawMail.FromBytes(message)).To)
            sum += 1 + mailbox.DisplayName.Length;
        return sum;
    }

    private static MailDraft NewDraft(string subject, string text)
    {
        var draft = new MailDraft
        {
            From = new MailboxAddress("Alice Example", "alice", "example.com"),
            Subject = subject,
            TextBody = text,
        };
        draft.To.Add(new MailboxAddress("Bob Example", "bob", "example.org"));
        return draft;
    }
}
