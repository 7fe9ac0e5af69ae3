using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>Checks a content type that a caller gave (RFC 2045 section 5.1) and splits it for folding.</summary>
internal static class ContentTypeRules
{
    private const int LongestPiece = 900;

    /// <summary>Splits <c>type/subtype; name=value</c> at its semicolons, each piece checked.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidHeaderValue"/>.</exception>
    public static List<string> Split(string contentType, string parameter)
    {
        HeaderRules.RefuseLineBreaks(contentType, parameter, MailErrors.InvalidHeaderValue);
        var pieces = new List<string>();
        int start = 0;
        while (start <= contentType.Length)
        {
            int end = EndOfPiece(contentType, start);
            string piece = contentType.Substring(start, end - start).Trim();
            if (pieces.Count == 0 ? !IsType(piece) : piece.Length > 0 && !IsParameter(piece))
                throw Refused(parameter, "is not of the form type/subtype; name=value");
            if (piece.Length > 0)
                pieces.Add(piece);
            start = end + 1;
        }

        RefuseStructure(pieces[0], parameter);
        return pieces;
    }

    /// <summary>A multipart's boundary and a message's transfer encoding are not for a caller to claim.</summary>
    private static void RefuseStructure(string type, string parameter)
    {
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("message/", StringComparison.OrdinalIgnoreCase))
            throw Refused(parameter, "names a multipart or message type; attach a message as a message");
    }

    private static int EndOfPiece(string text, int index)
    {
        bool quoted = false;
        for (; index < text.Length; index++)
        {
            if (quoted && text[index] == '\\')
                index++;
            else if (text[index] == '"')
                quoted = !quoted;
            else if (!quoted && text[index] == ';')
                break;
        }

        return Math.Min(index, text.Length);
    }

    private static bool IsType(string piece)
    {
        int slash = piece.IndexOf('/');
        return slash > 0 && piece.Length <= LongestPiece && IsToken(piece, 0, slash) && IsToken(piece, slash + 1, piece.Length);
    }

    private static bool IsParameter(string piece)
    {
        int equals = piece.IndexOf('=');
        if (equals < 1 || piece.Length > LongestPiece || !IsToken(piece, 0, equals))
            return false;
        return IsToken(piece, equals + 1, piece.Length) || IsQuoted(piece, equals + 1);
    }

    private static bool IsToken(string text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (text[i] is <= ' ' or > '~' || "()<>@,;:\\\"/[]?=".IndexOf(text[i]) >= 0)
                return false;
        }

        return end > start;
    }

    private static bool IsQuoted(string text, int start)
    {
        int last = text.Length - 1;
        if (last <= start || text[start] != '"' || text[last] != '"')
            return false;
        for (int i = start + 1; i < last; i++)
        {
            if (text[i] is < ' ' or > '~' or '"' || (text[i] == '\\' && ++i >= last))
                return false;
        }

        return true;
    }

    private static MailException Refused(string parameter, string reason) =>
        new(MailErrors.InvalidHeaderValue, $"{parameter} {reason}.");
}
