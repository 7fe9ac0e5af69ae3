using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace PSMailProtocol.Sandbox;

/// <summary>One mailbox (a folder) of a <see cref="SandboxMaildrop"/>, in memory. Safe for use from several threads.</summary>
public sealed class SandboxMailbox
{
    private static int _lastUidValidity = (int)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() & 0x3FFFFFFF);

    private readonly object _gate = new();
    private readonly List<SandboxMessage> _messages = [];
    private IReadOnlyList<SandboxMessage>? _snapshot;
    private uint _uidNext = 1;
    private long _highestModSeq = 1;

    internal SandboxMailbox(string name)
    {
        Name = name;
        UidValidity = NewUidValidity();
    }

    /// <summary>Its name, with those of the mailboxes above it and the delimiters between: <c>Archive/2024</c>.</summary>
    public string Name { get; internal set; }

    /// <summary>What it is for (RFC 6154 section 2): <c>\Sent</c>, <c>\Trash</c> and so on; null for nothing in particular.</summary>
    public string? SpecialUse { get; set; }

    /// <summary>Whether it is among the subscribed ones (RFC 3501 section 6.3.6). Default true.</summary>
    public bool IsSubscribed { get; set; } = true;

    /// <summary>IMAP's UIDVALIDITY (RFC 3501 section 2.3.1.1).</summary>
    public uint UidValidity { get; private set; }

    /// <summary>The UID that the next message gets.</summary>
    public uint UidNext
    {
        get
        {
            lock (_gate)
                return _uidNext;
        }
    }

    /// <summary>The largest of the messages' mod-sequences, which every change raises (RFC 7162 section 3.1.2.1).</summary>
    public long HighestModSeq
    {
        get
        {
            lock (_gate)
                return _highestModSeq;
        }
    }

    /// <summary>The messages as they are now, in the order of their UIDs.</summary>
    public IReadOnlyList<SandboxMessage> Messages
    {
        get
        {
            lock (_gate)
                return _snapshot ??= _messages.ToArray();
        }
    }

    /// <summary>Something changed. Who listens must not do more than note it, since others wait.</summary>
    internal event Action? Changed;

    /// <summary>Whether it was deleted.</summary>
    internal bool IsRemoved { get; private set; }

    /// <summary>Puts a message in.</summary>
    /// <param name="octets">The message as it is to be read; nothing is added.</param>
    /// <param name="internalDate">When it arrived; null for now.</param>
    /// <param name="uniqueId">POP3's unique-id; null for one that no other message has.</param>
    /// <param name="flags">Its flags and keywords, for example <c>\Seen</c>; null for none.</param>
    public SandboxMessage Deliver(
        byte[] octets, DateTimeOffset? internalDate = null, string? uniqueId = null, IEnumerable<string>? flags = null)
    {
        lock (_gate)
        {
            var uid = _uidNext++;
            uniqueId ??= UidValidity.ToString("x8", CultureInfo.InvariantCulture) + uid.ToString("x8", CultureInfo.InvariantCulture);
            var message = new SandboxMessage(this, uid, uniqueId, octets, internalDate ?? DateTimeOffset.Now);
            message.ReplaceFlags(flags ?? []);
            _messages.Add(message);
            _snapshot = null;
            return message;
        }
    }

    /// <summary>Puts a copy of a message in, with its date, flags and labels.</summary>
    internal SandboxMessage Deliver(SandboxMessage original)
    {
        var copy = Deliver(original.Octets, original.InternalDate, flags: original.Flags);
        copy.ReplaceLabels(original.Labels);
        return copy;
    }

    /// <summary>Takes messages out, as another client would; returns how many were there.</summary>
    public int Remove(IEnumerable<SandboxMessage> messages)
    {
        var doomed = new HashSet<SandboxMessage>(messages);
        lock (_gate)
        {
            foreach (var message in _messages.Where(doomed.Contains))
                message.IsRemoved = true;
            _snapshot = null;
            var removed = _messages.RemoveAll(doomed.Contains);
            Stamp(null);
            return removed;
        }
    }

    /// <summary>Takes everything out.</summary>
    public void Clear() => Remove(Messages);

    /// <summary>
    /// Gives the mailbox another UIDVALIDITY and numbers its messages anew from 1, as a server does that lost its index. A
    /// session that has the mailbox selected is ended at its next command.
    /// </summary>
    public void RenewUids()
    {
        lock (_gate)
        {
            UidValidity = NewUidValidity();
            _uidNext = 1;
            foreach (var message in _messages)
                message.Uid = _uidNext++;
            Stamp(null);
        }
    }

    /// <summary>It is deleted.</summary>
    internal void MarkRemoved()
    {
        IsRemoved = true;
        Stamp(null);
    }

    internal void RenewUniqueIds(Func<string, string>? uniqueId)
    {
        lock (_gate)
        {
            foreach (var message in _messages)
                message.UniqueId = uniqueId?.Invoke(message.UniqueId) ?? Guid.NewGuid().ToString("N");
        }
    }

    /// <summary>Counts a change, and gives the message that it was made to, if any, its mod-sequence.</summary>
    internal void Stamp(SandboxMessage? message)
    {
        lock (_gate)
        {
            _highestModSeq++;
            if (message is not null)
                message.ModSeq = _highestModSeq;
        }

        Changed?.Invoke();
    }

    private static uint NewUidValidity() => (uint)Interlocked.Increment(ref _lastUidValidity);
}
