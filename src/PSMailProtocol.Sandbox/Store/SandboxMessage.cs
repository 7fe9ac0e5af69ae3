using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Sandbox;

/// <summary>One message in a <see cref="SandboxMaildrop"/>. Its octets never change; its flags do.</summary>
public sealed class SandboxMessage
{
    private readonly object _gate = new();
    private MailMessage? _read;
    private readonly SortedSet<string> _flags = new(StringComparer.OrdinalIgnoreCase);

    internal SandboxMessage(uint uid, string uniqueId, byte[] octets, DateTimeOffset internalDate)
    {
        Uid = uid;
        UniqueId = uniqueId;
        Octets = octets;
        InternalDate = internalDate;
    }

    /// <summary>IMAP's UID (RFC 3501 section 2.3.1.1).</summary>
    public uint Uid { get; }

    /// <summary>POP3's unique-id (RFC 1939 section 7).</summary>
    public string UniqueId { get; internal set; }

    /// <summary>The message, header fields added at delivery included.</summary>
    public byte[] Octets { get; }

    /// <summary>When it arrived (RFC 3501 section 2.3.3).</summary>
    public DateTimeOffset InternalDate { get; }

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
            return present ? _flags.Add(flag) : _flags.Remove(flag);
    }

    internal void ReplaceFlags(IEnumerable<string> flags)
    {
        lock (_gate)
        {
            _flags.Clear();
            _flags.UnionWith(flags);
        }
    }

    /// <summary>Looks at what the message says; one at a time, because that is read on demand and made for one thread.</summary>
    internal bool Satisfies(Func<MailMessage, bool> condition)
    {
        lock (_gate)
            return condition(_read ??= MailMessage.Read(RawMail.FromBytes(Octets)));
    }
}
