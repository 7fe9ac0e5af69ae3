using System;
using System.Globalization;

namespace PSMailProtocol.Sasl;

/// <summary>
/// server-first-message (RFC 5802 section 7): nonce, salt and iteration count, in this order, perhaps with extensions behind.
/// </summary>
internal sealed class ScramServerFirst
{
    /// <summary>The fewest iterations that are worth the name (RFC 5802 section 5.1).</summary>
    public const int MinimumIterations = 4096;

    private ScramServerFirst(string nonce, byte[] salt, int iterations)
    {
        Nonce = nonce;
        Salt = salt;
        Iterations = iterations;
    }

    /// <summary>The client's nonce followed by the server's.</summary>
    public string Nonce { get; }

    public byte[] Salt { get; }

    public int Iterations { get; }

    /// <summary>Reads the message.</summary>
    /// <param name="text">The message.</param>
    /// <param name="clientNonce">What the nonce has to begin with.</param>
    /// <param name="maximumIterations">The cap.</param>
    /// <exception cref="MailException"><see cref="MailErrors.ProtocolViolation"/>, <see cref="MailErrors.AuthenticationFailed"/>
    /// for a refusal, <see cref="MailErrors.LimitExceeded"/> or <see cref="MailErrors.ServerProofInvalid"/>.</exception>
    public static ScramServerFirst Parse(string text, string clientNonce, int maximumIterations)
    {
        var attributes = text.Split(',');
        if (attributes[0].StartsWith("m=", StringComparison.Ordinal))
            throw ScramMessage.Violation("asks for an extension that is unknown and not optional");
        ScramMessage.ThrowIfRefused(attributes[0]);

        var nonce = ScramMessage.Value(attributes, 0, 'r');
        var salt = ScramMessage.Octets(ScramMessage.Value(attributes, 1, 's'));
        var iterations = Count(ScramMessage.Value(attributes, 2, 'i'), maximumIterations);
        ScramMessage.CheckExtensions(attributes, 3);
        if (salt.Length == 0)
            throw ScramMessage.Violation("has no salt");

        // Without our nonce in front the message may belong to an older session that somebody plays back.
        if (!nonce.StartsWith(clientNonce, StringComparison.Ordinal) || nonce.Length == clientNonce.Length)
            throw new MailException(MailErrors.ServerProofInvalid,
                "The server's nonce does not continue ours, so its message was not made for this session.");
        return new ScramServerFirst(nonce, salt, iterations);
    }

    private static int Count(string digits, int maximum)
    {
        // NumberStyles.None takes digits alone; what is too long for a long is too many iterations in any case.
        var isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        if (!isNumber && !IsDigits(digits))
            throw ScramMessage.Violation("has no iteration count");
        if (!isNumber || count > maximum)
            throw new MailException(MailErrors.LimitExceeded,
                $"The server asks for more iterations of the key function than the cap ScramIterations allows ({maximum:N0}).");
        if (count < MinimumIterations)
            throw new MailException(MailErrors.ProtocolViolation,
                $"The server asks for {count} iterations of the key function; fewer than {MinimumIterations} would let a listener find " +
                "the password.");
        return (int)count;
    }

    private static bool IsDigits(string text)
    {
        foreach (var c in text)
        {
            if (c is < '0' or > '9')
                return false;
        }

        return text.Length > 0;
    }
}
