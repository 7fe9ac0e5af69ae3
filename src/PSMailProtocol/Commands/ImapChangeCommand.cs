using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// What the cmdlets have in common that change messages of IMAP mailboxes. They collect their input and open their sessions when the
/// pipeline ends, one for each account, and change the messages of each mailbox in sets.
/// </summary>
public abstract partial class ImapChangeCommand : MailServerCommand
{
    private protected const string MessageSet = "Message";
    private protected const string UidSet = "Uid";

    private readonly Dictionary<MailboxId, PendingMailbox> _pending = [];

    /// <summary>
    /// A message as Get-ImapMessage emits it, a result of a command such as this one, or any object with the properties Uid and Mailbox.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The UIDs of messages in the mailbox that -Mailbox and the connection parameters name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UidSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long[]))]
    [ValidateNotNullOrEmpty]
    [ValidateRange(1L, uint.MaxValue)]
    public long[] Uid { get; set; } = [];

    /// <summary>The mailbox of these UIDs, or of objects that do not name it.</summary>
    [Parameter]
    [Alias("Folder")]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string))]
    public string? Mailbox { get; set; }

    /// <summary>The UIDVALIDITY under which the UIDs were told.</summary>
    [Parameter(ParameterSetName = UidSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long))]
    [ValidateRange(0L, uint.MaxValue)]
    public long UidValidity { get; set; }

    /// <summary>Have each result carry the object that came in for it.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Looks at the parameters together, before anything is connected.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        OrTerminate(
            () =>
            {
                CheckParameters();
                return true;
            },
            null);
    }

    /// <summary>Note what is to be changed.</summary>
    protected override void ProcessRecord() => OrReport(Collect, ParameterSetName == MessageSet ? InputObject : Uid);

    private protected override MailProtocol Spoken => MailProtocol.Imap;

    /// <summary>What is done, as a question asks about it.</summary>
    private protected abstract string Question { get; }

    /// <summary>Looks at the parameters together.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    private protected virtual void CheckParameters()
    {
    }

    private void Collect()
    {
        if (ParameterSetName == UidSet)
        {
            var account = GivenAccount("A mailbox is changed");
            AddAll(MailboxId.OfMailbox(account, Mailbox ?? "INBOX", UidValidity), account, Uid);
            return;
        }

        UidObject.RefusePop3(InputObject!);
        switch (InputObject!.BaseObject)
        {
            case ImapMessage message:
                RefuseMailbox();
                Collect(message.Mailbox, AccountOf(message), message.Uid, MessageHeadline.Of(message), message);
                break;
            case ImapMessageResult result:
                RefuseMailbox();
                Collect(result);
                break;
            case ImapAddedMessage added:
                RefuseMailbox();
                Collect(added);
                break;
            default:
                var given = GivenAccount("A mailbox is changed");
                AddAll(MailboxOf(InputObject, given), given, UidObject.ImapUidsOf(InputObject));
                break;
        }
    }

    /// <summary>
    /// A result of the command before names the message where it lies now. What that command did not do is not built upon.
    /// </summary>
    private void Collect(ImapMessageResult result)
    {
        if (result.Action == RemoveImapMessageCommand.ResultAction && result is { Status: ImapChangeStatus.Done, NewMailbox: null })
            throw new MailException(MailErrors.InvalidInputObject, $"The message with the UID {result.Uid} is removed.");

        var headline = new MessageHeadline(result.Date, result.From, result.Subject ?? "");
        CollectResult(result.Status, result.Reason, result.NewMailbox ?? result.Mailbox, result.GetAccount(),
            result.NewMailbox is null ? result.Uid : result.NewUid, headline, result);
    }

    private void Collect(ImapAddedMessage result) => CollectResult(
        result.Status, result.Reason, result.Mailbox, result.GetAccount(), result.Uid,
        new MessageHeadline(result.Date, result.From, result.Subject), result);

    private void CollectResult(ImapChangeStatus status, string? reason, MailboxId mailbox, MailAccount account, long? uid,
        MessageHeadline headline, object result)
    {
        if (status != ImapChangeStatus.Done)
            throw new MailException(MailErrors.InvalidInputObject,
                $"With {WireText.Excerpt(headline.ToString())} not all was done before, so that nothing more is: {reason}");
        if (uid is null)
        {
            throw new AdvisedException(
                MailErrors.InvalidInputObject,
                $"The message {WireText.Excerpt(headline.ToString())} lies in {WireText.Excerpt(mailbox.Name)}, and the server does not " +
                "say under which UID.",
                "Find it there with Get-ImapMessage, and pipe what that emits.");
        }

        Collect(mailbox, AccountOf(mailbox, account), uid.Value, headline, result);
    }

    /// <summary>A message that tells its name by itself is asked about before anything is connected.</summary>
    private void Collect(MailboxId mailbox, MailAccount account, long uid, MessageHeadline headline, object input)
    {
        if (IsAgreed(TargetOf(headline, uid, mailbox), Question))
            Pending(mailbox, account).Add(uid, PassThru ? input : null, headline);
    }

    private void AddAll(MailboxId mailbox, MailAccount account, IReadOnlyList<long> uids)
    {
        RefuseWeakerRow(account);
        foreach (var uid in uids)
            Pending(mailbox, account).Add(uid, PassThru ? InputObject : null);
    }

    private MailboxId MailboxOf(PSObject input, MailAccount account)
    {
        if (!string.IsNullOrEmpty(BareObject.Of(input.Properties["Mailbox"]?.Value)?.ToString()))
        {
            RefuseMailbox();
            return UidObject.MailboxOf(input, account);
        }

        return Mailbox is not null
            ? MailboxId.OfMailbox(account, Mailbox, 0)
            : throw new AdvisedException(
                MailErrors.InvalidInputObject,
                "An object in the pipeline has a Uid and no Mailbox, and a UID means something in one mailbox alone.",
                "Give -Mailbox, or pipe what Get-ImapMessage emits.");
    }

    private void RefuseMailbox()
    {
        if (Mailbox is not null)
            throw new MailException(MailErrors.InvalidParameter,
                "A message from the pipeline says by itself in which mailbox it lies, so -Mailbox has no place beside it.");
    }

    private PendingMailbox Pending(MailboxId id, MailAccount account)
    {
        if (!_pending.TryGetValue(id, out var mailbox))
            _pending.Add(id, mailbox = new PendingMailbox(id, account));
        return mailbox;
    }

    private static string TargetOf(MessageHeadline? headline, long uid, MailboxId mailbox)
    {
        var identity = $"UID {uid} of {mailbox}";
        return headline is null ? identity : $"{WireText.Excerpt(headline.ToString())} ({identity})";
    }
}
