using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>COPY (RFC 3501 section 6.4.7) and MOVE (RFC 6851), which tell the new UIDs where UIDPLUS is offered (RFC 4315).</content>
internal sealed partial class ImapServerSession
{
    private const string NoDestination = "NO [TRYCREATE] There is no such mailbox";
    private const string OverQuota = "NO [OVERQUOTA] The quota does not allow it";

    private string Copy(ImapArguments arguments, bool byUid, bool moves)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.Space();
        var name = arguments.Mailbox();
        arguments.End();
        var chosen = _selection!.Resolve(set, byUid);
        if (moves && _selection.IsReadOnly)
            return ReadOnly;
        if (_maildrop!.Find(name) is not { } destination)
            return NoDestination;
        if (!moves && IsOverQuota(chosen.Sum(m => (long)m.Message.Octets.Length)))
            return OverQuota;

        var sources = new List<uint>();
        var copies = new List<uint>();
        foreach (var message in chosen.Select(m => m.Message))
        {
            BetweenResponses();
            if (message.IsRemoved)
                continue;
            sources.Add(message.Uid);
            copies.Add(destination.Deliver(message).Uid);
            if (moves)
                _selection.Mailbox.Remove([message]);
        }

        BetweenResponses();
        var code = Has("UIDPLUS") && sources.Count > 0
            ? $"[COPYUID {destination.UidValidity} {ImapSequenceSet.Write(sources)} {ImapSequenceSet.Write(copies)}] "
            : "";
        if (moves && code.Length > 0)
            Reply($"* OK {code}Moved");
        return moves ? "OK MOVE completed" : $"OK {code}COPY completed";
    }

    private bool IsOverQuota(long more) => Service.Options.StorageQuota > 0 && _maildrop!.Size + more > Service.Options.StorageQuota;
}
