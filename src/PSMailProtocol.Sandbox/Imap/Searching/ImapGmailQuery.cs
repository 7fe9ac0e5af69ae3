using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// A query as Gmail's search box takes it (X-GM-RAW): words, phrases and the commonest operators, all of which have to fit.
/// </summary>
internal static class ImapGmailQuery
{
    private static readonly Regex Term = new(@"(?<not>-)?(?:(?<key>[a-z_]+):)?(?:""(?<value>[^""]*)""|(?<value>\S+))",
        RegexOptions.IgnoreCase);

    public static Func<ImapNumberedMessage, bool> Read(string query)
    {
        var terms = new List<Func<SandboxMessage, bool>>();
        foreach (Match term in Term.Matches(query))
        {
            var fits = Condition(term.Groups["key"].Value.ToLowerInvariant(), term.Groups["value"].Value);
            var isNegative = term.Groups["not"].Success;
            terms.Add(m => fits(m) != isNegative);
        }

        return m => terms.TrueForAll(t => t(m.Message));
    }

    private static Func<SandboxMessage, bool> Condition(string key, string value) => key switch
    {
        "from" or "to" or "cc" or "bcc" or "subject" => m => ImapSearchText.FieldHolds(m, key, value),
        "rfc822msgid" => m => ImapSearchText.FieldHolds(m, "Message-ID", value),
        "label" => m => m.Labels.Contains(value, StringComparer.OrdinalIgnoreCase),
        "is" => value.ToLowerInvariant() switch
        {
            "unread" => m => !m.HasFlag(@"\Seen"),
            "read" => m => m.HasFlag(@"\Seen"),
            "starred" => m => m.HasFlag(@"\Flagged"),
            _ => _ => false,
        },
        "has" => m => value == "attachment" && m.Look(read => read.Attachments.Count > 0),
        "after" => m => TryReadDate(value, out var date) && m.InternalDate.Date >= date,
        "before" => m => TryReadDate(value, out var date) && m.InternalDate.Date < date,
        "larger" => m => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && m.Octets.Length > size,
        "smaller" => m => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && m.Octets.Length < size,
        _ => m => ImapSearchText.HeaderHolds(m, value) || ImapSearchText.BodyHolds(m, value),
    };

    private static bool TryReadDate(string text, out DateTime date) =>
        DateTime.TryParseExact(text.Replace('-', '/'), "yyyy/M/d", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
