using System;
using System.IO;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Mime;

/// <summary>Encoded-words of one charset in B and Q side by side; the library decodes each alone, though a character may go on.</summary>
internal static class MixedWords
{
    private static readonly Regex Run = new(
        """=\?([\w*-]{1,40})\?[BQ]\?[^?\s]*\?=(?:\s+=\?\1\?[BQ]\?[^?\s]*\?=)+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Word = new("""\?([BQ])\?([^?\s]*)\?=""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The same words as one in B.</summary>
    public static string Mend(string value) =>
        BrokenWords.Has(value, "?B?") && BrokenWords.Has(value, "?Q?") ? Run.Replace(value, Join) : value;

    private static string Join(Match run)
    {
        var (hasBase64, hasQuoted) = (false, false);
        using var octets = new MemoryStream();
        foreach (Match word in Word.Matches(run.Value))
        {
            var isBase64 = word.Groups[1].Value is "B" or "b";
            (hasBase64, hasQuoted) = (hasBase64 || isBase64, hasQuoted || !isBase64);
            MimeKit.Encodings.IMimeDecoder decoder = isBase64
                ? new MimeKit.Encodings.Base64Decoder()
                : new MimeKit.Encodings.QuotedPrintableDecoder(true);
            var encoded = FieldText.Octets.GetBytes(word.Groups[2].Value);
            var decoded = new byte[decoder.EstimateOutputLength(encoded.Length)];
            octets.Write(decoded, 0, decoder.Decode(encoded, 0, encoded.Length, decoded));
        }

        return hasBase64 && hasQuoted
            ? "=?" + run.Groups[1].Value + "?B?" + Convert.ToBase64String(octets.ToArray()) + "?="
            : run.Value;
    }
}
