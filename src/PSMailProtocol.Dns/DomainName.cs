using System;
using System.Globalization;
using DnsClient;

namespace PSMailProtocol.Dns;

/// <summary>Domain names as text without a final dot, "." for the root, compared without regard to case (RFC 4343).</summary>
internal static class DomainName
{
    internal const string Root = ".";

    /// <summary>255 octets (RFC 1035 section 3.1), each perhaps written as <c>\DDD</c>.</summary>
    private const int MaximumEscapedLength = 4 * 255;

    private const int MaximumLength = 253;
    private const int MaximumLabelLength = 63;
    private const string AcePrefix = "xn--";

    internal static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>The name that a record or question is about. It may hold any character and is to be compared, not shown.</summary>
    internal static string Owner(DnsString name) => WithoutDot(name.Original);

    /// <summary>A name that a record leads to, with anything unprintable as <c>\DDD</c>.</summary>
    internal static string Target(DnsString name) => WithoutDot(name.Value).Replace(" ", @"\032");

    /// <summary>Whether a target keeps to the octets that a name may have; DnsClient does not look.</summary>
    internal static bool HasLegalLength(DnsString name) => name.Value.Length <= MaximumEscapedLength;

    /// <summary>Whether this name is <paramref name="other"/> or lies beneath it.</summary>
    internal static bool IsWithin(string name, string other) =>
        Comparer.Equals(name, other) || name.EndsWith("." + other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the labels have the lengths that DNS allows (RFC 1035 section 2.3.4), whatever they hold.</summary>
    internal static bool HasLegalLabels(string name)
    {
        if (name.Length is 0 or > MaximumLength)
            return false;

        foreach (var label in name.Split('.'))
        {
            if (label.Length is 0 or > MaximumLabelLength)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether the name can be asked for: DnsClient writes letters, digits, hyphens and underscores as they stand, and nothing else.
    /// </summary>
    internal static bool IsHostName(string name)
    {
        if (!HasLegalLabels(name))
        {
            return false;
        }

        foreach (var label in name.Split('.'))
        {
            if (!IsPlain(label))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The name as it goes into a question. DnsClient turns the A-labels of an answer's owners into Unicode and fails where one
    /// is none; in upper case it does not know them, and to the server they are the same.
    /// </summary>
    internal static string Asked(string name)
    {
        if (name.IndexOf(AcePrefix, StringComparison.Ordinal) < 0)
        {
            return name;
        }

        try
        {
            new IdnMapping().GetUnicode(name);
            return name;
        }
        catch (ArgumentException)
        {
            return name.Replace(AcePrefix, AcePrefix.ToUpperInvariant());
        }
    }

    private static bool IsPlain(string label)
    {
        foreach (var character in label)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static string WithoutDot(string name) =>
        name.Length > 1 && name[name.Length - 1] == '.' ? name.Substring(0, name.Length - 1) : name;
}
