using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>A command was refused; the server's status response is the reason.</summary>
public sealed class ImapStatusException : MailException
{
    /// <summary>Creates a failure from a response. A response code that names the cause outranks the command's own error.</summary>
    public ImapStatusException(MailError error, string what, ImapStatus status)
        : base(Named(status, error), $"{what}: {WireText.Excerpt(status.ToString())}")
    {
        Status = status;
    }

    /// <summary>The status response.</summary>
    public ImapStatus Status { get; }

    /// <summary>The response codes of RFC 5530 that name a cause.</summary>
    private static MailError Named(ImapStatus status, MailError otherwise) => status.CodeName switch
    {
        "AUTHENTICATIONFAILED" or "AUTHORIZATIONFAILED" or "EXPIRED" => MailErrors.AuthenticationFailed,
        "UNAVAILABLE" => MailErrors.ServerTemporarilyUnable,
        "INUSE" => MailErrors.MaildropInUse,
        "NONEXISTENT" => MailErrors.MailboxNotFound,
        _ => otherwise,
    };
}
