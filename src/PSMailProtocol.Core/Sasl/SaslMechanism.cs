namespace PSMailProtocol.Sasl;

/// <summary>One authentication exchange of RFC 4422, apart from the protocol that carries it.</summary>
public abstract class SaslMechanism
{
    /// <summary>The registered name, in capitals.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the client speaks first, so that the first response may travel with the command.</summary>
    public abstract bool HasInitialResponse { get; }

    /// <summary>Whether the client has nothing more to say.</summary>
    public abstract bool IsComplete { get; }

    /// <summary>Answers a challenge.</summary>
    /// <param name="challenge">The server's octets, decoded; empty for the initial response.</param>
    /// <returns>The client's octets, not yet encoded as base64.</returns>
    public abstract byte[] Respond(byte[] challenge);
}
