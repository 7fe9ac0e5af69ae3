using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PSMailProtocol.Sasl;

/// <summary>
/// CRAM-MD5 (RFC 2195): the password keys a digest of the server's challenge and stays at home. It proves nothing about the
/// server, and who overhears it can try passwords at leisure.
/// </summary>
public sealed class CramMd5Mechanism : SaslMechanism
{
    private readonly NetworkCredential _credential;
    private string _digest = "";
    private bool _complete;

    /// <summary>Creates an exchange for one login.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/> if user or password holds a NUL.</exception>
    public CramMd5Mechanism(NetworkCredential credential)
    {
        SaslCredential.RefuseNul(credential);
        _credential = credential;
    }

    /// <inheritdoc/>
    public override string Name => "CRAM-MD5";

    /// <inheritdoc/>
    public override bool HasInitialResponse => false;

    /// <inheritdoc/>
    public override bool IsComplete => _complete;

    /// <inheritdoc/>
    internal override IEnumerable<string> Secrets => [_credential.Password, _digest];

    /// <inheritdoc/>
    public override byte[] Respond(byte[] challenge)
    {
        // A digest of nothing would be good for any other session too.
        if (challenge.Length == 0)
            throw new MailException(MailErrors.ProtocolViolation, "The server's challenge for CRAM-MD5 is empty.");

        _complete = true;
        using var digest = new HMACMD5(Encoding.UTF8.GetBytes(_credential.Password));
        _digest = Hexadecimal(digest.ComputeHash(challenge));
        return Encoding.UTF8.GetBytes(_credential.UserName + " " + _digest);
    }

    /// <summary>RFC 2195 section 2: the digest in lower case.</summary>
    private static string Hexadecimal(byte[] digest) => BitConverter.ToString(digest).Replace("-", "").ToLowerInvariant();
}
