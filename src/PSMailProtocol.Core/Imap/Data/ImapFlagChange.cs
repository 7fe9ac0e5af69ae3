using System.Collections.Generic;

namespace PSMailProtocol.Imap;

/// <summary>How the flags of messages are to be changed.</summary>
public sealed record ImapFlagChange
{
    /// <summary>The flags and keywords that are set: <c>\Seen</c>, <c>$Forwarded</c>.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>The flags and keywords that are taken away.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The labels of Gmail that are given (X-GM-EXT-1).</summary>
    public IReadOnlyList<string> AddedLabels { get; init; } = [];

    /// <summary>The labels of Gmail that are taken away.</summary>
    public IReadOnlyList<string> RemovedLabels { get; init; } = [];

    /// <summary>Whether it is about labels as well.</summary>
    public bool HasLabels => AddedLabels.Count + RemovedLabels.Count > 0;
}
