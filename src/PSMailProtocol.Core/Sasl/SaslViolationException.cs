using System;

namespace PSMailProtocol.Sasl;

/// <summary>A server offers a mechanism and does not keep to its rules.</summary>
public sealed class SaslViolationException : MailException
{
    /// <summary>Creates a failure.</summary>
    /// <param name="message">What the server did.</param>
    /// <param name="mechanism">The registered name of the mechanism.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public SaslViolationException(string message, string mechanism, Exception? inner = null)
        : base(MailErrors.ProtocolViolation, message, inner)
    {
        Mechanism = mechanism;
    }

    /// <summary>The registered name of the mechanism.</summary>
    public string Mechanism { get; }
}
