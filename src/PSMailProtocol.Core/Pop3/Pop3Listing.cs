using System;
using System.Collections.Generic;
using System.Globalization;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>Reads the multi-line answers that are listings (RFC 1939 section 3): short lines up to a lone dot.</summary>
internal static class Pop3Listing
{
    /// <summary>What stands between the words of a row or a status line.</summary>
    internal static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads the lines, unstuffed.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> past <see cref="Pop3Limits.ListingRows"/>.</exception>
    public static IEnumerable<string> ReadLines(MailConnection connection, Pop3Limits limits)
    {
        for (var rows = 0; ; rows++)
        {
            var line = connection.ReadReplyLine();
            if (line == ".")
                yield break;
            if (rows == limits.ListingRows)
                throw connection.LimitReached(nameof(Pop3Limits.ListingRows), limits.ListingRows);
            yield return line.StartsWith(".", StringComparison.Ordinal) ? line.Substring(1) : line;
        }
    }

    /// <summary>
    /// Reads rows of a message number and a value, which may be empty. Servers put tabs or more spaces between the two, and
    /// blank rows among the others.
    /// </summary>
    public static List<KeyValuePair<int, string>> ReadRows(MailConnection connection, Pop3Limits limits)
    {
        var rows = new List<KeyValuePair<int, string>>();
        foreach (var line in ReadLines(connection, limits))
        {
            var row = line.Trim(Blanks);
            if (row.Length == 0)
                continue;

            var end = row.IndexOfAny(Blanks);
            if (!TryReadNumber(end < 0 ? row : row.Substring(0, end), out var number))
                throw Violation(connection, line);
            rows.Add(new KeyValuePair<int, string>(number, end < 0 ? "" : row.Substring(end + 1).Trim(Blanks)));
        }

        return rows;
    }

    /// <summary>Reads a message number: digits that fit, and not zero.</summary>
    public static bool TryReadNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    /// <summary>
    /// Reads the size of a message. A server that counts with 32 bits shows one of 2 GiB or more as a negative number, which is
    /// put right; -1 is what others say for not knowing it, and counts as 0.
    /// </summary>
    public static bool TryReadSize(string text, out long size)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out size) || size < int.MinValue)
            return false;
        if (size < 0)
            size = size == -1 ? 0 : size + (1L << 32);
        return true;
    }

    /// <summary>The error for a line that does not belong in a listing.</summary>
    public static MailException Violation(MailConnection connection, string line)
    {
        connection.Dispose();
        return new MailException(MailErrors.ProtocolViolation, $"This is no row of a POP3 listing: \"{WireText.Excerpt(line)}\".");
    }
}
