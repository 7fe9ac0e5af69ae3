using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Text in gb2312, gbk and gb18030, in which the octet 0x80 is the euro sign (WHATWG), but not to the platform.</summary>
internal static class Gb18030Text
{
    public static string Decode(byte[] octets, Encoding encoding)
    {
        var text = new StringBuilder(octets.Length);
        var start = 0;
        for (var i = 0; i < octets.Length;)
        {
            if (octets[i] == 0x80)
            {
                text.Append(encoding.GetString(octets, start, i - start)).Append('\u20AC');
                start = i + 1;
            }

            // A character of two octets, or of four when the second is a digit.
            i += octets[i] <= 0x80 ? 1 : i + 1 < octets.Length && octets[i + 1] is >= (byte)'0' and <= (byte)'9' ? 4 : 2;
        }

        return text.Append(encoding.GetString(octets, start, octets.Length - start)).ToString();
    }
}
