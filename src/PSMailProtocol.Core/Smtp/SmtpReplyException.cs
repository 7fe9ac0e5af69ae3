using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>A command was refused; the server's reply is the reason.</summary>
public sealed class SmtpReplyException : MailException
{
    /// <summary>Creates a failure from a reply.</summary>
    /// <param name="error">The kind of failure.</param>
    /// <param name="what">What was refused, as the start of a sentence.</param>
    /// <param name="reply">The server's reply.</param>
    public SmtpReplyException(MailError error, string what, SmtpReply reply)
        : base(error, $"{what}: {WireText.Excerpt(reply.ToString())}")
    {
        Reply = reply;
    }

    /// <summary>The reply.</summary>
    public SmtpReply Reply { get; }

    /// <summary>The verb that was refused, where it makes a difference what to do: EHLO, STARTTLS; null otherwise.</summary>
    public string? Command { get; init; }

    /// <summary>The SASL mechanism of the login that was refused; null for another command.</summary>
    public string? Mechanism { get; init; }
}
