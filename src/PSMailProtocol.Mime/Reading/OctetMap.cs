using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>Where the octets of a view lie in the octets that it was made of, when some were left out and others put in.</summary>
internal sealed class OctetMap
{
    private readonly List<long> _views = [];
    private readonly List<long> _sources = [];
    private readonly List<bool> _areInserted = [];

    /// <summary>The number of the octets that the view was made of.</summary>
    public long Length { get; set; }

    /// <summary>From here on the view has the octets from there on, or, where they are inserted, none of them.</summary>
    public void Add(long view, long source, bool isInserted)
    {
        _views.Add(view);
        _sources.Add(source);
        _areInserted.Add(isInserted);
    }

    public long ToSource(long view)
    {
        var index = _views.BinarySearch(view);
        index = index < 0 ? ~index - 1 : index;
        if (index < 0)
            return 0;

        var source = _sources[index] + (_areInserted[index] ? 0 : view - _views[index]);
        return Math.Min(source, index + 1 < _sources.Count ? Math.Min(_sources[index + 1], Length) : Length);
    }
}
