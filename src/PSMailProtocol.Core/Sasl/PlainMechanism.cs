using System.Collections.Generic;
using System.Net;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>PLAIN (RFC 4616): authorization identity, user and password in one message, separated by NUL.</summary>
public sealed class PlainMechanism : SaslMechanism
{
    private readonly NetworkCredential _credential;
    private bool _complete;

    /// <summary>Creates an exchange for one login.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/> if user or password holds a NUL.</exception>
    public PlainMechanism(NetworkCredential credential)
    {
        SaslCredential.RefuseNul(credential);
        _credential = credential;
    }

    /// <inheritdoc/>
    public override string Name => "PLAIN";

    /// <inheritdoc/>
    public override bool HasInitialResponse => true;

    /// <inheritdoc/>
    public override bool IsComplete => _complete;

    /// <inheritdoc/>
    internal override bool ReadsChallenges => false;

    /// <inheritdoc/>
    internal override IEnumerable<string> Secrets => [_credential.Password];

    /// <inheritdoc/>
    public override byte[] Respond(byte[] challenge)
    {
        _complete = true;
        return Encoding.UTF8.GetBytes($"\0{_credential.UserName}\0{_credential.Password}");
    }
}
