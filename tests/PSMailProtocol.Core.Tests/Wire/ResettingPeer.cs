using System;
using System.IO;
using System.Text;

namespace PSMailProtocol.Tests.Wire;

/// <summary>
/// A peer that plays a script and takes some octets more: the next write fails, as on a connection that was reset, and what
/// the peer had said before can still be read.
/// </summary>
public sealed class ResettingPeer(string parting, int octets, params (string Awaited, string Answer)[] steps) : MemoryStream
{
    private readonly ScriptedPeer _script = new(Delivery.Whole, "", steps);
    private readonly MemoryStream _parting = new(Encoding.ASCII.GetBytes(parting));
    private int _left = octets;
    private volatile bool _isReset;

    /// <summary>Whether a write has failed.</summary>
    public bool IsReset => _isReset;

    /// <summary>What it took behind the script, as Latin-1; of the write that fails the beginning.</summary>
    public string Taken { get; private set; } = "";

    public override bool CanWrite => true;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (!_isReset)
            return _script.Read(buffer, offset, count);

        var read = _parting.Read(buffer, offset, count);
        return read > 0 ? read : throw new IOException("The connection was reset.");
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(_script.IsDisposed, this);
        if (!_script.IsFinished)
        {
            _script.Write(buffer, offset, count);
            return;
        }

        var taken = Math.Min(count, _left);
        Taken += Encoding.Latin1.GetString(buffer, offset, taken);
        _left -= taken;
        if (taken == count)
            return;

        _isReset = true;
        throw new IOException("The connection was reset.");
    }

    protected override void Dispose(bool disposing)
    {
        _script.Dispose();
        base.Dispose(disposing);
    }
}
