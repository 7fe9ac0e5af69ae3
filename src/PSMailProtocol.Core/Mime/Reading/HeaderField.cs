using System;

namespace PSMailProtocol.Mime;

/// <summary>One field of a header block as it was received, raw and decoded (RFC 5322 section 2.2).</summary>
public sealed class HeaderField
{
    private readonly HeaderCollection _owner;
    private readonly HeaderSpan _span;
    private string? _name;
    private string? _value;

    internal HeaderField(HeaderCollection owner, HeaderSpan span)
    {
        _owner = owner;
        _span = span;
    }

    /// <summary>The field name as written, or an empty string for a line that is no field.</summary>
    public string Name => _name ??= FieldNames.Get(_owner.Buffer, _span.Start, _span.NameLength);

    /// <summary>The value unfolded, its encoded-words (RFC 2047) decoded. It may hold any character a sender put there, controls included, but no CR, LF or NUL: those are spaces.</summary>
    public string Value => _value ??= HeaderText.Decode(_owner.Buffer, _span.ValueStart, _span.End, _owner.Context);

    /// <summary>Where the field begins, in octets from the start of the message.</summary>
    public long Offset => _owner.BaseOffset + _span.Start;

    /// <summary>How many octets the field has, name, folds and line ends included.</summary>
    public int Length => _span.End - _span.Start;

    /// <summary>The whole field as received, name, folds and line ends included.</summary>
    /// <returns>A copy.</returns>
    public byte[] GetRawBytes()
    {
        var copy = new byte[Length];
        Buffer.BlockCopy(_owner.Buffer, _span.Start, copy, 0, copy.Length);
        return copy;
    }

    /// <summary>The field as <c>Name: Value</c>, decoded.</summary>
    public override string ToString() => Name + ": " + Value;
}

/// <summary>Where a field lies in the buffer of its header block.</summary>
internal struct HeaderSpan
{
    public int Start;
    public int NameLength;
    public int ValueStart;
    public int End;
}
