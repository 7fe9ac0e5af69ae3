using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// What the cmdlets have in common that change which folders there are: they collect their input, and do it all in one session for each
/// account.
/// </summary>
public abstract class ImapFolderCommand : MailServerCommand
{
    private readonly Dictionary<MailboxId, PendingFolders> _pending = [];

    /// <summary>Do what was collected, each account in one session.</summary>
    protected override void EndProcessing()
    {
        foreach (var pending in _pending)
            OrReport(() => InImapSession(pending.Value.Account,
                (session, choice) => Change(session, choice, pending.Value.Account, pending.Value.Folders)), pending.Key);
    }

    private protected override MailProtocol Spoken => MailProtocol.Imap;

    /// <summary>Changes what was collected for an account. A failure that concerns one folder is reported here.</summary>
    private protected abstract void Change(ImapSession session, MailboxChoice choice, MailAccount account,
        IReadOnlyList<PendingFolder> folders);

    /// <summary>The account that the parameters name.</summary>
    private protected MailAccount GivenAccount() => GivenAccount("Folders are changed");

    /// <summary>Notes what is to be done when the pipeline ends.</summary>
    private protected void Collect(MailAccount account, PendingFolder folder)
    {
        var id = MailboxId.OfMailbox(account, "", 0);
        if (!_pending.TryGetValue(id, out var pending))
            _pending.Add(id, pending = new PendingFolders(account, []));
        pending.Folders.Add(folder);
    }

    /// <summary>The folder as the server has it now.</summary>
    private protected static ImapFolder Read(ImapSession session, MailAccount account, string name)
    {
        var entry = session.List(name, withStatus: true).FirstOrDefault(found => found.Name == name)
            ?? new ImapMailboxEntry(name, null, []);
        return new ImapFolder(entry, session.Quotas([name])[0], account);
    }

    private sealed record PendingFolders(MailAccount Account, List<PendingFolder> Folders);
}

/// <summary>A folder that is to be changed.</summary>
/// <param name="Name">The name as it was given.</param>
/// <param name="UidValidity">The UIDVALIDITY that it has to have; 0 for any.</param>
/// <param name="IsListed">Whether the server gave the name, so that there is nothing to be found.</param>
/// <param name="Wish">What else is asked for: a new name or a special use.</param>
internal sealed record PendingFolder(string Name, long UidValidity = 0, bool IsListed = false, string? Wish = null);
