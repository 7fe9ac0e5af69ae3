using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>STORE and UID STORE (RFC 3501 section 6.4.6), on a condition (RFC 7162 section 3.1.3), and of Gmail's labels.</content>
internal sealed partial class ImapServerSession
{
    private string Store(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.Space();
        var unchangedSince = long.MaxValue;
        if (Has("CONDSTORE") && arguments.TryTake("(UNCHANGEDSINCE "))
        {
            unchangedSince = arguments.BigNumber();
            arguments.Expect(')');
            arguments.Space();
            _knowsModSeq = true;
        }

        var mode = arguments.TryTake('+') ? '+' : arguments.TryTake('-') ? '-' : '=';
        var item = arguments.Keyword();
        arguments.Space();
        var isOfLabels = item is "X-GM-LABELS" or "X-GM-LABELS.SILENT" && Has("X-GM-EXT-1");
        if (!isOfLabels && item is not ("FLAGS" or "FLAGS.SILENT"))
            throw new ImapSyntaxException("STORE does not change that");
        var values = arguments.ListOrOne(() => isOfLabels ? arguments.Label() : arguments.Flag());
        while (arguments.TryTake(' '))
            values.Add(isOfLabels ? arguments.Label() : arguments.Flag());
        arguments.End();
        if (_selection!.IsReadOnly)
            return ReadOnly;

        var refused = new List<uint>();
        var writer = new ImapFetchWriter(Connection, AcceptsUtf8, (_, size) => size);
        foreach (var message in _selection.Resolve(set, byUid))
        {
            BetweenResponses();
            if (message.Message.IsRemoved)
                continue;
            if (message.Message.ModSeq > unchangedSince)
                refused.Add(NumberOf(message, byUid));
            else
                Change(message.Message, mode, isOfLabels, values);
            _selection.NoteTold(message);
            var items = StoreItems(isOfLabels ? ImapFetchItem.Labels : ImapFetchItem.Flags, byUid, item.EndsWith(".SILENT", System.StringComparison.Ordinal));
            if (items.Count > 0)
                writer.Write(message, items);
        }

        BetweenResponses();
        return refused.Count > 0 ? $"OK [MODIFIED {ImapSequenceSet.Write(refused)}] Others changed some meanwhile" : "OK STORE completed";
    }

    private static void Change(SandboxMessage message, char mode, bool isOfLabels, List<string> values)
    {
        if (mode == '=' && isOfLabels)
            message.ReplaceLabels(values);
        else if (mode == '=')
            message.ReplaceFlags(values);
        foreach (var value in values)
            _ = isOfLabels ? message.SetLabel(value, present: mode != '-') : message.SetFlag(value, present: mode != '-');
    }

    /// <summary>What is told of a change; one that is to be silent is told for its mod-sequence alone.</summary>
    private List<ImapFetchItem> StoreItems(ImapFetchItem changed, bool byUid, bool isSilent)
    {
        var items = new List<ImapFetchItem>();
        if (!isSilent)
            items.Add(changed);
        if (_knowsModSeq)
            items.Add(ImapFetchItem.ModSeq);
        if (byUid && items.Count > 0)
            items.Insert(0, ImapFetchItem.Uid);
        return items;
    }
}
