using System;

namespace PSMailProtocol;

/// <summary>A failure with a name: what happened is the message, what to do about it is <see cref="Hint"/>.</summary>
public class MailException : Exception
{
    /// <summary>Creates a failure of a registered kind.</summary>
    /// <param name="error">The kind, from <see cref="MailErrors"/>.</param>
    /// <param name="message">What happened, with the parameter or the server's line. Never a secret.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public MailException(MailError error, string message, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
        Hint = error.Hint;
    }

    /// <summary>The kind of failure.</summary>
    public MailError Error { get; }

    /// <summary>What to do next: the kind's own hint, or a more exact one where the server's reply allows it.</summary>
    public string Hint { get; init; }
}
