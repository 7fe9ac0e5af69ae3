using System;

namespace PSMailProtocol;

/// <summary>A failure with a name. What else is known of some kinds is in types of their own.</summary>
public class MailException : Exception
{
    /// <summary>Creates a failure of a registered kind.</summary>
    /// <param name="error">The kind, from <see cref="MailErrors"/>.</param>
    /// <param name="message">What happened, with the value or the server's line. Never a secret.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public MailException(MailError error, string message, Exception? inner = null)
        : base(message, inner)
    {
        Error = error;
    }

    /// <summary>The kind of failure.</summary>
    public MailError Error { get; }
}
