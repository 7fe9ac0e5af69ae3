namespace PSMailProtocol;

/// <summary>What a session speaks.</summary>
public enum MailProtocol
{
    /// <summary>SMTP, to send mail.</summary>
    Smtp,

    /// <summary>POP3, to read and empty a maildrop.</summary>
    Pop3,

    /// <summary>IMAP, to read and change mailboxes.</summary>
    Imap,
}
