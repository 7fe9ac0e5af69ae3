using System.Collections.Generic;

namespace PSMailProtocol.Sasl;

/// <summary>One authentication exchange of RFC 4422, apart from the protocol that carries it.</summary>
public abstract class SaslMechanism
{
    /// <summary>The registered name, in capitals.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the client speaks first, so that the first response may travel with the command.</summary>
    public abstract bool HasInitialResponse { get; }

    /// <summary>
    /// Whether the client has nothing more to say. A server that takes the login as done before that is not believed: with
    /// a mechanism that proves the server, its proof would be missing.
    /// </summary>
    public abstract bool IsComplete { get; }

    /// <summary>What the server said of its refusal inside the exchange, as it said it; null if nothing.</summary>
    public virtual string? Refusal => null;

    /// <summary>Whether what the server says means something, so that it has to be base64.</summary>
    internal virtual bool ReadsChallenges => true;

    /// <summary>Whether a further challenge can be answered; with a token the reason for a refusal comes as one.</summary>
    internal virtual bool CanAnswer => !IsComplete;

    /// <summary>What is secret in the responses so far, and what they were made of; a server may say it again.</summary>
    internal virtual IEnumerable<string> Secrets => [];

    /// <summary>Answers a challenge.</summary>
    /// <param name="challenge">The server's octets, decoded; empty for the initial response.</param>
    /// <returns>The client's octets, not yet encoded as base64.</returns>
    /// <exception cref="MailException">The challenge breaks the mechanism's rules; the exchange is then cancelled.</exception>
    public abstract byte[] Respond(byte[] challenge);
}
