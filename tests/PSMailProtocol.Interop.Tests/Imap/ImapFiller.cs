using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;

namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>
/// Puts mail into a server by a few commands that are written out here, so that what a test expects comes from nothing it tests.
/// </summary>
public sealed class ImapFiller : IDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;
    private int _lastTag;

    public ImapFiller(int port, string user, string password)
    {
        _client = new TcpClient("127.0.0.1", port);
        _stream = new BufferedStream(_client.GetStream());
        ReadLine();
        Run($"LOGIN \"{user}\" \"{password}\"");
    }

    /// <summary>Runs a command and gives the lines that came before its completion.</summary>
    /// <param name="command">The command without its tag.</param>
    /// <param name="literal">A literal at its end, whose length is added here.</param>
    public IReadOnlyList<string> Run(string command, byte[]? literal = null)
    {
        var tag = "F" + (++_lastTag).ToString(CultureInfo.InvariantCulture);
        Write(literal is null ? $"{tag} {command}\r\n" : $"{tag} {command} {{{literal.Length}}}\r\n");
        var lines = new List<string>();
        while (true)
        {
            var line = ReadLine();
            if (line.StartsWith('+') && literal is not null)
            {
                _stream.Write(literal);
                Write("\r\n");
            }
            else if (line.StartsWith(tag + " OK", StringComparison.Ordinal))
            {
                return lines;
            }
            else if (line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{command}: {line}");
            }
            else
            {
                lines.Add(line);
            }
        }
    }

    /// <summary>Makes a mailbox out of the messages, among others that are expunged, so that no UID is a number as well.</summary>
    /// <param name="mailbox">Its name as it is sent.</param>
    /// <param name="messages">What it shall hold.</param>
    /// <param name="takesKeywords">Whether the server takes them.</param>
    /// <returns>The UIDs of the messages.</returns>
    public IReadOnlyList<long> Fill(string mailbox, IReadOnlyList<SampleMessage> messages, bool takesKeywords)
    {
        Run($"CREATE \"{mailbox}\"");
        var numbers = new List<int>();
        var others = new List<int>();
        foreach (var message in messages)
        {
            if (message.Index % 10 == 0)
            {
                Append(mailbox, SampleMessage.Other);
                others.Add(numbers.Count + others.Count + 1);
            }

            Append(mailbox, message);
            numbers.Add(numbers.Count + others.Count + 1);
        }

        // Mailutils keeps no flags of APPEND, so that all are stored.
        Run($"SELECT \"{mailbox}\"");
        Run($"STORE {string.Join(',', others)} +FLAGS.SILENT (\\Deleted)");
        Run("EXPUNGE");
        foreach (var message in messages)
        {
            var flags = message.Flags.Where(flag => takesKeywords || flag[0] == '\\').ToList();
            if (flags.Count > 0)
                Run(string.Create(CultureInfo.InvariantCulture, $"STORE {message.Index + 1} +FLAGS.SILENT ({string.Join(' ', flags)})"));
        }

        var found = Run("UID SEARCH ALL").Single(line => line.StartsWith("* SEARCH", StringComparison.Ordinal));
        return [.. found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(2)
            .Select(uid => long.Parse(uid, CultureInfo.InvariantCulture)).Order()];
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Puts a message into a mailbox.</summary>
    public void Append(string mailbox, SampleMessage message) => Run(
        string.Create(CultureInfo.InvariantCulture, $"APPEND \"{mailbox}\" \"{message.Arrived:dd-MMM-yyyy HH:mm:ss} +0000\""),
        message.Octets);

    private void Write(string text)
    {
        _stream.Write(Encoding.UTF8.GetBytes(text));
        _stream.Flush();
    }

    private string ReadLine()
    {
        var line = new List<byte>();
        for (int octet; (octet = _stream.ReadByte()) != '\n'; line.Add((byte)octet))
        {
            if (octet < 0)
                throw new EndOfStreamException("The server closed the connection.");
        }

        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }
}
