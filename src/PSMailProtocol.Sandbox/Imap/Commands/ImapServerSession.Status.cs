using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>STATUS (RFC 3501 section 6.3.10) with SIZE and DELETED (RFC 9051 section 6.3.11), and the largest message (RFC 7889).</content>
internal sealed partial class ImapServerSession
{
    private string Status(ImapArguments arguments)
    {
        arguments.Space();
        var name = arguments.Mailbox();
        arguments.Space();
        var items = arguments.ParenthesizedList(arguments.Keyword);
        arguments.End();
        if (items.Exists(i => !KnowsStatusOf(i)))
            throw new ImapSyntaxException("STATUS does not know that item");
        if (_maildrop!.Find(name) is not { } mailbox)
            return NoSuchMailbox;

        _knowsModSeq |= items.Contains("HIGHESTMODSEQ");
        ReplyStatus(mailbox, items);
        return "OK STATUS completed";
    }

    private void ReplyStatus(SandboxMailbox mailbox, IEnumerable<string> items)
    {
        var messages = mailbox.Messages;
        Reply($"* STATUS {Written(mailbox.Name)} ({string.Join(" ", items.Select(i => $"{i} {StatusOf(i, mailbox, messages)}"))})");
    }

    private bool KnowsStatusOf(string item) => item switch
    {
        "MESSAGES" or "UIDNEXT" or "UIDVALIDITY" or "UNSEEN" => true,
        "RECENT" => !IsRevision2,
        "SIZE" => Has("STATUS=SIZE"),
        "DELETED" => Has("IMAP4rev2"),
        "HIGHESTMODSEQ" => Has("CONDSTORE"),
        "APPENDLIMIT" => Has("APPENDLIMIT"),
        _ => false,
    };

    private long StatusOf(string item, SandboxMailbox mailbox, IReadOnlyList<SandboxMessage> messages) => item switch
    {
        "MESSAGES" => messages.Count,
        "UIDNEXT" => mailbox.UidNext,
        "UIDVALIDITY" => mailbox.UidValidity,
        "UNSEEN" => messages.Count(m => !m.HasFlag(@"\Seen")),
        "DELETED" => messages.Count(m => m.HasFlag(@"\Deleted")),
        "HIGHESTMODSEQ" => mailbox.HighestModSeq,
        "APPENDLIMIT" => Service.Options.MaximumMessageSize,
        "SIZE" => messages.Sum(m => (long)m.Octets.Length),
        _ => 0,
    };
}
