using System;
using System.Collections.Generic;
using System.IO;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>What was found in the octets of a message: the fields of its header, and its parts unless the header alone was read.</summary>
internal sealed class MessageStructure
{
    // An empty line that was missing may bring to light a part in whose header another is.
    private const int MostPasses = 6;

    private MessageStructure(List<Header> fields, List<MailPart> parts, OctetMap map, DefectLog defects) =>
        (Fields, Parts, Map, Defects) = (fields, parts, map, defects);

    public List<Header> Fields { get; }

    /// <summary>In the order in which they begin, the outermost first; empty where the header alone was read.</summary>
    public List<MailPart> Parts { get; }

    /// <summary>From the offsets of the fields to those of the octets.</summary>
    public OctetMap Map { get; }

    public DefectLog Defects { get; }

    /// <summary>Whether its lines end with a carriage return alone.</summary>
    public bool HasBareReturns { get; private init; }

    /// <summary>A header of which the fields are known, and no octets.</summary>
    public static MessageStructure OfFields(List<Header> fields) => new(fields, [], new OctetMap(), new DefectLog());

    public static MessageStructure ReadHeader(Func<Stream> open, MailLimits limits)
    {
        using var octets = open();
        var defects = new DefectLog();
        var start = MessageStart.Read(octets);
        start.Report(defects);
        var view = new OctetView(octets, start, []);
        var reader = new StructureReader(Options(limits), view, limits, open, defects) { IsHeaderOnly = true };
        reader.ReadHeaders();
        return new MessageStructure(reader.Fields, [], view.Map, defects) { HasBareReturns = start.HasBareReturns };
    }

    public static MessageStructure Read(Func<Stream> open, MailLimits limits)
    {
        using var octets = open();
        var start = MessageStart.Read(octets);
        var emptyLines = new SortedSet<long>();
        for (var pass = 1; ; pass++)
        {
            var defects = new DefectLog();
            start.Report(defects);
            var view = new OctetView(octets, start, emptyLines);
            var reader = new StructureReader(Options(limits), view, limits, open, defects);
            reader.ReadParts();
            var known = emptyLines.Count;
            emptyLines.UnionWith(reader.EmptyLines);
            if (emptyLines.Count == known || pass == MostPasses)
                return new MessageStructure(reader.Parts[0].Fields, reader.Parts, view.Map, defects)
                {
                    HasBareReturns = start.HasBareReturns,
                };
        }
    }

    private static ParserOptions Options(MailLimits limits) =>
        new() { MaxMimeDepth = limits.Depth, CharsetEncoding = Charsets.Utf8 };
}
