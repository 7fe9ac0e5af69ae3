using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Commands;

/// <summary>Reads what a person typed as an address, and names the parameter if it is none.</summary>
internal static class MailboxParameter
{
    /// <summary>Reads one mailbox.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static MailboxAddress Read(string text, string parameter)
    {
        var pieces = JoinNames(Split(text)).ToArray();
        return Parse(pieces.Length == 1 ? pieces[0] : text, parameter);
    }

    /// <summary>Reads each element; null, as of a missing CSV column, is none. One may also hold several addresses separated by comma or semicolon, as a CSV column does.</summary>
    public static void ReadAll(IEnumerable<string>? texts, string parameter, ICollection<MailboxAddress> mailboxes)
    {
        foreach (var text in texts ?? [])
        {
            foreach (var one in JoinNames(Split(text)))
                mailboxes.Add(Parse(one, parameter));
        }
    }

    private static MailboxAddress Parse(string text, string parameter)
    {
        try
        {
            return AddressText.Parse(text);
        }
        catch (MailException e)
        {
            throw new MailException(e.Error, $"-{parameter}: {e.Message}", e);
        }
    }

    /// <summary>Splits at separators outside quotes; a piece keeps the comma that ends it, and empty pieces, as of an empty CSV cell, are dropped.</summary>
    private static IEnumerable<string> Split(string? text)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            if (text![i] == '\\' && quoted)
                i++;
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] is ',' or ';')
            {
                var piece = text.Substring(start, i - start).Trim();
                if (piece.Length > 0)
                    yield return text[i] == ',' ? piece + "," : piece;
                start = i + 1;
            }
        }

        // What ends a line is left to be refused: no separator follows it.
        if (text is not null && text.Length > start && text.Substring(start).Trim(' ').Length > 0)
            yield return text.Substring(start).Trim(' ');
    }

    /// <summary>
    /// Makes whole addresses of the pieces. RFC 5322 section 3.2.3 wants a name with a comma in it quoted, and people write
    /// <c>Doe, John &lt;john@example.com&gt;</c>: what has no at sign before an address in angle brackets is part of its name.
    /// </summary>
    private static IEnumerable<string> JoinNames(IEnumerable<string> pieces)
    {
        var name = new List<string>();
        foreach (var piece in pieces)
        {
            if (piece[piece.Length - 1] == ',' && piece.IndexOfAny(['@', '"', '<']) < 0)
            {
                name.Add(piece);
                continue;
            }

            var mailbox = piece.TrimEnd(',', ' ');
            if (name.Count > 0 && Rename(string.Join(" ", name), mailbox) is { } joined)
            {
                name.Clear();
                mailbox = joined;
            }

            foreach (var lone in name)
                yield return lone.TrimEnd(',', ' ');
            name.Clear();
            yield return mailbox;
        }

        foreach (var lone in name)
            yield return lone.TrimEnd(',', ' ');
    }

    /// <summary>A mailbox in angle brackets with more of its name, quoted; null for one that has no angle brackets, or a quoted name of its own.</summary>
    private static string? Rename(string beginning, string mailbox)
    {
        var bracket = mailbox.IndexOf('<');
        return bracket > 0 && mailbox.IndexOf('"') < 0 && AddressText.TryParse(mailbox, out _)
            ? $"\"{$"{beginning} {mailbox.Substring(0, bracket).Trim()}".Replace("\\", "\\\\")}\" {mailbox.Substring(bracket)}"
            : null;
    }
}
