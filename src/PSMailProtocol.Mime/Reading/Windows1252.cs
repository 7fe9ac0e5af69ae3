using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>
/// windows-1252, which is what text that says <c>iso-8859-1</c> or nothing really is. It is here in full because the
/// platform has it only where its code pages are, and everything falls back to it.
/// </summary>
internal sealed class Windows1252 : Encoding
{
    // 0x80 to 0x9F; the five holes stay C1 controls, as the WHATWG encoding standard has it.
    private const string HighControls =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    public static Windows1252 Instance { get; } = new();

    public override string WebName => "windows-1252";

    public override int CodePage => 1252;

    public override bool IsSingleByte => true;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (var i = 0; i < charCount; i++)
        {
            bytes[byteIndex + i] = ToByte(chars[charIndex + i]);
        }

        return charCount;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            var octet = bytes[byteIndex + i];
            chars[charIndex + i] = octet is >= 0x80 and < 0xA0 ? HighControls[octet - 0x80] : (char)octet;
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private static byte ToByte(char character)
    {
        if (character is < '\u0080' or (>= '\u00A0' and <= '\u00FF'))
        {
            return (byte)character;
        }

        var index = HighControls.IndexOf(character);
        return index < 0 ? (byte)'?' : (byte)(0x80 + index);
    }
}
