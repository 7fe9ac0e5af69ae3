using System.Collections.Generic;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>The parts of one message in the order they come, with what they share.</summary>
internal sealed class MimeTree
{
    private readonly List<MimePart> _parts = [];

    public MimeTree(RawMail source, MimeLimits limits)
    {
        Source = source;
        Limits = limits;
    }

    public RawMail Source { get; }

    public MimeLimits Limits { get; }

    /// <summary>What the parser itself found.</summary>
    public DefectList Defects { get; } = new();

    /// <summary>Every part, each before its children.</summary>
    public IReadOnlyList<MimePart> Parts => _parts;

    public void Add(MimePart part)
    {
        part.Index = part.LastDescendant = _parts.Count;
        _parts.Add(part);
    }
}
