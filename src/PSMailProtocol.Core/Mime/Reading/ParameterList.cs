using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>The decoded parameters of a structured field, names in lower case, the first of equal names.</summary>
internal sealed class ParameterList
{
    private readonly KeyValuePair<string, string>[] _items;

    public ParameterList(KeyValuePair<string, string>[] items) => _items = items;

    public static ParameterList Empty { get; } = new([]);

    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    public string? Find(string name)
    {
        foreach (var item in _items)
        {
            if (string.Equals(item.Key, name, StringComparison.Ordinal))
            {
                return item.Value;
            }
        }

        return null;
    }
}
