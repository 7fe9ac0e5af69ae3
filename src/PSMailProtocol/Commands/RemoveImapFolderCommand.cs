using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Removes folders of an IMAP account, and the messages in them.</summary>
[Cmdlet(VerbsCommon.Remove, "ImapFolder", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = FolderSet)]
public sealed class RemoveImapFolderCommand : ImapFolderCommand
{
    private const string NameSet = "Name";
    private const string FolderSet = "Folder";

    /// <summary>The folders, by name, by wildcards, or by special use.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>A folder as Get-ImapFolder emits it, which knows its account.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FolderSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [FolderInput]
    public ImapFolder? InputObject { get; set; }

    /// <summary>Note what is to be removed.</summary>
    protected override void ProcessRecord() => OrReport(Collect, InputObject ?? (object)Name);

    /// <summary>Those that lie deepest go first, so that none is left behind empty only because others lay beneath it.</summary>
    private protected override void Change(ImapSession session, MailboxChoice choice, MailAccount account,
        IReadOnlyList<PendingFolder> folders)
    {
        var chosen = new List<(ImapMailboxEntry Entry, long UidValidity)>();
        foreach (var folder in folders)
            OrReport(() =>
                chosen.AddRange(choice.Meant(folder, nameof(Name)).Where(entry => !chosen.Exists(other => other.Entry == entry))
                    .Select(entry => (entry, folder.UidValidity))), folder.Name);

        var gone = new HashSet<string>();
        foreach (var (entry, uidValidity) in chosen.OrderByDescending(one => one.Entry.Name.Split(one.Entry.Delimiter ?? '\0').Length))
            OrReport(() => Remove(session, choice, account, entry, uidValidity, gone), entry.Name);
    }

    private void Collect()
    {
        if (InputObject is null)
        {
            var account = GivenAccount();
            foreach (var name in Name)
                Collect(account, new PendingFolder(name));
        }
        else
        {
            Collect(AccountOf(InputObject.Mailbox, InputObject.GetAccount()),
                new PendingFolder(InputObject.Name, InputObject.UidValidity ?? 0, IsListed: true));
        }
    }

    private void Remove(ImapSession session, MailboxChoice choice, MailAccount account, ImapMailboxEntry entry, long uidValidity,
        HashSet<string> gone)
    {
        if (entry.SpecialUse == "Inbox")
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"The folder {WireText.Excerpt(entry.Name)} of {account} is where mail arrives, and cannot be removed.",
                "Remove messages in it instead.");
        }

        var messages = choice.RequireUidValidity(entry, uidValidity);
        var folders = choice.Beneath(entry).Count(child => !gone.Contains(child.Name));
        if (!IsAgreed($"{WireText.Excerpt(entry.Name)} of {account}{Contents(messages, folders)}", "Remove folder"))
            return;

        session.Delete(entry.Name);
        session.Subscribe([entry.Name], isSubscribed: false);
        gone.Add(entry.Name);
    }

    /// <summary>What goes along, and what stays.</summary>
    private static string Contents(long messages, int folders)
    {
        var contents = new[]
        {
            messages > 0
                ? $"{messages.ToString("N0", CultureInfo.InvariantCulture)} {(messages == 1 ? "message" : "messages")} in it will be gone"
                : null,
            folders > 0
                ? $"{folders.ToString("N0", CultureInfo.InvariantCulture)} {(folders == 1 ? "folder" : "folders")} beneath it will stay"
                : null,
        };
        var told = string.Join(", ", contents.Where(part => part is not null));
        return told.Length > 0 ? $" ({told})" : "";
    }
}
