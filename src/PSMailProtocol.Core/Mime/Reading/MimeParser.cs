using System;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>
/// Finds the parts of a message (RFC 2046): one pass over the bytes, with a stack of its own instead of recursion.
/// Whatever the bytes are, there is a message; what had to be repaired is a defect.
/// </summary>
internal sealed class MimeParser
{
    private readonly MimeLimits _limits;
    private readonly ParseWindow _window;
    private readonly byte[] _beginning;
    private readonly DelimiterStack _open = new();
    private readonly MimeTree _tree;
    private readonly HeaderBlockReader _headers;
    private readonly DelimiterScanner _scanner;

    private MimeParser(RawMail source, MimeLimits limits, int windowSize)
    {
        _limits = limits;
        _window = new ParseWindow(source, windowSize);
        _tree = new MimeTree(source, limits);
        _beginning = source.Array ?? source.ToArray(0, Math.Min(source.Length, LineEnds.ProbeSize));
        var lineEnd = LineEnds.Detect(_beginning, _beginning.Length);
        if (lineEnd == '\r')
        {
            _tree.Defects.Add(MimeDefect.BareCarriageReturn, 0);
        }

        _headers = new HeaderBlockReader(_window, limits, _tree.Defects, lineEnd);
        _scanner = new DelimiterScanner(_window, _open, lineEnd);
    }

    public static MimeTree Parse(RawMail source, MimeLimits limits, int windowSize = ParseWindow.InitialSize)
    {
        var parser = Create(source, limits, windowSize);
        parser.ReadParts();
        return parser._tree;
    }

    /// <summary>Reads what is a message's header block alone, so that the parts it announces are not missed.</summary>
    public static MimeTree ParseHeader(RawMail source, MimeLimits limits)
    {
        var parser = Create(source, limits, ParseWindow.InitialSize);
        EndPart(parser.ReadRoot(), source.Length);
        return parser._tree;
    }

    private static MimeParser Create(RawMail source, MimeLimits limits, int windowSize)
    {
        if (source.Length > limits.MaxMessageSize)
        {
            throw new MailException(MailErrors.LimitExceeded,
                "The message has " + source.Length + " octets; " + nameof(MimeLimits.MaxMessageSize) + " allows " + limits.MaxMessageSize + ".");
        }

        return new MimeParser(source, limits, windowSize);
    }

    private MimePart ReadRoot() => ReadPart(SkipMboxLine(SkipByteOrderMark()), null);

    private void ReadParts()
    {
        var part = ReadRoot();
        while (true)
        {
            if (IsOpenableMessage(part))
            {
                _open.Push(part, null);
                part = ReadPart(part.BodyOffset, part);
                continue;
            }

            var isMultipart = TryOpenMultipart(part);
            var delimiter = _scanner.Find(part.BodyOffset);
            if (!isMultipart)
            {
                EndPart(part, delimiter.ContentEnd);
            }

            var parent = EndUpTo(ref delimiter);
            if (parent is null)
            {
                return;
            }

            part = ReadPart(delimiter.Next, parent);
        }
    }

    // Some editors begin a saved message with one.
    private int SkipByteOrderMark()
    {
        if (_beginning.Length < 3 || _beginning[0] != 0xEF || _beginning[1] != 0xBB || _beginning[2] != 0xBF)
        {
            return 0;
        }

        _tree.Defects.Add(MimeDefect.ByteOrderMark, 0);
        return 3;
    }

    private long SkipMboxLine(int start)
    {
        var buffer = _beginning;
        var end = Math.Min(buffer.Length, LineEnds.ProbeSize);
        if (end - start < 5 || !FieldNames.Equals(buffer, start, 4, "From") || buffer[start] != 'F' || buffer[start + 4] != ' ')
        {
            return start;
        }

        // "From : a@b" is the obsolete form of a field.
        var i = HeaderScan.SkipSpace(buffer, start + 4, end);
        var lineEnd = Array.IndexOf(buffer, (byte)'\n', start, end - start);
        if (lineEnd < 0 || (i < end && buffer[i] == ':'))
        {
            return start;
        }

        _tree.Defects.Add(MimeDefect.MboxFromLine, start);
        return lineEnd + 1;
    }

    private MimePart ReadPart(long offset, MimePart? parent)
    {
        var headers = _headers.Read(offset, _open, parent is null || parent.ContentType.IsMessage);
        var part = new MimePart(_tree, parent, headers, offset, _headers.BodyOffset);
        _tree.Add(part);
        return part;
    }

    private static void EndPart(MimePart part, long end) => part.BodyLength = end > part.BodyOffset ? end - part.BodyOffset : 0;

    private bool IsOpenableMessage(MimePart part)
    {
        if (!part.MayBeComposite || !part.ContentType.IsMessage || part.Encoding != TransferEncoding.Identity)
        {
            return false;
        }

        return IsWithinLimits(part);
    }

    private bool TryOpenMultipart(MimePart part)
    {
        if (!part.MayBeComposite || !part.ContentType.IsMultipart)
        {
            return false;
        }

        if (part.Encoding != TransferEncoding.Identity)
        {
            _tree.Defects.Add(MimeDefect.EncodedComposite, part.Offset);
        }

        var boundary = part.ContentType.Boundary?.TrimEnd(' ', '\t');
        if (string.IsNullOrEmpty(boundary) || boundary!.Length > DelimiterStack.MaxBoundary)
        {
            _tree.Defects.Add(MimeDefect.MissingBoundary, part.Offset);
            return false;
        }

        if (!IsWithinLimits(part))
        {
            return false;
        }

        _open.Push(part, Encoding.UTF8.GetBytes(boundary));
        return true;
    }

    private bool IsWithinLimits(MimePart part)
    {
        if (part.Depth >= _limits.MaxDepth)
        {
            _tree.Defects.Add(MimeDefect.DepthLimit, part.Offset);
            return false;
        }

        if (_tree.Parts.Count >= _limits.MaxParts)
        {
            _tree.Defects.Add(MimeDefect.PartLimit, part.Offset);
            return false;
        }

        return true;
    }

    // Ends what a delimiter ends, and returns the multipart that its next part belongs to, or null at the end.
    private MimePart? EndUpTo(ref Delimiter delimiter)
    {
        while (true)
        {
            while (_open.Count > delimiter.Index + 1)
            {
                EndInnermost(delimiter.ContentEnd);
            }

            if (delimiter.Index < 0)
            {
                return null;
            }

            if (!delimiter.IsClosing)
            {
                var parent = _open[delimiter.Index];
                if (_tree.Parts.Count < _limits.MaxParts)
                {
                    return parent;
                }

                _tree.Defects.Add(MimeDefect.PartLimit, delimiter.LineStart);
                delimiter = new Delimiter { Index = -1, ContentEnd = _window.Length };
                continue;
            }

            _open.Close(delimiter.Index);
            delimiter = _scanner.Find(delimiter.Next);
        }
    }

    private void EndInnermost(long end)
    {
        var isUnclosed = _open.Pop(out var part);
        part.IsClosed = !isUnclosed;
        if (isUnclosed)
        {
            _tree.Defects.Add(part.ChildCount == 0 ? MimeDefect.BoundaryNotFound : MimeDefect.MissingClosingBoundary, part.Offset);
        }

        EndPart(part, end);
        part.LastDescendant = _tree.Parts.Count - 1;
    }
}
