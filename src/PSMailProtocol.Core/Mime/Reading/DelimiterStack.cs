using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>
/// The multiparts and attached messages that are open, innermost last, and the lines that delimit their parts
/// (RFC 2046 section 5.1.1).
/// </summary>
internal sealed class DelimiterStack
{
    /// <summary>A longer line is no delimiter. RFC 2046 allows a boundary 70 characters, mail lines have 998.</summary>
    public const int MaxLine = 1100;

    /// <summary>A longer boundary is not usable.</summary>
    public const int MaxBoundary = 998;

    private readonly List<Frame> _frames = [];
    private int _active;

    /// <summary>Whether any boundary is awaited.</summary>
    public bool HasAny => _active > 0;

    public int Count => _frames.Count;

    public MimePart this[int index] => _frames[index].Part;

    /// <summary>Opens a multipart, or an attached message, which has no boundary.</summary>
    public void Push(MimePart part, byte[]? boundary)
    {
        _frames.Add(new Frame { Part = part, Boundary = boundary, IsOpen = boundary is not null });
        _active += boundary is null ? 0 : 1;
    }

    /// <summary>Takes the innermost one off.</summary>
    /// <returns>Whether its boundary was still awaited.</returns>
    public bool Pop(out MimePart part)
    {
        var frame = _frames[_frames.Count - 1];
        _frames.RemoveAt(_frames.Count - 1);
        _active -= frame.IsOpen ? 1 : 0;
        part = frame.Part;
        return frame.IsOpen;
    }

    /// <summary>After its closing delimiter a boundary means nothing more; what follows is epilogue.</summary>
    public void Close(int index)
    {
        var frame = _frames[index];
        frame.IsOpen = false;
        _frames[index] = frame;
        _active--;
    }

    /// <summary>Which open boundary a line is the delimiter of; its index is -1 when there is none.</summary>
    public (int Index, bool IsClosing) Match(byte[] buffer, int start, int end)
    {
        if (_active == 0 || end - start < 3 || end - start > MaxLine || buffer[start] != '-' || buffer[start + 1] != '-')
        {
            return (-1, false);
        }

        // Transport padding: white space before the line end.
        while (end > start && HeaderScan.IsSpace(buffer[end - 1]))
        {
            end--;
        }

        start += 2;
        var index = Find(buffer, start, end - start);
        if (index >= 0)
        {
            return (index, false);
        }

        var isClosing = end - start > 2 && buffer[end - 1] == '-' && buffer[end - 2] == '-';
        return isClosing ? (Find(buffer, start, end - start - 2), true) : (-1, false);
    }

    // The innermost first. The whole line is compared, so that one boundary may be the beginning of another.
    private int Find(byte[] buffer, int start, int length)
    {
        for (var i = _frames.Count - 1; i >= 0; i--)
        {
            var frame = _frames[i];
            if (frame.IsOpen && frame.Boundary!.Length == length && AreEqual(buffer, start, frame.Boundary))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool AreEqual(byte[] buffer, int start, byte[] boundary)
    {
        for (var i = 0; i < boundary.Length; i++)
        {
            if (buffer[start + i] != boundary[i])
            {
                return false;
            }
        }

        return true;
    }

    private struct Frame
    {
        public MimePart Part;
        public byte[]? Boundary;
        public bool IsOpen;
    }
}
