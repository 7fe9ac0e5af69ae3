using System;
using System.Collections.Generic;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <summary>
/// Removes messages. It collects its input and opens its session when the pipeline ends: by then whoever read the
/// messages has let go of the maildrop.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "Pop3Message", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = MessageSet)]
[OutputType(typeof(Pop3RemovalResult))]
public sealed partial class RemovePop3MessageCommand : MailServerCommand
{
    private const string MessageSet = "Message";
    private const string UidSet = "Uid";
    private const string NumberSet = "Number";
    private const string OlderThanSet = "OlderThan";
    private const string AllSet = "All";

    private readonly Dictionary<MailboxId, PendingMaildrop> _pending = [];

    /// <summary>A message as Get-Pop3Message emits it, which knows its maildrop, or any object with a property Uid.</summary>
    /// <remarks>One parameter for both: of two that take the pipeline PowerShell would settle for one before it saw an object.</remarks>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The UIDs of messages in the maildrop that the connection parameters name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UidSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [ValidateNotNullOrEmpty]
    public string[] Uid { get; set; } = [];

    /// <summary>The numbers of messages in the session that is to come, whatever they name then.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NumberSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int[]))]
    [ValidateNotNullOrEmpty]
    [ValidateRange(1, int.MaxValue)]
    public int[] Number { get; set; } = [];

    /// <summary>Messages that are dated and arrived before this moment.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OlderThanSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Moment]
    public DateTimeOffset OlderThan { get; set; }

    /// <summary>Every message.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter All { get; set; }

    /// <summary>That numbers can name other messages than they did is understood.</summary>
    [Parameter(ParameterSetName = NumberSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Force { get; set; }

    /// <summary>Have each result carry the object that came in for it.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Note what is to be removed.</summary>
    protected override void ProcessRecord() => OrReport(Collect, ParameterSetName switch
    {
        MessageSet => InputObject,
        UidSet => Uid,
        NumberSet => Number,
        _ => Server,
    });

    /// <summary>Remove it, each maildrop in one session.</summary>
    protected override void EndProcessing()
    {
        foreach (var maildrop in _pending.Values)
            OrReport(() => Remove(maildrop), maildrop.Id);
    }

    private protected override MailProtocol Spoken => MailProtocol.Pop3;

    private void Collect()
    {
        if (ParameterSetName == MessageSet && InputObject!.BaseObject is Pop3Message message)
        {
            CollectMessage(message);
            return;
        }

        if (ParameterSetName == MessageSet)
            UidObject.RefuseImap(InputObject!);

        if (ParameterSetName == NumberSet && !Force)
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                "-Number is given without -Force. A number can name another message in each session, so that what it names now need not " +
                "be what was looked at.",
                "Give -Uid, which always names the same message, or pipe the messages of Get-Pop3Message. Where neither is possible, " +
                "-WhatIf shows what the numbers name now, and -Number with -Force removes it.");
        }

        if (ParameterSetName == AllSet && !All)
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                "-All is given as false or without a value, so it names no message.",
                "Give -All alone to remove every message, or -Uid or -OlderThan to name some.");
        }

        var account = GivenAccount("A maildrop is changed");
        var uids = ParameterSetName == MessageSet ? UidObject.UidsOf(InputObject!, account) : Uid;
        var maildrop = Pending(account);
        foreach (var uid in uids)
            maildrop.Add(uid, isAgreed: false, PassThru ? InputObject : null);
    }

    /// <summary>A message that came whole tells its name by itself, so it is asked for before anything is connected.</summary>
    private void CollectMessage(Pop3Message message)
    {
        var uid = message.Uid
            ?? throw new MailException(MailErrors.InvalidInputObject,
                $"Message {message.Number} has no UID, because its server gives it none, so it cannot be told from others.");
        var account = AccountOf(message);
        var headline = MessageHeadline.Of(message);
        if (IsAgreed(TargetOf(headline, uid, account), Action))
            Pending(account).Add(uid, isAgreed: true, PassThru ? message : null, headline);
    }

    private PendingMaildrop Pending(MailAccount account)
    {
        var id = MailboxId.OfMaildrop(account);
        if (!_pending.TryGetValue(id, out var maildrop))
            _pending.Add(id, maildrop = new PendingMaildrop(id, account));
        return maildrop;
    }

    /// <summary>What is to be removed from one maildrop, by UIDs where they are known before the session.</summary>
    private sealed class PendingMaildrop
    {
        private readonly Dictionary<string, object?> _inputs = new(StringComparer.Ordinal);
        private readonly Dictionary<string, MessageHeadline> _headlines = new(StringComparer.Ordinal);
        private readonly Dictionary<int, MessageHeadline> _headlinesByNumber = [];
        private readonly HashSet<string> _agreed = new(StringComparer.Ordinal);
        private readonly List<string> _uids = [];

        public PendingMaildrop(MailboxId id, MailAccount account)
        {
            Id = id;
            Account = account;
        }

        public MailboxId Id { get; }

        public MailAccount Account { get; }

        public List<string> Uids => _uids;

        /// <summary>Adds a message.</summary>
        /// <param name="uid">Its UID.</param>
        /// <param name="isAgreed">Whether the user was asked about it already.</param>
        /// <param name="input">The object that came in for it, if it is wanted again.</param>
        /// <param name="headline">What it is known by, if that is known.</param>
        public void Add(string uid, bool isAgreed, object? input, MessageHeadline? headline = null)
        {
            if (headline is not null)
                _headlines[uid] = headline;
            if (!_inputs.ContainsKey(uid))
                _uids.Add(uid);
            if (isAgreed)
                _agreed.Add(uid);
            _inputs[uid] = input;
        }

        public bool IsAgreed(string uid) => _agreed.Contains(uid);

        /// <summary>Notes what a message of the session that removes is known by.</summary>
        public void Note(int number, Pop3Message? message)
        {
            if (message is not null)
                _headlinesByNumber[number] = MessageHeadline.Of(message);
        }

        /// <summary>What a message is known by, from the session that removes or from the pipeline; null if nobody read it.</summary>
        public MessageHeadline? HeadlineOf(int number, string? uid = null) =>
            _headlinesByNumber.TryGetValue(number, out var headline) || (uid is not null && _headlines.TryGetValue(uid, out headline))
                ? headline
                : null;

        public object? InputOf(string? uid) => uid is not null && _inputs.TryGetValue(uid, out var input) ? input : null;
    }
}
