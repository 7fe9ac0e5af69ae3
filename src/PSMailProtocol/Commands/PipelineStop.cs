using System;

namespace PSMailProtocol.Commands;

/// <summary>
/// Whether a command is being stopped: from Ctrl+C until it is gone. A message that it emitted reads nothing more in this
/// time, whoever asks, since its text may take long to decode; whoever has kept it can read it afterwards.
/// </summary>
internal sealed class PipelineStop
{
    private volatile bool _isUnderWay;

    public void Begin() => _isUnderWay = true;

    public void End() => _isUnderWay = false;

    /// <exception cref="OperationCanceledException">The command is being stopped.</exception>
    public void ThrowIfUnderWay()
    {
        if (_isUnderWay)
            throw new OperationCanceledException();
    }
}
