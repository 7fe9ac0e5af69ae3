using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Sandbox.Imap;

namespace PSMailProtocol.Sandbox;

/// <summary>One message in a <see cref="SandboxMailbox"/>. Its octets never change; its flags do.</summary>
public sealed class SandboxMessage
{
    private readonly object _gate = new();
    private readonly SandboxMailbox _mailbox;
    private readonly SortedSet<string> _flags = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _labels = new(StringComparer.OrdinalIgnoreCase);
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

    /// <summary>Whether a text can be a keyword, which is an atom (RFC 9051 section 9): any other makes its mailbox unreadable.</summary>
    public static bool IsKeyword(string text) => ImapArguments.IsAtom(text);

    /// <summary>IMAP's UID (RFC 3501 section 2.3.1.1).</summary>
    public uint Uid { get; internal set; }

    /// <summary>POP3's unique-id (RFC 1939 section 7).</summary>
    public string UniqueId { get; internal set; }

    /// <summary>The message, header fields added at delivery included.</summary>
    public byte[] Octets { get; }

    /// <summary>When it arrived (RFC 3501 section 2.3.3).</summary>
    public DateTimeOffset InternalDate { get; }

    /// <summary>The mod-sequence of the last change to it (RFC 7162 section 3.1).</summary>
    public long ModSeq
    {
        get => Interlocked.Read(ref _modSeq);
        internal set => Interlocked.Exchange(ref _modSeq, value);
    }

    /// <summary>Gmail's labels besides the mailbox it lies in, for example <c>\Important</c> or <c>Invoices</c>.</summary>
    public IReadOnlyList<string> Labels
    {
        get
        {
            lock (_gate)
                return _labels.ToArray();
        }
    }

    /// <summary>X-GM-MSGID: the same for every copy of a message.</summary>
    internal long GmailMessageId => GmailNumbers.Of(Look(m => m.MessageId) ?? UniqueId);

    /// <summary>X-GM-THRID: the X-GM-MSGID of the message that began the conversation.</summary>
    internal long GmailThreadId =>
        GmailNumbers.Of(Look(m => m.References.Count > 0 ? m.References[0] : m.InReplyTo ?? m.MessageId) ?? UniqueId);

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

    /// <summary>Sets or removes one of Gmail's labels; returns whether that changed anything.</summary>
    public bool SetLabel(string label, bool present = true)
    {
        lock (_gate)
        {
            var changed = present ? _labels.Add(label) : _labels.Remove(label);
            if (changed)
                NoteChange();
            return changed;
        }
    }

    internal void ReplaceLabels(IEnumerable<string> labels)
    {
        lock (_gate)
        {
            _labels.Clear();
            _labels.UnionWith(labels);
            NoteChange();
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

    /// <summary>Takes it out of its mailbox.</summary>
    internal void Remove() => _mailbox.Remove([this]);

    /// <summary>Looks at what the message says; one at a time, because that is read on demand and made for one thread.</summary>
    internal T Look<T>(Func<MailMessage, T> at)
    {
        lock (_gate)
            return at(_read ??= MailMessage.Read(RawMail.FromBytes(Octets)));
    }

    private void NoteChange() => _mailbox.Stamp(this);
}
