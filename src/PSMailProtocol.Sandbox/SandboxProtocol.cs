namespace PSMailProtocol.Sandbox;

/// <summary>A protocol that the sandbox serves over TCP.</summary>
public enum SandboxProtocol
{
    /// <summary>RFC 5321, on <see cref="MailSandbox.SmtpPort"/> and <see cref="MailSandbox.SmtpsPort"/>.</summary>
    Smtp,

    /// <summary>RFC 1939, on <see cref="MailSandbox.Pop3Port"/> and <see cref="MailSandbox.Pop3sPort"/>.</summary>
    Pop3,

    /// <summary>RFC 3501 with extensions, on <see cref="MailSandbox.ImapPort"/> and <see cref="MailSandbox.ImapsPort"/>.</summary>
    Imap,
}
