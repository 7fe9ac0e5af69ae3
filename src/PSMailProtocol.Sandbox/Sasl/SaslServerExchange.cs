using System;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>
/// Carries an exchange as SMTP (RFC 4954), POP3 (RFC 5034) and IMAP (RFC 3501) do alike: base64 on a line of its own, a
/// prefix before the challenges, an asterisk to give up.
/// </summary>
internal static class SaslServerExchange
{
    private const int LongestResponse = 16 * 1024;

    /// <summary>Runs an exchange to its end.</summary>
    /// <param name="mechanism">What is exchanged; afterwards it names the user.</param>
    /// <param name="connection">Where.</param>
    /// <param name="initial">The initial response as it came, <c>=</c> for an empty one; null for none.</param>
    /// <param name="prefix">What stands before a challenge, <c>334</c> or <c>+</c>.</param>
    public static SaslServerOutcome Run(SaslServerMechanism mechanism, SandboxConnection connection, string? initial, string prefix)
    {
        byte[]? response = null;
        if (initial is not null && !TryDecode(initial == "=" ? "" : initial, out response))
            return SaslServerOutcome.Malformed;

        while (mechanism.Next(response) is { } challenge)
        {
            connection.ReplySecret(prefix + " ", Convert.ToBase64String(challenge));
            var line = connection.ReadLine(LongestResponse);
            connection.NoteCommand(line == "*" ? line : SandboxConnection.Hidden);
            if (line == "*")
                return SaslServerOutcome.Cancelled;
            if (!TryDecode(line, out response))
                return SaslServerOutcome.Malformed;
        }

        return mechanism.User is null ? SaslServerOutcome.Refused : SaslServerOutcome.Accepted;
    }

    private static bool TryDecode(string text, out byte[]? octets)
    {
        try
        {
            octets = Convert.FromBase64String(text);
            return true;
        }
        catch (FormatException)
        {
            octets = null;
            return false;
        }
    }
}
