using System.IO;
using System.Linq;
using System.Security.Cryptography;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol;

/// <summary>
/// A message on its way and afterwards: it knows by their digest which octets were sent, and gives those again or none. Files in it stay
/// where they are.
/// </summary>
/// <param name="content">The message.</param>
internal sealed class SentMail(IMailContent content) : IMailContent
{
    private byte[]? _sent;

    /// <inheritdoc/>
    public string? MessageId => content.MessageId;

    /// <inheritdoc/>
    public MailboxAddress? From => content.From;

    /// <inheritdoc/>
    public bool NeedsSmtputf8 => content.NeedsSmtputf8;

    /// <inheritdoc/>
    public bool Needs8BitMime => content.Needs8BitMime;

    /// <inheritdoc/>
    public long? Length => content.Length;

    /// <summary>Writes the message, and notes which octets those are.</summary>
    public void WriteTo(Stream destination) => _sent = Write(destination);

    /// <summary>Writes the octets that were sent last.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ContentChanged"/>, which is known at the end alone.</exception>
    public void WriteAgain(Stream destination)
    {
        byte[] digest;
        try
        {
            digest = Write(destination);
        }
        catch (MailException e) when (e.Error == MailErrors.AttachmentNotFound || e.Error == MailErrors.AttachmentUnreadable)
        {
            throw new MailException(MailErrors.ContentChanged, $"What was sent cannot be given again: {e.Message}", e);
        }

        if (_sent is null || !digest.SequenceEqual(_sent))
            throw new MailException(MailErrors.ContentChanged, "What was sent cannot be given again: a file in it has changed since.");
    }

    private byte[] Write(Stream destination)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var hashed = new HashingStream(destination, digest);
        content.WriteTo(hashed);
        return digest.GetHashAndReset();
    }

    /// <summary>Passes on what is written, and takes it into a digest.</summary>
    private sealed class HashingStream(Stream destination, IncrementalHash digest) : WriteOnlyStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            digest.AppendData(buffer, offset, count);
            destination.Write(buffer, offset, count);
        }
    }
}
