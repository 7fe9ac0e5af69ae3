using System;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sasl;

/// <summary>
/// Keeps challenges out of the transcript while an exchange runs: with those of SCRAM and CRAM-MD5 and what else a log
/// tells, passwords could be tried at leisure.
/// </summary>
internal sealed class ChallengeScreen : IDisposable
{
    private readonly MailConnection _connection;
    private readonly string[] _prefixes;

    /// <summary>Hides from here on, until it is disposed, what follows one of these prefixes.</summary>
    public ChallengeScreen(MailConnection connection, params string[] prefixes)
    {
        _connection = connection;
        _prefixes = prefixes;
        connection.Shown = Show;
    }

    public void Dispose() => _connection.Shown = null;

    private string Show(string line)
    {
        foreach (var prefix in _prefixes)
        {
            if (line.Length > prefix.Length && line.StartsWith(prefix, StringComparison.Ordinal))
                return prefix + WireCommand.Hidden;
        }

        return line;
    }
}
