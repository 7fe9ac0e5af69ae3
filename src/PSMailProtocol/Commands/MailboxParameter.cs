using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Reads what a person typed as an address, and names the parameter if it is none.</summary>
internal static class MailboxParameter
{
    /// <summary>Reads one mailbox.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/>.</exception>
    public static MailboxAddress Read(string text, string parameter) => Named(parameter, () => ForEnvelope(AddressText.Parse(text)));

    /// <summary>
    /// Reads each element; null, as of a missing CSV column, is none. One may also hold several addresses separated by comma or semicolon,
    /// as a CSV column does.
    /// </summary>
    public static void ReadAll(IEnumerable<string>? texts, string parameter, ICollection<MailboxAddress> mailboxes)
    {
        foreach (var text in texts ?? [])
        {
            foreach (var mailbox in Named(parameter, () => AddressText.ParseList(text ?? "").Select(ForEnvelope).ToList()))
                mailboxes.Add(mailbox);
        }
    }

    /// <summary>What no command of SMTP carries is refused here, where it is known by which parameter it came.</summary>
    private static MailboxAddress ForEnvelope(MailboxAddress mailbox)
    {
        SmtpPath.FromMailbox(mailbox);
        return mailbox;
    }

    private static T Named<T>(string parameter, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (MailException e)
        {
            throw new MailException(e.Error, $"-{parameter}: {e.Message}", e);
        }
    }
}
