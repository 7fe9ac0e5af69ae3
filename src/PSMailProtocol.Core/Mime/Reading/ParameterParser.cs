using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>
/// Reads the parameters after a structured value (RFC 2045 section 5.1) with the extensions of RFC 2231, and what
/// mailers make of them: missing quotes, spaces in values, quotes inside quotes, missing semicolons, encoded-words.
/// </summary>
internal static class ParameterParser
{
    private static readonly string[] Familiar =
        ["charset", "format", "name", "filename", "boundary", "delsp", "type", "size", "method", "reply-type", "report-type", "protocol", "micalg", "start"];

    public static ParameterList Read(byte[] buffer, int start, int end, DecodingContext context)
    {
        var position = SkipSeparators(buffer, start, end);
        if (position >= end)
        {
            return ParameterList.Empty;
        }

        var pieces = new List<ParameterPiece>(4);
        while (position < end)
        {
            if (TryReadPiece(buffer, ref position, end, out var piece))
            {
                pieces.Add(piece);
            }
            else
            {
                context.Report(MimeDefect.InvalidParameter, position);
                position = SkipToSemicolon(buffer, position, end);
            }

            position = SkipSeparators(buffer, position, end);
        }

        return ParameterAssembly.Join(buffer, pieces, context);
    }

    private static bool TryReadPiece(byte[] buffer, ref int position, int end, out ParameterPiece piece)
    {
        piece = default;
        piece.NameStart = position;
        var i = position;
        while (i < end && IsNameOctet(buffer[i]))
        {
            i++;
        }

        piece.NameLength = i - position;
        i = HeaderScan.SkipSpaceAndComments(buffer, i, end);
        if (piece.NameLength == 0 || i >= end || buffer[i] != '=')
        {
            return false;
        }

        ReadExtension(buffer, ref piece);
        i = HeaderScan.SkipSpace(buffer, i + 1, end);
        if (i < end && buffer[i] == '"')
        {
            piece.IsQuoted = true;
            piece.ValueStart = i + 1;
            piece.ValueEnd = FindClosingQuote(buffer, i + 1, end);
            position = Math.Min(piece.ValueEnd + 1, end);
            return true;
        }

        piece.ValueStart = i;
        position = FindValueEnd(buffer, i, end, IsFileName(buffer, piece));
        piece.ValueEnd = position;
        HeaderScan.Trim(buffer, ref piece.ValueStart, ref piece.ValueEnd);
        return true;
    }

    // RFC 2231 sections 3 and 4: name*, name*0, name*0*.
    private static void ReadExtension(byte[] buffer, ref ParameterPiece piece)
    {
        piece.Section = -1;
        var end = piece.NameStart + piece.NameLength;
        var asterisk = Array.IndexOf(buffer, (byte)'*', piece.NameStart, piece.NameLength);
        if (asterisk <= piece.NameStart)
        {
            return;
        }

        piece.IsExtended = buffer[end - 1] == '*';
        piece.NameLength = asterisk - piece.NameStart;
        var last = piece.IsExtended ? end - 1 : end;
        var section = 0;
        for (var i = asterisk + 1; i < last; i++)
        {
            if (buffer[i] is not (>= (byte)'0' and <= (byte)'9') || section > 1_000_000)
            {
                return;
            }

            section = (section * 10) + buffer[i] - '0';
        }

        piece.Section = asterisk + 1 < last ? section : -1;
    }

    // The quote that closes is one after which the value can be over; another is part of a name like "my "own" file".
    private static int FindClosingQuote(byte[] buffer, int start, int end)
    {
        var first = -1;
        for (var i = start; i < end; i++)
        {
            if (buffer[i] == '\\')
            {
                i++;
            }
            else if (buffer[i] == '"')
            {
                first = first < 0 ? i : first;
                var next = HeaderScan.SkipSpace(buffer, i + 1, end);
                if (next == end || buffer[next] is (byte)';' or (byte)'(' || IsFamiliar(buffer, next, end))
                {
                    return i;
                }

                i = next - 1;
            }
        }

        return first < 0 ? end : first;
    }

    private static int FindValueEnd(byte[] buffer, int start, int end, bool isFileName)
    {
        var afterSpace = false;
        for (var i = start; i < end; i++)
        {
            var octet = buffer[i];
            if (octet == ';' || (afterSpace && ((octet == '(' && !isFileName) || IsFamiliar(buffer, i, end))))
            {
                return i;
            }

            afterSpace = HeaderScan.IsSpace(octet);
        }

        return end;
    }

    // Whether a parameter of a well-known name begins here, so that the semicolon before it is missing.
    private static bool IsFamiliar(byte[] buffer, int position, int end)
    {
        foreach (var name in Familiar)
        {
            var after = position + name.Length;
            if (after < end && buffer[after] is (byte)'=' or (byte)'*' && FieldNames.Equals(buffer, position, name.Length, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFileName(byte[] buffer, ParameterPiece piece) =>
        FieldNames.Equals(buffer, piece.NameStart, piece.NameLength, "name")
        || FieldNames.Equals(buffer, piece.NameStart, piece.NameLength, "filename");

    private static bool IsNameOctet(byte octet) => octet is > (byte)' ' and < 127
        and not ((byte)';' or (byte)'=' or (byte)'"' or (byte)'(' or (byte)')' or (byte)',' or (byte)'<' or (byte)'>');

    private static int SkipSeparators(byte[] buffer, int position, int end)
    {
        while (true)
        {
            position = HeaderScan.SkipSpaceAndComments(buffer, position, end);
            if (position >= end || buffer[position] != ';')
            {
                return position;
            }

            position++;
        }
    }

    private static int SkipToSemicolon(byte[] buffer, int position, int end)
    {
        var semicolon = Array.IndexOf(buffer, (byte)';', position, end - position);
        return semicolon < 0 ? end : semicolon;
    }
}

/// <summary>One <c>name=value</c> of a field: a whole parameter, or a section of one (RFC 2231 section 3).</summary>
internal struct ParameterPiece
{
    public int NameStart;
    public int NameLength;

    /// <summary>The number after the asterisk, or -1.</summary>
    public int Section;

    /// <summary>Whether the value is percent-encoded.</summary>
    public bool IsExtended;

    public bool IsQuoted;
    public int ValueStart;
    public int ValueEnd;
}
