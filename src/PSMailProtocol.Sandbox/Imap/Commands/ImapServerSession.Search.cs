using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>SEARCH and UID SEARCH (RFC 3501 section 6.4.4).</content>
internal sealed partial class ImapServerSession
{
    private string Search(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var parser = new ImapSearchParser(arguments, _selection!);
        if (!parser.TryReadCharset())
            return "NO [BADCHARSET (US-ASCII UTF-8)] Charset unknown";

        var criteria = parser.ReadCriteria();
        arguments.End();
        var found = _selection!.Messages.Where(criteria).Select(m => byUid ? m.Message.Uid : m.Number);
        Reply("* SEARCH" + string.Concat(found.Select(n => $" {n}")));
        return "OK SEARCH completed";
    }
}
