using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>SELECT and EXAMINE (RFC 3501 sections 6.3.1 and 6.3.2), CLOSE (section 6.4.2) and UNSELECT (RFC 3691).</content>
internal sealed partial class ImapServerSession
{
    private const string NoSuchMailbox = "NO [NONEXISTENT] There is no such mailbox";

    private static readonly string[] SystemFlags = [@"\Answered", @"\Flagged", @"\Deleted", @"\Seen", @"\Draft"];

    private string Select(ImapArguments arguments, bool isReadOnly)
    {
        arguments.Space();
        var name = arguments.Mailbox();
        var parameters = arguments.TryTake(' ') ? arguments.ParenthesizedList(arguments.Keyword) : [];
        arguments.End();
        if (parameters.Exists(p => p != "CONDSTORE" || !Has(p)))
            throw new ImapSyntaxException("A mailbox is not opened with that");

        // A selection ends even if the next one fails (section 6.3.1).
        var wasSelected = _selection is not null;
        Deselect();
        _knowsModSeq |= parameters.Count > 0;
        if (Service.Options.RequireImapId && !_isIdentified)
            return "NO SELECT Unsafe Login, ID comes first";
        if (_maildrop!.Find(name) is not { } mailbox)
            return NoSuchMailbox;

        if (wasSelected && IsRevision2)
            Reply("* OK [CLOSED] The other mailbox is closed");
        _selection = new ImapSelection(mailbox, isReadOnly);
        _state = ImapState.Selected;
        Describe(mailbox, isReadOnly);
        return isReadOnly ? "OK [READ-ONLY] EXAMINE completed" : "OK [READ-WRITE] SELECT completed";
    }

    private void Describe(SandboxMailbox mailbox, bool isReadOnly)
    {
        var flags = string.Join(" ", SystemFlags.Concat(KeywordsIn(mailbox)));
        Reply($"* FLAGS ({flags})");
        Reply($"* OK [PERMANENTFLAGS ({(isReadOnly ? "" : flags + @" \*")})] Limited");
        Reply($"* {_selection!.Count} EXISTS");
        if (!IsRevision2)
            Reply("* 0 RECENT");
        Reply($"* OK [UIDVALIDITY {mailbox.UidValidity}] UIDs valid");
        Reply($"* OK [UIDNEXT {mailbox.UidNext}] Predicted next UID");
        if (Has("CONDSTORE"))
            Reply($"* OK [HIGHESTMODSEQ {mailbox.HighestModSeq}] Highest mod-sequence");
        if (IsRevision2)
            Reply($"* LIST () \"{Service.Options.MailboxDelimiter}\" {Written(mailbox.Name)}");
    }

    private static SortedSet<string> KeywordsIn(SandboxMailbox mailbox) =>
        new(mailbox.Messages.SelectMany(m => m.Flags).Where(f => f[0] != '\\'), StringComparer.OrdinalIgnoreCase);

    private void Deselect()
    {
        _selection = null;
        _state = ImapState.Authenticated;
    }

    private string Close(ImapArguments arguments)
    {
        arguments.End();
        if (!_selection!.IsReadOnly)
            Remove(_ => true);
        Deselect();
        return "OK CLOSE completed";
    }

    private string Unselect(ImapArguments arguments)
    {
        arguments.End();
        Deselect();
        return "OK UNSELECT completed";
    }
}
