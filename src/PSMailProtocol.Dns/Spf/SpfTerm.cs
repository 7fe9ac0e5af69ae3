using System.Net;

namespace PSMailProtocol.Dns.Spf;

/// <summary>The mechanisms of RFC 7208 section 5.</summary>
internal enum SpfMechanismKind
{
    All,
    Include,
    A,
    Mx,
    Ptr,
    Ip4,
    Ip6,
    Exists,
}

/// <summary>One term of a record as it is written.</summary>
internal abstract class SpfTerm
{
    private protected SpfTerm(string text) => Text = text;

    internal string Text { get; }

    /// <summary>Whether it is one of those that count against the limit of ten (section 4.6.4).</summary>
    internal abstract bool NeedsLookup { get; }
}

/// <summary>A mechanism: whom it matches, and what comes of that.</summary>
internal sealed class SpfMechanism : SpfTerm
{
    internal SpfMechanism(string text, SpfMechanismKind kind, SpfResult qualifier)
        : base(text)
    {
        Kind = kind;
        Qualifier = qualifier;
    }

    internal SpfMechanismKind Kind { get; }

    /// <summary>The result if it matches.</summary>
    internal SpfResult Qualifier { get; }

    /// <summary>The name to look at; null for the domain that is checked.</summary>
    internal SpfMacroString? Domain { get; init; }

    /// <summary>The network of ip4 and ip6.</summary>
    internal IPAddress? Network { get; init; }

    internal int Prefix4 { get; init; } = SpfNetwork.MaximumPrefix4;

    internal int Prefix6 { get; init; } = SpfNetwork.MaximumPrefix6;

    /// <inheritdoc/>
    internal override bool NeedsLookup => Kind is not (SpfMechanismKind.All or SpfMechanismKind.Ip4 or SpfMechanismKind.Ip6);
}

/// <summary>A modifier: <c>redirect</c>, <c>exp</c>, or one that is unknown and says nothing.</summary>
internal sealed class SpfModifier : SpfTerm
{
    internal const string Redirect = "redirect";
    internal const string Explanation = "exp";

    internal SpfModifier(string text, string name, SpfMacroString value)
        : base(text)
    {
        Name = name;
        Value = value;
    }

    /// <summary>In lower case.</summary>
    internal string Name { get; }

    internal SpfMacroString Value { get; }

    /// <inheritdoc/>
    internal override bool NeedsLookup => Name == Redirect;
}
