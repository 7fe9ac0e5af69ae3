using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>The commands that a sandbox was given.</summary>
internal sealed class CommandLog : ITranscript
{
    private readonly List<string> _commands = [];

    public void Write(TranscriptDirection direction, bool encrypted, string text)
    {
        if (direction != TranscriptDirection.Client)
            return;

        lock (_commands)
            _commands.Add(text);
    }

    public ITranscript ForConnection() => this;

    /// <summary>What stood behind a verb, each time it came.</summary>
    public List<string> Arguments(string verb)
    {
        lock (_commands)
            return [.. _commands.Where(command => command == verb || command.StartsWith(verb + " ", StringComparison.Ordinal)).Select(command => command[verb.Length..].Trim())];
    }
}
