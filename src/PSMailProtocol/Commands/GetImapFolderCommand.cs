using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Lists the mailboxes of an IMAP account, with what they hold.</summary>
[Cmdlet(VerbsCommon.Get, "ImapFolder")]
[OutputType(typeof(ImapFolder))]
public sealed class GetImapFolderCommand : MailServerCommand
{
    /// <summary>Names or patterns of which one fits, or special uses.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Tell no counts, sizes and quotas, which can take a server long.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter NoStatus { get; set; }

    /// <summary>List one account. With several in the pipeline a failure concerns only its own.</summary>
    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput)
            OrReport(List, Server);
        else
            OrTerminate(() => { List(); return true; }, Server);
    }

    private protected override MailProtocol Spoken => MailProtocol.Imap;

    private void List()
    {
        var account = GivenAccount("Mailboxes are listed");
        InImapSession(account, (session, _) => List(session, account));
    }

    private void List(ImapSession session, MailAccount account)
    {
        var entries = Choose(session.List("*", withStatus: !NoStatus), session, account);
        var asked = NoStatus ? [] : entries.Where(entry => entry.IsSelectable).Select(entry => entry.Name).ToList();
        var quotas = session.Quotas(asked);
        foreach (var entry in entries)
            WriteObject(new ImapFolder(entry, asked.IndexOf(entry.Name) is >= 0 and var index ? quotas[index] : [], account));
    }

    /// <summary>A name without wildcards that is not there is an error of its own.</summary>
    private IReadOnlyList<ImapMailboxEntry> Choose(IReadOnlyList<ImapMailboxEntry> entries, ImapSession session, MailAccount account)
    {
        if (Name is null)
            return entries;

        var choice = new MailboxChoice(session, account, entries);
        var chosen = new HashSet<string>();
        foreach (var name in Name)
            OrReport(() => chosen.UnionWith(choice.Listed(name, nameof(Name)).Select(found => found.Name)), name);
        return [.. entries.Where(entry => chosen.Contains(entry.Name))];
    }
}
