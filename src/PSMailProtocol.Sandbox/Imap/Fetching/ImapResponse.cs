using System;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>One untagged response with data in it: text as it is, strings quoted or as literals (RFC 3501 section 4.3).</summary>
internal sealed class ImapResponse
{
    private readonly SandboxConnection _connection;
    private readonly bool _acceptsUtf8;
    private readonly MemoryStream _octets = new();
    private readonly StringBuilder _shown = new();

    /// <summary>Begins a response.</summary>
    /// <param name="connection">Where it goes to.</param>
    /// <param name="acceptsUtf8">Whether quoted strings may hold UTF-8 (RFC 6855, RFC 9051).</param>
    public ImapResponse(SandboxConnection connection, bool acceptsUtf8)
    {
        _connection = connection;
        _acceptsUtf8 = acceptsUtf8;
    }

    /// <summary>One character for each octet.</summary>
    public static Encoding Octets { get; } = Encoding.GetEncoding(28591);

    /// <summary>Adds what needs no quoting.</summary>
    public ImapResponse Text(string text)
    {
        Append(Encoding.UTF8.GetBytes(text));
        _shown.Append(text);
        return this;
    }

    /// <summary>Adds an <c>nstring</c>.</summary>
    /// <param name="octets">A character for each octet; null for NIL.</param>
    public ImapResponse String(string? octets)
    {
        if (octets is null)
            return Text("NIL");
        if (!CanBeQuoted(octets))
            return Literal(new ArraySegment<byte>(Octets.GetBytes(octets)), octets.Length);

        var quoted = '"' + octets.Replace("\\", "\\\\").Replace("\"", "\\\"") + '"';
        Append(Octets.GetBytes(quoted));
        _shown.Append(quoted);
        return this;
    }

    /// <summary>Adds a literal, or a literal8 (RFC 3516 section 4) if a NUL is in it and may be.</summary>
    /// <param name="content">What it holds.</param>
    /// <param name="announced">How much it says it holds.</param>
    /// <param name="mayHoldNul">Whether a literal8 is allowed here.</param>
    public ImapResponse Literal(ArraySegment<byte> content, long announced, bool mayHoldNul = false)
    {
        var isBinary = mayHoldNul && Array.IndexOf(content.Array!, (byte)0, content.Offset, content.Count) >= 0;
        Text($"{(isBinary ? "~" : "")}{{{announced}}}");
        Append([(byte)'\r', (byte)'\n']);
        if (_connection.Change is not null)
        {
            _octets.Write(content.Array!, content.Offset, content.Count);
            return this;
        }

        SendPending();
        _connection.Write(content.Array!, content.Offset, content.Count);
        return this;
    }

    /// <summary>Sends it.</summary>
    public void Send()
    {
        if (_connection.Change is { } change)
        {
            var changed = change(Octets.GetString(_octets.GetBuffer(), 0, (int)_octets.Length));
            _octets.SetLength(0);
            if (changed is null)
                return;
            Append(Octets.GetBytes(changed));
        }

        _connection.NoteReply(_shown.ToString());
        Append([(byte)'\r', (byte)'\n']);
        SendPending();
    }

    private bool CanBeQuoted(string octets) =>
        octets.All(c => c is not ('\r' or '\n' or '\0') && (c < '\x80' || _acceptsUtf8)) && (!octets.Any(c => c >= '\x80') || IsUtf8(octets));

    private static bool IsUtf8(string octets)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(Octets.GetBytes(octets));
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private void Append(byte[] octets) => _octets.Write(octets, 0, octets.Length);

    private void SendPending()
    {
        _connection.Write(_octets.GetBuffer(), 0, (int)_octets.Length);
        _octets.SetLength(0);
    }
}
