using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace PSMailProtocol.Sandbox;

/// <summary>What SMTP took, in order. Safe for use from several threads, which can wait for what comes.</summary>
internal sealed class AcceptedMail
{
    private readonly object _gate = new();
    private readonly List<SandboxMail> _mails = [];
    private readonly Dictionary<string, SandboxMail> _byQueueId = new(StringComparer.Ordinal);
    private IReadOnlyList<SandboxMail>? _snapshot;
    private long _version;
    private bool _isClosed;

    /// <summary>How often something was added or removed.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    /// <summary>What there is now.</summary>
    public IReadOnlyList<SandboxMail> Mails
    {
        get
        {
            lock (_gate)
                return _snapshot ??= _mails.ToArray();
        }
    }

    public SandboxMail? Find(string queueId)
    {
        lock (_gate)
            return _byQueueId.TryGetValue(queueId, out var mail) ? mail : null;
    }

    public void Add(SandboxMail mail)
    {
        lock (_gate)
        {
            _mails.Add(mail);
            _byQueueId.Add(mail.QueueId, mail);
            NoteChange();
        }
    }

    public bool Remove(SandboxMail mail)
    {
        lock (_gate)
        {
            if (!_mails.Remove(mail))
                return false;
            _byQueueId.Remove(mail.QueueId);
            NoteChange();
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _mails.Clear();
            _byQueueId.Clear();
            NoteChange();
        }
    }

    /// <summary>Waits until the version is another than the one seen; false if it is not within that time, or never will be.</summary>
    public bool WaitForChange(long seen, TimeSpan timeout, CancellationToken cancellation)
    {
        using var cancelled = cancellation.Register(Wake);
        var clock = Stopwatch.StartNew();
        lock (_gate)
        {
            while (_version == seen && !_isClosed)
            {
                cancellation.ThrowIfCancellationRequested();
                var remaining = timeout - clock.Elapsed;
                if (remaining <= TimeSpan.Zero)
                    return false;
                Monitor.Wait(_gate, remaining);
            }

            return _version != seen;
        }
    }

    /// <summary>Nothing comes any more, so nobody needs to wait.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void NoteChange()
    {
        _snapshot = null;
        _version++;
        Monitor.PulseAll(_gate);
    }
}
