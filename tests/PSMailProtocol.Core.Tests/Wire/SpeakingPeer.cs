using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PSMailProtocol.Tests.Wire;

/// <summary>
/// A peer that answers each line at once by a rule, and also speaks without being asked. A read that is begun before it says
/// anything ends when it does; one that is to have something there and then finds the end of the connection. Octets are Latin-1.
/// </summary>
internal sealed class SpeakingPeer(Func<string, string> answer, string greeting = "", Delivery delivery = Delivery.Whole) : Stream
{
    private readonly Queue<byte> _said = new(Encoding.Latin1.GetBytes(greeting));
    private readonly StringBuilder _unfinished = new();
    private (TaskCompletionSource<int> Read, byte[] Buffer, int Offset, int Count)? _begun;
    private bool _hasEnded;
    private int _toSay = int.MaxValue;
    private int _toHear = int.MaxValue;

    /// <summary>Every line heard.</summary>
    public List<string> Heard { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Whether the connection ended by <see cref="EndAfter"/> or <see cref="FailAfter"/>.</summary>
    public bool IsCut { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Says something.</summary>
    public void Say(string text)
    {
        foreach (var octet in Encoding.Latin1.GetBytes(text))
            _said.Enqueue(octet);
        EndRead();
    }

    /// <summary>Closes its side when it has said so many octets.</summary>
    public void EndAfter(int octets) => _toSay = octets;

    /// <summary>Resets the connection when it has heard so many octets.</summary>
    public void FailAfter(int octets) => _toHear = octets;

    /// <summary>Closes its side.</summary>
    public void End()
    {
        _hasEnded = true;
        EndRead();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return Take(buffer, offset, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Begin(buffer, offset, count);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var octets = new byte[buffer.Length];
        var read = await Begin(octets, 0, octets.Length);
        octets.AsMemory(0, read).CopyTo(buffer);
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (count > _toHear)
        {
            (IsCut, _hasEnded) = (true, true);
            throw new IOException("The connection was reset.");
        }

        _toHear -= count;
        _unfinished.Append(Encoding.Latin1.GetString(buffer, offset, count));
        var lines = _unfinished.ToString().Split("\r\n");
        _unfinished.Clear().Append(lines[^1]);
        foreach (var line in lines[..^1])
        {
            Heard.Add(line);
            Say(answer(line));
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
        _begun?.Read.TrySetException(new ObjectDisposedException(nameof(SpeakingPeer)));
        base.Dispose(disposing);
    }

    private Task<int> Begin(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_said.Count > 0 || _hasEnded || _toSay == 0)
            return Task.FromResult(Take(buffer, offset, count));

        var read = new TaskCompletionSource<int>();
        _begun = (read, buffer, offset, count);
        return read.Task;
    }

    private void EndRead()
    {
        if (_begun is not { } begun || (_said.Count == 0 && !_hasEnded))
            return;

        _begun = null;
        begun.Read.SetResult(Take(begun.Buffer, begun.Offset, begun.Count));
    }

    private int Take(byte[] buffer, int offset, int count)
    {
        var read = 0;
        if (_toSay == 0)
            IsCut = true;
        while (read < count && _said.Count > 0 && _toSay > 0)
        {
            _toSay--;
            buffer[offset + read] = _said.Dequeue();
            read++;
            if (delivery == Delivery.ByByte || (delivery == Delivery.ByLine && buffer[offset + read - 1] == '\n'))
                break;
        }

        return read;
    }
}
