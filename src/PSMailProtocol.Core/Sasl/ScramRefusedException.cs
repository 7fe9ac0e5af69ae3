using PSMailProtocol.Net;

namespace PSMailProtocol.Sasl;

/// <summary>The server refused a login inside the exchange (RFC 5802 section 7, server-error).</summary>
internal sealed class ScramRefusedException : MailException
{
    /// <summary>Creates a failure.</summary>
    /// <param name="reason">What the server said.</param>
    public ScramRefusedException(string reason)
        : base(MailErrors.AuthenticationFailed, $"The server refused the login: {WireText.Excerpt(reason)}.")
    {
        Reason = reason;
    }

    /// <summary>What the server said, as it said it.</summary>
    public string Reason { get; }
}
