using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox.Store;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Finds the octets that a section names (RFC 3501 section 6.4.5, RFC 3516).</summary>
internal static class ImapContent
{
    /// <summary>The octets as they are; null for a part that is not there.</summary>
    public static ArraySegment<byte>? Find(byte[] message, Func<ImapEntity> structure, ImapFetchItem item)
    {
        var content = item.Path.Count == 0 ? OfMessage(message, item) : OfPart(structure().Find(item.Path), item);
        return content is { } found && item.Partial is { } partial ? Part(found, partial.Start, partial.Count) : content;
    }

    /// <summary>The octets without transfer encoding; null for a part that is not there.</summary>
    public static ArraySegment<byte>? Decode(byte[] message, Func<ImapEntity> structure, ImapFetchItem item)
    {
        var content = item.Path.Count == 0 ? message : structure().Find(item.Path)?.Decode();
        if (content is null)
            return null;
        var whole = new ArraySegment<byte>(content);
        return item.Partial is { } partial ? Part(whole, partial.Start, partial.Count) : whole;
    }

    private static ArraySegment<byte>? OfMessage(byte[] message, ImapFetchItem item)
    {
        var header = MessageText.HeaderLength(message);
        return item.Section switch
        {
            "" => new ArraySegment<byte>(message),
            "HEADER" => new ArraySegment<byte>(message, 0, header),
            "TEXT" => new ArraySegment<byte>(message, header, message.Length - header),
            _ => new ArraySegment<byte>(ChosenFields(new ArraySegment<byte>(message, 0, header), item)),
        };
    }

    private static ArraySegment<byte>? OfPart(ImapEntity? part, ImapFetchItem item) => item.Section switch
    {
        "" => part?.Content,
        "MIME" => part?.Header,
        "HEADER" => part?.Attached?.Header,
        "TEXT" => part?.Attached?.Content,
        _ => part?.Attached is { } attached ? (ArraySegment<byte>?)new ArraySegment<byte>(ChosenFields(attached.Header, item)) : null,
    };

    private static byte[] ChosenFields(ArraySegment<byte> header, ImapFetchItem item)
    {
        var octets = header.ToArray();
        var wanted = item.Section == "HEADER.FIELDS";
        using var chosen = new MemoryStream();
        foreach (var (name, start, end) in MessageText.Fields(octets))
        {
            if (item.Fields.Contains(name, StringComparer.OrdinalIgnoreCase) == wanted)
                chosen.Write(octets, start, end - start);
        }

        chosen.Write([(byte)'\r', (byte)'\n'], 0, 2);
        return chosen.ToArray();
    }

    private static ArraySegment<byte> Part(ArraySegment<byte> content, uint start, uint count)
    {
        var from = (int)Math.Min(start, (uint)content.Count);
        return new ArraySegment<byte>(content.Array!, content.Offset + from, (int)Math.Min(count, (uint)(content.Count - from)));
    }
}
