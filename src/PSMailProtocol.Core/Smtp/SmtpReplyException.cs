using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>A command was refused; the server's reply is the reason.</summary>
public sealed class SmtpReplyException : MailException
{
    /// <summary>Creates a failure from a reply.</summary>
    /// <param name="error">The kind of failure.</param>
    /// <param name="what">What was refused, as the start of a sentence.</param>
    /// <param name="reply">The server's reply.</param>
    /// <param name="hint">What is known of the command itself and outranks what the reply's code alone says; null for nothing.</param>
    public SmtpReplyException(MailError error, string what, SmtpReply reply, string? hint = null)
        : base(error, $"{what}: {WireText.Excerpt(reply.ToString())}")
    {
        Reply = reply;
        Hint = SmtpReplyAdvice.For(error, reply, hint);
    }

    /// <summary>The reply.</summary>
    public SmtpReply Reply { get; }
}
