using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Reads the stations of a message's way (RFC 5321 section 4.4).</summary>
internal static class ReceivedFields
{
    private static readonly Regex Clause = new(
        """(?<!\S)(?:from|by|via|with|id|for)(?!\S)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static Messages.ReceivedField Read(Header field, Encoding charset)
    {
        // Comments are blanks of their own length here, so that what is found lies where it does in the text.
        var text = FieldText.Read(field, charset);
        var plain = FieldText.WithoutComments(text);
        var semicolon = plain.LastIndexOf(';');
        var end = semicolon < 0 ? text.Length : semicolon;

        var clauses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var (clause, start) = ("", 0);
        foreach (Match word in Clause.Matches(plain.Substring(0, end)))
        {
            if (clauses.ContainsKey(word.Value))
                continue;
            clauses[clause] = text.Substring(start, word.Index - start).Trim();
            (clause, start) = (word.Value, word.Index + word.Length);
            clauses[clause] = "";
        }

        clauses[clause] = text.Substring(start, end - start).Trim();
        return new Messages.ReceivedField(
            name => clauses.TryGetValue(name, out var value) ? value : "",
            semicolon < 0 ? null : MailDate.Read(text.Substring(semicolon + 1)));
    }
}
