using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// How the lines of a message end: with LF, alone or after CR, as all mail does, or with CR alone, as very old mail
/// does. A CR alone inside a message of the first kind is no line end.
/// </summary>
internal static class LineEnds
{
    /// <summary>How much of the message is looked at.</summary>
    public const int ProbeSize = 4096;

    /// <summary>The octet that ends a line.</summary>
    public static byte Detect(byte[] buffer, int count)
    {
        count = Math.Min(count, ProbeSize);
        var carriageReturn = Array.IndexOf(buffer, (byte)'\r', 0, count);
        if (carriageReturn < 0 || (carriageReturn + 1 < count && buffer[carriageReturn + 1] == '\n'))
        {
            return (byte)'\n';
        }

        return Array.IndexOf(buffer, (byte)'\n', 0, count) < 0 ? (byte)'\r' : (byte)'\n';
    }
}
