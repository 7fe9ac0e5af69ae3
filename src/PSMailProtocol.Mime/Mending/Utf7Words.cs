using System;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Utils;

namespace PSMailProtocol.Mime;

/// <summary>Encoded-words in UTF-7, which neither the library nor the platform knows by its name any more.</summary>
internal static class Utf7Words
{
    // Nothing is decided by this text; it is only shown (RFC 2152).
#pragma warning disable SYSLIB0001
    public static readonly Encoding Encoding = new UTF7Encoding(allowOptionals: true);
#pragma warning restore SYSLIB0001

    private static readonly Regex Word = new(
        """=\?(?:unicode-1-1-)?utf-7(\?[QB]\?[^?]*\?=)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The same words in UTF-8.</summary>
    public static string Mend(string value) => !BrokenWords.Has(value, "utf-7?") ? value : Word.Replace(value, word =>
    {
        var octets = FieldText.Octets.GetBytes("=?us-ascii" + word.Groups[1].Value);
        var text = Encoding.GetString(Encoding.ASCII.GetBytes(Rfc2047.DecodeText(octets)));
        return "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "?=";
    });
}
