using System;
using System.Collections.Generic;
using System.Globalization;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>Reads the multi-line answers that are listings (RFC 1939 section 3): short lines up to a lone dot.</summary>
internal static class Pop3Listing
{
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

    /// <summary>Reads rows of a message number and a value, which may be empty.</summary>
    public static List<KeyValuePair<int, string>> ReadRows(MailConnection connection, Pop3Limits limits)
    {
        var rows = new List<KeyValuePair<int, string>>();
        foreach (var line in ReadLines(connection, limits))
        {
            var end = line.IndexOf(' ');
            if (!TryReadNumber(end < 0 ? line : line.Substring(0, end), out var number))
                throw Violation(connection, line);
            rows.Add(new KeyValuePair<int, string>(number, end < 0 ? "" : line.Substring(end + 1).Trim()));
        }

        return rows;
    }

    /// <summary>Reads a message number: digits that fit, and not zero.</summary>
    public static bool TryReadNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    /// <summary>The error for a line that does not belong in a listing.</summary>
    public static MailException Violation(MailConnection connection, string line)
    {
        connection.Dispose();
        return new MailException(MailErrors.ProtocolViolation, $"This is no row of a POP3 listing: \"{WireText.Excerpt(line)}\".");
    }
}
