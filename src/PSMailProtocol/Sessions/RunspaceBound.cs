using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PSMailProtocol;

/// <summary>The sessions and sandboxes that were opened in a runspace, which end with it.</summary>
internal sealed class RunspaceBound
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceBound> ByRunspace = new();

    private readonly List<IRunspaceBound> _bound = [];

    private RunspaceBound(Runspace runspace) => runspace.StateChanged += EndWithRunspace;

    /// <summary>What is bound to a runspace.</summary>
    public static RunspaceBound To(Runspace runspace) => ByRunspace.GetValue(runspace, created => new RunspaceBound(created));

    /// <summary>Takes note of something that is to end with the runspace.</summary>
    public void Add(IRunspaceBound bound)
    {
        lock (_bound)
        {
            _bound.RemoveAll(known => known.HasEnded);
            _bound.Add(bound);
        }
    }

    /// <summary>Those of a kind that did not end yet, in the order in which they began.</summary>
    public IReadOnlyList<T> Living<T>()
        where T : IRunspaceBound
    {
        lock (_bound)
            return [.. _bound.OfType<T>().Where(known => !known.HasEnded)];
    }

    /// <summary>Ends all of them.</summary>
    public void End()
    {
        IRunspaceBound[] ending;
        lock (_bound)
        {
            ending = [.. _bound];
            _bound.Clear();
        }

        foreach (var bound in ending)
            bound.EndAtOnce();
    }

    private void EndWithRunspace(object? sender, RunspaceStateEventArgs e)
    {
        if (e.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
            End();
    }
}
