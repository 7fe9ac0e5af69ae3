using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSMailProtocol.Interop.Tests.Servers;

/// <summary>A mail server on loopback that takes mail for everybody and keeps it in its queue, where the test counts it.</summary>
public abstract class QueueingServer : IDisposable
{
    // A machine whose name has no domain keeps one of them waiting for a minute.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);

    private ServerProcess? _process;

    /// <summary>Where it listens.</summary>
    public int Port { get; } = ServerProcess.FindFreePort();

    /// <summary>The subject of every message in the queue.</summary>
    public IReadOnlyList<string> Subjects =>
    [
        .. MessageFiles()
            .Select(file =>
                File.ReadLines(file)
                    .Select(line => line.IndexOf("Subject: ", StringComparison.Ordinal) is >= 0 and var at ? line[at..] : null)
                    .First(line => line is not null)!)
            .Select(line => line["Subject: ".Length..].Trim()),
    ];

    /// <summary>The files of which each has the header of one message.</summary>
    protected abstract IEnumerable<string> MessageFiles();

    /// <summary>Starts it and waits until it listens.</summary>
    protected void Start(string program, params string[] arguments)
    {
        _process = ServerProcess.Start(program, arguments);
        try
        {
            _process.WaitForPort(Port, StartTimeout);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes away what it left outside of the test's own folder.</summary>
    protected virtual void Clear()
    {
    }
}
