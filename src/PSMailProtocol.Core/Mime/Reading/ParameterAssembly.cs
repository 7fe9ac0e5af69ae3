using System;
using System.Collections.Generic;
using System.Text;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Joins the pieces of parameters to decoded values (RFC 2231), mixtures with encoded-words included.</summary>
internal static class ParameterAssembly
{
    public static ParameterList Join(byte[] buffer, List<ParameterPiece> pieces, DecodingContext context)
    {
        var names = new List<string>(pieces.Count);
        var groups = new Dictionary<string, List<ParameterPiece>>(StringComparer.Ordinal);
        foreach (var piece in pieces)
        {
            var name = GetName(buffer, piece);
            if (!groups.TryGetValue(name, out var group))
            {
                groups.Add(name, group = []);
                names.Add(name);
            }

            group.Add(piece);
        }

        var items = new KeyValuePair<string, string>[names.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new KeyValuePair<string, string>(names[i], Decode(buffer, groups[names[i]], context));
        }

        return new ParameterList(items);
    }

    private static string GetName(byte[] buffer, ParameterPiece piece) =>
        FieldNames.Equals(buffer, piece.NameStart, piece.NameLength, "charset") ? "charset"
        : FieldNames.Equals(buffer, piece.NameStart, piece.NameLength, "boundary") ? "boundary"
        : FieldNames.Equals(buffer, piece.NameStart, piece.NameLength, "filename") ? "filename"
        : FieldNames.Equals(buffer, piece.NameStart, piece.NameLength, "name") ? "name"
        : Encoding.ASCII.GetString(buffer, piece.NameStart, piece.NameLength).ToLowerInvariant();

    // The extended form first, since senders write the plain one beside it for readers that know no other.
    private static string Decode(byte[] buffer, List<ParameterPiece> group, DecodingContext context)
    {
        var whole = group.FindIndex(piece => piece.Section < 0 && piece.IsExtended);
        if (whole < 0)
        {
            if (group.Exists(piece => piece.Section >= 0))
            {
                return DecodeSections(buffer, group, context);
            }

            whole = 0;
        }

        if (group.FindAll(piece => piece.Section < 0 && !piece.IsExtended).Count > 1)
        {
            context.Report(MimeDefect.InvalidParameter, group[1].NameStart);
        }

        return DecodePlainOrExtended(buffer, group[whole], context);
    }

    private static string DecodePlainOrExtended(byte[] buffer, ParameterPiece piece, DecodingContext context)
    {
        if (!piece.IsExtended && IsPlainAscii(buffer, piece.ValueStart, piece.ValueEnd))
        {
            return Encoding.ASCII.GetString(buffer, piece.ValueStart, piece.ValueEnd - piece.ValueStart);
        }

        var octets = new OctetBuffer(piece.ValueEnd - piece.ValueStart);
        Encoding? charset = null;
        AppendPiece(octets, buffer, piece, isFirst: true, ref charset, context);
        return Decode(octets, charset, context);
    }

    private static string DecodeSections(byte[] buffer, List<ParameterPiece> group, DecodingContext context)
    {
        // A stable sort: of two sections with one number the first counts, gaps are closed up.
        var sections = group.FindAll(piece => piece.Section >= 0);
        sections.Sort((left, right) => left.Section != right.Section
            ? left.Section.CompareTo(right.Section)
            : left.NameStart.CompareTo(right.NameStart));
        var octets = new OctetBuffer(256);
        Encoding? charset = null;
        var previous = -1;
        foreach (var section in sections)
        {
            if (section.Section != previous + 1)
            {
                context.Report(MimeDefect.InvalidParameter, section.NameStart);
            }

            if (section.Section != previous)
            {
                AppendPiece(octets, buffer, section, previous < 0, ref charset, context);
            }

            previous = section.Section;
        }

        return Decode(octets, charset, context);
    }

    private static void AppendPiece(OctetBuffer octets, byte[] buffer, ParameterPiece piece, bool isFirst, ref Encoding? charset, DecodingContext context)
    {
        var start = piece.ValueStart;
        if (piece.IsExtended && isFirst)
        {
            charset = ReadCharset(buffer, ref start, piece.ValueEnd, context);
        }

        for (var i = start; i < piece.ValueEnd; i++)
        {
            var octet = buffer[i];
            if (octet is (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (octet == '%' && piece.IsExtended)
            {
                var value = i + 2 < piece.ValueEnd ? (Hexadecimal.Value(buffer[i + 1]) << 4) | Hexadecimal.Value(buffer[i + 2]) : -1;
                i += value >= 0 ? 2 : 0;
                octet = value >= 0 ? (byte)value : octet;
            }
            else if (octet == '\\' && piece.IsQuoted && i + 1 < piece.ValueEnd && buffer[i + 1] is (byte)'"' or (byte)'\\')
            {
                // Only these two: a backslash before anything else is a path that a careless sender put into quotes.
                octet = buffer[++i];
            }

            octets.Add(octet);
        }
    }

    // RFC 2231 section 4: charset'language'text. Without the two apostrophes all of it is text.
    private static Encoding? ReadCharset(byte[] buffer, ref int start, int end, DecodingContext context)
    {
        var first = Array.IndexOf(buffer, (byte)'\'', start, end - start);
        var second = first < 0 ? -1 : Array.IndexOf(buffer, (byte)'\'', first + 1, end - first - 1);
        if (second < 0)
        {
            context.Report(MimeDefect.InvalidParameter, start);
            return null;
        }

        var name = Encoding.ASCII.GetString(buffer, start, Math.Min(first - start, 80));
        var charset = Charset.Find(name);
        if (charset is null && name.Length > 0)
        {
            context.Report(MimeDefect.UnknownCharset, start);
        }

        start = second + 1;
        return charset;
    }

    private static string Decode(OctetBuffer octets, Encoding? charset, DecodingContext context)
    {
        if (charset is not null)
        {
            var text = Charset.Decode(charset, octets.Bytes, 0, octets.Count, context.FallbackCharset, out _);
            if (text.IndexOf("=?", StringComparison.Ordinal) < 0)
            {
                return text;
            }
        }

        // RFC 2047 section 5 forbids encoded-words in parameters; half of the world's file names are sent so.
        return HeaderText.Decode(octets.Bytes, 0, octets.Count, DecodingContext.WithCharset(context.FallbackCharset));
    }

    private static bool IsPlainAscii(byte[] buffer, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (buffer[i] is >= 128 or (byte)'\\' or (byte)'\r' or (byte)'\n' or (byte)'?')
            {
                return false;
            }
        }

        return true;
    }
}
