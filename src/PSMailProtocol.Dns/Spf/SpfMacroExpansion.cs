using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PSMailProtocol.Dns.Spf;

/// <summary>Fills macros in for one check (RFC 7208 section 7).</summary>
internal sealed class SpfMacroExpansion
{
    /// <summary>What an explanation may come to, in characters; the rest is cut.</summary>
    internal const int MaximumExplanationLength = 2048;

    private const int MaximumNameLength = 253;

    // Only the end of a name is used, so that no more is kept of it than that, with room for a cut at a dot.
    private const int KeptLength = 2 * 1024;

    private readonly SpfQuestion _question;
    private readonly Func<string, Task<string>> _validatedName;

    /// <param name="question">Who sends.</param>
    /// <param name="validatedName">Finds the name of the client's address, for the domain that is checked.</param>
    internal SpfMacroExpansion(SpfQuestion question, Func<string, Task<string>> validatedName)
    {
        _question = question;
        _validatedName = validatedName;
    }

    /// <summary>A name to ask for: without a final dot, and with labels taken from its left until it has 253 characters.</summary>
    internal async Task<string> DomainAsync(SpfMacroString text, string domain)
    {
        var expanded = new StringBuilder();
        foreach (var part in text.Parts)
        {
            expanded.Append(await ValueAsync(part, domain).ConfigureAwait(false));
            if (expanded.Length > 2 * KeptLength)
                expanded.Remove(0, expanded.Length - KeptLength);
        }

        var name = expanded.ToString();
        if (name.EndsWith(".", StringComparison.Ordinal))
            name = name.Substring(0, name.Length - 1);
        while (name.Length > MaximumNameLength && name.IndexOf('.') is >= 0 and var dot)
            name = name.Substring(dot + 1);
        return name;
    }

    /// <summary>An explanation.</summary>
    internal async Task<string> ExplanationAsync(SpfMacroString text, string domain)
    {
        var expanded = new StringBuilder();
        foreach (var part in text.Parts)
        {
            expanded.Append(await ValueAsync(part, domain).ConfigureAwait(false));
            if (expanded.Length > MaximumExplanationLength)
                return expanded.ToString(0, MaximumExplanationLength);
        }

        return expanded.ToString();
    }

    private async Task<string> ValueAsync(SpfMacroPart part, string domain)
    {
        if (part.Letter == '\0')
            return part.Text;

        var value = part.Letter == 'p' ? await _validatedName(domain).ConfigureAwait(false) : Value(part.Letter, domain);
        var transformed = Transform(value, part);
        return part.IsEscaped ? Uri.EscapeDataString(transformed) : transformed;
    }

    private string Value(char letter, string domain) => letter switch
    {
        's' => _question.Sender,
        'l' => _question.LocalPart,
        'o' => _question.Domain,
        'd' => domain,
        'i' => Dotted(_question.Address),
        'h' => _question.Helo,
        'v' => _question.Address.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6",
        'c' => _question.Address.ToString(),
        'r' => _question.Receiver,
        _ => _question.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };

    private static string Transform(string value, SpfMacroPart part)
    {
        if (!part.IsReversed && part.Keep == int.MaxValue && part.Delimiters == ".")
            return value;

        var parts = value.Split(part.Delimiters.ToCharArray());
        if (part.IsReversed)
            Array.Reverse(parts);
        var skip = Math.Max(0, parts.Length - part.Keep);
        return string.Join(".", parts, skip, parts.Length - skip);
    }

    /// <summary>The address as labels: four numbers, or 32 hexadecimal digits.</summary>
    private static string Dotted(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString();

        var digits = new StringBuilder();
        foreach (var octet in address.GetAddressBytes())
            digits.AppendFormat(CultureInfo.InvariantCulture, "{0:X}.{1:X}.", octet >> 4, octet & 0xF);
        return digits.ToString(0, digits.Length - 1);
    }
}
