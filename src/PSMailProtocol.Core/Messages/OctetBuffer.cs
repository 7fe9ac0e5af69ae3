using System;

namespace PSMailProtocol.Messages;

/// <summary>A growing run of bytes that a message is written into.</summary>
internal sealed class OctetBuffer
{
    private byte[] _bytes;

    public OctetBuffer(int capacity) => _bytes = new byte[capacity];

    /// <summary>The bytes; only the first <see cref="Count"/> of them count.</summary>
    public byte[] Bytes => _bytes;

    public int Count { get; private set; }

    public void Add(byte value)
    {
        if (Count == _bytes.Length)
            Grow(1);
        _bytes[Count++] = value;
    }

    public void Add(byte[] source, int offset, int count)
    {
        Grow(count);
        Buffer.BlockCopy(source, offset, _bytes, Count, count);
        Count += count;
    }

    public void AddCrlf()
    {
        Grow(2);
        _bytes[Count++] = (byte)'\r';
        _bytes[Count++] = (byte)'\n';
    }

    /// <summary>Forgets what was added and keeps the room for it.</summary>
    public void Clear() => Count = 0;

    public byte[] ToArray()
    {
        var copy = new byte[Count];
        Buffer.BlockCopy(_bytes, 0, copy, 0, Count);
        return copy;
    }

    private void Grow(int count)
    {
        int needed = checked(Count + count);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, (int)Math.Min(0x7FFFFFC7L, _bytes.Length * 2L)));
    }
}
