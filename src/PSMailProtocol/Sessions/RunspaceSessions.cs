using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PSMailProtocol;

/// <summary>The sessions that were opened in a runspace, which end with it.</summary>
internal sealed class RunspaceSessions
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSessions> ByRunspace = new();

    private readonly HashSet<MailSession> _sessions = [];

    private RunspaceSessions(Runspace runspace) => runspace.StateChanged += EndWithRunspace;

    /// <summary>The sessions of a runspace.</summary>
    public static RunspaceSessions Of(Runspace runspace) => ByRunspace.GetValue(runspace, created => new RunspaceSessions(created));

    /// <summary>Takes note of a session.</summary>
    public void Add(MailSession session)
    {
        lock (_sessions)
        {
            _sessions.RemoveWhere(known => known.State == MailSessionState.Closed);
            _sessions.Add(session);
        }
    }

    /// <summary>Ends all of them.</summary>
    public void End()
    {
        MailSession[] sessions;
        lock (_sessions)
        {
            sessions = [.. _sessions];
            _sessions.Clear();
        }

        foreach (var session in sessions)
            session.Abort();
    }

    private void EndWithRunspace(object? sender, RunspaceStateEventArgs e)
    {
        if (e.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
            End();
    }
}
