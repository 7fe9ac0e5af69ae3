using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Makes folders in an IMAP account.</summary>
[Cmdlet(VerbsCommon.New, "ImapFolder", SupportsShouldProcess = true)]
[OutputType(typeof(ImapFolder))]
public sealed class NewImapFolderCommand : ImapFolderCommand
{
    /// <summary>The names, with all their levels.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>What the folder is for, such as <c>\Sent</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SpecialUseWords))]
    [Cell(typeof(string))]
    public string? SpecialUse { get; set; }

    /// <summary>Ask, and note what is to be made.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
            OrReport(() => Collect(name), name);
    }

    private protected override void Change(ImapSession session, MailboxChoice choice, MailAccount account,
        IReadOnlyList<PendingFolder> folders)
    {
        foreach (var folder in folders)
            OrReport(() => Make(session, choice, account, folder), folder.Name);
    }

    private void Collect(string name)
    {
        if (name.StartsWith("\\", System.StringComparison.Ordinal))
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"-{nameof(Name)}: {WireText.Excerpt(name)} is a special use and no name.",
                $"Give the folder a name, and what it is for as -{nameof(SpecialUse)}.");
        }

        var use = IsGiven(nameof(SpecialUse)) ? SpecialUseWords.Read(SpecialUse!, nameof(SpecialUse)) : null;
        var account = GivenAccount();
        if (IsAgreed($"{WireText.Excerpt(name)} of {account}", use is null ? "Make folder" : $"Make folder for {use}"))
            Collect(account, new PendingFolder(name, Wish: use));
    }

    private void Make(ImapSession session, MailboxChoice choice, MailAccount account, PendingFolder folder)
    {
        var name = choice.NewName(folder.Name, nameof(Name));
        Create(session, name, folder.Wish);
        if (session.Subscribe([name]).Count > 0)
            Streams.Warning(
                $"The folder {WireText.Excerpt(name)} was made, and the server did not subscribe it, so that some mail programs do not " +
                "show it.");
        WriteObject(Read(session, account, name));
    }

    /// <summary>Not every server says why it makes no folder; whether there is one of the name already can be seen.</summary>
    private static void Create(ImapSession session, string name, string? use)
    {
        try
        {
            session.Create(name, use);
        }
        catch (ImapStatusException e)
            when (e.Error == MailErrors.CommandRejected && e.Status is { Condition: "NO", CodeName: "" }
                && session.List(name).Any(entry => entry.Name == name))
        {
            throw new MailException(MailErrors.MailboxExists, e.Message, e);
        }
    }
}
