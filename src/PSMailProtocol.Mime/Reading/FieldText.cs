using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace PSMailProtocol.Mime;

/// <summary>The text of header fields.</summary>
internal static class FieldText
{
    /// <summary>Each octet as the character of its number, and back.</summary>
    public static readonly Encoding Octets = Encoding.GetEncoding(28591);

    /// <summary>How the library reads fields; what they do not declare is put into UTF-8 before.</summary>
    public static readonly ParserOptions Library = new() { CharsetEncoding = Charsets.Utf8 };

    /// <summary>The pattern of a quoted string (RFC 5322 section 3.2.4); one that nothing closes goes on to the end.</summary>
    public const string QuotedString = @"""(?>[^""\\]|\\.)*(?:""|\z)";

    /// <summary>The value unfolded, a tab behind a line end being a space, and decoded, without line ends and NUL.</summary>
    /// <param name="value">The octets.</param>
    /// <param name="charset">What octets are in that nothing declares and that are not UTF-8.</param>
    public static string Read(byte[] value, Encoding charset)
    {
        value = UndeclaredOctets.Mend(value, charset);
        var hasWord = BrokenWords.HasWord(value) && UndeclaredOctets.CountWords(value) <= UndeclaredOctets.MostWords;
        var text = hasWord ? Rfc2047.DecodeText(Library, BrokenWords.Mend(value)) : Charsets.Utf8.GetString(value);
        return WithoutLineEnds(Header.Unfold(text.Replace("\n\t", "\n "))).Trim(' ');
    }

    /// <summary>The text of a field, or of a line that is none.</summary>
    public static string Read(Header field, Encoding charset) => Read(IsField(field) ? field.RawValue : Line(field), charset);

    /// <summary>What would be a line of its own where the text is used again is a space.</summary>
    public static string WithoutLineEnds(string text) => text.IndexOfAny(['\r', '\n', '\0']) < 0
        ? text
        : text.Replace('\r', ' ').Replace('\n', ' ').Replace('\0', ' ');

    /// <summary>Whether it is a field: the library makes one of every line, and one without a value of a line without a colon.</summary>
    public static bool IsField(Header field) => field.RawValue.Length > 0 && IsFieldName(field.Field);

    /// <summary>How many octets it has, with its colon and line end.</summary>
    public static int Length(Header field) => field.RawField.Length + (field.RawValue.Length > 0 ? 1 + field.RawValue.Length : 0);

    /// <summary>Where in the view it begins.</summary>
    public static long ViewOffset(Header field) => field is LongField { ViewOffset: var offset } ? offset : field.Offset ?? 0;

    /// <summary>RFC 5322 section 3.6.8.</summary>
    public static bool IsFieldName(string name)
    {
        foreach (var character in name)
        {
            if (character is <= ' ' or > '~' or ':')
                return false;
        }

        return name.Length > 0;
    }

    public static string FromOctets(byte[] octets) => Octets.GetString(octets);

    /// <summary>The text without comments (RFC 5322 section 3.2.2), each of which is a space.</summary>
    public static string WithoutComments(string text)
    {
        if (text.IndexOf('(') < 0)
            return text;

        var plain = new StringBuilder(text.Length);
        var depth = 0;
        foreach (var character in text)
        {
            depth += character == '(' ? 1 : 0;
            plain.Append(depth > 0 ? ' ' : character);
            depth -= character == ')' && depth > 0 ? 1 : 0;
        }

        return plain.ToString();
    }

    private static byte[] Line(Header field) => field.RawValue.Length == 0
        ? field.RawField
        : [.. field.RawField, (byte)':', .. field.RawValue];
}
