using System;
using System.IO;

namespace PSMailProtocol.Smtp;

/// <summary>What a transaction has to know of a message: its envelope, its needs and how to write it.</summary>
internal sealed class SmtpMessage
{
    private readonly Action<Stream> _write;

    /// <summary>A message that only its writer knows. Its line ends may be of any kind.</summary>
    public SmtpMessage(SmtpEnvelope envelope, Action<Stream> write, long? size)
    {
        Envelope = envelope;
        Size = size;
        NeedsSmtputf8 = envelope.NeedsSmtputf8;
        Options = SmtpDeliveryOptions.None;
        _write = write;
    }

    /// <summary>A submission. Its content has CRLF line ends only, as <see cref="Mime.IMailContent"/> promises.</summary>
    public SmtpMessage(SmtpSubmission submission, Action<SmtpSubmission, long>? progress)
    {
        Envelope = submission.Envelope;
        Size = submission.Content.Length;
        NeedsSmtputf8 = submission.NeedsSmtputf8;
        NeedsEightBit = submission.Content.Needs8BitMime;
        IsCanonical = true;
        Options = submission.Options;
        _write = progress is null
            ? submission.Content.WriteTo
            : destination => submission.Content.WriteTo(new SmtpProgressStream(destination, octets => progress(submission, octets)));
    }

    /// <summary>Sender and recipients.</summary>
    public SmtpEnvelope Envelope { get; }

    /// <summary>The exact number of octets it writes, or null.</summary>
    public long? Size { get; }

    /// <summary>Whether an address in envelope or header needs RFC 6531.</summary>
    public bool NeedsSmtputf8 { get; }

    /// <summary>Whether there are octets beyond ASCII in it (RFC 6152).</summary>
    public bool NeedsEightBit { get; }

    /// <summary>Whether it writes CRLF line ends only and exactly <see cref="Size"/> octets, so that it can go in chunks.</summary>
    public bool IsCanonical { get; }

    /// <summary>What is asked of the server beyond taking it.</summary>
    public SmtpDeliveryOptions Options { get; }

    /// <summary>Writes it.</summary>
    public void WriteTo(Stream destination) => _write(destination);
}
