using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Tests.Sandbox;

/// <summary>A client that knows no protocol: it sends what a test says and reads what comes, octet by octet.</summary>
internal sealed class RawDialogue : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TcpClient _client;
    private Stream _stream;

    private RawDialogue(TcpClient client)
    {
        _client = client;
        _client.NoDelay = true;
        _stream = client.GetStream();
        _stream.ReadTimeout = (int)Patience.TotalMilliseconds;
    }

    /// <summary>Connects and reads the greeting.</summary>
    public static RawDialogue Open(MailSandbox sandbox, int port, out string greeting, bool tls = false)
    {
        var dialogue = new RawDialogue(new TcpClient(sandbox.Host, port));
        if (tls)
            dialogue.Encrypt(sandbox);
        greeting = dialogue.ReadLine();
        return dialogue;
    }

    public static RawDialogue Open(MailSandbox sandbox, int port, bool tls = false) => Open(sandbox, port, out _, tls);

    /// <summary>Encrypts; the server's certificate has to be the sandbox's own.</summary>
    public void Encrypt(MailSandbox sandbox)
    {
        var tls = new SslStream(_stream, false, (_, certificate, _, _) => sandbox.Certificate.Equals(certificate));
        tls.AuthenticateAsClient("localhost");
        _stream = tls;
    }

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public void Send(byte[] octets) => _stream.Write(octets);

    /// <summary>Reads one line without its CRLF; null at the end of the connection.</summary>
    public string? TryReadLine()
    {
        var line = new List<byte>();
        int octet;
        while ((octet = _stream.ReadByte()) >= 0)
        {
            line.Add((byte)octet);
            if (line.Count >= 2 && line[^2] == '\r' && line[^1] == '\n')
                return Encoding.Latin1.GetString(line.ToArray(), 0, line.Count - 2);
        }

        return line.Count == 0 ? null : throw new EndOfStreamException($"Half a line: {Encoding.Latin1.GetString(line.ToArray())}");
    }

    public string ReadLine() => TryReadLine() ?? throw new EndOfStreamException("The connection ended.");

    /// <summary>Sends a command and reads the one line that answers it.</summary>
    public string Ask(string command)
    {
        Send(command + "\r\n");
        return ReadLine();
    }

    /// <summary>Sends a command and reads an SMTP reply of any number of lines.</summary>
    public string[] AskSmtp(string command)
    {
        var lines = new List<string> { Ask(command) };
        while (lines[^1].Length > 3 && lines[^1][3] == '-')
            lines.Add(ReadLine());
        return lines.ToArray();
    }

    /// <summary>Sends a command, expects +OK and reads the lines up to the lone dot, as they come.</summary>
    public string[] AskPop3Lines(string command)
    {
        Assert.StartsWith("+OK", Ask(command));
        var lines = new List<string>();
        while (ReadLine() is var line && line != ".")
            lines.Add(line);
        return lines.ToArray();
    }

    /// <summary>Sends an IMAP command under the tag A and reads its responses; the tagged one is the last.</summary>
    public string[] AskImap(string command)
    {
        Send("A " + command + "\r\n");
        return ReadImap();
    }

    /// <summary>Reads lines up to the one tagged A.</summary>
    public string[] ReadImap()
    {
        var lines = new List<string>();
        do
            lines.Add(ReadLine());
        while (!lines[^1].StartsWith("A ", StringComparison.Ordinal));
        return lines.ToArray();
    }

    /// <summary>Reads to the end of the connection.</summary>
    public string ReadToEnd()
    {
        using var rest = new MemoryStream();
        _stream.CopyTo(rest);
        return Encoding.Latin1.GetString(rest.ToArray());
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }
}
