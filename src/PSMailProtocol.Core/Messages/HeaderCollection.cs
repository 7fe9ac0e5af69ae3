using System;
using System.Collections;
using System.Collections.Generic;

namespace PSMailProtocol.Messages;

/// <summary>The fields of one header block, in the order they came, repeated ones included.</summary>
public sealed class HeaderCollection : IReadOnlyList<HeaderField>
{
    private readonly IReadOnlyList<HeaderField> _fields;

    internal HeaderCollection(IReadOnlyList<HeaderField> fields) => _fields = fields;

    /// <summary>The number of fields.</summary>
    public int Count => _fields.Count;

    /// <summary>The field at a position.</summary>
    /// <param name="index">From 0.</param>
    public HeaderField this[int index] => _fields[index];

    /// <summary>The decoded value of the first field of a name, or <c>null</c>.</summary>
    /// <param name="name">The field name, in any case.</param>
    public string? this[string name] => Find(name)?.Value;

    /// <summary>The first field of a name, or <c>null</c>.</summary>
    /// <param name="name">The field name, in any case.</param>
    public HeaderField? Find(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field;
        }

        return null;
    }

    /// <summary>The decoded values of every field of a name, in order.</summary>
    /// <param name="name">The field name, in any case.</param>
    public IReadOnlyList<string> GetAll(string name)
    {
        var values = new List<string>();
        foreach (var field in _fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                values.Add(field.Value);
        }

        return values;
    }

    /// <summary>The fields as text, with semicolons between them.</summary>
    public override string ToString() => string.Join("; ", _fields);

    /// <inheritdoc/>
    public IEnumerator<HeaderField> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
