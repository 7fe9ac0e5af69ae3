using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>A command was refused; the server's status line is the reason.</summary>
public sealed class Pop3ReplyException : MailException
{
    /// <summary>Creates a failure from a reply. A response code that names the cause outranks the command's own error.</summary>
    /// <param name="error">The kind of failure if the server gives no response code.</param>
    /// <param name="what">What was refused, as the start of a sentence.</param>
    /// <param name="reply">The server's status line.</param>
    public Pop3ReplyException(MailError error, string what, Pop3Reply reply)
        : base(NamedBy(reply) ?? error, $"{what}: {WireText.Excerpt(reply.ToString())}")
    {
        Reply = reply;
    }

    /// <summary>The status line.</summary>
    public Pop3Reply Reply { get; }

    /// <summary>The SASL mechanism of the login that was refused; null for another command.</summary>
    public string? Mechanism { get; init; }

    /// <summary>
    /// The failure that a response code names (RFC 2449 section 8, RFC 3206); null without one that is known. Brackets
    /// alone are no code: some servers begin their text with their own name in them.
    /// </summary>
    internal static MailError? NamedBy(Pop3Reply reply) => ErrorOf(reply.ResponseCode);

    /// <summary>The failure that a response code in capitals names, or null.</summary>
    internal static MailError? ErrorOf(string? responseCode) => responseCode switch
    {
        "IN-USE" => MailErrors.MaildropInUse,
        "LOGIN-DELAY" => MailErrors.LoginDelayed,
        "AUTH" => MailErrors.AuthenticationFailed,
        "SYS/TEMP" => MailErrors.ServerTemporarilyUnable,
        "SYS/PERM" => MailErrors.ServerUnable,
        _ => null,
    };
}
