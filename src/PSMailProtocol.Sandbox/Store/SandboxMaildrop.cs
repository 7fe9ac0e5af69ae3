using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace PSMailProtocol.Sandbox;

/// <summary>
/// The mail of one address in memory: what POP3 calls the maildrop and IMAP the INBOX. Safe for use from several threads.
/// </summary>
public sealed class SandboxMaildrop
{
    private static int _lastUidValidity = (int)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() & 0x3FFFFFFF);

    private readonly object _gate = new();
    private readonly List<SandboxMessage> _messages = [];
    private uint _uidNext = 1;
    private object? _holder;
    private Stopwatch? _sinceLogin;

    internal SandboxMaildrop(string address)
    {
        Address = address;
        UidValidity = (uint)Interlocked.Increment(ref _lastUidValidity);
    }

    /// <summary>The address it belongs to.</summary>
    public string Address { get; }

    /// <summary>IMAP's UIDVALIDITY (RFC 3501 section 2.3.1.1).</summary>
    public uint UidValidity { get; }

    /// <summary>The UID that the next message gets.</summary>
    public uint UidNext
    {
        get
        {
            lock (_gate)
                return _uidNext;
        }
    }

    /// <summary>The messages as they are now, oldest first.</summary>
    public IReadOnlyList<SandboxMessage> Messages
    {
        get
        {
            lock (_gate)
                return _messages.ToArray();
        }
    }

    /// <summary>Whether a POP3 session holds it.</summary>
    public bool IsLocked
    {
        get
        {
            lock (_gate)
                return _holder is not null;
        }
    }

    /// <summary>Puts a message in.</summary>
    /// <param name="octets">The message as it is to be read; nothing is added.</param>
    /// <param name="internalDate">When it arrived; null for now.</param>
    /// <param name="uniqueId">POP3's unique-id; null for one that no other message has.</param>
    public SandboxMessage Deliver(byte[] octets, DateTimeOffset? internalDate = null, string? uniqueId = null)
    {
        lock (_gate)
        {
            var uid = _uidNext++;
            uniqueId ??= UidValidity.ToString("x8", CultureInfo.InvariantCulture) + uid.ToString("x8", CultureInfo.InvariantCulture);
            var message = new SandboxMessage(uid, uniqueId, octets, internalDate ?? DateTimeOffset.Now);
            _messages.Add(message);
            return message;
        }
    }

    /// <summary>
    /// Gives every message another unique-id, as a server does whose index was rebuilt, against RFC 1939 section 7. What
    /// clients remember then names no message.
    /// </summary>
    /// <param name="uniqueId">From the old unique-id to the new one; null for one that no message had before.</param>
    public void RenewUniqueIds(Func<string, string>? uniqueId = null)
    {
        lock (_gate)
        {
            foreach (var message in _messages)
                message.UniqueId = uniqueId?.Invoke(message.UniqueId) ?? Guid.NewGuid().ToString("N");
        }
    }

    /// <summary>Takes messages out, as another client would; returns how many were there.</summary>
    public int Remove(IEnumerable<SandboxMessage> messages)
    {
        var doomed = new HashSet<SandboxMessage>(messages);
        lock (_gate)
            return _messages.RemoveAll(doomed.Contains);
    }

    /// <summary>Takes everything out.</summary>
    public void Clear() => Remove(Messages);

    /// <summary>The exclusive access that RFC 1939 section 4 asks for; false if another session keeps it for longer than that.</summary>
    internal bool TryLock(object holder, TimeSpan wait)
    {
        var clock = Stopwatch.StartNew();
        lock (_gate)
        {
            while (_holder is not null)
            {
                var remaining = wait - clock.Elapsed;
                if (remaining <= TimeSpan.Zero)
                    return false;
                Monitor.Wait(_gate, remaining);
            }

            _holder = holder;
            return true;
        }
    }

    /// <summary>The pause between logins that RFC 2449 section 6.5 allows a server to ask for; false if the last one is not so long ago.</summary>
    internal bool TryBeginLogin(TimeSpan pause)
    {
        lock (_gate)
        {
            if (_sinceLogin is not null && _sinceLogin.Elapsed < pause)
                return false;

            _sinceLogin = Stopwatch.StartNew();
            return true;
        }
    }

    internal void Unlock(object holder)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_holder, holder))
                return;

            _holder = null;
            Monitor.PulseAll(_gate);
        }
    }
}
