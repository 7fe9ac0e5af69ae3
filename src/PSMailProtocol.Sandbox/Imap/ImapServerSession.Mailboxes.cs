using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>SELECT, EXAMINE, LIST, STATUS, CLOSE (RFC 3501 section 6.3 and 6.4.2) and UNSELECT (RFC 3691). INBOX is the one mailbox.</content>
internal sealed partial class ImapServerSession
{
    private const string Inbox = "INBOX";
    private const string SystemFlags = @"\Answered \Flagged \Deleted \Seen \Draft";

    private ImapSelection? _selection;

    private static bool IsInbox(string mailbox) => string.Equals(mailbox, Inbox, StringComparison.OrdinalIgnoreCase);

    private string Select(ImapArguments arguments, bool isReadOnly)
    {
        arguments.Space();
        var mailbox = arguments.AString();
        arguments.End();

        // A selection ends even if the next one fails (section 6.3.1).
        Deselect();
        if (!IsInbox(mailbox))
            return "NO [NONEXISTENT] There is no such mailbox";

        _selection = new ImapSelection(_inbox!, isReadOnly);
        _state = ImapState.Selected;
        Reply($"* FLAGS ({SystemFlags})");
        Reply($"* OK [PERMANENTFLAGS ({(isReadOnly ? "" : SystemFlags + @" \*")})] Limited");
        Reply($"* {_selection.Count} EXISTS");
        Reply("* 0 RECENT");
        Reply($"* OK [UIDVALIDITY {_inbox!.UidValidity}] UIDs valid");
        Reply($"* OK [UIDNEXT {_inbox.UidNext}] Predicted next UID");
        return isReadOnly ? "OK [READ-ONLY] EXAMINE completed" : "OK [READ-WRITE] SELECT completed";
    }

    private void Deselect()
    {
        _selection = null;
        _state = ImapState.Authenticated;
    }

    private string List(ImapArguments arguments)
    {
        arguments.Space();
        var reference = arguments.AString();
        arguments.Space();
        var pattern = arguments.ListMailbox();
        arguments.End();

        if (pattern.Length == 0)
            Reply("* LIST (\\Noselect) \"/\" \"\"");
        else if (MatchesInbox(reference + pattern))
            Reply($"* LIST (\\HasNoChildren) \"/\" {Inbox}");
        return "OK LIST completed";
    }

    /// <summary>Whether a pattern fits INBOX; since that has no hierarchy, both wildcards mean the same. One pass, however many there are.</summary>
    private static bool MatchesInbox(string pattern)
    {
        var reachable = new bool[Inbox.Length + 1];
        reachable[0] = true;
        foreach (var c in pattern)
        {
            var next = new bool[Inbox.Length + 1];
            for (var i = 0; i <= Inbox.Length; i++)
            {
                if (c is '*' or '%')
                    next[i] = reachable[i] || (i > 0 && next[i - 1]);
                else
                    next[i] = i > 0 && reachable[i - 1] && char.ToUpperInvariant(c) == Inbox[i - 1];
            }

            reachable = next;
        }

        return reachable[Inbox.Length];
    }

    private string Status(ImapArguments arguments)
    {
        arguments.Space();
        var mailbox = arguments.AString();
        arguments.Space();
        var items = arguments.ParenthesizedList(arguments.Keyword);
        arguments.End();
        if (!IsInbox(mailbox))
            return "NO [NONEXISTENT] There is no such mailbox";

        var messages = _inbox!.Messages;
        Reply($"* STATUS {Inbox} ({string.Join(" ", items.Select(i => $"{i} {StatusOf(i, messages)}"))})");
        return "OK STATUS completed";
    }

    private long StatusOf(string item, IReadOnlyList<SandboxMessage> messages) => item switch
    {
        "MESSAGES" => messages.Count,
        "RECENT" => 0,
        "UIDNEXT" => _inbox!.UidNext,
        "UIDVALIDITY" => _inbox!.UidValidity,
        "UNSEEN" => messages.Count(m => !m.HasFlag(@"\Seen")),
        _ => throw new ImapSyntaxException("STATUS does not know that item"),
    };

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
