using System;
using System.Collections.Generic;

namespace PSMailProtocol.ViewBuilder;

/// <summary>How PowerShell shows the objects of one type, also those that were stored and read again.</summary>
/// <param name="typeName">The type's name with its namespace.</param>
internal sealed class TypeView(string typeName)
{
    /// <summary>The type's name with its namespace.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>Whether its list is the default view, as of what one looks at alone.</summary>
    public bool IsListFirst { get; init; }

    /// <summary>Properties that no serializer takes up, since they hold secrets or what is in others already.</summary>
    public IReadOnlyList<string> NotStored { get; init; } = [];

    /// <summary>The columns of its table, which is its default view unless the list is.</summary>
    public required IReadOnlyList<Item> Table { get; init; }

    /// <summary>What Format-List shows.</summary>
    public required IReadOnlyList<Item> List { get; init; }

    /// <summary>
    /// What it shows among objects of other types, each by its name: no text, for PowerShell shows it as it is. The line
    /// <see cref="Display"/> comes behind.
    /// </summary>
    public IReadOnlyList<string> Mixed { get; init; } = [];

    /// <summary>A PowerShell expression for the object in one line, in which <c>$this</c> is the object.</summary>
    public string Display { get; init; } = "[string]$this";

    /// <summary>
    /// Properties that are read by name and that no serializer takes up, since what they hold nests too deep for it or may be of any
    /// kind: <c>Fields</c> for what <c>GetFields()</c> returns.
    /// </summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}

/// <summary>A column of a table or a line of a list. Its property decides how it is shown; see <see cref="PropertyKind"/>.</summary>
/// <param name="Label">The heading.</param>
internal sealed record Item(string Label)
{
    /// <summary>The property, with dots for one of a property; the heading if it is not given.</summary>
    public string Property { get; init; } = Label;

    /// <summary>Characters, or null for a share of what the columns with a width leave.</summary>
    public int? Width { get; init; }

    /// <summary>
    /// A PowerShell expression for a text in place of the property's, in which <c>$_</c> is the object. What it gives is sanitized.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Whether it is a text whose lines stay.</summary>
    public bool HasLines { get; init; }

    /// <summary>Whether it is left out of a list where its property holds nothing.</summary>
    public bool IsOptional { get; init; }

    public static implicit operator Item(string label) => new(label);

    public static implicit operator Item((string Label, int Width) column) => new(column.Label) { Width = column.Width };
}
