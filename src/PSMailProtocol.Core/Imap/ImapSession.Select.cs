using System.Globalization;

namespace PSMailProtocol.Imap;

/// <content>SELECT and EXAMINE (RFC 9051 sections 6.3.2 and 6.3.3).</content>
public sealed partial class ImapSession
{
    /// <summary>The selected mailbox, or null.</summary>
    public ImapMailbox? Mailbox { get; private set; }

    /// <summary>Selects a mailbox to change it.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>.</exception>
    public ImapMailbox Select(string name) => Open("SELECT", name, isReadOnly: false);

    /// <summary>Selects a mailbox to read it only, so that nothing becomes seen.</summary>
    /// <exception cref="ImapStatusException"><see cref="MailErrors.MailboxNotFound"/>.</exception>
    public ImapMailbox Examine(string name) => Open("EXAMINE", name, isReadOnly: true);

    private ImapMailbox Open(string verb, string name, bool isReadOnly)
    {
        var mailbox = new ImapMailbox(name, 0, 0, 0, isReadOnly);
        var command = NewCommand(verb).String(ModifiedUtf7.Encode(name), nameof(Mailbox));
        using var operation = _connection.Operation();
        _onStatus = status => mailbox = Describe(mailbox, status);
        try
        {
            var completion = Run(command, (keyword, number) =>
            {
                if (keyword == "EXISTS" && number is { } exists)
                    mailbox = mailbox with { Exists = exists };
                return false;
            });
            if (!completion.IsOk)
                throw new ImapStatusException(MailErrors.MailboxNotFound, $"The mailbox {name} was not opened", completion);
            if (completion.CodeName == "READ-ONLY")
                mailbox = mailbox with { IsReadOnly = true };
        }
        finally
        {
            _onStatus = null;
        }

        return Mailbox = mailbox;
    }

    private static ImapMailbox Describe(ImapMailbox mailbox, ImapStatus status) => status.CodeName switch
    {
        "UIDVALIDITY" => mailbox with { UidValidity = CodeNumber(status) },
        "UIDNEXT" => mailbox with { UidNext = CodeNumber(status) },
        _ => mailbox,
    };

    private static long CodeNumber(ImapStatus status)
    {
        var space = status.Code.IndexOf(' ');
        var digits = space < 0 ? "" : status.Code.Substring(space + 1).Trim();
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
