using System;
using System.IO;
using System.Text;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// Reads a whole command, literals included (RFC 3501 section 4.3): asks for each that waits to be asked for, takes the
/// others as they come (RFC 7888). What it returns is the command as it came, without the last line end.
/// </summary>
internal sealed class ImapCommandReader
{
    private const int LongestLine = 1024 * 1024;
    private const int LargestCommand = 8 * 1024 * 1024;

    private readonly SandboxConnection _connection;

    private readonly int _largestMessage;
    private readonly Func<long> _largestUnasked;

    /// <summary>Creates a reader.</summary>
    /// <param name="connection">Where from.</param>
    /// <param name="largestMessage">How large the message of an APPEND may be.</param>
    /// <param name="largestUnasked">How large a literal may be that does not wait to be asked for; -1 if there are none of that
    /// kind.</param>
    public ImapCommandReader(SandboxConnection connection, int largestMessage, Func<long> largestUnasked)
    {
        _connection = connection;
        _largestMessage = largestMessage;
        _largestUnasked = largestUnasked;
    }

    /// <summary>Whether the command read last ended with the mark of a literal of a kind that is not offered.</summary>
    public bool HasForeignLiteral { get; private set; }

    /// <summary>Whether a line of the command read last ended with a bare LF.</summary>
    public bool HasBareLineFeed { get; private set; }

    /// <summary>Whether the command read last was cut off before a literal that is larger than any command may be.</summary>
    public bool HasRefusedLiteral { get; private set; }

    /// <summary>Reads one command.</summary>
    public byte[] Read()
    {
        using var command = new MemoryStream();
        HasBareLineFeed = HasRefusedLiteral = HasForeignLiteral = false;
        var largest = (long)LargestCommand;
        while (true)
        {
            var line = _connection.ReadOctetLine(LongestLine);
            HasBareLineFeed |= _connection.LastLineEndedBare;
            command.Write(line.Array!, line.Offset, line.Count);
            if (!TryReadLiteralMark(line, out var length, out var synchronizing))
                return command.ToArray();

            if (!synchronizing && _largestUnasked() < 0)
            {
                HasForeignLiteral = true;
                return command.ToArray();
            }

            if (IsAppend(line))
                largest = _largestMessage + command.Length;
            if (length > largest - command.Length || (!synchronizing && length > _largestUnasked()))
            {
                Refuse(synchronizing);
                return command.ToArray();
            }

            if (synchronizing)
                _connection.Reply("+ Ready for literal");
            command.WriteByte((byte)'\r');
            command.WriteByte((byte)'\n');
            CopyLiteral(command, (int)length);
        }
    }

    /// <summary>Whether a line begins an APPEND; the first line alone has a tag before that word.</summary>
    private static bool IsAppend(ArraySegment<byte> line)
    {
        var words = Encoding.ASCII.GetString(line.Array!, line.Offset, Math.Min(line.Count, 200)).Split(' ');
        return words.Length > 1 && words[1].Equals("APPEND", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Finds <c>{n}</c> or <c>{n+}</c> at the end of a line.</summary>
    private static bool TryReadLiteralMark(ArraySegment<byte> line, out long length, out bool synchronizing)
    {
        length = 0;
        synchronizing = true;
        var octets = line.Array!;
        var end = line.Offset + line.Count - 1;
        if (line.Count < 3 || octets[end] != (byte)'}')
            return false;

        var open = Array.LastIndexOf(octets, (byte)'{', end, line.Count);
        if (octets[end - 1] == (byte)'+')
        {
            synchronizing = false;
            end--;
        }

        if (open < 0 || end - open is < 2 or > 11)
            return false;

        for (var i = open + 1; i < end; i++)
        {
            if (octets[i] is < (byte)'0' or > (byte)'9')
                return false;
            length = (length * 10) + octets[i] - '0';
        }

        return true;
    }

    private void CopyLiteral(MemoryStream command, int length)
    {
        var block = new byte[Math.Min(length, 64 * 1024)];
        while (length > 0)
        {
            var count = Math.Min(length, block.Length);
            _connection.ReadExactly(block, 0, count);
            command.Write(block, 0, count);
            length -= count;
        }
    }

    private void Refuse(bool synchronizing)
    {
        HasRefusedLiteral = true;
        if (synchronizing)
            return;

        // It is on its way already and cannot be told from commands, so the connection is lost (RFC 7888 section 4).
        _connection.Reply("* BYE The literal is too large");
        _connection.Finish();
        throw new MailException(MailErrors.LimitExceeded, "The client sent a literal that is too large.");
    }
}
