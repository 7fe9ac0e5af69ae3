using System;
using System.Collections.Generic;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>Mail that is composed already, an <c>.eml</c> file for example, made fit to be sent.</summary>
/// <remarks>
/// It goes out as it is but for two things: its header block never has Bcc or Resent-Bcc (RFC 5322 section 3.6.3),
/// and every line end is CRLF. What may stand before the header block in a file (byte order mark, empty lines, the
/// <c>From</c> line of a mbox) is left out as well.
/// </remarks>
public sealed class RawMessage : IMailContent
{
    private readonly Action<Stream> _write;
    private readonly long _length;

    private RawMessage(Action<Stream> write, ReadMailFields read)
    {
        _write = write;
        var scan = new RawMessageScan();
        var lines = new LineEndFilter(scan);
        write(lines);
        lines.Complete();
        scan.Complete();
        _length = scan.Length;
        Needs8BitMime = scan.HasEightBit;
        IMailFields fields = read(scan.HeaderBlock());
        MessageId = fields.MessageId;
        Subject = fields.Subject;
        List<MailboxAddress> from = Mailboxes(fields, "From");
        List<MailboxAddress> sender = Mailboxes(fields, "Sender");
        List<MailboxAddress> to = Mailboxes(fields, "To");
        List<MailboxAddress> cc = Mailboxes(fields, "Cc");
        From = from.Count > 0 ? from[0] : null;
        var resent = ResentBlock.Find(fields);
        Originator = resent is null ? (sender.Count > 0 ? sender[0] : From) : resent.Originator;
        Recipients = resent is null ? [.. to, .. cc, .. Mailboxes(fields, "Bcc")] : resent.Recipients;
        NeedsSmtputf8 = HasUtf8Address(from, sender.GetRange(0, Math.Min(1, sender.Count)), Mailboxes(fields, "Reply-To"), to, cc);
    }

    /// <inheritdoc/>
    public string? MessageId { get; }

    /// <inheritdoc/>
    public MailboxAddress? From { get; }

    /// <summary>
    /// Who the header says sends the message: the author, or whoever sends in the author's place; of a message that was
    /// resent, whoever did that last (RFC 5322 section 3.6.6). Null if none can be read.
    /// </summary>
    public MailboxAddress? Originator { get; }

    /// <summary>
    /// Who the header says the message is for: To, Cc and Bcc, or of a message that was resent Resent-To, Resent-Cc and
    /// Resent-Bcc of the last time. Bcc and Resent-Bcc are for the envelope and are not sent.
    /// </summary>
    public IReadOnlyList<MailboxAddress> Recipients { get; }

    /// <summary>The subject, decoded; an empty string if there is none.</summary>
    public string Subject { get; }

    /// <inheritdoc/>
    public bool NeedsSmtputf8 { get; }

    /// <inheritdoc/>
    public bool Needs8BitMime { get; }

    /// <inheritdoc/>
    public long? Length => _length;

    /// <summary>
    /// Takes a message from a file, which is read now to be checked and again whenever it is written. What is added to it
    /// meanwhile is left out.
    /// </summary>
    /// <param name="path">The file's path, a relative one from the process's current directory.</param>
    /// <param name="read">Reads its header block.</param>
    /// <returns>The message.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/> or
    /// <see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public static RawMessage FromFile(string path, ReadMailFields read)
    {
        if (path is null)
            throw new ArgumentNullException(nameof(path));
        return new RawMessage(new FileSource(path).Measure().WriteTo, read);
    }

    /// <summary>Takes a message from bytes, which are not copied.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="read">Reads its header block.</param>
    /// <returns>The message.</returns>
    public static RawMessage FromBytes(byte[] message, ReadMailFields read)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        return new RawMessage(new BytesSource(message).Measure().WriteTo, read);
    }

    /// <summary>Takes a message from a stream's present position to its end.</summary>
    /// <param name="message">
    /// The stream. One that can seek stays the caller's and must stay open until the message was written for the last
    /// time; one that cannot is read here and now, to a temporary file where it is large.
    /// </param>
    /// <param name="read">Reads its header block.</param>
    /// <returns>The message.</returns>
    public static RawMessage FromStream(Stream message, ReadMailFields read)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        return new RawMessage(new StreamSource(message).Measure().WriteTo, read);
    }

    /// <summary>Takes a message from something that writes it, such as the <c>WriteTo(Stream)</c> of another library's message.</summary>
    /// <param name="write">Writes the message, the same bytes each time; it is called now and whenever the message is written.</param>
    /// <param name="read">Reads its header block.</param>
    /// <returns>The message.</returns>
    public static RawMessage FromWriter(Action<Stream> write, ReadMailFields read) =>
        new(write ?? throw new ArgumentNullException(nameof(write)), read);

    /// <inheritdoc/>
    public void WriteTo(Stream destination)
    {
        var counted = new CountingStream(destination ?? throw new ArgumentNullException(nameof(destination)));
        Filter(counted);
        if (counted.Length != _length)
            throw new MailException(MailErrors.AttachmentUnreadable,
                $"The message had {_length} bytes when it was checked and {counted.Length} when it was sent.");
    }

    /// <summary>A field that may occur once and occurs again is read on, so that no recipient is lost.</summary>
    private static List<MailboxAddress> Mailboxes(IMailFields fields, string name)
    {
        var mailboxes = new List<MailboxAddress>();
        for (int i = 0; i < fields.Names.Count; i++)
        {
            if (fields.Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                mailboxes.AddRange(fields.MailboxesAt(i));
        }

        return mailboxes;
    }

    private static bool HasUtf8Address(params List<MailboxAddress>[] fields) =>
        Array.Exists(fields, field => field.Exists(mailbox => !mailbox.IsLocalPartAscii));

    private void Filter(Stream destination)
    {
        var fields = new BccFilter(destination);
        var lines = new LineEndFilter(fields);
        _write(lines);
        lines.Complete();
        fields.Complete();
    }
}
