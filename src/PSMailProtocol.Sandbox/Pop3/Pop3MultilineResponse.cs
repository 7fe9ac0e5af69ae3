using PSMailProtocol.Sandbox.Serving;
using PSMailProtocol.Sandbox.Store;

namespace PSMailProtocol.Sandbox.Pop3;

/// <summary>Multi-line responses of RFC 1939 section 3, to the octet: only CRLF begins a line, and only its dot is stuffed.</summary>
internal static class Pop3MultilineResponse
{
    private static readonly byte[] Dot = [(byte)'.'];
    private static readonly byte[] LineEnd = [(byte)'\r', (byte)'\n'];

    /// <summary>The size a message has in a listing: its octets, and the line end that a response adds if it lacks one.</summary>
    public static long SizeOf(byte[] message) => message.Length + (EndsWithLineEnd(message, message.Length) ? 0 : LineEnd.Length);

    /// <summary>How many octets the header, the blank line and so many lines of the body take (TOP).</summary>
    public static int LengthOfTop(byte[] message, long bodyLines)
    {
        var position = MessageText.HeaderLength(message);
        for (; position < message.Length && bodyLines > 0; bodyLines--)
            position = MessageText.EndOfLine(message, position);
        return position;
    }

    /// <summary>Writes octets of a message with dots stuffed, unless a fault says otherwise, and the dot that ends them.</summary>
    public static void WriteMessage(SandboxConnection connection, byte[] message, int length, bool stuffs)
    {
        var written = 0;
        for (var position = 0; stuffs && position < length; position = MessageText.EndOfLine(message, position))
        {
            if (message[position] != Dot[0] || (position > 0 && !EndsWithLineEnd(message, position)))
                continue;

            connection.Write(message, written, position - written);
            connection.Write(Dot, 0, Dot.Length);
            written = position;
        }

        connection.Write(message, written, length - written);
        if (!EndsWithLineEnd(message, length))
            connection.Write(LineEnd, 0, LineEnd.Length);
        connection.Reply(".");
    }

    private static bool EndsWithLineEnd(byte[] message, int end) =>
        end >= 2 && message[end - 2] == LineEnd[0] && message[end - 1] == LineEnd[1];
}
