using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Changes;

/// <summary>
/// Flags and labels of some messages (UID STORE, RFC 9051 section 6.4.6). What the server says of them afterwards counts.
/// </summary>
/// <param name="uids">The messages.</param>
/// <param name="change">What is set and what is taken away.</param>
internal sealed class ImapStoreSet(IReadOnlyList<long> uids, ImapFlagChange change) : ImapChangeSet(uids)
{
    public override string LookItems => change.HasLabels ? "UID FLAGS X-GM-LABELS" : "UID FLAGS";

    protected override string Doubt => "the flags were changed";

    private MailException? Refusal =>
        Commands.Select(command => command.Completion!).FirstOrDefault(completion => !completion.IsOk) is { } refused
            ? ImapStoreCommand.Refusal(refused)
            : null;

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
        if (found is null)
            message.Fail(Gone(message.Uid));
        else
            Settle(message, found, cause);
    }

    protected override IReadOnlyList<ImapCommand> CommandsFor(string set) =>
    [
        .. new (IReadOnlyList<string> Values, bool IsAdded, bool IsLabels)[] { (change.Added, true, false), (change.Removed, false, false),
            (change.AddedLabels, true, true), (change.RemovedLabels, false, true) }
            .Where(part => part.Values.Count > 0).Select(part => new ImapStoreCommand(set, part.Values, part.IsAdded, part.IsLabels)),
    ];

    protected override void Settle(ImapMessageOutcome message)
    {
        if (After!.Found.TryGetValue(message.Uid, out var found))
            Settle(message, found, Refusal);
        else if (After.Completion!.IsOk)
            message.Fail(Gone(message.Uid));
        else
            message.Fail(Refusal ?? ImapStoreCommand.Refusal(After.Completion));
    }

    private void Settle(ImapMessageOutcome message, ImapFetchedMessage found, MailException? cause)
    {
        message.Flags = found.Flags;
        message.Labels = found.HasLabels ? found.Labels : null;
        message.IsUnknown = false;
        message.Failure = null;
        message.IsDone = Holds(change.Added, found.Flags, true) && Holds(change.Removed, found.Flags, false)
            && (!change.HasLabels || (Holds(change.AddedLabels, found.Labels, true) && Holds(change.RemovedLabels, found.Labels, false)));
        if (!message.IsDone)
            message.Fail(cause ?? NotKept(found));
    }

    private MailException NotKept(ImapFetchedMessage found)
    {
        var open = change.Added.Where(flag => !Has(found.Flags, flag)).Concat(change.Removed.Where(flag => Has(found.Flags, flag)))
            .Concat(change.AddedLabels.Where(label => !Has(found.Labels, label)))
            .Concat(change.RemovedLabels.Where(label => Has(found.Labels, label)));
        return new MailException(
            MailErrors.CommandRejected,
            $"The server took the change of the message with the UID {found.Uid}, and did not keep it " +
            $"for {WireText.Excerpt(string.Join(" ", open))}.");
    }

    private static bool Holds(IReadOnlyList<string> wanted, IReadOnlyList<string> actual, bool isThere) =>
        wanted.All(flag => Has(actual, flag) == isThere);

    private static bool Has(IReadOnlyList<string> flags, string flag) => flags.Contains(flag, StringComparer.OrdinalIgnoreCase);
}
