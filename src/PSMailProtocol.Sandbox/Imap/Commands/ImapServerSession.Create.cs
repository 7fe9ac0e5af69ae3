using System;
using System.Collections.Generic;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>CREATE (RFC 3501 section 6.3.3) with a special use (RFC 6154 section 3), DELETE and RENAME (sections 6.3.4 and 6.3.5).</content>
internal sealed partial class ImapServerSession
{
    private static readonly string[] SpecialUses = [@"\All", @"\Archive", @"\Drafts", @"\Flagged", @"\Junk", @"\Sent", @"\Trash"];

    private string Create(ImapArguments arguments)
    {
        arguments.Space();

        // A delimiter at the end says that there will be mailboxes beneath it, which needs no saying here.
        var name = arguments.Mailbox().TrimEnd(Service.Options.MailboxDelimiter);
        List<string> uses = [];
        if (Has("CREATE-SPECIAL-USE") && arguments.TryTake(" (USE "))
        {
            uses = arguments.ParenthesizedList(arguments.Flag);
            arguments.Expect(')');
        }

        arguments.End();
        if (name.Length == 0 || !name.StartsWith(Service.Options.MailboxPrefix, StringComparison.Ordinal))
            return "NO [CANNOT] No mailbox can have that name";
        if (uses.Count > 1 || uses.Exists(use => Array.IndexOf(SpecialUses, use) < 0))
            return "NO [USEATTR] A mailbox cannot have that use";
        if (_maildrop!.Find(name) is not null)
            return "NO [ALREADYEXISTS] There is such a mailbox";

        _maildrop.Mailbox(name).SpecialUse = uses.Count > 0 ? uses[0] : null;
        return "OK CREATE completed";
    }

    private string Delete(ImapArguments arguments)
    {
        arguments.Space();
        var name = arguments.Mailbox();
        arguments.End();
        if (_maildrop!.Find(name) is not { } mailbox)
            return NoSuchMailbox;
        if (mailbox == _maildrop.Inbox)
            return "NO [CANNOT] The INBOX stays";

        if (_selection?.Mailbox == mailbox)
            Deselect();
        _maildrop.RemoveMailbox(name);
        return "OK DELETE completed";
    }

    private string Rename(ImapArguments arguments)
    {
        arguments.Space();
        var from = arguments.Mailbox();
        arguments.Space();
        var to = arguments.Mailbox();
        arguments.End();
        if (_maildrop!.Find(from) is not { } mailbox)
            return NoSuchMailbox;
        if (_maildrop.Find(to) is not null)
            return "NO [ALREADYEXISTS] There is such a mailbox";
        if (to.Length == 0 || to.StartsWith(from + Service.Options.MailboxDelimiter, StringComparison.Ordinal))
            return "NO [CANNOT] No mailbox can have that name";

        // That of the INBOX moves its messages and leaves it empty (section 6.3.5).
        if (mailbox == _maildrop.Inbox)
            MoveAll(mailbox, _maildrop.Mailbox(to));
        else
            _maildrop.Rename(from, to, Service.Options.MailboxDelimiter);
        return "OK RENAME completed";
    }

    private static void MoveAll(SandboxMailbox source, SandboxMailbox destination)
    {
        foreach (var message in source.Messages)
            destination.Deliver(message);
        source.Clear();
    }
}
