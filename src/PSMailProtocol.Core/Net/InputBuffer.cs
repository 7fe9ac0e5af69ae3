using System;
using System.IO;

namespace PSMailProtocol.Net;

/// <summary>Octets that have been read and not yet taken. It grows only while a line longer than itself is awaited.</summary>
internal sealed class InputBuffer
{
    private byte[] _octets;
    private int _start;

    public InputBuffer(int capacity) => _octets = new byte[capacity];

    /// <summary>How many octets wait.</summary>
    public int Count { get; private set; }

    /// <summary>The array that holds them, from <see cref="Start"/> on.</summary>
    public byte[] Octets => _octets;

    /// <summary>Where the first one stands.</summary>
    public int Start => _start;

    /// <summary>The position of an octet, counted from the first waiting one, or -1; looks only behind <paramref name="from"/>.</summary>
    public int IndexOf(byte octet, int from)
    {
        var index = Array.IndexOf(_octets, octet, _start + from, Count - from);
        return index < 0 ? -1 : index - _start;
    }

    /// <summary>Takes octets; they stay where they are until the next <see cref="Fill"/>.</summary>
    public ArraySegment<byte> Take(int count)
    {
        var taken = new ArraySegment<byte>(_octets, _start, count);
        _start += count;
        Count -= count;
        return taken;
    }

    /// <summary>Takes octets into another array; returns how many.</summary>
    public int CopyTo(byte[] buffer, int offset, int count)
    {
        var taken = Take(Math.Min(count, Count));
        Buffer.BlockCopy(taken.Array!, taken.Offset, buffer, offset, taken.Count);
        return taken.Count;
    }

    /// <summary>Reads once from a stream behind what waits; returns how many octets came, 0 at the end.</summary>
    public int Fill(Stream stream)
    {
        MakeRoom();
        var end = _start + Count;
        var read = stream.Read(_octets, end, _octets.Length - end);
        Count += read;
        return read;
    }

    /// <summary>Puts octets that were read elsewhere behind what waits.</summary>
    public void Append(byte[] octets, int count)
    {
        MakeRoom();
        while (_octets.Length - _start - Count < count)
            Array.Resize(ref _octets, _octets.Length * 2);
        Buffer.BlockCopy(octets, 0, _octets, _start + Count, count);
        Count += count;
    }

    private void MakeRoom()
    {
        if (Count == 0)
        {
            _start = 0;
            return;
        }

        if (_start + Count < _octets.Length)
            return;

        if (_start > 0)
        {
            Buffer.BlockCopy(_octets, _start, _octets, 0, Count);
            _start = 0;
            return;
        }

        Array.Resize(ref _octets, _octets.Length * 2);
    }
}
