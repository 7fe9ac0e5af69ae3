using System;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Imap;

/// <summary>
/// A message for APPEND: looked through once, so that its length is known before anything is sent, and written when its turn comes. It is
/// never in memory whole.
/// </summary>
public sealed class ImapAppendContent
{
    private readonly Action<Stream> _write;

    private ImapAppendContent(Action<Stream> write, ImapAppendScan scan)
    {
        _write = write;
        Length = scan.Length;
        HasEightBitHeader = scan.HasEightBitHeader;
        HasNul = scan.HasNul;
        HeaderBlock = scan.HeaderBlock;
    }

    /// <summary>How many octets go out.</summary>
    public long Length { get; }

    /// <summary>The octets of its header; of one beyond 1 MiB its beginning.</summary>
    public byte[] HeaderBlock { get; }

    /// <summary>Whether an octet of the header is no ASCII (RFC 6532).</summary>
    internal bool HasEightBitHeader { get; }

    /// <summary>Whether it holds a NUL, which no literal but that of RFC 3516 may have.</summary>
    internal bool HasNul { get; }

    /// <summary>A message exactly as it is.</summary>
    public static ImapAppendContent FromMail(RawMail mail)
    {
        if (mail is null)
            throw new ArgumentNullException(nameof(mail));
        return FromWriter(mail.WriteTo);
    }

    /// <summary>What something writes, exactly as it writes it.</summary>
    /// <param name="write">Writes the message, the same octets each time; it is asked now, and when the message is appended.</param>
    public static ImapAppendContent FromWriter(Action<Stream> write) =>
        new(write ?? throw new ArgumentNullException(nameof(write)), Scan(write));

    /// <summary>
    /// What a file holds. Where a line of it ends with a bare LF, as programs keep mail on disk, all its lines go out with CRLF; otherwise
    /// it goes exactly as it is.
    /// </summary>
    /// <param name="write">Writes the message, the same octets each time; it is asked now, and when the message is appended.</param>
    public static ImapAppendContent FromFile(Action<Stream> write)
    {
        var scan = Scan(write ?? throw new ArgumentNullException(nameof(write)));
        if (!scan.HasBareLineFeed)
            return new ImapAppendContent(write, scan);

        void WriteLines(Stream destination)
        {
            var lines = new LineEndFilter(destination);
            write(lines);
            lines.Complete();
        }

        return new ImapAppendContent(WriteLines, Scan(WriteLines));
    }

    /// <summary>Writes the message.</summary>
    public void WriteTo(Stream destination) => _write(destination);

    private static ImapAppendScan Scan(Action<Stream> write)
    {
        var scan = new ImapAppendScan();
        write(scan);
        return scan;
    }
}
