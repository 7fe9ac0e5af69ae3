using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <content>Waiting for what others do to the selected mailbox: by IDLE, or by asking again and again.</content>
public sealed partial class ImapSession
{
    /// <summary>
    /// So long is the longest IDLE. Servers may end a session that said nothing for 30 minutes, so it has to be renewed each 29
    /// (RFC 9051 sections 5.4 and 6.3.13); Gmail ends one after 10, and many a router forgets a connection about then.
    /// </summary>
    internal static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(9);

    /// <summary>
    /// Each so many times that NOOP tells nothing the mailbox is opened again, since it tells nothing at all on some servers.
    /// </summary>
    private const int NoopsBeforeOpening = 4;

    private bool _refusesIdle;
    private int _noops;

    /// <summary>
    /// How many times the server has told of something that others did to the selected mailbox. Who takes the number, then looks, and
    /// then waits with it misses nothing.
    /// </summary>
    public long Changes => _state?.Changes ?? 0;

    /// <summary>Whether the server tells of itself what is new, for all that is known.</summary>
    public bool CanIdle => Capabilities.Has("IDLE") && !_refusesIdle;

    /// <summary>The messages of the selected mailbox from a UID on; a mailbox may be asked for them whose UIDNEXT is not known.</summary>
    /// <returns>Their UIDs in ascending order.</returns>
    public IReadOnlyList<long> UidsFrom(long first)
    {
        if (_state is null or { Exists: 0 })
            return [];

        // Where none is so high the last message counts (RFC 9051 section 9, seq-range), and comes on most servers.
        return [.. Uids("UID FETCH", first.ToString(CultureInfo.InvariantCulture) + ":*").Where(uid => uid >= first)];
    }

    /// <summary>
    /// The UID that the next message will have at the least, as it was when the mailbox was opened. Courier does not say, and so it is
    /// what follows that of the last message.
    /// </summary>
    public long NextUid() => _state switch
    {
        null or { UidNext: 0, Exists: 0 } => 1,
        { UidNext: > 0 and var next } => next,
        { Exists: var last } => LastUid(last) + 1,
    };

    /// <summary>Waits until something is done to the selected mailbox. The connection stays open if nothing is.</summary>
    /// <param name="known">The <see cref="Changes"/> that the caller knows of.</param>
    /// <param name="time">How long at the most.</param>
    /// <param name="pollingInterval">How often a server is asked that does not tell of itself.</param>
    /// <returns>Whether there were further changes.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.ServerClosed"/>, <see cref="MailErrors.ConnectionLost"/>, or
    /// <see cref="MailErrors.UidValidityChanged"/> if the mailbox was made anew.</exception>
    public bool WaitForChange(long known, TimeSpan time, TimeSpan pollingInterval)
    {
        var end = _connection.Clock.Now + time;
        while (Changes == known && CanIdle && Left(end) > TimeSpan.Zero)
            Idle(known, end);
        while (Changes == known && Left(end) > TimeSpan.Zero)
            Poll(known, Shorter(pollingInterval, Left(end)));
        return Changes != known;
    }

    private TimeSpan Left(TimeSpan end) => end - _connection.Clock.Now;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>A message that another client has taken out meanwhile may not be given out any more.</summary>
    private long LastUid(long number) => Uids("FETCH", number.ToString(CultureInfo.InvariantCulture)) is { Count: > 0 } uids
        ? uids.Max()
        : Search(new ImapSearchCriteria()).Concat([0]).Max();

    private IReadOnlyCollection<long> Uids(string command, string set)
    {
        using var operation = _connection.Operation();
        return Run(new ImapUidsCommand(command, set, _limits.SearchResults,
            () => _connection.LimitReached(nameof(ImapLimits.SearchResults), _limits.SearchResults)));
    }

    /// <summary>One IDLE from its beginning to its completion.</summary>
    private void Idle(long known, TimeSpan end)
    {
        var command = new ImapIdleCommand();
        using (_connection.Operation())
        {
            Drain();
            Send(command);
            while (!command.HasBegun && command.Completion is null)
                ReadResponse();
        }

        end = Shorter(end, _connection.Clock.Now + LongestIdle);
        while (command.Completion is null && Changes == known && _connection.WaitForInput(Left(end)))
            ReadOne();

        using (_connection.Operation())
        {
            if (command.Completion is null)
            {
                command.IsDone = true;
                _connection.Send(WireCommand.Plain("DONE"));
                _connection.Awaited = command.Name;
            }

            // Where it was refused, or ended before it was to, asking does no harm.
            _refusesIdle = !Await(command);
        }
    }

    /// <summary>Asks once, after some time, in which the server may speak of itself.</summary>
    private void Poll(long known, TimeSpan time)
    {
        var end = _connection.Clock.Now + time;
        while (Changes == known && _connection.WaitForInput(Left(end)))
            ReadOne();
        if (Changes != known)
            return;

        if (_noops++ < NoopsBeforeOpening)
        {
            Noop();
            return;
        }

        _noops = 0;
        OpenAgain();
    }

    private void ReadOne()
    {
        using var operation = _connection.Operation();
        ReadResponse();
    }

    /// <summary>Opens the selected mailbox anew, and takes what is different in it for a change.</summary>
    private void OpenAgain()
    {
        var (before, name) = (_state!, Mailbox!.Name);
        Open(name, before.IsReadOnly).RequireUidValidity(before.ToMailbox().UidValidity);
        _state!.GoOnFrom(before);
    }
}
