using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Gives folders of an IMAP account other names.</summary>
[Cmdlet(VerbsCommon.Rename, "ImapFolder", SupportsShouldProcess = true, DefaultParameterSetName = FolderSet)]
[OutputType(typeof(ImapFolder))]
public sealed class RenameImapFolderCommand : ImapFolderCommand
{
    private const string NameSet = "Name";
    private const string FolderSet = "Folder";

    /// <summary>The folder, by name or by special use.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>A folder as Get-ImapFolder emits it, which knows its account.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FolderSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [FolderInput]
    public ImapFolder? InputObject { get; set; }

    /// <summary>The new name, with all its levels.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <summary>Ask, and note what is to be renamed.</summary>
    protected override void ProcessRecord() => OrReport(Collect, InputObject ?? (object)Name);

    private protected override void Change(ImapSession session, MailboxChoice choice, MailAccount account,
        IReadOnlyList<PendingFolder> folders)
    {
        foreach (var folder in folders)
            OrReport(() => Rename(session, account, folder), folder.Name);
    }

    private void Collect()
    {
        var folder = InputObject is null ? new PendingFolder(Name, Wish: NewName)
            : new PendingFolder(InputObject.Name, InputObject.UidValidity ?? 0, IsListed: true, NewName);
        var account = InputObject is null ? GivenAccount() : AccountOf(InputObject.Mailbox, InputObject.GetAccount());
        if (IsAgreed($"{WireText.Excerpt(folder.Name)} of {account}", $"Rename folder to {WireText.Excerpt(NewName)}"))
            Collect(account, folder);
    }

    /// <summary>A folder before this one may have been renamed, and others with it, so the list is read anew for each.</summary>
    private void Rename(ImapSession session, MailAccount account, PendingFolder folder)
    {
        var choice = new MailboxChoice(session, account);
        var entry = choice.Single(folder, nameof(Name));
        var newName = choice.NewName(folder.Wish!, nameof(NewName));
        choice.RequireUidValidity(entry, folder.UidValidity);
        var beneath = choice.Beneath(entry).Select(child => child.Name).ToList();
        session.Rename(entry.Name, newName);

        // Subscriptions go by names, and few servers take them along.
        var isInbox = entry.SpecialUse == "Inbox";
        var old = isInbox ? [] : beneath.Prepend(entry.Name).ToList();
        session.Subscribe(old, isSubscribed: false);
        session.Subscribe(isInbox ? [newName] : [.. old.Select(name => newName + name.Substring(entry.Name.Length))]);
        WriteObject(Read(session, account, newName));
    }
}
