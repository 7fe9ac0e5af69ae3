using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Dns.Spf;

/// <summary>An SPF record that is read and checked from its first to its last term (RFC 7208 sections 4.5, 4.6 and 12).</summary>
internal sealed class SpfRecord
{
    private const string Version = "v=spf1";

    private SpfRecord(string text, IReadOnlyList<SpfTerm> terms)
    {
        Text = text;
        Terms = terms;
        Mechanisms = terms.OfType<SpfMechanism>().ToList();
        Redirect = terms.OfType<SpfModifier>().FirstOrDefault(modifier => modifier.Name == SpfModifier.Redirect);
        Explanation = terms.OfType<SpfModifier>().FirstOrDefault(modifier => modifier.Name == SpfModifier.Explanation);
    }

    internal string Text { get; }

    internal IReadOnlyList<SpfTerm> Terms { get; }

    internal IReadOnlyList<SpfMechanism> Mechanisms { get; }

    /// <summary>Where the rest is, unless there is an "all", which leaves no rest (section 6.1).</summary>
    internal SpfModifier? Redirect { get; }

    internal SpfModifier? Explanation { get; }

    /// <summary>The texts among TXT records that are SPF records: the version ends with the record or a space.</summary>
    internal static IReadOnlyList<string> Among(IEnumerable<string> texts) => texts.Where(IsRecord).ToList();

    /// <exception cref="SpfSyntaxException">A term is wrong; the message begins with it.</exception>
    internal static SpfRecord Parse(string text)
    {
        var terms = new List<SpfTerm>();
        foreach (var word in text.Substring(Version.Length).Split(' '))
        {
            if (word.Length == 0)
                continue;

            try
            {
                terms.Add(SpfTermReader.Read(word));
            }
            catch (SpfSyntaxException failure)
            {
                throw new SpfSyntaxException($"{word}: {failure.Message}");
            }
        }

        RequireOnce(terms, SpfModifier.Redirect);
        RequireOnce(terms, SpfModifier.Explanation);
        return new SpfRecord(text, terms);
    }

    private static bool IsRecord(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');

    private static void RequireOnce(List<SpfTerm> terms, string name)
    {
        if (terms.OfType<SpfModifier>().Count(modifier => modifier.Name == name) > 1)
            throw new SpfSyntaxException($"{name}= stands there more than once (section 6)");
    }
}
