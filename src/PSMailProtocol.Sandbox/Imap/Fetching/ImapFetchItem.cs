using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>One data item that FETCH asks for (RFC 3501 section 6.4.5).</summary>
internal sealed class ImapFetchItem
{
    private static readonly string[] PlainNames = ["UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY", "BODYSTRUCTURE"];
    private static readonly string[] TextSections = ["HEADER", "TEXT", "MIME", "HEADER.FIELDS", "HEADER.FIELDS.NOT"];

    private ImapFetchItem(string name) => Name = Label = name;

    public static ImapFetchItem Uid { get; } = new("UID");

    public static ImapFetchItem Flags { get; } = new("FLAGS");

    public static ImapFetchItem ModSeq { get; } = new("MODSEQ");

    public static ImapFetchItem Labels { get; } = new("X-GM-LABELS");

    /// <summary>The item's name without section; <c>SECTION</c> for every kind of content as it is.</summary>
    public string Name { get; private init; }

    /// <summary>What the response calls it.</summary>
    public string Label { get; private init; }

    /// <summary>The numbers of the part; empty for the message.</summary>
    public IReadOnlyList<uint> Path { get; private init; } = [];

    /// <summary>Which part of the content: empty, <c>HEADER</c>, <c>TEXT</c>, <c>MIME</c>, <c>HEADER.FIELDS</c> or <c>HEADER.FIELDS.NOT</c>.</summary>
    public string Section { get; private init; } = "";

    /// <summary>The field names of a section that has them.</summary>
    public IReadOnlyList<string> Fields { get; private init; } = [];

    /// <summary>Where a partial fetch begins and how much it asks for; null for all.</summary>
    public (uint Start, uint Count)? Partial { get; private init; }

    /// <summary>Whether reading it counts as reading the message.</summary>
    public bool SetsSeen { get; private init; }

    /// <summary>Whether the transfer encoding is to be undone.</summary>
    public bool IsDecoded => Name is "BINARY" or "BINARY.SIZE";

    /// <summary>Reads one item, a macro, or a list in parentheses.</summary>
    /// <param name="arguments">Where from.</param>
    /// <param name="has">Whether a capability is offered.</param>
    public static List<ImapFetchItem> ReadAll(ImapArguments arguments, Func<string, bool> has) =>
        arguments.ListOrOne(() => Read(arguments, has)).SelectMany(i => i).ToList();

    private static IEnumerable<ImapFetchItem> Read(ImapArguments arguments, Func<string, bool> has)
    {
        var name = arguments.ItemName();
        if (arguments.NextIs('['))
        {
            return name switch
            {
                "BODY" or "BODY.PEEK" => [ReadSection(arguments, setsSeen: name == "BODY")],
                "BINARY" or "BINARY.PEEK" when has("BINARY") => [ReadBinary(arguments, "BINARY", setsSeen: name == "BINARY")],
                "BINARY.SIZE" when has("BINARY") => [ReadBinary(arguments, name, setsSeen: false)],
                _ => throw new ImapSyntaxException("FETCH does not know that item"),
            };
        }

        if (PlainNames.Contains(name))
            return [new ImapFetchItem(name)];

        return name switch
        {
            "ALL" or "FAST" or "FULL" => Macro(name),
            "RFC822" => [new ImapFetchItem("SECTION") { Label = name, SetsSeen = true }],
            "RFC822.HEADER" => [new ImapFetchItem("SECTION") { Label = name, Section = "HEADER" }],
            "RFC822.TEXT" => [new ImapFetchItem("SECTION") { Label = name, Section = "TEXT", SetsSeen = true }],
            "MODSEQ" when has("CONDSTORE") => [ModSeq],
            "X-GM-MSGID" or "X-GM-THRID" or "X-GM-LABELS" when has("X-GM-EXT-1") => [new ImapFetchItem(name)],
            "PREVIEW" when has("PREVIEW") => [ReadPreview(arguments)],
            _ => throw new ImapSyntaxException("FETCH does not know that item"),
        };
    }

    private static IEnumerable<ImapFetchItem> Macro(string name)
    {
        IEnumerable<string> names = ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"];
        return names.Take(name == "FAST" ? 3 : name == "ALL" ? 4 : 5).Select(n => new ImapFetchItem(n));
    }

    /// <summary>The modifier LAZY (RFC 8970 section 4.1) changes nothing: a preview is always at hand.</summary>
    private static ImapFetchItem ReadPreview(ImapArguments arguments)
    {
        if (arguments.TryTake(" (") && (arguments.Keyword() != "LAZY" || !arguments.TryTake(')')))
            throw new ImapSyntaxException("PREVIEW does not know that modifier");
        return new ImapFetchItem("PREVIEW");
    }

    /// <summary><c>section</c> and what may follow it: <c>[1.HEADER.FIELDS (From To)]&lt;0.100&gt;</c>.</summary>
    private static ImapFetchItem ReadSection(ImapArguments arguments, bool setsSeen)
    {
        arguments.Expect('[');
        var path = new List<uint>();
        var section = arguments.NextIs(']') ? "" : TakePath(arguments.ItemName(), path);
        var fields = new List<string>();
        if (section.Length > 0 && (!TextSections.Contains(section) || (section == "MIME" && path.Count == 0)))
            throw new ImapSyntaxException("FETCH does not know that section");
        if (section is "HEADER.FIELDS" or "HEADER.FIELDS.NOT")
        {
            arguments.Space();
            fields = arguments.ParenthesizedList(arguments.AString);
        }

        arguments.Expect(']');
        var partial = ReadPartial(arguments);
        var written = string.Join(".", path.Select(n => n.ToString(CultureInfo.InvariantCulture)).Concat(section.Length > 0 ? [section] : []));
        return new ImapFetchItem("SECTION")
        {
            Path = path,
            Section = section,
            Fields = fields,
            Partial = partial,
            SetsSeen = setsSeen,
            Label = "BODY[" + written + (fields.Count > 0 ? $" ({string.Join(" ", fields)})" : "") + "]" + (partial is { } p ? $"<{p.Start}>" : ""),
        };
    }

    private static ImapFetchItem ReadBinary(ImapArguments arguments, string name, bool setsSeen)
    {
        arguments.Expect('[');
        var path = new List<uint>();
        if (!arguments.NextIs(']') && TakePath(arguments.ItemName(), path).Length > 0)
            throw new ImapSyntaxException("FETCH does not know that section");
        arguments.Expect(']');
        var partial = name == "BINARY" ? ReadPartial(arguments) : null;
        return new ImapFetchItem(name)
        {
            Path = path,
            Partial = partial,
            SetsSeen = setsSeen,
            Label = $"{name}[{string.Join(".", path)}]" + (partial is { } p ? $"<{p.Start}>" : ""),
        };
    }

    /// <summary>Takes the leading numbers of a section into a path and returns the rest.</summary>
    private static string TakePath(string section, List<uint> path)
    {
        var words = section.Split('.');
        var rest = words.SkipWhile(word =>
        {
            if (!uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return false;
            path.Add(number);
            return true;
        }).ToArray();
        return rest.Length == 1 && rest[0].Length == 0 ? throw new ImapSyntaxException("FETCH does not know that section") : string.Join(".", rest);
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
