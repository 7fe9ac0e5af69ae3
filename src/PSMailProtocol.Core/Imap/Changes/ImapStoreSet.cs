using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Commands;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Changes;

/// <summary>Flags and labels of some messages (UID STORE, RFC 9051 section 6.4.6). What the server says of them afterwards counts.</summary>
internal sealed class ImapStoreSet : ImapChangeSet
{
    private readonly ImapFlagChange _change;
    private readonly List<ImapCommand> _commands = [];
    private readonly ImapPresenceCommand _after;

    public ImapStoreSet(IReadOnlyList<long> uids, string set, ImapFlagChange change)
        : base(uids)
    {
        _change = change;
        Add(set, change.Added, isAdded: true, isLabels: false);
        Add(set, change.Removed, isAdded: false, isLabels: false);
        Add(set, change.AddedLabels, isAdded: true, isLabels: true);
        Add(set, change.RemovedLabels, isAdded: false, isLabels: true);
        _commands.Add(_after = new ImapPresenceCommand(uids, set, LookItems));
    }

    public override IReadOnlyList<ImapCommand> Commands => _commands;

    public override string LookItems => _change.HasLabels ? "UID FLAGS X-GM-LABELS" : "UID FLAGS";

    protected override string Doubt => "the flags were changed";

    public override void Settle()
    {
        var refusal = _commands.OfType<ImapStoreCommand>().Select(command => command.Completion!).FirstOrDefault(completion => !completion.IsOk);
        foreach (var message in Messages)
        {
            if (_after.Found.TryGetValue(message.Uid, out var found))
                Settle(message, found, refusal is null ? null : ImapStoreCommand.Refusal(refusal));
            else if (refusal is not null)
                message.Fail(ImapStoreCommand.Refusal(refusal));
            else if (_after.Completion!.IsOk)
                message.Fail(Gone(message.Uid));
            else
                message.Fail(ImapStoreCommand.Refusal(_after.Completion));
        }
    }

    public override void LookAgain(ImapMessageOutcome message, ImapFetchedMessage? found, MailException cause)
    {
        if (found is null)
            message.Fail(Gone(message.Uid));
        else
            Settle(message, found, cause);
    }

    private void Settle(ImapMessageOutcome message, ImapFetchedMessage found, MailException? cause)
    {
        message.Flags = found.Flags;
        message.Labels = found.HasLabels ? found.Labels : null;
        message.IsUnknown = false;
        message.Failure = null;
        message.IsDone = Holds(_change.Added, found.Flags, true) && Holds(_change.Removed, found.Flags, false)
            && (!_change.HasLabels || (Holds(_change.AddedLabels, found.Labels, true) && Holds(_change.RemovedLabels, found.Labels, false)));
        if (!message.IsDone)
            message.Fail(cause ?? NotKept(found));
    }

    private MailException NotKept(ImapFetchedMessage found)
    {
        var open = _change.Added.Where(flag => !Has(found.Flags, flag)).Concat(_change.Removed.Where(flag => Has(found.Flags, flag)))
            .Concat(_change.AddedLabels.Where(label => !Has(found.Labels, label))).Concat(_change.RemovedLabels.Where(label => Has(found.Labels, label)));
        return new MailException(
            MailErrors.CommandRejected,
            $"The server took the change of the message with the UID {found.Uid}, and did not keep it for {WireText.Excerpt(string.Join(" ", open))}.");
    }

    private void Add(string set, IReadOnlyList<string> values, bool isAdded, bool isLabels)
    {
        if (values.Count > 0)
            _commands.Add(new ImapStoreCommand(set, values, isAdded, isLabels));
    }

    private static bool Holds(IReadOnlyList<string> wanted, IReadOnlyList<string> actual, bool isThere) => wanted.All(flag => Has(actual, flag) == isThere);

    private static bool Has(IReadOnlyList<string> flags, string flag) => flags.Contains(flag, StringComparer.OrdinalIgnoreCase);
}
