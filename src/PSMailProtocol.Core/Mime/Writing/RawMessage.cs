using System;
using System.Collections.Generic;
using System.IO;

namespace PSMailProtocol.Mime;

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

    private RawMessage(Action<Stream> write)
    {
        _write = write;
        var scan = new RawMessageScan();
        var lines = new LineEndFilter(scan);
        write(lines);
        lines.Complete();
        scan.Complete();
        _length = scan.Length;
        Needs8BitMime = scan.HasEightBit;
        MimeMessage header = scan.ReadHeader();
        MessageId = header.MessageId;
        From = header.From.Count > 0 ? header.From[0] : null;
        var resent = ResentBlock.Find(header.Headers);
        Originator = resent is null ? header.Sender ?? From : resent.Originator;
        Recipients = resent is null ? [.. header.To, .. header.Cc, .. header.Bcc] : resent.Recipients;
        Subject = header.Subject;
        NeedsSmtputf8 = HasUtf8Address(header);
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

    /// <summary>Takes a message from a file, which is read now to be checked and again whenever it is written.</summary>
    /// <param name="path">The file's path, a relative one from the process's current directory.</param>
    /// <returns>The message.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/> or <see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public static RawMessage FromFile(string path)
    {
        if (path is null)
            throw new ArgumentNullException(nameof(path));
        return new RawMessage(new FileSource(path).WriteTo);
    }

    /// <summary>Takes a message from bytes, which are not copied.</summary>
    /// <param name="message">The bytes.</param>
    /// <returns>The message.</returns>
    public static RawMessage FromBytes(byte[] message)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        return new RawMessage(new BytesSource(message).WriteTo);
    }

    /// <summary>Takes a message from a stream's present position to its end.</summary>
    /// <param name="message">
    /// The stream. One that can seek stays the caller's and must stay open until the message was written for the last
    /// time; one that cannot is read here and now, to a temporary file where it is large.
    /// </param>
    /// <returns>The message.</returns>
    public static RawMessage FromStream(Stream message)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        return new RawMessage(new StreamSource(StreamSpool.MakeSeekable(message)).WriteTo);
    }

    /// <summary>Takes a message from something that writes it, such as the <c>WriteTo(Stream)</c> of another library's message.</summary>
    /// <param name="write">Writes the message, the same bytes each time; it is called now and whenever the message is written.</param>
    /// <returns>The message.</returns>
    public static RawMessage FromWriter(Action<Stream> write) => new(write ?? throw new ArgumentNullException(nameof(write)));

    /// <inheritdoc/>
    public void WriteTo(Stream destination)
    {
        var counted = new CountingStream(destination ?? throw new ArgumentNullException(nameof(destination)));
        Filter(counted);
        if (counted.Length != _length)
            throw new MailException(MailErrors.AttachmentUnreadable, $"The message had {_length} bytes when it was checked and {counted.Length} when it was sent.");
    }

    private static bool HasUtf8Address(MimeMessage header)
    {
        foreach (IReadOnlyList<MailboxAddress> field in new[] { header.From, header.ReplyTo, header.To, header.Cc })
        {
            foreach (MailboxAddress mailbox in field)
            {
                if (!mailbox.IsLocalPartAscii)
                    return true;
            }
        }

        return header.Sender is { IsLocalPartAscii: false };
    }

    private void Filter(Stream destination)
    {
        var fields = new BccFilter(destination);
        var lines = new LineEndFilter(fields);
        _write(lines);
        lines.Complete();
        fields.Complete();
    }
}
