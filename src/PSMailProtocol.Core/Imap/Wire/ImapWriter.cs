using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Wire;

/// <summary>
/// Writes a command (RFC 9051 section 2.2.1). It is a line, or several where a literal has to wait for the server's leave. Every
/// argument is checked before the first octet is sent: CR, LF and NUL never pass, and what is no atom is refused or quoted.
/// </summary>
internal sealed class ImapWriter
{
    /// <summary>Longer strings travel as literals, which servers do not hold as a line.</summary>
    private const int LongestQuoted = 1024;

    private readonly ImapCapabilities _capabilities;
    private readonly List<WireCommand> _parts = [];
    private readonly MemoryStream _octets = new();
    private readonly StringBuilder _shown = new();
    private bool _isSecret;

    /// <param name="tag">The tag that the completion will carry.</param>
    /// <param name="capabilities">What the server offers.</param>
    /// <param name="isUtf8">Whether strings may be UTF-8 (RFC 6855, RFC 9051).</param>
    public ImapWriter(string tag, ImapCapabilities capabilities, bool isUtf8)
    {
        _capabilities = capabilities;
        IsUtf8 = isUtf8;
        Put(tag);
    }

    /// <summary>Whether strings and mailbox names are UTF-8.</summary>
    public bool IsUtf8 { get; }

    /// <summary>Adds a space and words of the grammar that this program chose.</summary>
    public ImapWriter Words(string words)
    {
        WireText.Validate(words, "command");
        Put(" " + words);
        return this;
    }

    /// <summary>Adds a space and an atom, such as a keyword.</summary>
    /// <param name="text">The atom.</param>
    /// <param name="name">What it is called in an error if it is none.</param>
    /// <exception cref="MailArgumentException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public ImapWriter Atom(string text, string name)
    {
        RequireAtom(text, name);
        Put(" " + text);
        return this;
    }

    /// <summary>Adds a space and a string, quoted if it can be and as a literal otherwise.</summary>
    public ImapWriter String(string text, string name) => String(text, name, isSecret: false);

    /// <summary>Adds a space and a string that no transcript shows.</summary>
    public ImapWriter Secret(string text, string name) => String(text, name, isSecret: true);

    /// <summary>Adds a space and a mailbox's name, encoded as the session has it (RFC 3501 section 5.1.3, RFC 9051 section 5.1).</summary>
    /// <exception cref="MailArgumentException"><see cref="MailErrors.InvalidWireText"/>, also for what the encoding would hide.</exception>
    public ImapWriter Mailbox(string name)
    {
        WireText.Encode(name, nameof(Mailbox));
        return String(IsUtf8 ? name : ModifiedUtf7.Encode(name), nameof(Mailbox));
    }

    /// <summary>Adds a space and a list of flags: <c>\Seen</c> and the like, and keywords, which are atoms.</summary>
    /// <exception cref="MailArgumentException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public ImapWriter Flags(IReadOnlyList<string> flags)
    {
        foreach (var flag in flags)
            RequireAtom(flag.StartsWith("\\", StringComparison.Ordinal) ? flag.Substring(1) : flag, "Keyword");
        Put($" ({string.Join(" ", flags)})");
        return this;
    }

    /// <summary>
    /// Adds a space and a list of Gmail's labels, which are encoded as names of mailboxes; those of the system begin with a backslash.
    /// </summary>
    /// <exception cref="MailArgumentException"><see cref="MailErrors.InvalidWireText"/>, also for a label that is longer than a quoted
    /// string may be.</exception>
    public ImapWriter Labels(IReadOnlyList<string> labels)
    {
        Put(" (");
        for (var i = 0; i < labels.Count; i++)
        {
            Put(i > 0 ? " " : "");
            if (labels[i].StartsWith("\\", StringComparison.Ordinal))
                RequireAtom(labels[i].Substring(1), "Label");
            var text = labels[i].StartsWith("\\", StringComparison.Ordinal)
                ? labels[i]
                : $"\"{Quoted(IsUtf8 ? labels[i] : ModifiedUtf7.Encode(labels[i]))}\"";
            if (text.Length > LongestQuoted)
                throw new MailArgumentException(MailErrors.InvalidWireText, "Label",
                    $"has {labels[i].Length} characters, and a label can have some hundreds.");
            Put(WireText.Encode(text, "Label"), text);
        }

        Put(")");
        return this;
    }

    /// <summary>Adds a space and a line that is made already and may hold a secret.</summary>
    public ImapWriter Line(WireCommand line)
    {
        Put(" ");
        _octets.Write(line.Octets, 0, line.Octets.Length - 2);
        _shown.Append(line);
        _isSecret |= line.IsSecret;
        if (line.IsSecret)
            line.Forget();
        return this;
    }

    /// <summary>
    /// Adds a space and keys that somebody wrote. A quoted string in them that is not ASCII goes as a literal, since without UTF-8 in
    /// force there is no other way for it; anything else goes as it is.
    /// </summary>
    public ImapWriter Keys(string keys, string name)
    {
        var octets = WireText.Encode(keys, name);
        if (IsUtf8 || octets.Length == keys.Length)
        {
            Put(" ");
            Put(octets, 0, octets.Length, keys);
            return this;
        }

        Put(" ");
        foreach (var piece in ImapQuotedText.Split(keys))
        {
            if (piece.Content is { } content && content.Any(c => c > '\x7f'))
                Literal(WireText.Encode(content, name), content, isSecret: false);
            else
                Put(WireText.Encode(piece.Text, name), piece.Text);
        }

        return this;
    }

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

    /// <summary>Refuses what is no atom.</summary>
    /// <exception cref="MailArgumentException"><see cref="MailErrors.InvalidWireText"/>.</exception>
    public static void RequireAtom(string text, string name)
    {
        WireText.Validate(text, name);
        if (text.Length == 0 || !text.All(IsAtomCharacter))
            throw new MailArgumentException(MailErrors.InvalidWireText, name,
                "is no atom: it is empty, or holds a space, a quote, a parenthesis or another character with a meaning.");
    }

    private static bool IsAtomCharacter(char c) => c is > ' ' and < '\x7f' and not ('(' or ')' or '{' or '%' or '*' or '"' or '\\' or ']');

    private ImapWriter String(string text, string name, bool isSecret)
    {
        var octets = WireText.Encode(text, name);
        _isSecret |= isSecret;
        Put(" ");
        if (octets.Length <= LongestQuoted && octets.All(octet => octet >= 0x20 && octet != 0x7f && (octet < 0x80 || IsUtf8)))
        {
            var quoted = "\"" + Quoted(text) + "\"";
            Put(WireText.Encode(quoted, name), isSecret ? "\"" + WireCommand.Hidden + "\"" : quoted);
        }
        else
        {
            Literal(octets, text, isSecret);
        }

        return this;
    }

    private void Literal(byte[] octets, string text, bool isSecret)
    {
        var isUnasked = _capabilities.TakesUnasked(octets.Length);
        Put($"{{{octets.Length}{(isUnasked ? "+" : "")}}}");
        if (isUnasked)
        {
            _octets.WriteByte((byte)'\r');
            _octets.WriteByte((byte)'\n');
            _shown.Append(' ');
        }
        else
        {
            EndLine();
        }

        _isSecret |= isSecret;
        Put(octets, isSecret ? WireCommand.Hidden : text);
    }

    private void Put(string text) => Put(Encoding.ASCII.GetBytes(text), text);

    private void Put(byte[] octets, string shown) => Put(octets, 0, octets.Length, shown);

    private void Put(byte[] octets, int start, int count, string shown)
    {
        _octets.Write(octets, start, count);
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
