using System.Net;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sasl;

/// <summary>What XOAUTH2 and OAUTHBEARER have in common: the rule for a token and the server's answer to one that it refuses.</summary>
internal static class BearerToken
{
    /// <summary>The octet between the fields of a message (RFC 7628 section 3.1).</summary>
    public const char Separator = '\u0001';

    /// <summary>What an error calls the token.</summary>
    private const string Name = nameof(MailCredentialKind.Token);

    /// <summary>Refuses what no token consists of (RFC 6750 section 2.1), a line end from a file above all.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public static void Validate(string token)
    {
        if (token.Length == 0)
            throw new MailArgumentException(MailErrors.InvalidWireText, Name, "is empty.");
        foreach (var c in token)
        {
            if (c is <= ' ' or > '~')
                throw new MailArgumentException(MailErrors.InvalidWireText, Name,
                    "holds a space, a line end or another character that is part of no token; give the access token alone.");
        }
    }

    /// <summary>Refuses a user name that would begin another field.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public static void ValidateUser(string userName)
    {
        foreach (var c in userName)
        {
            if (c < ' ')
                throw new MailArgumentException(MailErrors.InvalidWireText, nameof(NetworkCredential.UserName),
                    "holds a control character.");
        }
    }

    /// <summary>The error of RFC 7628 section 3.2.2, JSON as the server wrote it.</summary>
    public static string Describe(byte[] error) => WireText.Decode(error, 0, error.Length).Trim();
}
