using System.Collections.Generic;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Commands;

/// <summary>Reads what a person typed as an address, and names the parameter if it is none.</summary>
internal static class MailboxParameter
{
    /// <summary>Reads one mailbox.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static MailboxAddress Read(string text, string parameter)
    {
        try
        {
            return MailboxAddress.Parse(text);
        }
        catch (MailException e)
        {
            throw new MailException(e.Error, $"-{parameter}: {e.Message}", e);
        }
    }

    /// <summary>Reads each element; null, as of a missing CSV column, is none. One may also hold several addresses separated by comma or semicolon, as a CSV column does.</summary>
    public static void ReadAll(IEnumerable<string>? texts, string parameter, ICollection<MailboxAddress> mailboxes)
    {
        foreach (var text in texts ?? [])
        {
            foreach (var one in Split(text))
                mailboxes.Add(Read(one, parameter));
        }
    }

    /// <summary>Splits at separators outside quotes and angle brackets; empty pieces, as of an empty CSV cell, are dropped.</summary>
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
                if (i > start && text.Substring(start, i - start).Trim().Length > 0)
                    yield return text.Substring(start, i - start).Trim();
                start = i + 1;
            }
        }

        if (text is not null && text.Length > start && text.Substring(start).Trim(' ').Length > 0)
            yield return text.Substring(start).Trim(' ');
    }
}
