using System.Collections.Generic;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>
/// What was said on one connection, as far as a message needs it: how the session began, and its own transaction. It has a cap,
/// so that a client that talks without end fills no memory.
/// </summary>
internal sealed class SessionDialogue
{
    private const int MostSessionLines = 500;
    private const int MostTransactionLines = 4000;
    private const int LongestText = 1000;

    private readonly List<SandboxDialogueLine> _session = [];
    private List<SandboxDialogueLine>? _transaction;
    private SandboxDialogueLine? _last;

    /// <summary>Adds a line that fits for a terminal.</summary>
    public void Add(TranscriptDirection direction, bool isEncrypted, string text)
    {
        _last = new SandboxDialogueLine(direction, isEncrypted, Shortened(text));
        var (lines, most) = _transaction is null ? (_session, MostSessionLines) : (_transaction, MostTransactionLines);
        if (lines.Count < most)
            lines.Add(_last);
        else if (lines.Count == most)
            lines.Add(new SandboxDialogueLine(TranscriptDirection.Connection, isEncrypted, "what follows is not kept"));
    }

    /// <summary>Forgets the transaction before the one that the last line begins.</summary>
    public void BeginTransaction()
    {
        if (_transaction is null)
            _session.Remove(_last!);
        _transaction = [_last!];
    }

    /// <summary>What is kept now, and the reply that follows.</summary>
    public IReadOnlyList<SandboxDialogueLine> EndingWith(bool isEncrypted, string reply) =>
        [.. _session, .. _transaction ?? [], new SandboxDialogueLine(TranscriptDirection.Server, isEncrypted, reply)];

    private static string Shortened(string text) => text.Length <= LongestText ? text : text.Substring(0, LongestText) + "…";
}
