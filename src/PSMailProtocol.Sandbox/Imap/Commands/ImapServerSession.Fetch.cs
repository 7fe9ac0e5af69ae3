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
        arguments.End();

        // The response to UID FETCH always has the UID (section 6.4.8).
        if (byUid && !items.Any(i => i.Name == "UID"))
            items.Insert(0, ImapFetchItem.Uid);

        var verb = byUid ? "UID FETCH" : "FETCH";
        var writer = new ImapFetchWriter(Connection, AcceptsUtf8, (argument, size) => Announced(verb, argument, size));
        try
        {
            foreach (var message in _selection!.Resolve(set, byUid))
                FetchOne(message, items, writer);
        }
        catch (ImapUnknownEncodingException)
        {
            return "NO [UNKNOWN-CTE] The transfer encoding of that part is unknown";
        }

        return "OK FETCH completed";
    }

    private void FetchOne(ImapNumberedMessage message, List<ImapFetchItem> items, ImapFetchWriter writer)
    {
        var seen = !_selection!.IsReadOnly && items.Any(i => i.SetsSeen) && message.Message.SetFlag(@"\Seen");
        var tellsFlags = items.Any(i => i.Name == "FLAGS");
        if (seen || tellsFlags)
            _selection.NoteTold(message);
        writer.Write(message, seen && !tellsFlags ? [.. items, ImapFetchItem.Flags] : items);
    }
}
