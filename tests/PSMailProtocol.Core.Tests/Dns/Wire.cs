using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Tests.Dns;

/// <summary>Writes DNS messages octet by octet, so that a test can be wrong where it wants to be.</summary>
internal static class Wire
{
    /// <summary>A header: id, flags and the four counts.</summary>
    internal static byte[] Header(int flags, int questions = 0, int answers = 0, int authorities = 0, int additionals = 0,
        int id = 0x1234) =>
        Words(id, flags, questions, answers, authorities, additionals);

    /// <summary>Labels and the root, uncompressed.</summary>
    internal static byte[] Name(string text) =>
        [.. text.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    /// <summary>Two octets each, most significant first.</summary>
    internal static byte[] Words(params int[] values) =>
        [.. values.SelectMany(value => new[] { (byte)(value >> 8), (byte)value })];

    /// <summary>A compression pointer.</summary>
    internal static byte[] Pointer(int target) => Words(0xC000 | target);

    /// <summary>A record whose RDLENGTH is the truth, unless another is given.</summary>
    internal static byte[] Record(byte[] name, int type, byte[] data, int? length = null, int recordClass = 1, int timeToLive = 300) =>
        Join(name, Words(type, recordClass, timeToLive >> 16, timeToLive, length ?? data.Length), data);

    internal static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    internal static byte[] Repeat(int count, Func<int, IEnumerable<byte>> part) => [.. Enumerable.Range(0, count).SelectMany(part)];
}
