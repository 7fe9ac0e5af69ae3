using System;

namespace PSMailProtocol.Net;

/// <summary>A server showed another certificate than the pinned one.</summary>
public sealed class PinMismatchException : MailException
{
    /// <summary>Creates a failure.</summary>
    /// <param name="message">What happened, with both fingerprints.</param>
    /// <param name="inner">The cause.</param>
    public PinMismatchException(string message, Exception? inner = null)
        : base(MailErrors.CertificateRejected, message, inner)
    {
    }
}
