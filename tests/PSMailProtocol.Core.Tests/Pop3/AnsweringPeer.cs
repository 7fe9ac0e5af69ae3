using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using PSMailProtocol.Tests.Wire;

namespace PSMailProtocol.Tests.Pop3;

/// <summary>
/// A peer that answers each command by a rule, and not before somebody reads: what the client sends meanwhile is what it
/// sent ahead. Octets are Latin-1.
/// </summary>
internal sealed class AnsweringPeer : Stream
{
    private readonly Func<string, string> _answer;
    private readonly Delivery _delivery;
    private readonly Queue<string> _commands = new();
    private readonly StringBuilder _unfinished = new();
    private byte[] _pending;
    private int _position;
    private int _backlog;

    public AnsweringPeer(Func<string, string> answer, string greeting = "+OK\r\n", Delivery delivery = Delivery.Whole)
    {
        _answer = answer;
        _delivery = delivery;
        _pending = Encoding.Latin1.GetBytes(greeting);
    }

    /// <summary>Every command heard.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>How many writes there were.</summary>
    public int Writes { get; private set; }

    /// <summary>The most octets of commands that waited for their answers at one time.</summary>
    public int LargestBacklog { get; private set; }

    /// <summary>The most commands that waited for their answers at one time.</summary>
    public int LargestWindow { get; private set; }

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
        if (_position == _pending.Length)
        {
            if (!_commands.TryDequeue(out var command))
                return 0;

            _backlog -= command.Length + 2;
            _pending = Encoding.Latin1.GetBytes(_answer(command));
            _position = 0;
        }

        var piece = _delivery switch
        {
            Delivery.ByByte => Math.Min(1, _pending.Length - _position),
            Delivery.ByLine when Array.IndexOf(_pending, (byte)'\n', _position) is >= 0 and var end => end + 1 - _position,
            _ => _pending.Length - _position,
        };
        var read = Math.Min(count, piece);
        Array.Copy(_pending, _position, buffer, offset, read);
        _position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Writes++;
        _unfinished.Append(Encoding.Latin1.GetString(buffer, offset, count));
        _backlog += count;
        var lines = _unfinished.ToString().Split("\r\n");
        for (var i = 0; i < lines.Length - 1; i++)
        {
            Heard.Add(lines[i]);
            _commands.Enqueue(lines[i]);
        }

        _unfinished.Clear().Append(lines[^1]);
        LargestBacklog = Math.Max(LargestBacklog, _backlog);
        LargestWindow = Math.Max(LargestWindow, _commands.Count);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
