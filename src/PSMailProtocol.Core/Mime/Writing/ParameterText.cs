using System;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Writes parameters of Content-Type and Content-Disposition.</summary>
/// <remarks>
/// A file name goes out twice. <c>Content-Disposition</c> has it by the book (RFC 2231). <c>Content-Type</c> has it in
/// <c>name</c>, which a program that knows no RFC 2231 reads, Outlook among them: quoted, and where it is not plain
/// as encoded-words inside of the quotes, as every widely used program writes and reads it.
/// </remarks>
internal static class ParameterText
{
    private const int LongestWord = 76;

    private const string Hex = "0123456789ABCDEF";

    /// <summary>Writes a parameter by RFC 2231: quoted if plain and short, otherwise percent-encoded UTF-8 in sections.</summary>
    public static void Write(HeaderWriter header, string name, string value)
    {
        header.Raw(";");
        if (IsPlain(value) && name.Length + value.Length + 3 < LongestWord)
        {
            header.Word(name + "=\"" + value + "\"");
            return;
        }

        string whole = name + "*=utf-8''" + PercentEncode(value, 0, value.Length);
        if (whole.Length < LongestWord)
            header.Word(whole);
        else
            WriteSections(header, name, value);
    }

    /// <summary>Writes a parameter as programs read it that know no RFC 2231.</summary>
    public static void WriteFallback(HeaderWriter header, string name, string value)
    {
        header.Raw(";");
        if (IsPlain(value) && name.Length + value.Length + 3 < LongestWord)
        {
            header.Word(name + "=\"" + value + "\"");
            return;
        }

        header.Fold();
        EncodedWords.Write(header, " " + name + "=\"", value, TextCharset.Utf8, inPhrase: true);
        header.Raw("\"");
    }

    /// <summary>RFC 2231 sections 3 and 4: <c>name*0*=utf-8''…; name*1*=…</c>, no character split between two.</summary>
    private static void WriteSections(HeaderWriter header, string name, string value)
    {
        int position = 0;
        for (int section = 0; position < value.Length; section++)
        {
            string start = name + "*" + section.ToString(System.Globalization.CultureInfo.InvariantCulture) + "*=" + (section == 0 ? "utf-8''" : "");
            int end = SectionEnd(value, position, LongestWord - 1 - start.Length);
            if (section > 0)
                header.Raw(";");
            header.Word(start + PercentEncode(value, position, end - position));
            position = end;
        }
    }

    private static int SectionEnd(string value, int start, int room)
    {
        int end = start;
        int used = 0;
        while (end < value.Length)
        {
            int length = char.IsHighSurrogate(value[end]) && end + 1 < value.Length && char.IsLowSurrogate(value[end + 1]) ? 2 : 1;
            used += PercentEncode(value, end, length).Length;
            if (used > room && end > start)
                break;
            end += length;
        }

        return end;
    }

    private static string PercentEncode(string value, int start, int length)
    {
        var encoded = new StringBuilder(length * 3);
        foreach (byte octet in TextCharset.Utf8.Encoding.GetBytes(value.Substring(start, length)))
        {
            if (StandsForItself(octet))
                encoded.Append((char)octet);
            else
                encoded.Append('%').Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
        }

        return encoded.ToString();
    }

    /// <summary>A careful part of RFC 2231's attribute-char, the unreserved characters of RFC 3986.</summary>
    private static bool StandsForItself(byte octet) => octet
        is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9'
        or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';

    /// <summary>Whether the value can stand in quotes: printable ASCII, nothing to escape, nothing that looks encoded.</summary>
    private static bool IsPlain(string value)
    {
        foreach (char c in value)
        {
            if (c is < ' ' or > '~' or '"' or '\\')
                return false;
        }

        return value.IndexOf("=?", StringComparison.Ordinal) < 0
            && (value.Length == 0 || (value[0] != ' ' && value[value.Length - 1] != ' '));
    }
}
