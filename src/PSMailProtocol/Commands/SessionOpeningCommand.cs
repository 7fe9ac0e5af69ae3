using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>A cmdlet that speaks what it is told to.</summary>
public abstract class SessionOpeningCommand : MailServerCommand
{
    /// <summary>What is spoken.</summary>
    private protected MailProtocol Spoken { get; set; }

    private protected sealed override string Protocol => Spoken.ToString().ToUpperInvariant();

    private protected override bool NeedsUserName => Spoken != MailProtocol.Smtp;

    private protected override int DefaultPort(TlsMode tls, bool hasCredential) => Spoken switch
    {
        MailProtocol.Imap => tls is TlsMode.Auto or TlsMode.Implicit ? 993 : 143,
        MailProtocol.Pop3 => tls is TlsMode.Auto or TlsMode.Implicit ? 995 : 110,
        _ => tls is TlsMode.Implicit ? 465 : hasCredential ? 587 : 25,
    };
}
