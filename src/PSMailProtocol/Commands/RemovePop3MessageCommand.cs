using System;
using System.Collections.Generic;
using System.Management.Automation;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <summary>
/// Removes messages by their UIDs. It collects its input and opens its session when the pipeline ends: by then whoever
/// read the messages has let go of the maildrop.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "Pop3Message", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = MessageSet)]
[OutputType(typeof(Pop3RemovalResult))]
public sealed class RemovePop3MessageCommand : MailServerCommand
{
    private const string MessageSet = "Message";
    private const string UidSet = "Uid";

    private readonly Dictionary<string, PendingMaildrop> _pending = [];

    /// <summary>A message as Get-Pop3Message emits it; it knows its maildrop.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = MessageSet)]
    [ValidateNotNull]
    public Pop3Message? InputObject { get; set; }

    /// <summary>The UIDs of messages in the maildrop that the connection parameters name.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UidSet)]
    [ValidateNotNullOrEmpty]
    public string[] Uid { get; set; } = [];

    /// <summary>Note what is to be removed.</summary>
    protected override void ProcessRecord() => OrReport(Collect, ParameterSetName == MessageSet ? InputObject : Uid);

    /// <summary>Remove it, each maildrop in one session.</summary>
    protected override void EndProcessing()
    {
        foreach (var maildrop in _pending.Values)
            OrReport(() => Remove(maildrop), maildrop.Origin);
    }

    private protected override int DefaultPort(TlsMode tls, bool hasCredential) => tls is TlsMode.Auto or TlsMode.Implicit ? 995 : 110;

    private void Collect()
    {
        if (ParameterSetName == MessageSet)
        {
            var uid = InputObject!.Uid
                ?? throw new MailException(MailErrors.InvalidInputObject, $"Message {InputObject.Number} has no UID, because its server gives none, so it cannot be told from others.");
            Note(AccountOf(InputObject.Mailbox), uid, InputObject.ToString());
            return;
        }

        if (!HasCredential)
            throw new MailException(MailErrors.InvalidParameter, "A maildrop is changed with a -Credential, a -Token or a -Certificate, and none is given.");
        var account = Account(Server);
        foreach (var uid in Uid)
            Note(account, uid, "");
    }

    private void Note(MailAccount account, string uid, string description)
    {
        var origin = new MailboxOrigin(account, "POP3", "INBOX", 0);
        var target = description.Length == 0 ? $"UID {uid} of {account}" : $"{WireText.Excerpt(description)} (UID {uid} of {account})";
        if (!ShouldProcess(target, "Remove message"))
            return;

        if (!_pending.TryGetValue(account.ToString(), out var maildrop))
            _pending.Add(account.ToString(), maildrop = new PendingMaildrop(account, origin));
        maildrop.Uids.Add(uid);
    }

    /// <summary>
    /// The maildrop that the message came from. Parameters given here may say how to reach it and never where else to go:
    /// in another maildrop the same UID can be another message.
    /// </summary>
    private MailAccount AccountOf(MailboxOrigin origin)
    {
        var account = origin.GetAccount();
        if (Server is not null && !string.Equals(Server.Trim(), account.Server, StringComparison.OrdinalIgnoreCase))
            throw new MailException(MailErrors.InvalidParameter, $"The message lives in {origin}, and -Server names {Server}.");
        var login = Login();
        if (login is { UserName.Length: > 0 } && !string.Equals(login.UserName, account.UserName, StringComparison.Ordinal))
            throw new MailException(MailErrors.InvalidParameter, $"The message lives in {origin}, and -Credential is that of {login.UserName}.");

        return account.Reached(
            ConnectionOptions(account.Connection),
            Port == 0 ? null : Port,
            MyInvocation.BoundParameters.ContainsKey(nameof(Tls)) ? Tls : null,
            login,
            MyInvocation.BoundParameters.ContainsKey(nameof(Authentication)) ? Authentication : null);
    }

    private void Remove(PendingMaildrop maildrop)
    {
        var account = maildrop.Account;
        using var session = Open(account, () => Pop3Session.Open(account, Cancellation), opened => opened.Connection);
        using var progress = new StageProgress(this, $"Removing messages of {account}");
        var removals = session.RemoveAndQuit(maildrop.Uids, done => progress.Report($"Message {done} of {maildrop.Uids.Count}", done, maildrop.Uids.Count));
        foreach (var removal in removals)
        {
            WriteObject(new Pop3RemovalResult(removal, maildrop.Origin));
            if (removal.Failure is not null)
                WriteError(MailErrorRecord.From(removal.Failure, removal.Uid));
        }
    }

    private sealed class PendingMaildrop
    {
        public PendingMaildrop(MailAccount account, MailboxOrigin origin)
        {
            Account = account;
            Origin = origin;
        }

        public MailAccount Account { get; }

        public MailboxOrigin Origin { get; }

        public List<string> Uids { get; } = [];
    }
}
