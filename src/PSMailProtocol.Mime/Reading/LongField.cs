using System;
using System.IO;
using MimeKit;
using MimeKit.IO;

namespace PSMailProtocol.Mime;

/// <summary>
/// A field so long that the parser saw its beginning only: what the parser gathers of a field it copies again and again. The value
/// is taken from the octets of the message.
/// </summary>
internal sealed class LongField : Header
{
    private LongField(Header beginning, byte[] value)
        : base(FieldText.Library, beginning.RawField, value, invalid: false)
    {
        ViewOffset = beginning.Offset ?? 0;
    }

    /// <summary>Where in the view it begins.</summary>
    public long ViewOffset { get; }

    /// <summary>The whole field.</summary>
    /// <param name="beginning">What the parser saw of it.</param>
    /// <param name="open">Opens the octets of the message.</param>
    /// <param name="start">Where it begins in them.</param>
    /// <param name="end">Where it ends in them.</param>
    public static LongField Read(Header beginning, Func<Stream> open, long start, long end)
    {
        using var range = new BoundStream(open(), start + beginning.RawField.Length + 1, end, leaveOpen: false);
        using var value = new MemoryStream();
        range.CopyTo(value);
        return new LongField(beginning, value.ToArray());
    }
}
