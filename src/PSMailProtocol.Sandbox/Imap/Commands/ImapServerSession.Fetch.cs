using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>FETCH and UID FETCH (RFC 3501 section 6.4.5).</content>
internal sealed partial class ImapServerSession
{
    private string Fetch(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.Space();
        var items = ImapFetchItem.ReadAll(arguments, Has);
        var changedSince = ReadChangedSince(arguments);
        arguments.End();
        if (IsRevision2 && items.Any(i => i.Label is "RFC822" or "RFC822.HEADER" or "RFC822.TEXT"))
            throw new ImapSyntaxException("FETCH does not know that item");
        _knowsModSeq |= changedSince >= 0 || items.Any(i => i.Name == "MODSEQ");
        if (changedSince >= 0 && !items.Any(i => i.Name == "MODSEQ"))
            items.Add(ImapFetchItem.ModSeq);

        // The response to UID FETCH always has the UID (section 6.4.8).
        if (byUid && !items.Any(i => i.Name == "UID"))
            items.Insert(0, ImapFetchItem.Uid);

        var verb = byUid ? "UID FETCH" : "FETCH";
        var writer = new ImapFetchWriter(Connection, AcceptsUtf8, (argument, size) => Announced(verb, argument, size));
        var areSomeGone = false;
        try
        {
            foreach (var message in _selection!.Resolve(set, byUid).Where(m => m.Message.ModSeq > changedSince))
            {
                BetweenResponses();
                if (_selection.IsLost)
                    break;
                areSomeGone |= message.Message.IsRemoved;
                if (!message.Message.IsRemoved)
                    FetchOne(message, items, writer);
            }

            BetweenResponses();
        }
        catch (ImapUnknownEncodingException)
        {
            return "NO [UNKNOWN-CTE] The transfer encoding of that part is unknown";
        }

        return areSomeGone ? "OK [EXPUNGEISSUED] Others removed some meanwhile" : "OK FETCH completed";
    }

    private void FetchOne(ImapNumberedMessage message, List<ImapFetchItem> items, ImapFetchWriter writer)
    {
        var seen = !_selection!.IsReadOnly && items.Any(i => i.SetsSeen) && message.Message.SetFlag(@"\Seen");
        var tellsFlags = items.Any(i => i.Name == "FLAGS");
        if (seen || tellsFlags)
            _selection.NoteTold(message);
        writer.Write(message, seen && !tellsFlags ? [.. items, ImapFetchItem.Flags] : items);
    }

    /// <summary>The mod-sequence that messages have to be beyond (RFC 7162 section 3.1.4.1); -1 for none.</summary>
    private long ReadChangedSince(ImapArguments arguments)
    {
        if (!Has("CONDSTORE") || !arguments.TryTake(" (CHANGEDSINCE "))
            return -1;

        var modSeq = arguments.BigNumber();
        arguments.Expect(')');
        return modSeq;
    }
}
