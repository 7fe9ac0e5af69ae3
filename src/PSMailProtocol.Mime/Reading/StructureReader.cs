using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>The library's linear parser over a view of a message: its events give the parts, their fields and ranges.</summary>
internal sealed class StructureReader(ParserOptions options, OctetView view, MailLimits limits, Func<Stream> open, DefectLog defects)
    : MimeReader(options, view, MimeFormat.Entity)
{
    private readonly Stack<MailPart?> _open = new();
    private List<Header> _fields = [];
    private Header? _contentType;
    private int _fieldCount;
    private int _partCount;
    private int _octetWords;
    private long _block;
    private long _body = -1;
    private bool _isDelimiter;
    private bool _hasSeparator;
    private bool _isClosed;
    private long _fieldsEnd;
    private long _headersEnd;

    /// <summary>Whether the header was fetched alone, so that its end is no defect.</summary>
    public bool IsHeaderOnly { get; init; }

    /// <summary>The parts of the message, but not those of messages attached to it, in the order in which they begin.</summary>
    public List<MailPart> Parts { get; } = [];

    /// <summary>The fields of the last header block.</summary>
    public List<Header> Fields => _fields;

    /// <summary>Before which octets of the message an empty line is missing, so that a second pass must put one there.</summary>
    public List<long> EmptyLines { get; } = [];

    // Nobody sees the parts of an attached message: they count, and no more.
    private bool IsHidden => _open.Count > 0 && (_open.Peek() is null || _open.Peek()!.IsMessage);

    public void ReadParts()
    {
        try
        {
            ReadEntity();
        }
        catch (PartLimitException)
        {
            foreach (var part in _open)
            {
                if (part is not null)
                    part.End = view.Map.Length;
            }
        }
    }

    protected override void OnHeadersBegin(long offset, int line, CancellationToken token)
    {
        (_fields, _contentType, _fieldCount, _block, _fieldsEnd) = ([], null, 0, offset, offset);
        (_body, _isDelimiter, _hasSeparator) = (-1, false, false);
        (view.FieldStart, view.HeaderLimit) = (offset, offset + limits.MaxHeaderBlockSize);
    }

    protected override void OnHeaderRead(Header header, int line, CancellationToken token)
    {
        var offset = header.Offset ?? 0;
        if (offset == 0)
            return;

        // What a cap cut in two is left out as a whole.
        _fieldsEnd = offset + FieldText.Length(header);
        view.FieldStart = _fieldsEnd;
        if (view.FieldCut > offset && view.FieldCut <= _fieldsEnd)
        {
            if (Complete(header, offset) is not { } whole)
                return;
            header = whole;
        }

        if (view.HeaderCut > _block && _fieldsEnd > view.HeaderCut)
        {
            if (_fieldCount <= limits.MaxHeaders)
                Report(Messages.MimeDefect.HeaderBlockLimit, offset);
            return;
        }

        // Between fields such a line is junk; a delimiter line, though, is the body for certain.
        if (!FieldText.IsField(header))
        {
            _body = _body < 0 ? offset : _body;
            _isDelimiter |= header.RawField.Length > 1 && header.RawField[0] == '-' && header.RawField[1] == '-';
        }
        else if (!_isDelimiter)
        {
            _body = -1;
        }

        if (++_fieldCount > limits.MaxHeaders)
        {
            if (_fieldCount == limits.MaxHeaders + 1)
                Report(Messages.MimeDefect.HeaderLimit, offset);
            return;
        }

        if (header.Id is HeaderId.ContentType or HeaderId.ContentDisposition)
            _octetWords += UndeclaredOctets.CountWords(header.RawValue);
        _contentType ??= header.Id == HeaderId.ContentType ? header : null;
        if (!IsHidden)
            _fields.Add(header);
    }

    /// <summary>
    /// What is larger than a header may be is left out. A Content-Type stays cut, since the library does not read its parameters in
    /// linear time.
    /// </summary>
    private Header? Complete(Header header, long offset)
    {
        var start = view.Map.ToSource(offset);
        var isSmall = view.FieldEnd - start <= limits.MaxHeaderBlockSize;
        if (isSmall && header.Id != HeaderId.ContentType && FieldText.IsField(header))
            return LongField.Read(header, open, start, view.FieldEnd);

        Report(Messages.MimeDefect.HeaderBlockLimit, offset);
        return isSmall || header.Id == HeaderId.ContentType ? header : null;
    }

    protected override void OnBodySeparator(long offset, int line, long end, CancellationToken token) => _hasSeparator = offset < end;

    protected override void OnHeadersEnd(long begin, int beginLine, long end, int endLine, CancellationToken token)
    {
        (view.HeaderLimit, _headersEnd) = (long.MaxValue, end);
        if (IsHidden)
            return;

        if (_body >= 0)
            _fields.RemoveAll(field => FieldText.ViewOffset(field) >= _body);
        foreach (var field in _fields)
        {
            if (!FieldText.IsField(field))
                Report(Messages.MimeDefect.InvalidHeader, FieldText.ViewOffset(field));
        }

        if (IsHeaderOnly)
            return;

        var source = view.Map.ToSource(_fieldsEnd);
        if (_body >= 0 || (!_hasSeparator && source < view.Map.Length))
            Report(Messages.MimeDefect.MissingHeaderBodySeparator, _body >= 0 ? _body : _fieldsEnd);
        else if (_fieldsEnd > begin && view.Map.ToSource(_fieldsEnd - 1) >= view.Map.Length)
            Report(Messages.MimeDefect.TruncatedHeader, begin);
    }

    protected override void OnMultipartBegin(MimeKit.ContentType type, long offset, int line, CancellationToken token)
    {
        LostBoundary.Mend(type, _contentType);
        if (type.Boundary is null && !IsHidden)
            Report(Messages.MimeDefect.MissingBoundary, offset);
        if (_body >= 0 && _isDelimiter && !IsHidden)
            EmptyLines.Add(view.Map.ToSource(_body));
        Begin(type, offset);
        _isClosed = false;
    }

    protected override void OnMessagePartBegin(MimeKit.ContentType type, long offset, int line, CancellationToken token)
    {
        if (Begin(type, offset) is { } part)
            part.IsMessage = true;
    }

    protected override void OnMimePartBegin(MimeKit.ContentType type, long offset, int line, CancellationToken token)
    {
        UnreadableType.Mend(type, _contentType);
        LostCharset.Mend(type, _contentType);
        if (Begin(type, offset) is { } part && _body >= 0)
            part.Start = view.Map.ToSource(_body);
        if (_open.Count > limits.Depth && (type.IsMimeType("multipart", "*") || type.IsMimeType("message", "rfc822")))
            Report(Messages.MimeDefect.DepthLimit, offset);
    }

    protected override void OnMultipartEndBoundaryBegin(long offset, int line, CancellationToken token) => _isClosed = true;

    protected override void OnMultipartEnd(
        MimeKit.ContentType type, long offset, int line, long headersEnd, long end, int lines, CancellationToken token)
    {
        var part = End(end);
        if (part is not null && !_isClosed && type.Boundary is not null)
            Report(part.Children.Count == 0 ? Messages.MimeDefect.BoundaryNotFound : Messages.MimeDefect.MissingClosingBoundary, offset);
        _isClosed = false;
    }

    protected override void OnMessagePartEnd(
        MimeKit.ContentType type, long offset, int line, long headersEnd, long end, int lines, CancellationToken token) =>
        End(end);

    protected override void OnMimePartEnd(
        MimeKit.ContentType type, long offset, int line, long headersEnd, long end, int lines, CancellationToken token) =>
        End(end);

    // The part that is one too many is all that is left, undivided.
    private MailPart? Begin(MimeKit.ContentType type, long offset)
    {
        var begin = view.Map.ToSource(offset);
        var isRest = ++_partCount > limits.MaxParts || _octetWords > UndeclaredOctets.MostWords;
        if (isRest)
            Report(Messages.MimeDefect.PartLimit, offset);

        MailPart? part = null;
        if (!IsHidden)
        {
            var parent = _open.Count > 0 ? _open.Peek() : null;
            part = isRest
                ? new MailPart(open, parent, [], new("application", "octet-stream"), begin) { Start = begin, End = view.Map.Length }
                : new MailPart(open, parent, _fields, type, begin) { Start = view.Map.ToSource(_headersEnd) };
            parent?.Children.Add(part);
            Parts.Add(part);
        }

        if (isRest)
            throw new PartLimitException();
        _open.Push(part);
        return part;
    }

    private MailPart? End(long end)
    {
        var part = _open.Pop();
        if (part is null)
            return null;

        part.End = view.Map.ToSource(end);
        part.Start = Math.Min(part.Start, part.End);
        return part;
    }

    private void Report(string name, long offset) => defects.Add(name, view.Map.ToSource(offset));

    private sealed class PartLimitException : Exception;
}
