using System;
using System.Collections.Generic;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>
/// Charset names as mail has them. Names that lie are read as what they mean, mostly as the WHATWG encoding standard maps them:
/// <c>iso-8859-1</c> is windows-1252, <c>gb2312</c> is gb18030.
/// </summary>
internal static class Charsets
{
    /// <summary>UTF-8 that replaces what is invalid; US-ASCII is a subset of it.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>What text that says <c>iso-8859-1</c> or nothing really is.</summary>
    public static readonly Encoding Windows1252 = Encoding.GetEncoding(1252);

    // Squeezed names: lower case, letters and digits only.
    private static readonly Dictionary<string, int> CodePages = new(StringComparer.Ordinal)
    {
        ["latin2"] = 28592, ["latin3"] = 28593, ["latin4"] = 28594, ["latin5"] = 1254, ["latin9"] = 28605,
        ["cyrillic"] = 28595, ["arabic"] = 28596, ["greek"] = 28597, ["hebrew"] = 28598, ["tis620"] = 874,
        ["iso88598i"] = 28598, ["iso88598e"] = 28598, ["iso88596i"] = 28596, ["iso88596e"] = 28596,
        ["koi8r"] = 20866, ["koi8"] = 20866, ["koi8u"] = 21866, ["koi8ru"] = 21866,
        ["gb2312"] = 54936, ["gb231280"] = 54936, ["gbk"] = 54936, ["gb"] = 54936, ["xgbk"] = 54936, ["gb18030"] = 54936,
        ["euccn"] = 54936, ["xeuccn"] = 54936, ["chinese"] = 54936, ["hzgb2312"] = 52936, ["hz"] = 52936,
        ["big5"] = 950, ["big5hkscs"] = 950, ["cnbig5"] = 950, ["xxbig5"] = 950,
        ["shiftjis"] = 932, ["sjis"] = 932, ["xsjis"] = 932, ["mskanji"] = 932, ["windows31j"] = 932,
        ["eucjp"] = 51932, ["xeucjp"] = 51932, ["xeuc"] = 51932, ["iso2022jp"] = 50220, ["iso2022jp1"] = 50220,
        ["iso2022jp2"] = 50220,
        ["euckr"] = 949, ["ksc56011987"] = 949, ["ksc5601"] = 949, ["ksc56011989"] = 949, ["korean"] = 949, ["uhc"] = 949,
        ["iso2022kr"] = 50225,
        ["macintosh"] = 10000, ["mac"] = 10000, ["xmacroman"] = 10000, ["xmaccyrillic"] = 10007, ["xmacce"] = 10029,
    };

    /// <summary>Whether octets are valid UTF-8, in which a replacement character may well have been sent.</summary>
    public static bool IsUtf8(byte[] octets, int start, int count)
    {
        var text = Utf8.GetString(octets, start, count);
        return text.IndexOf('\uFFFD') < 0 || (Utf8.GetByteCount(text) == count && Array.IndexOf(octets, (byte)0xEF, start, count) >= 0
            && Utf8.GetBytes(text).AsSpan().SequenceEqual(octets.AsSpan(start, count)));
    }

    /// <summary>The encoding of a charset, or <c>null</c> when the name means nothing here.</summary>
    public static Encoding? Find(string name)
    {
        var squeezed = name.Length > 64 ? "" : Squeeze(name);
        switch (squeezed)
        {
            case "":
                return null;
            case "utf8" or "unicode11utf8" or "utf8mb4" or "xutf8" or "usascii" or "ascii" or "ansix341968" or "iso646us" or "646" or "us":
                return Utf8;
            case "iso88591" or "latin1" or "l1" or "iso885911987" or "ansi" or "windows1252" or "cp1252":
                return Windows1252;
            case "utf16" or "utf16le" or "unicode" or "ucs2":
                return Encoding.Unicode;
            case "utf16be":
                return Encoding.BigEndianUnicode;
            case "utf7" or "unicode11utf7":
                return Utf7Words.Encoding;
        }

        if (CodePages.TryGetValue(squeezed, out var codePage) || TryReadNumber(squeezed, out codePage))
            return codePage == 65001 ? Utf8 : FromPlatform(() => Encoding.GetEncoding(codePage));
        return FromPlatform(() => Encoding.GetEncoding(name));
    }

    // The platform says that it lacks an encoding by an exception, and has no other way to ask.
    private static Encoding? FromPlatform(Func<Encoding> get)
    {
        try
        {
            return get();
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Squeeze(string name)
    {
        var squeezed = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (character is >= 'a' and <= 'z' or >= '0' and <= '9')
                squeezed.Append(character);
            else if (character is >= 'A' and <= 'Z')
                squeezed.Append((char)(character + 32));
        }

        return squeezed.ToString();
    }

    private static bool TryReadNumber(string squeezed, out int codePage)
    {
        foreach (var prefix in new[] { "iso8859", "xcp", "cp", "windows", "xwindows", "win", "ibm", "ms", "xms", "dos" })
        {
            if (squeezed.StartsWith(prefix, StringComparison.Ordinal) && ushort.TryParse(squeezed.Substring(prefix.Length), out var number))
            {
                codePage = prefix == "iso8859" ? FromIso8859(number) : number;
                return codePage >= 37;
            }
        }

        codePage = 0;
        return false;
    }

    private static int FromIso8859(int part) => part switch
    {
        1 => 1252,
        9 => 1254,
        11 => 874,
        < 16 => 28590 + part,
        _ => 0,
    };
}
