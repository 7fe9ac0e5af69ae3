using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>
/// Messages that are changed together, and what became of each. It is asked first which of them are there, and only those are named in the
/// change: GNU Mailutils changes another message in place of one that is gone.
/// </summary>
/// <param name="uids">The messages.</param>
internal abstract class ImapChangeSet(IReadOnlyList<long> uids)
{
    /// <summary>What became of the messages.</summary>
    public IReadOnlyList<ImapMessageOutcome> Messages { get; } = [.. uids.Select(uid => new ImapMessageOutcome(uid))];

    /// <summary>The question which messages are there.</summary>
    public ImapPresenceCommand Before { get; } = new(uids, "UID");

    /// <summary>The change, when it has begun. No command waits for the answer of another.</summary>
    public IReadOnlyList<ImapCommand> Commands { get; private set; } = [];

    /// <summary>
    /// What is asked when those are completed, and not before: where it comes along with them Dovecot and Cyrus answer by what was before.
    /// Null if nothing is.
    /// </summary>
    public ImapPresenceCommand? After { get; private set; }

    /// <summary>What tells of a message how it is with it: items of FETCH; null if nothing does.</summary>
    public abstract string? LookItems { get; }

    /// <summary>What is not known, as the start of a sentence: that the message was moved.</summary>
    protected abstract string Doubt { get; }

    /// <summary>Begins the change of the messages that are there.</summary>
    public void Begin()
    {
        if (Before is { Completion.IsOk: true, Found.Count: > 0 })
            Commands = CommandsFor(ImapUidSet.Format(Before.Found.Keys));
    }

    /// <summary>Looks afterwards, where what the server said to the change does not tell all.</summary>
    public void Look()
    {
        if (IsLookDue)
            After = new ImapPresenceCommand([.. Before.Found.Keys.OrderBy(uid => uid)], LookItems!);
    }

    /// <summary>Decides what became of the messages, when all is completed.</summary>
    public void Settle()
    {
        foreach (var message in Messages)
        {
            if (!Before.Completion!.IsOk)
                message.Fail(new ImapStatusException(MailErrors.CommandRejected,
                    "The server did not say which messages are there, so that nothing was done", Before.Completion));
            else if (!Before.Found.ContainsKey(message.Uid))
                message.Fail(Gone(message.Uid));
            else
                Settle(message);
        }
    }

    /// <summary>Decides what became of a message about which nobody knew.</summary>
    /// <param name="message">The message.</param>
    /// <param name="found">What the server says of it over another connection; null if it is not there.</param>
    /// <param name="cause">What the connection was lost by.</param>
    public abstract void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause);

    /// <summary>Tells what is known when the connection is lost.</summary>
    public void Interrupt(MailException cause)
    {
        var isBegun = Commands.Count > 0 && Commands[0].Tag.Length > 0;
        var isEnded = Before.Completion is not null && Commands.All(command => command.Completion is not null)
            && (After is null ? !IsLookDue : After.Completion is not null);
        if (isEnded && (isBegun || Before.Found.Count == 0))
        {
            Settle();
            return;
        }

        foreach (var message in Messages)
        {
            if (Before.Completion is { IsOk: true } && !Before.Found.ContainsKey(message.Uid))
            {
                message.Fail(Gone(message.Uid));
                continue;
            }

            message.Fail(new MailException(
                isBegun ? MailErrors.ChangeUnknown : cause.Error,
                isBegun ? $"Nobody knows whether {Doubt}: {cause.Message}"
                    : $"Nothing was done with the message with the UID {message.Uid}: {cause.Message}",
                cause));
            message.IsUnknown = isBegun;
        }
    }

    /// <summary>Whether the completed commands leave something open.</summary>
    protected virtual bool NeedsLook => true;

    private bool IsLookDue => Commands.Count > 0 && LookItems is not null && NeedsLook;

    /// <summary>The commands that change some messages, in the order in which they are sent.</summary>
    protected abstract IReadOnlyList<ImapCommand> CommandsFor(string set);

    /// <summary>Decides what became of a message that was there.</summary>
    protected abstract void Settle(ImapMessageOutcome message);

    protected static MailException Gone(long uid) =>
        new(MailErrors.UidNotFound, $"No message has the UID {uid}, or it is gone since it was found.");
}
