namespace PSMailProtocol.Sandbox.Sasl;

/// <summary>The server's side of one authentication exchange of RFC 4422, apart from the protocol that carries it.</summary>
internal abstract class SaslServerMechanism
{
    /// <summary>The registered name, in capitals.</summary>
    public abstract string Name { get; }

    /// <summary>Who logged in, once the exchange ended well; null before, and for good if it failed.</summary>
    public string? User { get; protected set; }

    /// <summary>Takes the client's next response.</summary>
    /// <param name="response">The client's octets, decoded; null when the client has not spoken yet.</param>
    /// <returns>The next challenge, or null when the exchange is over.</returns>
    public abstract byte[]? Next(byte[]? response);
}
