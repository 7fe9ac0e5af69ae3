using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sandbox;

/// <summary>
/// A transcript that keeps the commands a sandbox was given (<see cref="MailSandboxOptions.Transcript"/>). Safe for use from several
/// threads.
/// </summary>
public sealed class CommandLog : ITranscript
{
    private readonly List<string> _commands = [];

    /// <inheritdoc/>
    public void Write(TranscriptDirection direction, bool encrypted, string text)
    {
        if (direction != TranscriptDirection.Client)
            return;

        lock (_commands)
            _commands.Add(text);
    }

    /// <inheritdoc/>
    public ITranscript ForConnection() => this;

    /// <summary>What stood behind a verb, each time it came.</summary>
    /// <param name="verb">The verb as the client writes it, for example <c>RETR</c>; one of IMAP has a tag before it: <c>UID
    /// FETCH</c>.</param>
    public IReadOnlyList<string> Arguments(string verb)
    {
        lock (_commands)
        {
            return
            [
                .. _commands.SelectMany(command => new[] { command, command.Substring(command.IndexOf(' ') + 1) }.Distinct())
                    .Where(command => FollowsVerb(command, verb)).Select(command => command.Substring(verb.Length).Trim()),
            ];
        }
    }

    /// <summary>Forgets what was said so far.</summary>
    public void Clear()
    {
        lock (_commands)
            _commands.Clear();
    }

    private static bool FollowsVerb(string command, string verb) =>
        command == verb || command.StartsWith(verb + " ", StringComparison.Ordinal);
}
