using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>EXPUNGE (RFC 3501 section 6.4.3) and UID EXPUNGE (RFC 4315).</content>
internal sealed partial class ImapServerSession
{
    private const string ReadOnly = "NO [READ-ONLY] The mailbox was opened with EXAMINE";

    private string Expunge(ImapArguments arguments)
    {
        arguments.End();
        if (_selection!.IsReadOnly)
            return ReadOnly;

        Remove(_ => true);
        return "OK EXPUNGE completed";
    }

    private string UidExpunge(ImapArguments arguments)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.End();
        if (_selection!.IsReadOnly)
            return ReadOnly;

        var named = new HashSet<SandboxMessage>(_selection.Resolve(set, byUid: true).Select(m => m.Message));
        Remove(named.Contains);
        return "OK EXPUNGE completed";
    }

    /// <summary>Removes what is marked deleted; the client hears of it when the selection is synchronized.</summary>
    private void Remove(Func<SandboxMessage, bool> chosen) =>
        _selection!.Mailbox.Remove(_selection.Messages.Select(m => m.Message).Where(m => m.HasFlag(@"\Deleted") && chosen(m)).ToArray());
}
