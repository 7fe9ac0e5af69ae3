using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>
/// A received message as the octets that came, in memory or in a temporary file that goes with it. They never change, and
/// several readers may read them at once. It says nothing of what they mean: that is a view over them.
/// </summary>
public abstract class RawMail
{
    private const int BlockSize = 1 << 16;

    private protected RawMail()
    {
    }

    /// <summary>The number of octets.</summary>
    public abstract long Length { get; }

    /// <summary>The array that holds the octets from index 0 on, or <c>null</c> when they are not in memory.</summary>
    internal virtual byte[]? Array => null;

    /// <summary>Takes a message from octets, which are not copied and must not change.</summary>
    /// <param name="octets">The octets.</param>
    public static RawMail FromBytes(byte[] octets) => new MemoryMail(octets ?? throw new ArgumentNullException(nameof(octets)));

    /// <summary>
    /// Takes a message from a stream's present position to its end. What it has then is kept: a file may change or go afterwards,
    /// and nothing holds it open.
    /// </summary>
    /// <param name="source">The stream, which stays its owner's.</param>
    /// <exception cref="MailException"><see cref="MailErrors.SpoolFailed"/> for a large one that finds no room in a temporary
    /// file.</exception>
    public static RawMail FromStream(Stream source)
    {
        if (source is null)
            throw new ArgumentNullException(nameof(source));
        return FromWriter(spool => source.CopyTo(spool, BlockSize));
    }

    /// <summary>Takes a message from something that writes it, which is asked once, now.</summary>
    /// <param name="write">Writes the message into the stream that it is given.</param>
    /// <exception cref="MailException"><see cref="MailErrors.SpoolFailed"/> for a large one that finds no room in a temporary
    /// file.</exception>
    public static RawMail FromWriter(Action<Stream> write)
    {
        if (write is null)
            throw new ArgumentNullException(nameof(write));
        using var spool = new MailSpool();
        try
        {
            write(spool);
            return spool.Take();
        }
        finally
        {
            spool.Clear();
        }
    }

    /// <summary>The same octets, of which no block is read before a question was asked.</summary>
    /// <param name="check">Throws where no more shall be read.</param>
    public RawMail Checked(Action check) => new CheckedMail(this, check ?? throw new ArgumentNullException(nameof(check)));

    /// <summary>Opens the octets for reading; the stream can seek.</summary>
    public Stream OpenRead() => OpenRead(0, Length);

    /// <summary>Opens a range of the octets for reading; the stream can seek.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">How many octets it has.</param>
    public abstract Stream OpenRead(long offset, long count);

    /// <summary>Writes the octets.</summary>
    /// <param name="destination">Where to; it is neither flushed nor closed.</param>
    public void WriteTo(Stream destination)
    {
        if (destination is null)
            throw new ArgumentNullException(nameof(destination));
        if (Array is { } array)
        {
            destination.Write(array, 0, array.Length);
            return;
        }

        using var octets = OpenRead();
        octets.CopyTo(destination, BlockSize);
    }

    /// <summary>Copies the octets into an array.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> for more of them than an array holds.</exception>
    public byte[] ToArray() => ToArray(0, Length);

    /// <summary>Copies octets from a position; returns less than asked for only at the end.</summary>
    internal abstract int Read(long position, byte[] buffer, int offset, int count);

    /// <summary>Copies a range.</summary>
    internal byte[] ToArray(long offset, long count)
    {
        if (count > int.MaxValue)
            throw new MailException(MailErrors.LimitExceeded,
                "A part of " + count + " octets does not fit into one array; read it as a stream.");

        var copy = new byte[(int)count];
        Read(offset, copy, 0, copy.Length);
        return copy;
    }
}
