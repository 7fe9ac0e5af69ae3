using System;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// The bytes that the parser looks at: the whole message when it is in memory, otherwise a window that slides over it.
/// </summary>
internal sealed class ParseWindow
{
    public const int InitialSize = 128 * 1024;

    private readonly RawMail _source;
    private long _limit;

    public ParseWindow(RawMail source, int size = InitialSize)
    {
        _source = source;
        _limit = source.Length;
        IsWhole = source.Array is not null;
        Buffer = source.Array ?? new byte[(int)Math.Min(size, Math.Max(_limit, 1))];
        End = IsWhole ? (int)_limit : 0;
    }

    /// <summary>Whether the buffer is the message itself, so that slices of it may be kept.</summary>
    public bool IsWhole { get; }

    public byte[] Buffer { get; private set; }

    /// <summary>Where in the message the buffer's index 0 is.</summary>
    public long Base { get; private set; }

    /// <summary>The index after the last byte.</summary>
    public int End { get; private set; }

    /// <summary>Whether nothing comes after the window.</summary>
    public bool IsAtEnd => Base + End >= _limit;

    public long Length => _limit;

    /// <summary>Makes a position an index of the buffer.</summary>
    public int Seek(long position)
    {
        if (position < Base || position > Base + End)
        {
            Base = position;
            End = 0;
        }

        return (int)(position - Base);
    }

    /// <summary>Reads on, keeping what begins at an index.</summary>
    /// <param name="keepFrom">The first index still needed.</param>
    /// <returns>By how much indexes went down, or -1 when there is nothing more to read.</returns>
    public int ReadOn(int keepFrom)
    {
        if (IsAtEnd)
        {
            return -1;
        }

        var kept = End - keepFrom;
        if (keepFrom > 0)
        {
            System.Buffer.BlockCopy(Buffer, keepFrom, Buffer, 0, kept);
            Base += keepFrom;
        }
        else if (kept == Buffer.Length)
        {
            var grown = Buffer;
            Array.Resize(ref grown, checked(Buffer.Length * 2));
            Buffer = grown;
        }

        var read = _source.Read(Base + kept, Buffer, kept, (int)Math.Min(Buffer.Length - kept, _limit - Base - kept));
        End = kept + read;
        if (read == 0)
        {
            // The source is shorter than it said.
            _limit = Base + End;
            return -1;
        }

        return keepFrom;
    }
}
