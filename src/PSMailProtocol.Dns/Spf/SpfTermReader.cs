using System.Net;

namespace PSMailProtocol.Dns.Spf;

/// <summary>Reads one term of a record (RFC 7208 sections 4.6.1, 5 and 6).</summary>
internal static class SpfTermReader
{
    /// <exception cref="SpfSyntaxException">It is no term.</exception>
    internal static SpfTerm Read(string text)
    {
        // What has an equals sign before any colon or slash is a modifier.
        var end = text.IndexOfAny([':', '/', '=']);
        return end >= 0 && text[end] == '=' ? Modifier(text, end) : Mechanism(text);
    }

    private static SpfModifier Modifier(string text, int equals)
    {
        var name = text.Substring(0, equals).ToLowerInvariant();
        if (!IsName(name))
            throw new SpfSyntaxException("its name is none of a modifier");

        var value = text.Substring(equals + 1);
        return new SpfModifier(
            text, name, name is SpfModifier.Redirect or SpfModifier.Explanation
                ? SpfMacroString.ParseDomain(value)
                : SpfMacroString.ParseAny(value));
    }

    private static bool IsName(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var isLetter = name[i] is >= 'a' and <= 'z';
            if (!isLetter && (i == 0 || name[i] is not ((>= '0' and <= '9') or '-' or '_' or '.')))
                return false;
        }

        return name.Length > 0;
    }

    private static SpfMechanism Mechanism(string text)
    {
        var hasQualifier = text[0] is '+' or '-' or '~' or '?';
        var qualifier = !hasQualifier ? SpfResult.Pass : text[0] switch
        {
            '-' => SpfResult.Fail,
            '~' => SpfResult.SoftFail,
            '?' => SpfResult.Neutral,
            _ => SpfResult.Pass,
        };

        var body = hasQualifier ? text.Substring(1) : text;
        var end = body.IndexOfAny([':', '/']);
        var name = end < 0 ? body : body.Substring(0, end);
        var rest = end < 0 ? "" : body.Substring(end);
        return name.ToLowerInvariant() switch
        {
            "all" => rest.Length == 0
                ? new SpfMechanism(text, SpfMechanismKind.All, qualifier)
                : throw new SpfSyntaxException("all takes nothing behind it"),
            "include" => new SpfMechanism(text, SpfMechanismKind.Include, qualifier) { Domain = RequiredDomain(rest) },
            "exists" => new SpfMechanism(text, SpfMechanismKind.Exists, qualifier) { Domain = RequiredDomain(rest) },
            "ptr" => new SpfMechanism(text, SpfMechanismKind.Ptr, qualifier) { Domain = rest.Length == 0 ? null : RequiredDomain(rest) },
            "a" => Hosts(text, SpfMechanismKind.A, qualifier, rest),
            "mx" => Hosts(text, SpfMechanismKind.Mx, qualifier, rest),
            "ip4" => Network(text, SpfMechanismKind.Ip4, qualifier, rest),
            "ip6" => Network(text, SpfMechanismKind.Ip6, qualifier, rest),
            _ => throw new SpfSyntaxException("there is no such mechanism"),
        };
    }

    private static SpfMacroString RequiredDomain(string rest) =>
        rest.Length > 0 && rest[0] == ':'
            ? SpfMacroString.ParseDomain(rest.Substring(1))
            : throw new SpfSyntaxException("it names no domain");

    /// <summary>A domain and lengths of prefixes, each if there is one: <c>:domain/24//64</c>.</summary>
    private static SpfMechanism Hosts(string text, SpfMechanismKind kind, SpfResult qualifier, string rest)
    {
        var prefix6 = TakePrefix(ref rest, "//", SpfNetwork.MaximumPrefix6);
        var prefix4 = TakePrefix(ref rest, "/", SpfNetwork.MaximumPrefix4);
        return new SpfMechanism(text, kind, qualifier)
        {
            Domain = rest.Length == 0 ? null : RequiredDomain(rest),
            Prefix4 = prefix4 ?? SpfNetwork.MaximumPrefix4,
            Prefix6 = prefix6 ?? SpfNetwork.MaximumPrefix6,
        };
    }

    private static SpfMechanism Network(string text, SpfMechanismKind kind, SpfResult qualifier, string rest)
    {
        var isV4 = kind == SpfMechanismKind.Ip4;
        var most = isV4 ? SpfNetwork.MaximumPrefix4 : SpfNetwork.MaximumPrefix6;
        var prefix = TakePrefix(ref rest, "/", most) ?? most;
        var address = rest.Length > 1 && rest[0] == ':' ? Address(rest.Substring(1), isV4) : null;
        if (address is null)
            throw new SpfSyntaxException($"it has no IPv{(isV4 ? 4 : 6)} address");

        return new SpfMechanism(text, kind, qualifier) { Network = address, Prefix4 = prefix, Prefix6 = prefix };
    }

    private static IPAddress? Address(string text, bool isV4) => isV4 ? SpfNetwork.ParseV4(text) : SpfNetwork.ParseV6(text);

    /// <summary>Takes <c>/digits</c> from the end, if it is there with just these slashes.</summary>
    private static int? TakePrefix(ref string rest, string slashes, int most)
    {
        var digits = rest.Length;
        while (digits > 0 && rest[digits - 1] is >= '0' and <= '9')
            digits--;

        var start = digits;
        while (start > 0 && rest[start - 1] == '/')
            start--;
        if (digits == rest.Length || digits - start != slashes.Length)
            return null;

        var value = SpfNetwork.ParseNumber(rest.Substring(digits), most)
            ?? throw new SpfSyntaxException($"the length of its prefix is none up to {most}");
        rest = rest.Substring(0, start);
        return value;
    }
}
