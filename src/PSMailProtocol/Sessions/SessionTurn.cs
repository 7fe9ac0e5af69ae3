using System;

namespace PSMailProtocol;

/// <summary>One use of a session, which ends when this is disposed.</summary>
internal sealed class SessionTurn(Action end) : IDisposable
{
    private Action? _end = end;

    public void Dispose()
    {
        var end = _end;
        _end = null;
        end?.Invoke();
    }
}
