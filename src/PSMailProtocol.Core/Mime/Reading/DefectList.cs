using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>The defects of one message as they are found; capped, since a hostile message is nothing but defects.</summary>
internal sealed class DefectList
{
    private const int Cap = 1000;
    private static readonly MimeDefect[] None = [];

    private List<MimeDefect>? _found;

    public IReadOnlyList<MimeDefect> Found => (IReadOnlyList<MimeDefect>?)_found ?? None;

    public int Count => _found?.Count ?? 0;

    public void Add(string name, long offset)
    {
        _found ??= [];
        if (_found.Count < Cap)
        {
            _found.Add(new MimeDefect(name, offset));
        }
    }

    public void AddRange(DefectList other)
    {
        foreach (var defect in other.Found)
        {
            Add(defect.Name, defect.Offset);
        }
    }

    public void Truncate(int count) => _found?.RemoveRange(count, _found.Count - count);

    public void Sort() => _found?.Sort((left, right) => left.Offset != right.Offset
        ? left.Offset.CompareTo(right.Offset)
        : string.CompareOrdinal(left.Name, right.Name));
}
