using System;
using System.Collections.Generic;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>A command was refused; the server's status response is the reason.</summary>
public sealed class ImapStatusException : MailException
{
    /// <summary>Creates a failure from a response. A response code that names the cause outranks the command's own error.</summary>
    /// <param name="error">The kind of failure if the server gives no response code.</param>
    /// <param name="what">What was refused, as the start of a sentence.</param>
    /// <param name="status">The server's status response.</param>
    public ImapStatusException(MailError error, string what, ImapStatus status)
        : base(ErrorOf(status.CodeName) ?? ErrorOfText(status.Text) ?? error, $"{what}: {WireText.Excerpt(status.ToString())}")
    {
        Status = status;
    }

    /// <summary>The status response.</summary>
    public ImapStatus Status { get; }

    /// <summary>The SASL mechanism of the login that was refused; null for another command.</summary>
    public string? Mechanism { get; init; }

    /// <summary>
    /// What else the server offers for the login that was refused: mechanisms, and LOGIN for the command; null for another command.
    /// </summary>
    public IReadOnlyList<string>? OtherMechanisms { get; init; }

    /// <summary>The response codes of RFC 5530 and RFC 7889 that name a cause.</summary>
    internal static MailError? ErrorOf(string codeName) => codeName switch
    {
        "AUTHENTICATIONFAILED" or "AUTHORIZATIONFAILED" or "EXPIRED" => MailErrors.AuthenticationFailed,
        "PRIVACYREQUIRED" => MailErrors.UnencryptedAuthenticationRefused,
        "CONTACTADMIN" => MailErrors.ServerUnable,
        "UNAVAILABLE" => MailErrors.ServerTemporarilyUnable,
        "INUSE" => MailErrors.MaildropInUse,
        "NONEXISTENT" or "TRYCREATE" => MailErrors.MailboxNotFound,
        "ALREADYEXISTS" => MailErrors.MailboxExists,
        "LIMIT" => MailErrors.ServerLimitReached,
        "TOOBIG" => MailErrors.MessageTooLarge,
        "OVERQUOTA" => MailErrors.QuotaExceeded,
        _ => null,
    };

    /// <summary>What servers say in words alone: Exchange of a user without a mailbox, and those that count connections.</summary>
    private static MailError? ErrorOfText(string text) =>
        Says(text, "authenticated but not connected") ? MailErrors.ServerUnable
        : Says(text, "too many") && Says(text, "connections") ? MailErrors.TooManyConnections
        : null;

    private static bool Says(string text, string words) => text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;
}
