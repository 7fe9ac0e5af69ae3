using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Sandbox;

/// <summary>One message in a <see cref="SandboxMailbox"/>. Its octets never change; its flags do.</summary>
public sealed class SandboxMessage
{
    private readonly object _gate = new();
    private readonly SandboxMailbox _mailbox;
    private readonly SortedSet<string> _flags = new(StringComparer.OrdinalIgnoreCase);
    private MailMessage? _read;
    private volatile bool _isRemoved;
    private long _modSeq;

    internal SandboxMessage(SandboxMailbox mailbox, uint uid, string uniqueId, byte[] octets, DateTimeOffset internalDate)
    {
        _mailbox = mailbox;
        Uid = uid;
        UniqueId = uniqueId;
        Octets = octets;
        InternalDate = internalDate;
    }

    /// <summary>IMAP's UID (RFC 3501 section 2.3.1.1).</summary>
    public uint Uid { get; internal set; }

    /// <summary>POP3's unique-id (RFC 1939 section 7).</summary>
    public string UniqueId { get; internal set; }

    /// <summary>The message, header fields added at delivery included.</summary>
    public byte[] Octets { get; }

    /// <summary>When it arrived (RFC 3501 section 2.3.3).</summary>
    public DateTimeOffset InternalDate { get; }

    /// <summary>The mod-sequence of the last change to it (RFC 7162 section 3.1).</summary>
    public long ModSeq => Interlocked.Read(ref _modSeq);

    /// <summary>Whether it is in its mailbox no more.</summary>
    internal bool IsRemoved
    {
        get => _isRemoved;
        set => _isRemoved = value;
    }

    /// <summary>The IMAP flags and keywords it carries now, for example <c>\Seen</c>.</summary>
    public IReadOnlyList<string> Flags
    {
        get
        {
            lock (_gate)
                return _flags.ToArray();
        }
    }

    /// <summary>Whether it carries a flag; letter case does not count.</summary>
    public bool HasFlag(string flag)
    {
        lock (_gate)
            return _flags.Contains(flag);
    }

    /// <summary>Sets or removes a flag; returns whether that changed anything.</summary>
    public bool SetFlag(string flag, bool present = true)
    {
        lock (_gate)
        {
            var changed = present ? _flags.Add(flag) : _flags.Remove(flag);
            if (changed)
                NoteChange();
            return changed;
        }
    }

    internal void ReplaceFlags(IEnumerable<string> flags)
    {
        lock (_gate)
        {
            _flags.Clear();
            _flags.UnionWith(flags);
            NoteChange();
        }
    }

    /// <summary>Looks at what the message says; one at a time, because that is read on demand and made for one thread.</summary>
    internal T Look<T>(Func<MailMessage, T> at)
    {
        lock (_gate)
            return at(_read ??= MailMessage.Read(RawMail.FromBytes(Octets)));
    }

    private void NoteChange() => Interlocked.Exchange(ref _modSeq, _mailbox.NextModSeq());
}
