using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Xunit.Sdk;

namespace PSMailProtocol.Tests.Wire;

/// <summary>
/// A peer that says what a script tells it to, when it hears what the script awaits. Octets are Latin-1 in the script.
/// Reading past the script's end is the end of the connection; hearing anything else fails the test.
/// </summary>
public sealed class ScriptedPeer : Stream
{
    private readonly Queue<(string Awaited, string Answer)> _steps = new();
    private readonly Queue<byte> _pending = new();
    private readonly StringBuilder _heard = new();
    private readonly Delivery _delivery;

    public ScriptedPeer(Delivery delivery, string greeting, params (string Awaited, string Answer)[] steps)
    {
        _delivery = delivery;
        Say(greeting);
        foreach (var step in steps)
            _steps.Enqueue(step);
    }

    /// <summary>Everything heard, as Latin-1.</summary>
    public string Transcript { get; private set; } = "";

    /// <summary>How many writes there were, since each may be a packet of its own.</summary>
    public int Writes { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Whether the script was played to its end.</summary>
    public bool IsFinished => _steps.Count == 0 && _heard.Length == 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var read = 0;
        while (read < count && _pending.Count > 0)
        {
            var octet = _pending.Dequeue();
            buffer[offset + read++] = octet;
            if (_delivery == Delivery.ByByte || (_delivery == Delivery.ByLine && octet == '\n'))
                break;
        }

        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Writes++;
        var text = Encoding.Latin1.GetString(buffer, offset, count);
        Transcript += text;
        _heard.Append(text);
        while (_heard.Length > 0)
        {
            if (!_steps.TryPeek(out var step))
                throw new XunitException($"The script is at its end, and the client said: {_heard}");

            var heard = _heard.ToString();
            if (heard.StartsWith(step.Awaited, StringComparison.Ordinal))
            {
                _steps.Dequeue();
                _heard.Remove(0, step.Awaited.Length);
                Say(step.Answer);
            }
            else if (step.Awaited.StartsWith(heard, StringComparison.Ordinal))
            {
                return;
            }
            else
            {
                throw new XunitException($"The script awaits:\n{step.Awaited}\nand the client said:\n{heard}");
            }
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void Say(string text)
    {
        foreach (var octet in Encoding.Latin1.GetBytes(text))
            _pending.Enqueue(octet);
    }
}
