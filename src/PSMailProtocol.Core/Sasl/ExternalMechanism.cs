using System.Net;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>EXTERNAL (RFC 4422 appendix A): the proof was given before, by the client's certificate in the TLS handshake.</summary>
public sealed class ExternalMechanism : SaslMechanism
{
    private readonly string _identity;
    private bool _complete;

    /// <summary>Creates an exchange for one login.</summary>
    /// <param name="identity">Whom to act as; empty for the one that the certificate names.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/> if it holds a NUL.</exception>
    public ExternalMechanism(string identity)
    {
        SaslCredential.RefuseNul(new NetworkCredential(identity, ""));
        _identity = identity;
    }

    /// <inheritdoc/>
    public override string Name => "EXTERNAL";

    /// <inheritdoc/>
    public override bool HasInitialResponse => true;

    /// <inheritdoc/>
    public override bool IsComplete => _complete;

    /// <inheritdoc/>
    internal override bool ReadsChallenges => false;

    /// <inheritdoc/>
    public override byte[] Respond(byte[] challenge)
    {
        _complete = true;
        return Encoding.UTF8.GetBytes(_identity);
    }
}
