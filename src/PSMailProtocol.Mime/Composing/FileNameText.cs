using System.Text;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Writes an attachment's name: RFC 2231 in the disposition, and RFC 2047 beside the type, which Outlook reads.</summary>
/// <remarks>
/// MimeKit's own division of a long name may fall inside a character, and it leaves a name as it is that every reader would take
/// for encoded. So it writes names of plain ASCII alone.
/// </remarks>
internal static class FileNameText
{
    private const int LongestPlainName = 60;
    private const int LongestSection = 60;

    public static void Add(MimeEntity part, string fileName)
    {
        if (fileName.Length == 0)
            return;
        if (IsPlain(fileName))
        {
            part.ContentType.Name = fileName;
            part.ContentDisposition!.FileName = fileName;
            return;
        }

        string words = EncodedWords.Encode(fileName, TextCharset.Utf8, " name=\"".Length, always: true).Replace(" ", "\r\n ");
        SetRaw(part, HeaderId.ContentType, $" {part.ContentType.MimeType};\r\n name=\"{words}\"\r\n");
        SetRaw(part, HeaderId.ContentDisposition, $" {part.ContentDisposition!.Disposition};{Sections(fileName)}\r\n");
    }

    private static void SetRaw(MimeEntity part, HeaderId id, string value) =>
        part.Headers[part.Headers.IndexOf(id)].SetRawValue(Encoding.ASCII.GetBytes(value));

    private static string Sections(string fileName)
    {
        var sections = new StringBuilder();
        var section = new StringBuilder("utf-8''");
        int count = 0;
        for (int i = 0; i < fileName.Length; i++)
        {
            int length = char.IsHighSurrogate(fileName[i]) && i + 1 < fileName.Length ? 2 : 1;
            string character = Percent(fileName.Substring(i, length));
            if (section.Length + character.Length > LongestSection)
            {
                sections.Append("\r\n filename*").Append(count++).Append("*=").Append(section).Append(';');
                section.Clear();
            }

            section.Append(character);
            i += length - 1;
        }

        return sections.Append(count == 0 ? "\r\n filename*=" : $"\r\n filename*{count}*=").Append(section).ToString();
    }

    private static string Percent(string character)
    {
        if (character[0] is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '.' or '_')
            return character;
        var octets = new StringBuilder();
        foreach (byte octet in TextCharset.Utf8.Encoding.GetBytes(character))
            octets.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        return octets.ToString();
    }

    private static bool IsPlain(string fileName)
    {
        foreach (char c in fileName)
        {
            if (c is < ' ' or > '~')
                return false;
        }

        return fileName.Length <= LongestPlainName && !EncodedWords.LooksEncoded(fileName) && fileName.Trim(' ').Length == fileName.Length;
    }
}
