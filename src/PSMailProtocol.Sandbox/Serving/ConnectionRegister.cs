using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Threading;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>
/// Which connections are open. Accepting and counting happen under one lock, so that there is no moment at which a
/// client is connected and not seen.
/// </summary>
internal sealed class ConnectionRegister
{
    private readonly object _gate = new();
    private readonly HashSet<Thread> _threads = [];
    private readonly List<Exception> _failures = [];
    private readonly int _maximum;
    private long _accepted;

    public ConnectionRegister(int maximum) => _maximum = maximum;

    public int Open
    {
        get
        {
            lock (_gate)
                return _threads.Count;
        }
    }

    public long Accepted
    {
        get
        {
            lock (_gate)
                return _accepted;
        }
    }

    public IReadOnlyList<Exception> Failures
    {
        get
        {
            lock (_gate)
                return _failures.ToArray();
        }
    }

    /// <summary>Takes a waiting connection and starts a thread for it; one too many is closed at once.</summary>
    public void Accept(Socket listener, string name, Action<Socket, long> serve)
    {
        lock (_gate)
        {
            Socket client;
            try
            {
                client = listener.Accept();
            }
            catch (SocketException)
            {
                // It waited and is gone again: the client gave up before its turn came.
                Monitor.PulseAll(_gate);
                return;
            }

            client.Blocking = true;
            var number = ++_accepted;
            if (_threads.Count >= _maximum)
            {
                client.Dispose();
                Monitor.PulseAll(_gate);
                return;
            }

            var thread = new Thread(() => Run(() => serve(client, number))) { IsBackground = true, Name = name };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Waits until no connection is open or waits to be accepted; false if that takes too long.</summary>
    public bool WaitUntilIdle(IReadOnlyList<SandboxListener> listeners, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        lock (_gate)
        {
            while (_threads.Count > 0 || listeners.Any(l => l.HasWaitingConnection))
            {
                var remaining = timeout - clock.Elapsed;
                if (remaining <= TimeSpan.Zero)
                    return false;
                Monitor.Wait(_gate, remaining);
            }

            return true;
        }
    }

    /// <summary>Waits for every connection's thread to end.</summary>
    public void Join()
    {
        Thread[] threads;
        lock (_gate)
            threads = _threads.ToArray();
        foreach (var thread in threads)
            thread.Join();
    }

    /// <summary>Notes a fault of the sandbox's own: it must not end the process, and it must not go unseen.</summary>
    public void AddFailure(Exception failure)
    {
        lock (_gate)
            _failures.Add(failure);
    }

    private void Run(Action serve)
    {
        try
        {
            serve();
        }
        catch (Exception e)
        {
            AddFailure(e);
        }
        finally
        {
            lock (_gate)
            {
                _threads.Remove(Thread.CurrentThread);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
