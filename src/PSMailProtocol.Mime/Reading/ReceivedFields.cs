using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Reads the stations of a message's way (RFC 5321 section 4.4).</summary>
internal static class ReceivedFields
{
    // A comment with others in it, up to two deep, or a word.
    private static readonly Regex Word = new("""\((?>[^()]|\((?>[^()]|\([^()]*\))*\))*\)|[^\s(;]+|[(;]""", RegexOptions.CultureInvariant);
    private static readonly string[] Names = ["from", "by", "via", "with", "id", "for"];

    public static Messages.ReceivedField Read(Header field, ParserOptions options)
    {
        var text = FieldText.Read(field, options);
        var clauses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var (clause, start, end, date) = ("", 0, text.Length, -1);
        foreach (Match word in Word.Matches(text))
        {
            // The date comes after the last semicolon that is not in a comment.
            if (word.Value == ";")
                (end, date) = (word.Index, word.Index + 1);
        }

        foreach (Match word in Word.Matches(text.Substring(0, end)))
        {
            if (Array.Exists(Names, name => name.Equals(word.Value, StringComparison.OrdinalIgnoreCase)) && !clauses.ContainsKey(word.Value))
            {
                clauses[clause] = text.Substring(start, word.Index - start).Trim();
                (clause, start) = (word.Value, word.Index + word.Length);
                clauses[clause] = "";
            }
        }

        clauses[clause] = text.Substring(start, end - start).Trim();
        return new Messages.ReceivedField(
            name => clauses.TryGetValue(name, out var value) ? value : "",
            date < 0 ? null : MailDate.Read(text.Substring(date)));
    }
}
