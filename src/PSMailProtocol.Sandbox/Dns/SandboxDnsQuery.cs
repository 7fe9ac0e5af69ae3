namespace PSMailProtocol.Sandbox.Dns;

/// <summary>A question that reached the sandbox.</summary>
public sealed class SandboxDnsQuery
{
    internal SandboxDnsQuery(string name, string type, bool isTcp, bool usesEdns)
    {
        Name = name;
        Type = type;
        IsTcp = isTcp;
        UsesEdns = usesEdns;
    }

    /// <summary>The name without a final dot, in the case it was asked in.</summary>
    public string Name { get; }

    /// <summary>The type in capitals, such as MX, or its number.</summary>
    public string Type { get; }

    /// <summary>Whether it came by TCP.</summary>
    public bool IsTcp { get; }

    /// <summary>Whether it had an OPT record.</summary>
    public bool UsesEdns { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name}{(IsTcp ? " by TCP" : string.Empty)}";
}
