using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSMailProtocol.Mime;
using PSMailProtocol.Sandbox.Store;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>A message or one part of it, and where in the octets its header and its content lie.</summary>
internal sealed class ImapEntity
{
    /// <summary>How many messages may be attached to one another.</summary>
    private const int DeepestMessage = 10;

    private static readonly string[] KnownEncodings = ["", "7bit", "8bit", "binary", "base64", "quoted-printable"];

    private readonly byte[] _octets;
    private readonly MailPart _part;
    private readonly int _begin;
    private List<KeyValuePair<string, string>>? _fields;

    private ImapEntity(byte[] octets, MailPart part, int offset, int depth)
    {
        _octets = octets;
        _part = part;
        _begin = offset + (int)part.Begin;
        Start = offset + (int)part.Start;
        End = Math.Max(Start, offset + (int)part.End);
        Parts = part.Children.ConvertAll(child => new ImapEntity(octets, child, offset, depth));
        if (part.IsMessage && depth < DeepestMessage)
            Attached = Read(octets, Start, End, depth + 1);
    }

    /// <summary>Where the content begins.</summary>
    public int Start { get; }

    /// <summary>Where the content ends, without the line end that belongs to the delimiter line.</summary>
    public int End { get; }

    public bool IsMultipart => _part.IsMultipart;

    /// <summary>The parts of a multipart.</summary>
    public IReadOnlyList<ImapEntity> Parts { get; }

    /// <summary>The message that a message/rfc822 holds.</summary>
    public ImapEntity? Attached { get; }

    public string MediaType => _part.MediaType;

    /// <summary>Whether the content's transfer encoding can be undone.</summary>
    public bool HasKnownEncoding => KnownEncodings.Contains((Field("Content-Transfer-Encoding") ?? "").ToLowerInvariant());

    public ArraySegment<byte> Header => new(_octets, _begin, Start - _begin);

    public ArraySegment<byte> Content => new(_octets, Start, End - Start);

    /// <summary>Reads a message.</summary>
    public static ImapEntity Read(byte[] octets) => Read(octets, 0, octets.Length, depth: 0);

    /// <summary>The value of the first field of a name, unfolded, a character for each octet; null if there is none.</summary>
    public string? Field(string name)
    {
        _fields ??= MessageText.FieldValues(Header).ToList();
        var index = _fields.FindIndex(f => string.Equals(f.Key, name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : _fields[index].Value;
    }

    /// <summary>The part of a path of numbers (RFC 3501 section 6.4.5); null if there is none.</summary>
    public ImapEntity? Find(IReadOnlyList<uint> path)
    {
        var found = this;
        for (var step = 0; step < path.Count; step++)
        {
            var entersMessage = step == 0 || found.Attached is not null;
            var inside = step == 0 ? found : found.Attached ?? found;
            if (inside.IsMultipart && path[step] <= inside.Parts.Count && path[step] > 0)
                found = inside.Parts[(int)path[step] - 1];
            else if (!inside.IsMultipart && entersMessage && path[step] == 1)
                found = inside;
            else
                return null;
        }

        return found;
    }

    /// <summary>The content with its transfer encoding undone.</summary>
    public byte[] Decode() => _part.ToArray();

    private static ImapEntity Read(byte[] octets, int start, int end, int depth)
    {
        var structure = MessageStructure.Read(() => new MemoryStream(octets, start, end - start, writable: false), new MailLimits());
        return new ImapEntity(octets, structure.Parts[0], start, depth);
    }
}
