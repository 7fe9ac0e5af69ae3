using System.Collections;
using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>The fields of one header block, in the order they came, repeated ones included.</summary>
public sealed class HeaderCollection : IReadOnlyList<HeaderField>
{
    private readonly HeaderSpan[] _spans;
    private HeaderField?[]? _fields;
    private Encoding? _fallbackCharset;
    private DecodingContext? _context;

    internal HeaderCollection(byte[] buffer, long baseOffset, HeaderSpan[] spans)
    {
        Buffer = buffer;
        BaseOffset = baseOffset;
        _spans = spans;
    }

    /// <summary>The number of fields.</summary>
    public int Count => _spans.Length;

    /// <summary>The buffer that the spans index.</summary>
    internal byte[] Buffer { get; }

    /// <summary>Where in the message the buffer's index 0 is.</summary>
    internal long BaseOffset { get; }

    /// <summary>How the values of these fields are decoded when nobody asks for defects.</summary>
    internal DecodingContext Context => _context ??= new DecodingContext(this, null);

    /// <summary>What octets beyond ASCII are read as when they are not UTF-8: the charset of the part's own text, else windows-1252.</summary>
    internal Encoding FallbackCharset => _fallbackCharset ??= FindFallbackCharset();

    /// <summary>The field at a position.</summary>
    /// <param name="index">From 0.</param>
    public HeaderField this[int index]
    {
        get
        {
            _fields ??= new HeaderField[_spans.Length];
            return _fields[index] ??= new HeaderField(this, _spans[index]);
        }
    }

    /// <summary>The decoded value of the first field of a name, or <c>null</c>.</summary>
    /// <param name="name">The field name, in any case.</param>
    public string? this[string name] => Find(name)?.Value;

    /// <summary>The first field of a name, or <c>null</c>.</summary>
    /// <param name="name">The field name, in any case.</param>
    public HeaderField? Find(string name)
    {
        var index = IndexOf(name, 0);
        return index < 0 ? null : this[index];
    }

    /// <summary>The decoded values of every field of a name, in order.</summary>
    /// <param name="name">The field name, in any case.</param>
    public IReadOnlyList<string> GetAll(string name)
    {
        var values = new List<string>();
        for (var i = IndexOf(name, 0); i >= 0; i = IndexOf(name, i + 1))
        {
            values.Add(this[i].Value);
        }

        return values;
    }

    /// <inheritdoc/>
    public IEnumerator<HeaderField> GetEnumerator()
    {
        for (var i = 0; i < _spans.Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The index of the next field of a name, or -1.</summary>
    internal int IndexOf(string name, int start)
    {
        for (var i = start; i < _spans.Length; i++)
        {
            if (_spans[i].NameLength == name.Length && FieldNames.Equals(Buffer, _spans[i].Start, name.Length, name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where a field lies.</summary>
    internal HeaderSpan SpanAt(int index) => _spans[index];

    /// <summary>Where the first field of a name lies.</summary>
    internal bool TryFind(string name, out HeaderSpan span)
    {
        var index = IndexOf(name, 0);
        span = index < 0 ? default : _spans[index];
        return index >= 0;
    }

    private Encoding FindFallbackCharset()
    {
        if (TryFind("Content-Type", out var span))
        {
            var charset = ContentType.Read(Buffer, span.ValueStart, span.End, DecodingContext.None).Charset;
            if (charset is not null && Charset.Find(charset) is { } encoding && !Charset.IsUtf8(encoding) && Charset.IsAsciiCompatible(encoding))
            {
                return encoding;
            }
        }

        return Windows1252Encoding.Instance;
    }
}
