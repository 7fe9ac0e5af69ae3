using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Imap.Wire;

/// <summary>Words of the protocol that somebody wrote, and the quoted strings in them.</summary>
internal static class ImapQuotedText
{
    /// <summary>What a command may not end in: the server would take the next line for a literal.</summary>
    private static readonly Regex LiteralMarker = new(@"~?\{\d*\+?\}\s*$", RegexOptions.CultureInvariant);

    /// <summary>Whether text ends as a line does before a literal.</summary>
    public static bool EndsInLiteral(string text) => LiteralMarker.IsMatch(text);

    /// <summary>Takes text apart into quoted strings, with what they hold, and what stands between them.</summary>
    public static IEnumerable<(string Text, string? Content)> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '"')
                continue;

            var end = i + 1;
            var content = new StringBuilder();
            for (; end < text.Length && text[end] != '"'; end++)
            {
                if (text[end] == '\\' && end + 1 < text.Length)
                    end++;
                content.Append(text[end]);
            }

            if (end >= text.Length)
                break;
            if (i > start)
                yield return (text.Substring(start, i - start), null);
            yield return (text.Substring(i, end + 1 - i), content.ToString());
            i = end;
            start = end + 1;
        }

        if (start < text.Length)
            yield return (text.Substring(start), null);
    }
}
