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
        var items = ImapFetchItem.ReadAll(arguments);
        arguments.End();

        // The response to UID FETCH always has the UID (section 6.4.8).
        if (byUid && !items.Any(i => i.Name == "UID"))
            items.Insert(0, ImapFetchItem.Uid);

        var verb = byUid ? "UID FETCH" : "FETCH";
        var writer = new ImapFetchWriter(Connection, (argument, size) => Announced(verb, argument, size));
        foreach (var message in _selection!.Resolve(set, byUid))
        {
            var seen = !_selection.IsReadOnly && items.Any(i => i.SetsSeen) && message.Message.SetFlag(@"\Seen");
            _selection.NoteTold(message);
            writer.Write(message, seen && !items.Any(i => i.Name == "FLAGS") ? [.. items, ImapFetchItem.Flags] : items);
        }

        return "OK FETCH completed";
    }
}
