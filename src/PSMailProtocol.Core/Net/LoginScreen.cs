using System;
using System.Text;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Net;

/// <summary>
/// Stands between what a server says and who gets to read it while a login runs. Challenges stay out of the transcript: with
/// those of SCRAM and CRAM-MD5 passwords could be tried at leisure. And a server that repeats what it read, as many do in
/// "unknown command", repeats the secret: it is cleared away from replies before they reach a transcript or an error.
/// </summary>
internal sealed class LoginScreen : IDisposable
{
    private readonly MailConnection _connection;
    private readonly LoginScreen? _outer;
    private readonly SecretFinder _finder;
    private readonly string[] _challenges;

    /// <summary>
    /// Stands there from here on, until it is disposed. Where one stands already, that one hears of every secret and stays there
    /// afterwards.
    /// </summary>
    /// <param name="connection">Where the login runs.</param>
    /// <param name="challenges">What stands before a challenge.</param>
    public LoginScreen(MailConnection connection, params string[] challenges)
    {
        _connection = connection;
        _outer = connection.Screen;
        _finder = _outer?._finder ?? new SecretFinder();
        _challenges = challenges;
        connection.Screen = this;
    }

    /// <summary>Clears this away from now on, in the forms that one and the same text takes on the wire.</summary>
    public void Hide(string secret)
    {
        _finder.Add(secret);
        var octets = Encoding.UTF8.GetBytes(secret);
        if (octets.Length == secret.Length)
            return;

        // Servers that take the octets for Latin-1 say them again as UTF-8; others put something else for what is not ASCII.
        var misread = new StringBuilder(octets.Length);
        foreach (var octet in octets)
            misread.Append((char)octet);
        _finder.Add(misread.ToString());
        foreach (var run in Regex.Split(secret, "[^\\x00-\\x7F]+"))
        {
            if (run.Length >= SecretFinder.Shortest)
                _finder.Add(run);
        }
    }

    /// <summary>Text of the server without the secret; nothing at all where the secret is too short to be told from other text.</summary>
    public string Clear(string text)
    {
        if (text.Length == 0 || !_finder.IsNeeded)
            return text;
        return _finder.HasShort ? WireCommand.Hidden : _finder.Mask(text, WireCommand.Hidden);
    }

    /// <summary>Whether a code of the protocol, which is of a fixed form and is never withheld, is not the secret itself.</summary>
    public bool IsClear(string code) => _finder.Mask(code, WireCommand.Hidden) == code;

    /// <summary>A line as the transcript shows it.</summary>
    public string Show(string line)
    {
        foreach (var prefix in _challenges)
        {
            if (line.Length > prefix.Length && line.StartsWith(prefix, StringComparison.Ordinal))
                return prefix + WireCommand.Hidden;
        }

        return Clear(line);
    }

    public void Dispose() => _connection.Screen = _outer;
}
