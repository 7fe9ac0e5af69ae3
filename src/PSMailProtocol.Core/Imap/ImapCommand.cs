using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>
/// A command in the making (RFC 9051 section 2.2.1). It is a line, or several with a literal between each two; every
/// argument is checked before the first octet is sent.
/// </summary>
internal sealed class ImapCommand
{
    private readonly List<WireCommand> _parts = [];
    private readonly MemoryStream _octets = new();
    private readonly StringBuilder _shown = new();
    private bool _isSecret;

    public ImapCommand(string tag, string verb)
    {
        Tag = tag;
        Verb = verb;
        Raw(tag + " " + verb);
    }

    /// <summary>A command whose line is made already and may hold a secret; only the tag comes before it.</summary>
    public ImapCommand(string tag, WireCommand line)
    {
        Tag = tag;
        Verb = "AUTHENTICATE";
        Raw(tag + " ");
        _octets.Write(line.Octets, 0, line.Octets.Length - 2);
        _shown.Append(line);
        _isSecret = line.IsSecret;
        if (line.IsSecret)
            line.Forget();
    }

    /// <summary>The tag that its completion carries.</summary>
    public string Tag { get; }

    /// <summary>The command's name, for errors.</summary>
    public string Verb { get; }

    /// <summary>Adds a space and text that is grammar of its own: atoms, sets, lists.</summary>
    public ImapCommand Atom(string text, string name = "command")
    {
        WireText.Validate(text, name);
        Raw(" " + text);
        return this;
    }

    /// <summary>Adds a space and a string, quoted if it can be and as a literal otherwise.</summary>
    public ImapCommand String(string text, string name) => String(text, name, isSecret: false);

    /// <summary>Adds a space and a string that no transcript shows.</summary>
    public ImapCommand Secret(string text, string name) => String(text, name, isSecret: true);

    /// <summary>
    /// The pieces to send. Before each but the first the server has to say that it waits for the literal.
    /// </summary>
    public IReadOnlyList<WireCommand> Finish()
    {
        EndLine();
        return _parts;
    }

    /// <summary>Text as it stands between quotes.</summary>
    public static string Quoted(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");

    private ImapCommand String(string text, string name, bool isSecret)
    {
        var octets = WireText.Encode(text, name);
        _isSecret |= isSecret;
        if (octets.All(octet => octet is >= 0x20 and < 0x7f))
        {
            var quoted = "\"" + Quoted(text) + "\"";
            Raw(" " + quoted, isSecret ? " \"" + WireCommand.Hidden + "\"" : " " + quoted);
            return this;
        }

        // A quoted string carries no 8-bit octets without UTF8=ACCEPT, and a non-synchronizing literal needs LITERAL+.
        Raw(" {" + octets.Length + "}");
        EndLine();
        _isSecret |= isSecret;
        _octets.Write(octets, 0, octets.Length);
        _shown.Append(isSecret ? WireCommand.Hidden : text);
        return this;
    }

    private void Raw(string text) => Raw(text, text);

    private void Raw(string text, string shown)
    {
        var octets = Encoding.ASCII.GetBytes(text);
        _octets.Write(octets, 0, octets.Length);
        _shown.Append(shown);
    }

    private void EndLine()
    {
        _octets.WriteByte((byte)'\r');
        _octets.WriteByte((byte)'\n');
        _parts.Add(WireCommand.Assembled(_octets.ToArray(), _shown.ToString(), _isSecret));
        if (_isSecret)
            Array.Clear(_octets.GetBuffer(), 0, (int)_octets.Length);
        _octets.SetLength(0);
        _shown.Clear();
        _isSecret = false;
    }
}
