using System;
using System.Linq;

namespace PSMailProtocol.Net;

/// <summary>
/// A command as a value: it knows the octets that go to the wire and how to show itself without its secret, so nothing
/// has to be searched for secrets afterwards.
/// </summary>
public sealed class WireCommand
{
    private readonly byte[] _octets;
    private readonly string _shown;

    private WireCommand(byte[] octets, string shown, bool isSecret)
    {
        _octets = octets;
        _shown = shown;
        IsSecret = isSecret;
    }

    /// <summary>A command that may be shown whole.</summary>
    /// <param name="text">The command without its line end.</param>
    /// <param name="name">What the text is called in an error if it cannot be sent.</param>
    public static WireCommand Plain(string text, string name = "command") =>
        new(Line(WireText.Encode(text, name)), text, isSecret: false);

    /// <summary>A command whose last argument is a secret.</summary>
    /// <param name="prefix">What is shown, with its trailing space; may be empty.</param>
    /// <param name="secret">What is hidden.</param>
    /// <param name="name">What the secret is called in an error; its value never appears.</param>
    public static WireCommand Secret(string prefix, string secret, string name) =>
        new(Line(WireText.Encode(prefix + secret, name)), prefix + Hidden, isSecret: true);

    /// <summary>Octets that a protocol has put together itself, line end included.</summary>
    /// <param name="octets">What goes to the wire as it is.</param>
    /// <param name="shown">What a transcript shows, secrets already hidden.</param>
    /// <param name="isSecret">Whether the octets hold a secret.</param>
    internal static WireCommand Assembled(byte[] octets, string shown, bool isSecret) => new(octets, shown, isSecret);

    /// <summary>What a transcript shows in place of a secret.</summary>
    internal const string Hidden = "********";

    /// <summary>Whether the octets hold a secret, so that they are overwritten once they are sent.</summary>
    internal bool IsSecret { get; }

    /// <summary>Its first word if that is one of letters alone, as the verbs are; null for what answers a challenge.</summary>
    internal string? Verb
    {
        get
        {
            var end = _shown.IndexOf(' ');
            var word = end < 0 ? _shown : _shown.Substring(0, end);
            return word.Length > 0 && word.All(char.IsLetter) ? word : null;
        }
    }

    /// <summary>The octets with the closing CRLF.</summary>
    internal byte[] Octets => _octets;

    /// <summary>Overwrites the octets; the command cannot be sent again.</summary>
    internal void Forget() => Array.Clear(_octets, 0, _octets.Length);

    /// <summary>The command as a transcript shows it.</summary>
    public override string ToString() => _shown;

    private static byte[] Line(byte[] text)
    {
        var line = new byte[text.Length + 2];
        Buffer.BlockCopy(text, 0, line, 0, text.Length);
        line[text.Length] = (byte)'\r';
        line[text.Length + 1] = (byte)'\n';
        return line;
    }
}
