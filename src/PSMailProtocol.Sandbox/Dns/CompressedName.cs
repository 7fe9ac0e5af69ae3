using System;

namespace PSMailProtocol.Sandbox.Dns;

/// <summary>
/// Reads one name that may be compressed (RFC 1035 section 4.1.4). A pointer leads strictly back before the labels it
/// continues, so there is no loop; 126 pointers are more than a name of 255 octets can need.
/// </summary>
internal readonly struct CompressedName
{
    private const int MaximumPointers = 126;

    /// <param name="bytes">The message.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="limit">Where the record or message that it stands in ends.</param>
    /// <exception cref="MailException">DnsResponseInvalid.</exception>
    internal CompressedName(byte[] bytes, int start, int limit)
    {
        var wire = new byte[DnsName.MaximumLength];
        var (length, pointers, run, position) = (0, 0, start, start);
        End = -1;
        while (true)
        {
            var head = At(bytes, position, limit);
            switch (head & 0xC0)
            {
                case 0x00:
                    length = CopyLabel(bytes, position, limit, wire, length);
                    position += head + 1;
                    break;
                case 0xC0:
                    var target = ((head & 0x3F) << 8) | At(bytes, position + 1, limit);
                    End = End < 0 ? position + 2 : End;
                    run = Follow(target, run, ++pointers);
                    position = run;
                    break;
                default:
                    throw Invalid("has a label type that does not exist (RFC 6891 section 5)");
            }

            if (head == 0)
            {
                break;
            }
        }

        End = End < 0 ? position : End;
        Array.Resize(ref wire, length);
        Value = new DnsName(wire);
    }

    /// <summary>The name, uncompressed.</summary>
    internal DnsName Value { get; }

    /// <summary>The position behind the name, or behind its first pointer.</summary>
    internal int End { get; }

    private static byte At(byte[] bytes, int position, int limit) =>
        position < limit ? bytes[position] : throw Invalid("has a name that runs past its end");

    private static int CopyLabel(byte[] bytes, int position, int limit, byte[] wire, int length)
    {
        var count = bytes[position] + 1;
        if (limit - position < count)
        {
            throw Invalid("has a label that runs past its end");
        }

        if (wire.Length - length < count)
        {
            throw Invalid("has a name of more than 255 octets");
        }

        Buffer.BlockCopy(bytes, position, wire, length, count);
        return length + count;
    }

    private static int Follow(int target, int run, int pointers)
    {
        if (target >= run)
        {
            throw Invalid("has a compression pointer that does not lead back");
        }

        return pointers <= MaximumPointers ? target : throw Invalid("has a name of more than 126 pointers");
    }

    private static MailException Invalid(string fault) =>
        new(MailErrors.DnsResponseInvalid, $"The name server's answer {fault}.");
}
