using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>The defects of one message as they are found; capped, since a hostile message is nothing but defects.</summary>
internal sealed class DefectLog
{
    private const int Cap = 1000;
    private readonly List<Messages.MimeDefect> _found = [];

    public void Add(string name, long offset)
    {
        if (_found.Count < Cap)
            _found.Add(new Messages.MimeDefect(name, offset));
    }

    /// <summary>In the order of the octets.</summary>
    public IReadOnlyList<Messages.MimeDefect> ToList()
    {
        var sorted = new List<Messages.MimeDefect>(_found);
        sorted.Sort((left, right) => (left.Offset, left.Name).CompareTo((right.Offset, right.Name)));
        return sorted;
    }

    /// <summary>A log that begins with what this one has.</summary>
    public DefectLog Copy()
    {
        var copy = new DefectLog();
        copy._found.AddRange(_found);
        return copy;
    }
}
