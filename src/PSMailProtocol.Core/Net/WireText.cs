using System.Text;

namespace PSMailProtocol.Net;

/// <summary>The one gate between text and the wire: what would end a command early never passes, in either direction.</summary>
public static class WireText
{
    /// <summary>UTF-8 without a byte order mark that refuses lone surrogates rather than sending a replacement.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Longest excerpt of a server's line in an error, in characters.</summary>
    private const int ExcerptLength = 200;

    /// <summary>Encodes text for a command as UTF-8, refusing CR, LF and NUL (RFC 5321 section 4.1.2, RFC 9051 section 4.3).</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The parameter or property that it comes from, for the error; the value itself is never shown.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public static byte[] Encode(string text, string name)
    {
        Validate(text, name);
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new MailArgumentException(MailErrors.InvalidWireText, name,
                "holds half of a surrogate pair, which no encoding can carry.");
        }
    }

    /// <summary>Refuses CR, LF and NUL.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public static void Validate(string text, string name)
    {
        foreach (var c in text)
        {
            if (c is '\r' or '\n' or '\0')
                throw new MailArgumentException(MailErrors.InvalidWireText, name,
                    "holds a carriage return, line feed or NUL, which would end the command.");
        }
    }

    /// <summary>Decodes a line for people and for errors: UTF-8 with replacement.</summary>
    public static string Decode(byte[] buffer, int offset, int count) => Encoding.UTF8.GetString(buffer, offset, count);

    /// <summary>
    /// Makes a peer's text fit for a terminal: control characters, which could drive it, become question marks, and
    /// what is longer than a line is cut.
    /// </summary>
    public static string Excerpt(string text) => Sanitize(text.Length <= ExcerptLength ? text : text.Substring(0, ExcerptLength) + "…");

    /// <summary>Replaces C0 and C1 control characters other than TAB, so that text cannot drive a terminal.</summary>
    public static string Sanitize(string text)
    {
        var clean = 0;
        while (clean < text.Length && !IsUnsafe(text[clean]))
            clean++;
        if (clean == text.Length)
            return text;

        var safe = new StringBuilder(text);
        for (var i = clean; i < safe.Length; i++)
        {
            if (IsUnsafe(safe[i]))
                safe[i] = '?';
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char c) => c != '\t' && char.IsControl(c);
}
