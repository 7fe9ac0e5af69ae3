using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Tests.Mime.Composing;

/// <summary>
/// Strict decoders that take the RFCs at their word and nothing that they do not allow. They share no code with what
/// they check.
/// </summary>
internal static partial class ReferenceDecoder
{
    /// <summary>RFC 2045 section 6.7; throws on anything that an encoder must not write.</summary>
    public static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        foreach (string line in text.Split("\r\n"))
        {
            if (line.Length > 76 || line.EndsWith(' ') || line.EndsWith('\t') || line.Any(c => c is < ' ' and not '\t' or > '~'))
                throw new InvalidDataException("Not quoted-printable: " + line);
            bool soft = line.EndsWith('=');
            string rest = soft ? line[..^1] : line;
            for (int i = 0; i < rest.Length; i++)
            {
                if (rest[i] != '=')
                {
                    bytes.Add((byte)rest[i]);
                    continue;
                }

                bytes.Add(byte.Parse(rest.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }

            if (!soft)
                bytes.AddRange("\r\n"u8.ToArray());
        }

        return [.. bytes.Take(bytes.Count - 2)];
    }

    /// <summary>RFC 2047: every word by itself, strictly, then white space between two words away.</summary>
    public static string EncodedWords(string unfolded)
    {
        string joined = Gap().Replace(unfolded, "$1");
        return Word().Replace(joined, match =>
        {
            if (match.Length > 75)
                throw new InvalidDataException("An encoded-word is too long: " + match.Value);
            byte[] bytes = match.Groups[2].Value == "B" ? Convert.FromBase64String(match.Groups[3].Value) : Q(match.Groups[3].Value);
            return Encoding.GetEncoding(match.Groups[1].Value, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                .GetString(bytes);
        });
    }

    /// <summary>RFC 2231: the value of a parameter, as it is, extended, or in sections of both kinds.</summary>
    public static string? Parameter(string unfolded, string name)
    {
        var sections = new SortedDictionary<int, (string Value, bool IsExtended)>();
        foreach (Match match in Section().Matches(unfolded))
        {
            if (match.Groups[1].Value != name)
                continue;
            string value = match.Groups[4].Value;
            int number = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 0;
            sections.Add(number, (value.StartsWith('"') ? Escape().Replace(value[1..^1], "$1") : value, match.Groups[3].Success));
        }

        if (sections.Count == 0)
            return null;
        if (!sections.Keys.SequenceEqual(Enumerable.Range(0, sections.Count)))
            throw new InvalidDataException("Not a parameter: " + unfolded);
        string charset = "us-ascii";
        if (sections[0].IsExtended)
        {
            string[] first = sections[0].Value.Split('\'', 3);
            charset = first[0];
            sections[0] = (first[2], true);
        }

        byte[] octets =
            [.. sections.Values.SelectMany(
                section => section.IsExtended ? Percent(section.Value) : Encoding.Latin1.GetBytes(section.Value))];
        return Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(octets);
    }

    private static byte[] Percent(string text)
    {
        var octets = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '%';
            octets.Add(isEscape
                ? byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : (byte)text[i]);
            i += isEscape ? 2 : 0;
        }

        return [.. octets];
    }

    private static byte[] Q(string text)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is <= ' ' or > '~' or '?')
                throw new InvalidDataException("Not Q: " + text);
            if (text[i] == '=')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.Add(text[i] == '_' ? (byte)' ' : (byte)text[i]);
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"(=\?[^?]+\?[BQ]\?[^? ]*\?=)[ \t]+(?==\?[^?]+\?[BQ]\?[^? ]*\?=)")]
    private static partial Regex Gap();

    [GeneratedRegex(@"=\?([^?]+)\?([BQ])\?([^? ]*)\?=")]
    private static partial Regex Word();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\G.*?;\s*([a-z]+)(?:\*([0-9]+))?(\*)?=(""(?:[^""\\]|\\.)*""|[^;\s""]*)")]
    private static partial Regex Section();
}
