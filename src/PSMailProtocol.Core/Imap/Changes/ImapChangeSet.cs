using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;

namespace PSMailProtocol.Imap.Changes;

/// <summary>Messages that are changed together: what is sent about them, and what became of each.</summary>
internal abstract class ImapChangeSet
{
    /// <param name="uids">The messages.</param>
    protected ImapChangeSet(IReadOnlyList<long> uids) => Messages = [.. uids.Select(uid => new ImapMessageOutcome(uid))];

    /// <summary>What became of the messages.</summary>
    public IReadOnlyList<ImapMessageOutcome> Messages { get; }

    /// <summary>The commands, in the order in which they are sent. None waits for the answer of another.</summary>
    public abstract IReadOnlyList<ImapCommand> Commands { get; }

    /// <summary>What tells of a message, when the connection was lost, how it is with it: items of FETCH; null if nothing does.</summary>
    public abstract string? LookItems { get; }

    /// <summary>What is not known, as the start of a sentence: that the message was moved.</summary>
    protected abstract string Doubt { get; }

    /// <summary>Decides what became of the messages, when all commands are completed.</summary>
    public abstract void Settle();

    /// <summary>Decides what became of a message about which nobody knew.</summary>
    /// <param name="message">The message.</param>
    /// <param name="found">What the server says of it over another connection; null if it is not there.</param>
    /// <param name="cause">What the connection was lost by.</param>
    public abstract void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause);

    /// <summary>Tells what is known when the connection is lost.</summary>
    public void Interrupt(MailException cause)
    {
        if (Commands.All(command => command.Completion is not null))
        {
            Settle();
            return;
        }

        var isSent = Commands[0].Tag.Length > 0;
        foreach (var message in Messages)
        {
            message.Fail(new MailException(
                isSent ? MailErrors.ChangeUnknown : cause.Error,
                isSent ? $"Nobody knows whether {Doubt}: {cause.Message}" : $"Nothing was done with the message with the UID {message.Uid}: {cause.Message}",
                cause));
            message.IsUnknown = isSent;
        }
    }

    /// <summary>Whether a message is there, for all that a question told that the server answered.</summary>
    protected static bool IsThere(ImapPresenceCommand presence, long uid) => presence.Completion is not { IsOk: true } || presence.Found.ContainsKey(uid);

    protected static MailException Gone(long uid) => new(MailErrors.UidNotFound, $"No message has the UID {uid}, or it is gone since it was found.");
}
