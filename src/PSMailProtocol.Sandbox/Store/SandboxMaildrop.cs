using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace PSMailProtocol.Sandbox;

/// <summary>
/// The mail of one address in memory: the mailboxes that IMAP shows, of which POP3 reads the INBOX. What it does with
/// messages itself, it does with the INBOX. Safe for use from several threads.
/// </summary>
public sealed class SandboxMaildrop
{
    private const string InboxName = "INBOX";

    private readonly object _gate = new();
    private readonly List<SandboxMailbox> _mailboxes = [];
    private object? _holder;
    private Stopwatch? _sinceLogin;

    internal SandboxMaildrop(string address, MailSandboxOptions options)
    {
        Address = address;
        Inbox = Mailbox(InboxName);
        foreach (var mailbox in options.Mailboxes)
            Mailbox(options.MailboxPrefix + mailbox.Key).SpecialUse = mailbox.Value.Length > 0 ? mailbox.Value : null;
    }

    /// <summary>The address it belongs to.</summary>
    public string Address { get; }

    /// <summary>Where mail is delivered to.</summary>
    public SandboxMailbox Inbox { get; }

    /// <summary>Every mailbox there is now, the INBOX first and the others by their names.</summary>
    public IReadOnlyList<SandboxMailbox> Mailboxes
    {
        get
        {
            lock (_gate)
                return _mailboxes.OrderBy(m => m.Name == InboxName ? 0 : 1).ThenBy(m => m.Name, StringComparer.Ordinal).ToArray();
        }
    }

    /// <summary>The UIDVALIDITY of the INBOX.</summary>
    public uint UidValidity => Inbox.UidValidity;

    /// <summary>The UID that the next message in the INBOX gets.</summary>
    public uint UidNext => Inbox.UidNext;

    /// <summary>The messages of the INBOX as they are now, oldest first.</summary>
    public IReadOnlyList<SandboxMessage> Messages => Inbox.Messages;

    /// <summary>How many octets all messages have together.</summary>
    public long Size => Mailboxes.Sum(mailbox => mailbox.Messages.Sum(m => (long)m.Octets.Length));

    /// <summary>Whether a POP3 session holds it.</summary>
    public bool IsLocked
    {
        get
        {
            lock (_gate)
                return _holder is not null;
        }
    }

    /// <summary>The mailbox of a name; it comes into being with the first question for it.</summary>
    /// <param name="name">
    /// The name as IMAP shows it, but in plain characters; letter case counts, though not in <c>INBOX</c>. Or a special use,
    /// such as <c>\Sent</c>.
    /// </param>
    /// <exception cref="ArgumentException">No mailbox has that special use.</exception>
    public SandboxMailbox Mailbox(string name)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("A mailbox has a name.", nameof(name));

        lock (_gate)
        {
            if ((Find(name) ?? _mailboxes.Find(m => string.Equals(m.SpecialUse, name, StringComparison.OrdinalIgnoreCase))) is { } known)
                return known;
            if (name[0] == '\\')
                throw new ArgumentException($"No mailbox has the special use {name}; set that of the one that is to have it.",
                    nameof(name));

            var mailbox = new SandboxMailbox(IsInbox(name) ? InboxName : name);
            _mailboxes.Add(mailbox);
            return mailbox;
        }
    }

    /// <summary>Deletes a mailbox with its messages, but never the INBOX; returns whether it was there.</summary>
    public bool RemoveMailbox(string name)
    {
        lock (_gate)
        {
            if (Find(name) is not { } mailbox || mailbox == Inbox)
                return false;
            mailbox.MarkRemoved();
            return _mailboxes.Remove(mailbox);
        }
    }

    /// <summary>Gives a mailbox another name, and those beneath it.</summary>
    internal void Rename(string from, string to, char delimiter)
    {
        lock (_gate)
        {
            foreach (var mailbox in _mailboxes.Where(m => m.Name == from || m.Name.StartsWith(from + delimiter, StringComparison.Ordinal)))
                mailbox.Name = to + mailbox.Name.Substring(from.Length);
        }
    }

    /// <summary>Puts a message into the INBOX.</summary>
    /// <param name="octets">The message as it is to be read; nothing is added.</param>
    /// <param name="internalDate">When it arrived; null for now.</param>
    /// <param name="uniqueId">POP3's unique-id; null for one that no other message has.</param>
    /// <param name="flags">Its flags and keywords, for example <c>\Seen</c>; null for none.</param>
    public SandboxMessage Deliver(
        byte[] octets, DateTimeOffset? internalDate = null, string? uniqueId = null, IEnumerable<string>? flags = null) =>
        Inbox.Deliver(octets, internalDate, uniqueId, flags);

    /// <summary>
    /// Gives every message of the INBOX another unique-id, as a server does whose index was rebuilt, against RFC 1939
    /// section 7. What clients remember then names no message.
    /// </summary>
    /// <param name="uniqueId">From the old unique-id to the new one; null for one that no message had before.</param>
    public void RenewUniqueIds(Func<string, string>? uniqueId = null) => Inbox.RenewUniqueIds(uniqueId);

    /// <summary>Takes messages out of the INBOX, as another client would; returns how many were there.</summary>
    public int Remove(IEnumerable<SandboxMessage> messages) => Inbox.Remove(messages);

    /// <summary>Takes everything out of the INBOX.</summary>
    public void Clear() => Inbox.Clear();

    /// <summary>The mailbox of a name; null if there is none.</summary>
    internal SandboxMailbox? Find(string name)
    {
        lock (_gate)
            return _mailboxes.Find(m => m.Name == name || (m.Name == InboxName && IsInbox(name)));
    }

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

    /// <summary>
    /// The pause between logins that RFC 2449 section 6.5 allows a server to ask for; false if the last one is not so long ago.
    /// </summary>
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

    private static bool IsInbox(string name) => string.Equals(name, InboxName, StringComparison.OrdinalIgnoreCase);
}
