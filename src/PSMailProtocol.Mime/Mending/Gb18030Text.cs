using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Text in gb2312, gbk and gb18030, in which the octet 0x80 is the euro sign (WHATWG) and not, as the platform has it, a control.</summary>
internal static class Gb18030Text
{
    public static string Decode(byte[] octets, Encoding encoding, out bool isValid)
    {
        var text = encoding.GetString(octets).Replace('\u0080', '\u20AC');
        isValid = text.IndexOf('\uFFFD') < 0;
        return text;
    }
}
