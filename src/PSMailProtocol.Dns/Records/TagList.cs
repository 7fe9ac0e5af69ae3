using System;
using System.Collections.Generic;

namespace PSMailProtocol.Dns.Records;

/// <summary>
/// A record of tags and values, <c>v=DMARC1; p=none</c> (RFC 6376 section 3.2, which DMARC, MTA-STS and TLS-RPT follow). Of a tag that
/// stands there twice the first counts.
/// </summary>
internal sealed class TagList
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];

    private TagList()
    {
    }

    /// <summary>The tags as they are written, in their order, each once.</summary>
    internal IReadOnlyList<string> Names => _names;

    /// <summary>Whether a tag stands there twice.</summary>
    internal bool HasDuplicates { get; private set; }

    /// <summary>Whether a part is no tag with a value; an empty one counts only between others.</summary>
    internal bool HasFaults { get; private set; }

    /// <summary>A tag's value without white space around it, or null.</summary>
    internal string? this[string name] => _values.TryGetValue(name, out var value) ? value : null;

    internal static TagList Parse(string text)
    {
        var list = new TagList();
        var parts = text.Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Trim(WhiteSpace);
            if (part.Length == 0 && i == parts.Length - 1)
                break;

            var equals = part.IndexOf('=');
            var name = equals < 0 ? "" : part.Substring(0, equals).TrimEnd(WhiteSpace);
            if (IsName(name))
                list.Add(name, part.Substring(equals + 1).TrimStart(WhiteSpace));
            else
                list.HasFaults = true;
        }

        return list;
    }

    /// <summary>Whether a text begins with this version, as its first tag and exactly.</summary>
    internal static bool HasVersion(string text, string version)
    {
        // All of a text that is none of these records need not be looked at.
        var end = text.IndexOf(';');
        var first = Parse(end < 0 ? text : text.Substring(0, end));
        return first["v"] == version;
    }

    private void Add(string name, string value)
    {
        if (_values.ContainsKey(name))
        {
            HasDuplicates = true;
            return;
        }

        _values.Add(name, value);
        _names.Add(name);
    }

    private static bool IsName(string name)
    {
        foreach (var character in name)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'))
                return false;
        }

        return name.Length > 0;
    }
}
