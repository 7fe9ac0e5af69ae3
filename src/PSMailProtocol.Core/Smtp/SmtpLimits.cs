using PSMailProtocol.Sasl;

namespace PSMailProtocol.Smtp;

/// <summary>The caps on what an SMTP server may send, beside those of the connection; see <c>docs/limits.md</c>.</summary>
public sealed class SmtpLimits
{
    /// <summary>The most lines in one reply. Default 1,000.</summary>
    public int ReplyLines { get; init; } = 1000;

    /// <summary>The caps on its logins.</summary>
    public SaslLimits Sasl { get; init; } = new();
}
