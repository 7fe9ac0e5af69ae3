using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox.Serving;
using PSMailProtocol.Sandbox.Store;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Writes FETCH responses (RFC 3501 section 7.4.2): atoms as they are, content as literals.</summary>
internal sealed class ImapFetchWriter
{
    private readonly SandboxConnection _connection;
    private readonly Func<string, long, long> _announced;
    private StringBuilder _line = new();
    private StringBuilder _shown = new();

    /// <summary>Creates a writer.</summary>
    /// <param name="connection">Where to.</param>
    /// <param name="announced">From the UID and the real size of something to the size that is announced.</param>
    public ImapFetchWriter(SandboxConnection connection, Func<string, long, long> announced)
    {
        _connection = connection;
        _announced = announced;
    }

    /// <summary>Writes the response for one message.</summary>
    public void Write(ImapNumberedMessage message, IReadOnlyList<ImapFetchItem> items)
    {
        Text($"* {message.Number} FETCH (");
        for (var i = 0; i < items.Count; i++)
        {
            Text((i > 0 ? " " : "") + items[i].Label + " ");
            WriteValue(message.Message, items[i]);
        }

        Text(")");
        _connection.NoteReply(_shown.ToString());
        _line.Append("\r\n");
        SendLine();
        _shown = new StringBuilder();
    }

    private void WriteValue(SandboxMessage message, ImapFetchItem item)
    {
        var uid = message.Uid.ToString(CultureInfo.InvariantCulture);
        switch (item.Name)
        {
            case "UID":
                Text(uid);
                break;
            case "FLAGS":
                Text($"({string.Join(" ", message.Flags)})");
                break;
            case "INTERNALDATE":
                Text('"' + InternalDate(message.InternalDate) + '"');
                break;
            case "RFC822.SIZE":
                Text(_announced(uid, message.Octets.Length).ToString(CultureInfo.InvariantCulture));
                break;
            default:
                WriteLiteral(uid, Content(message.Octets, item));
                break;
        }
    }

    private void WriteLiteral(string uid, ArraySegment<byte> content)
    {
        var mark = $"{{{_announced(uid, content.Count)}}}";
        Text(mark);
        _line.Append("\r\n");
        SendLine();
        _connection.Write(content.Array!, content.Offset, content.Count);
    }

    private void Text(string text)
    {
        _line.Append(text);
        _shown.Append(text);
    }

    private void SendLine()
    {
        var octets = Encoding.UTF8.GetBytes(_line.ToString());
        _connection.Write(octets, 0, octets.Length);
        _line = new StringBuilder();
    }

    /// <summary><c>date-time</c>: the day in two digits, the zone without a colon.</summary>
    private static string InternalDate(DateTimeOffset date) =>
        date.ToString("dd-MMM-yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "");

    private static ArraySegment<byte> Content(byte[] message, ImapFetchItem item)
    {
        var header = MessageText.HeaderLength(message);
        var content = item.Section switch
        {
            "" => new ArraySegment<byte>(message),
            "HEADER" => new ArraySegment<byte>(message, 0, header),
            "TEXT" => new ArraySegment<byte>(message, header, message.Length - header),
            _ => new ArraySegment<byte>(ChosenFields(message, item)),
        };
        return item.Partial is { } partial ? Part(content, partial.Start, partial.Count) : content;
    }

    private static byte[] ChosenFields(byte[] message, ImapFetchItem item)
    {
        var wanted = item.Section == "HEADER.FIELDS";
        using var chosen = new MemoryStream();
        foreach (var (name, start, end) in MessageText.Fields(message))
        {
            if (item.Fields.Contains(name, StringComparer.OrdinalIgnoreCase) == wanted)
                chosen.Write(message, start, end - start);
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
