using System.Collections.Generic;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Probing;

/// <summary>A command that a probe said, and what the server answered.</summary>
public sealed class ProbeAnswer
{
    internal ProbeAnswer(string command, IEnumerable<string> lines)
    {
        Command = command;
        Line = new JoinedList<string>(lines);
    }

    /// <summary>The command as it was given.</summary>
    public string Command { get; }

    /// <summary>The lines of the answer as the server wrote them, control characters made visible.</summary>
    public IReadOnlyList<string> Line { get; }

    /// <summary>Command and answer, a line each, as a terminal shows them.</summary>
    public override string ToString() => string.Join("\n", [Command, .. Line]);
}
