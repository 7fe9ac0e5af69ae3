using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <summary>
/// Waits for messages that come to a maildrop, and reads them. Each look is a session of its own, since none shows what came after its
/// beginning.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "Pop3Message", DefaultParameterSetName = MessageSet)]
[OutputType(typeof(Pop3Message), typeof(byte[]))]
public sealed class WaitPop3MessageCommand : Pop3ReaderCommand
{
    private HashSet<string> _known = [];
    private int _left;

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

    /// <summary>How many seconds lie between two looks; more if the server wants logins to be further apart.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 30)]
    [ValidateRange(1, 3600)]
    public int PollingIntervalSeconds { get; set; } = 30;

    /// <summary>Take what is there already for new.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter IncludeExisting { get; set; }

    private protected override MessagePage Page => new(First: _left);

    private protected override void Read(MailAccount account)
    {
        (_known, _left) = (new HashSet<string>(StringComparer.Ordinal), Count);
        var interval = TimeSpan.FromSeconds(PollingIntervalSeconds);
        var wait = new MailWait(MailClock.System, TimeSpan.FromSeconds(TimeoutSeconds), interval, Tell, Cancellation);
        if (!wait.Run(() => Look(account, wait, interval)))
            WriteError(TimedOut.Record(Count, _left, TimeoutSeconds, $"{account}", wait.LastFailure, account.Server));
    }

    private protected override void Emit(Pop3Fetched fetched, MailAccount account)
    {
        _known.Add(fetched.Entry.Uid!);
        if (fetched.Failure is null)
            _left--;
        base.Emit(fetched, account);
    }

    /// <summary>Reads what is new in a session.</summary>
    /// <returns>How long after this the next session is to be; null if there are enough messages.</returns>
    private TimeSpan? Look(MailAccount account, MailWait wait, TimeSpan interval)
    {
        using var session = Open(account, () => Pop3Session.Open(account, Cancellation), opened => opened.Connection);
        try
        {
            var listing = session.ReadListing();
            RequireUids(listing, account);
            if (wait.HasBegun || IncludeExisting)
                ReadNew(session, listing, account, wait);
            else
                Tell($"Waiting for mail of {account}, by a look each {PollingIntervalSeconds} s.");

            wait.HasBegun = true;
            _known.UnionWith(listing.Select(entry => entry.Uid).OfType<string>());
            if (_left == 0)
                return null;

            var delay = TimeSpan.FromSeconds(session.Capabilities.LoginDelaySeconds ?? 0);
            return delay > interval ? delay : interval;
        }
        finally
        {
            session.Leave();
        }
    }

    private void ReadNew(Pop3Session session, IReadOnlyList<Pop3Entry> listing, MailAccount account, MailWait wait)
    {
        var entries = listing.Where(entry => entry.Uid is not null && !_known.Contains(entry.Uid) && HasWantedSize(entry)).ToList();
        if (entries.Count == 0)
            return;

        wait.HasBegun = true;
        Read(session, entries, account);
    }
}
