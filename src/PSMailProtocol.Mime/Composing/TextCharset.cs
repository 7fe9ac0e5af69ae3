using System;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>A charset that text of a message is written in, with the name that goes on the wire.</summary>
internal sealed class TextCharset
{
    /// <summary>UTF-8, which every text fits into; a lone surrogate becomes U+FFFD.</summary>
    public static readonly TextCharset Utf8 = new(new UTF8Encoding(false), "utf-8");

    private const string AsciiProbe = "\t\r\n !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~";

    private TextCharset(Encoding encoding, string name)
    {
        Encoding = encoding;
        Name = name;
    }

    public Encoding Encoding { get; }

    public string Name { get; }

    public bool IsUtf8 => ReferenceEquals(this, Utf8);

    /// <summary>The charset to use for an encoding that a caller named.</summary>
    /// <remarks>
    /// UTF-16, UTF-32, UTF-7 and EBCDIC write ASCII differently, which text of MIME must not (RFC 2781 section 4):
    /// they give way to UTF-8, and so does an encoding that cannot be told to fail on what it lacks.
    /// </remarks>
    public static TextCharset For(Encoding? encoding)
    {
        if (encoding is null or UTF8Encoding)
            return Utf8;
        var strict = (Encoding)encoding.Clone();
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        return WritesAsciiAsItIs(strict) ? new TextCharset(strict, strict.WebName) : Utf8;
    }

    /// <summary>This charset if the text can be written in it without loss, otherwise UTF-8.</summary>
    public TextCharset Fit(string text)
    {
        if (IsUtf8 || HasLatin1Control(text))
            return Utf8;
        try
        {
            return Encoding.GetString(Encoding.GetBytes(text)) == text ? this : Utf8;
        }
        catch (EncoderFallbackException)
        {
            return Utf8;
        }
    }

    /// <summary>
    /// U+0080 to U+009F are what charsets disagree about: readers take ISO-8859-1 for windows-1252, and the bytes begin
    /// a pair in others.
    /// </summary>
    private static bool HasLatin1Control(string text)
    {
        foreach (char c in text)
        {
            if (c is >= '\u0080' and < '\u00a0')
                return true;
        }

        return false;
    }

    private static bool WritesAsciiAsItIs(Encoding encoding)
    {
        try
        {
            return encoding.GetBytes(AsciiProbe).AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(AsciiProbe));
        }
        catch (EncoderFallbackException)
        {
            // Some code pages, such as those of IA5, have no octet for a tab or a dollar.
            return false;
        }
    }
}
