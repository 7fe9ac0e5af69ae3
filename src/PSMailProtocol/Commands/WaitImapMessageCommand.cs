using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Waits for messages that come to an IMAP mailbox, and reads them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ImapMessage", DefaultParameterSetName = MessageSet)]
[OutputType(typeof(ImapMessage), typeof(byte[]))]
public sealed class WaitImapMessageCommand : ImapReaderCommand
{
    private Watch _watch = new(0);

    /// <summary>The mailbox, by name or by special use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [Alias("Folder")]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string), Default = "INBOX")]
    public string Mailbox { get; set; } = "INBOX";

    /// <summary>How many messages are waited for.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 1)]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <summary>How many seconds are waited at the most.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 300)]
    [ValidateRange(0, 604800)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>How many seconds lie between two questions to a server that does not tell by itself what is new.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 10)]
    [ValidateRange(1, 3600)]
    public int PollingIntervalSeconds { get; set; } = 10;

    /// <summary>Take what is there already for new.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter IncludeExisting { get; set; }

    private protected override MessagePage Page => new(First: _watch.Left);

    private protected override void Read(MailAccount account)
    {
        _watch = new Watch(Count);
        var interval = TimeSpan.FromSeconds(PollingIntervalSeconds);
        var wait = new MailWait(MailClock.System, TimeSpan.FromSeconds(TimeoutSeconds), interval, Tell, Cancellation);
        var isComplete = wait.Run(() =>
        {
            InImapSession(account, (session, choice) => WaitIn(session, choice, account, wait, interval));
            return _watch.Left > 0 ? TimeSpan.Zero : null;
        });
        if (!isComplete)
            WriteError(TimedOut.Record(Count, _watch.Left, TimeoutSeconds,
                $"{WireText.Excerpt(_watch.Mailbox?.Name ?? Mailbox)} of {account}", wait.LastFailure, Mailbox));
    }

    private protected override IEnumerable<ImapReadMessage> Noting(ImapSession session, IEnumerable<ImapReadMessage> messages)
    {
        foreach (var read in messages)
        {
            // What did not come since the connection is lost comes with the next one.
            if (read.Failure is not null && session.Connection.IsClosed)
                throw read.Failure;

            _watch.Note(read);
            yield return read;
        }
    }

    private protected override void Mark(ImapSession session, ImapMailbox mailbox, ImapMessage message)
    {
        if (MarkSeen)
            _watch.Marked.Add(message.Uid);
        base.Mark(session, mailbox, message);
    }

    /// <summary>Looks, and waits for something to change, until there are enough messages or time is up.</summary>
    private void WaitIn(ImapSession session, MailboxChoice choice, MailAccount account, MailWait wait, TimeSpan interval)
    {
        RequireExtensions(session);
        var mailbox = Open(session, choice);
        wait.HasBegun = true;
        long known;
        do
        {
            known = session.Changes;
            Look(session, account, mailbox);
            if (_watch.Left == 0 || wait.Left == TimeSpan.Zero)
                return;
        }
        while (session.WaitForChange(known, wait.Left, interval));
    }

    private ImapMailbox Open(ImapSession session, MailboxChoice choice)
    {
        var before = _watch.Mailbox;
        var mailbox = choice.Open(before is null ? Named(choice) : new ImapMailboxName(before.Name, before.UidValidity),
            isReadOnly: !MarkSeen);
        RequireMarkable(mailbox);
        _watch.Open(mailbox, session.NextUid(), IncludeExisting);
        if (before is null)
            Tell($"Waiting for mail in {mailbox.Name}" +
                (session.CanIdle ? "." : ", by asking again and again, since the server has no IDLE."));
        else if (_watch.Marked.Count > 0)
            session.Store(_watch.Marked, new ImapFlagChange { Added = [SeenFlag] });
        return mailbox;
    }

    private ImapMailboxName Named(MailboxChoice choice)
    {
        var names = choice.Find(Mailbox, nameof(Mailbox));
        return names.Count == 1
            ? names[0]
            : throw new MailException(MailErrors.InvalidParameter,
                $"-Mailbox: {WireText.Excerpt(Mailbox)} names {names.Count:N0} mailboxes, and mail is waited for in one.");
    }

    private void Look(ImapSession session, MailAccount account, ImapMailbox mailbox)
    {
        var fresh = _watch.From is { } from ? session.UidsFrom(from) : null;
        if (fresh is { Count: 0 } || session.Mailbox!.Exists == 0)
            return;

        var found = fresh is null || IsNarrowed ? session.Search(Criteria(fresh)) : fresh;
        Read(session, account, mailbox, [.. found.Where(_watch.IsNew)]);
        if (_watch.Left > 0 && !CanComeToFit)
            _watch.GoOnFrom(fresh is null ? _watch.NextUid : fresh[fresh.Count - 1] + 1);
    }

    /// <summary>What is known of the mailbox in which is waited, over all sessions.</summary>
    private sealed class Watch(int count)
    {
        private readonly HashSet<long> _given = [];

        /// <summary>How many messages are still waited for.</summary>
        public int Left { get; private set; } = count;

        /// <summary>The mailbox as it was opened last; null before.</summary>
        public ImapMailbox? Mailbox { get; private set; }

        /// <summary>The UID from which on messages are new; null if all are.</summary>
        public long? From { get; private set; }

        /// <summary>The UID of the next message, as it was when the mailbox was opened last.</summary>
        public long NextUid { get; private set; }

        /// <summary>The messages that are to be marked as seen.</summary>
        public List<long> Marked { get; } = [];

        public void Open(ImapMailbox mailbox, long nextUid, bool includesExisting)
        {
            if (Mailbox is null && !includesExisting)
                From = nextUid;
            (Mailbox, NextUid) = (mailbox, nextUid);
        }

        public bool IsNew(long uid) => !_given.Contains(uid);

        public void GoOnFrom(long uid) => From = uid;

        /// <summary>A message is given once, and so is the error for one that cannot be read.</summary>
        public void Note(ImapReadMessage read)
        {
            _given.Add(read.Uid);
            if (read.Message is not null)
                Left--;
        }
    }
}
