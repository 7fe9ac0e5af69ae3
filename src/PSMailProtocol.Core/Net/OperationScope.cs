using System;

namespace PSMailProtocol.Net;

/// <summary>The running of one operation under its deadline; disposing it stops the clock.</summary>
public readonly struct OperationScope : IDisposable
{
    private readonly OperationDeadline? _deadline;

    internal OperationScope(OperationDeadline deadline, TimeSpan allowance)
    {
        // Inside another operation the outer one's clock goes on, so a scope of ours has nothing to stop.
        if (deadline.IsRunning)
        {
            _deadline = null;
            return;
        }

        _deadline = deadline;
        deadline.Start(allowance);
    }

    /// <inheritdoc/>
    public void Dispose() => _deadline?.Stop();
}
