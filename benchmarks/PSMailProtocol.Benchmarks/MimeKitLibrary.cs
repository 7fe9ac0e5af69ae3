using System.IO;
using MimeKit;

namespace PSMailProtocol.Benchmarks;

/// <summary>MimeKit, doing the same work.</summary>
internal sealed class MimeKitLibrary : IMailLibrary
{
    public string Name { get; } = "MimeKit " + typeof(MimeMessage).Assembly.GetName().Version;

    /// <summary>The transfer encoding is given, so MimeKit need not look for the best one.</summary>
    public void ComposeAttachment(byte[] content, Stream destination)
    {
        var attachment = new MimePart("application", "pdf")
        {
            Content = new MimeContent(new MemoryStream(content, writable: false)),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            FileName = "report.pdf",
        };
        NewMessage("Report", new Multipart("mixed") { NewText("See the attachment.\r\n"), attachment }).WriteTo(destination);
    }

    /// <summary>MimeKit is asked to choose the transfer encoding.</summary>
    public void ComposeText(string subject, string text, Stream destination)
    {
        MimeMessage message = NewMessage(subject, NewText(text));
        message.Prepare(EncodingConstraint.SevenBit);
        message.WriteTo(destination);
    }

    public long ReadAll(byte[] message, Stream destination)
    {
        return ReadAll(MimeMessage.Load(new MemoryStream(message, writable: false)), destination);
    }

    /// <summary>What <see cref="IMailLibrary.ReadAll"/> reads, of a message that was fetched.</summary>
    public static long ReadAll(MimeMessage read, Stream destination)
    {
        long sum = (read.Subject?.Length ?? 0) + (read.Date.Ticks & 1) + (read.MessageId?.Length ?? 0) + read.From.Count + read.To.Count +
            read.Cc.Count;
        foreach (Header header in read.Headers)
            sum += header.Value.Length;
        sum += (read.TextBody?.Length ?? 0) + (read.HtmlBody?.Length ?? 0);
        foreach (MimeEntity entity in read.Attachments)
        {
            var attachment = (MimePart)entity;
            sum += attachment.FileName?.Length ?? 0;
            attachment.Content!.DecodeTo(destination);
        }

        return sum;
    }

    public long ReadRow(byte[] message) => ReadRow(MimeMessage.Load(new MemoryStream(message, writable: false)));

    /// <summary>What <see cref="IMailLibrary.ReadRow"/> reads, of a message that was fetched.</summary>
    public static long ReadRow(MimeMessage read) => (read.Subject?.Length ?? 0) + read.From.Count + (read.Date.Ticks & 1);

    public long ReadRecipients(byte[] message)
    {
        long sum = 0;
        foreach (InternetAddress address in MimeMessage.Load(new MemoryStream(message, writable: false)).To)
            sum += 1 + (address.Name?.Length ?? 0);
        return sum;
    }

    /// <summary>A message of the addresses that all compose with.</summary>
    public static MimeMessage NewMessage(string subject, MimeEntity body) =>
        new([new MailboxAddress("Alice Example", "alice@example.com")], [new MailboxAddress("Bob Example", "bob@example.org")],
            subject, body);

    public static TextPart NewText(string text) => new("plain") { Text = text };
}
