using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Reads messages of IMAP mailboxes and marks nothing as seen unless it is told to.</summary>
[Cmdlet(VerbsCommon.Get, "ImapMessage", DefaultParameterSetName = MessageSet)]
[OutputType(typeof(ImapMessage), typeof(byte[]))]
public sealed class GetImapMessageCommand : ImapReaderCommand
{
    private readonly Dictionary<MailboxId, PendingMailbox> _pending = [];
    private bool _chooses;

    /// <summary>
    /// A message as this command emits it, to be read once more; a folder to be read; or a row that names a message by its Uid.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [ImapInput]
    public PSObject? InputObject { get; set; }

    /// <summary>The mailboxes, by name, by wildcards, or by special use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [Alias("Folder")]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string[]), Default = new[] { "INBOX" })]
    [SupportsWildcards]
    public string[] Mailbox { get; set; } = ["INBOX"];

    /// <summary>Only the messages with these UIDs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long[]))]
    [ValidateRange(1L, uint.MaxValue)]
    public long[]? Uid { get; set; }

    /// <summary>The UIDVALIDITY under which the UIDs were told.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long))]
    [ValidateRange(0L, uint.MaxValue)]
    public long UidValidity { get; set; }

    /// <summary>At the most so many messages.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = int.MaxValue)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>The last so many messages, which are the newest on most servers.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = int.MaxValue)]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <summary>Pass over so many messages first.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Looks at the parameters together, before anything is connected.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // What is bound later comes from the pipeline.
        _chooses = IsGiven(nameof(Uid)) || IsGiven(nameof(Mailbox));
    }

    /// <summary>Read an account or a folder, or note a message that is to be read once more.</summary>
    protected override void ProcessRecord()
    {
        if (InputObject is not null && UidObject.IsImapMessage(InputObject))
            OrReport(() => Collect(InputObject), InputObject);
        else if (InputObject?.BaseObject is ImapFolder folder)
            OrReport(() => Read(folder), folder);
        else
            base.ProcessRecord();
    }

    /// <summary>Read what was noted, each mailbox in one session.</summary>
    protected override void EndProcessing()
    {
        foreach (var mailbox in _pending)
        {
            OrReport(
                () => InImapSession(mailbox.Value.Account, (session, _) =>
                    Find(session, mailbox.Value.Account, Open(session, mailbox.Key), [.. mailbox.Value.Uids.OrderBy(uid => uid)])),
                mailbox.Key);
        }
    }

    private protected override MessagePage Page => new(Skip, First, IsGiven(nameof(Last)) ? Last : null);

    private protected override void CheckParameters()
    {
        if (IsGiven(nameof(Last)) && IsGiven(nameof(First)))
            throw new MailException(MailErrors.InvalidParameter, "-First and -Last exclude each other.");
        if (IsGiven(nameof(Uid)) && (Mailbox.Length > 1 || Mailbox.Any(MailboxChoice.IsPattern)))
            throw SeveralMailboxes();
        base.CheckParameters();
    }

    /// <summary>Reads the mailboxes that are named. If there are several, a failure concerns only its own.</summary>
    private protected override void Read(MailAccount account)
    {
        if (InputObject is not null)
            UidObject.RefusePop3(InputObject);
        if (IsGiven(nameof(Uid)) && Mailbox.Length > 1)
            throw SeveralMailboxes();

        InImapSession(account, (session, choice) =>
        {
            var read = new HashSet<string>(StringComparer.Ordinal);
            foreach (var text in Mailbox)
            {
                if (Mailbox.Length == 1 && !MailboxChoice.IsPattern(text))
                    choice.Find(text, nameof(Mailbox)).ToList().ForEach(name => ReadNamed(session, choice, name, account));
                else
                    OrReport(() => ReadEach(session, choice, text, account, read), text);
            }
        });
    }

    private void ReadEach(ImapSession session, MailboxChoice choice, string text, MailAccount account, HashSet<string> read)
    {
        foreach (var name in choice.Find(text, nameof(Mailbox)).Where(name => read.Add(name.Name)))
            OrReport(() => ReadNamed(session, choice, name, account), name.Name);
    }

    private void ReadNamed(ImapSession session, MailboxChoice choice, ImapMailboxName name, MailAccount account)
    {
        var mailbox = choice.Open(name, isReadOnly: !MarkSeen);
        if (IsGiven(nameof(UidValidity)))
            mailbox.RequireUidValidity(UidValidity);
        Find(session, account, mailbox, IsGiven(nameof(Uid)) ? Uid : null);
    }

    private void Read(ImapFolder folder)
    {
        if (_chooses)
            throw new MailException(MailErrors.InvalidParameter,
                "A folder from the pipeline says by itself which one it is, so -Mailbox and -Uid have no place beside it.");
        if (!folder.IsSelectable)
            throw new MailException(MailErrors.InvalidInputObject, $"{WireText.Excerpt(folder.Name)} holds other folders and no messages.");

        var account = AccountOf(folder.Mailbox, folder.GetAccount());
        InImapSession(account, (session, choice) => ReadNamed(session, choice, new ImapMailboxName(folder.Name, 0), account));
    }

    private void Find(ImapSession session, MailAccount account, ImapMailbox mailbox, IReadOnlyList<long>? uids)
    {
        Tell($"{mailbox.Name} holds {mailbox.Exists:N0} messages.");
        RequireExtensions(session);
        RequireMarkable(mailbox);
        var found = mailbox.Exists == 0 ? [] : session.Search(Criteria(uids));
        if (uids is not null && !IsNarrowed)
            ReportMissing(uids.Except(found), mailbox.Name, account);
        Read(session, account, mailbox, found);
    }

    /// <summary>A UID that was asked for by itself and is not there is an error; one that the other criteria leave out is not.</summary>
    private void ReportMissing(IEnumerable<long> missing, string mailbox, MailAccount account)
    {
        foreach (var uid in missing)
            WriteError(MailErrorRecord.From(new MailException(MailErrors.UidNotFound,
                $"No message in {WireText.Excerpt(mailbox)} of {account} has the UID {uid}."), uid));
    }

    private void Collect(PSObject input)
    {
        if (_chooses)
            throw new MailException(MailErrors.InvalidParameter,
                "A message from the pipeline says by itself which one it is, so -Mailbox and -Uid have no place beside it.");

        var message = input.BaseObject as ImapMessage;
        var account = message is null ? GivenAccount(Reading) : AccountOf(message);
        var id = message?.Mailbox ?? UidObject.MailboxOf(input, account);
        if (!_pending.TryGetValue(id, out var mailbox))
            _pending.Add(id, mailbox = new PendingMailbox(id, account));
        foreach (var uid in UidObject.ImapUidsOf(input))
            mailbox.Add(uid, input: null);
    }

    private ImapMailbox Open(ImapSession session, MailboxId id)
    {
        var mailbox = MarkSeen ? session.Select(id.Name) : session.Examine(id.Name);
        mailbox.RequireUidValidity(id.UidValidity);
        return mailbox;
    }

    private static MailException SeveralMailboxes() =>
        new(MailErrors.InvalidParameter,
            "-Uid names messages of one mailbox, and -Mailbox names several. UIDs of another mailbox mean other messages.");
}
