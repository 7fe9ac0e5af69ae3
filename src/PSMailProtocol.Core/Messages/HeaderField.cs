using System;

namespace PSMailProtocol.Messages;

/// <summary>One field of a header block as it was received, raw and decoded (RFC 5322 section 2.2).</summary>
public sealed class HeaderField
{
    private readonly Func<byte[]> _octets;
    private readonly Func<string> _read;
    private string? _value;

    internal HeaderField(string name, long offset, int length, Func<byte[]> octets, Func<string> read)
    {
        (Name, Offset, Length) = (name, offset, length);
        (_octets, _read) = (octets, read);
    }

    /// <summary>The field name as written, or an empty string for a line that is no field.</summary>
    public string Name { get; }

    /// <summary>
    /// The value unfolded, its encoded-words (RFC 2047) decoded. It may hold any character a sender put there, controls included, but no
    /// CR, LF or NUL: those are spaces.
    /// </summary>
    public string Value => _value ??= _read();

    /// <summary>Where the field begins, in octets from the start of the message.</summary>
    public long Offset { get; }

    /// <summary>How many octets the field has, name, folds and line ends included.</summary>
    public int Length { get; }

    /// <summary>The whole field as received, name, folds and line ends included.</summary>
    /// <returns>A copy.</returns>
    public byte[] GetRawBytes() => _octets();

    /// <summary>The field as <c>Name: Value</c>, decoded.</summary>
    public override string ToString() => Name + ": " + Value;
}
