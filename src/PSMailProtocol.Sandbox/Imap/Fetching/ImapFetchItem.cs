using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>One data item that FETCH asks for (RFC 3501 section 6.4.5).</summary>
internal sealed class ImapFetchItem
{
    private static readonly string[] PlainNames = ["UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE"];

    private ImapFetchItem(string name) => Name = Label = name;

    public static ImapFetchItem Uid { get; } = new("UID");

    public static ImapFetchItem Flags { get; } = new("FLAGS");

    /// <summary>The item's name without section; <c>BODY</c> for every kind of content.</summary>
    public string Name { get; private init; }

    /// <summary>What the response calls it.</summary>
    public string Label { get; private init; }

    /// <summary>Which part of the content: empty, <c>HEADER</c>, <c>TEXT</c>, <c>HEADER.FIELDS</c> or <c>HEADER.FIELDS.NOT</c>.</summary>
    public string Section { get; private init; } = "";

    /// <summary>The field names of a section that has them.</summary>
    public IReadOnlyList<string> Fields { get; private init; } = [];

    /// <summary>Where a partial fetch begins and how much it asks for; null for all.</summary>
    public (uint Start, uint Count)? Partial { get; private init; }

    /// <summary>Whether reading it counts as reading the message.</summary>
    public bool SetsSeen { get; private init; }

    /// <summary>Reads one item, a macro, or a list in parentheses.</summary>
    public static List<ImapFetchItem> ReadAll(ImapArguments arguments) =>
        arguments.ListOrOne(() => Read(arguments)).SelectMany(i => i).ToList();

    private static IEnumerable<ImapFetchItem> Read(ImapArguments arguments)
    {
        var name = arguments.ItemName();
        if (PlainNames.Contains(name))
            return [new ImapFetchItem(name)];

        return name switch
        {
            "FAST" => [Flags, new ImapFetchItem("INTERNALDATE"), new ImapFetchItem("RFC822.SIZE")],
            "RFC822" => [new ImapFetchItem("BODY") { Label = name, SetsSeen = true }],
            "RFC822.HEADER" => [new ImapFetchItem("BODY") { Label = name, Section = "HEADER" }],
            "RFC822.TEXT" => [new ImapFetchItem("BODY") { Label = name, Section = "TEXT", SetsSeen = true }],
            "BODY" or "BODY.PEEK" when arguments.NextIs('[') => [ReadSection(arguments, setsSeen: name == "BODY")],
            _ => throw new ImapSyntaxException("The sandbox does not serve that item"),
        };
    }

    /// <summary><c>section</c> and what may follow it: <c>[HEADER.FIELDS (From To)]&lt;0.100&gt;</c>.</summary>
    private static ImapFetchItem ReadSection(ImapArguments arguments, bool setsSeen)
    {
        arguments.Expect('[');
        var section = arguments.NextIs(']') ? "" : arguments.ItemName();
        var fields = new List<string>();
        if (section is "HEADER.FIELDS" or "HEADER.FIELDS.NOT")
        {
            arguments.Space();
            fields = arguments.ParenthesizedList(arguments.AString);
        }
        else if (section is not ("" or "HEADER" or "TEXT"))
        {
            throw new ImapSyntaxException("The sandbox does not serve that section");
        }

        arguments.Expect(']');
        var partial = ReadPartial(arguments);
        return new ImapFetchItem("BODY")
        {
            Section = section,
            Fields = fields,
            Partial = partial,
            SetsSeen = setsSeen,
            Label = "BODY[" + section + (fields.Count > 0 ? $" ({string.Join(" ", fields)})" : "") + "]" + (partial is { } p ? $"<{p.Start}>" : ""),
        };
    }

    private static (uint Start, uint Count)? ReadPartial(ImapArguments arguments)
    {
        if (!arguments.TryTake('<'))
            return null;

        var start = arguments.Number();
        arguments.Expect('.');
        var count = arguments.Number();
        arguments.Expect('>');
        return count > 0 ? (start, count) : throw new ImapSyntaxException("A partial fetch of nothing");
    }
}
