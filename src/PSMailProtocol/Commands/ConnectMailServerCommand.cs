using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Opens a session that lasts over several commands.</summary>
[Cmdlet(VerbsCommunications.Connect, "MailServer")]
[OutputType(typeof(MailSession))]
public sealed class ConnectMailServerCommand : MailServerCommand
{
    /// <summary>What the session speaks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public MailProtocol Protocol { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName")]
    [ArgumentCompleter(typeof(ServerWords))]
    [Cell(typeof(string))]
    public override string? Server { get; set; }

    /// <summary>The name of this machine for SMTP.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HostNameWords))]
    [Cell(typeof(string))]
    public string? Helo { get; set; }

    /// <summary>It is what this opens.</summary>
    public override MailSession? Session
    {
        get => null;
        set => throw new NotSupportedException();
    }

    /// <summary>Open one session. With several accounts in the pipeline a failure concerns only its own.</summary>
    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput)
            OrReport(Connect, Server);
        else
            OrTerminate(() => { Connect(); return true; }, Server);
    }

    private protected override MailProtocol Spoken => Protocol;

    private protected override bool NeedsUserName => Protocol != MailProtocol.Smtp;

    private void Connect()
    {
        var account = Account(Server);
        RefuseWeakerRow(account);
        if (!HasCredential && Protocol != MailProtocol.Smtp)
            throw NoCredential("A mailbox is read");
        if (Helo is not null && Protocol != MailProtocol.Smtp)
            throw new MailException(MailErrors.InvalidParameter,
                $"-{nameof(Helo)} is a word of SMTP, and -{nameof(Protocol)} is {Protocol}.");

        var session = new MailSession(Protocol, account, Helo is null ? null : SmtpClientName.Parse(Helo), StartTimer);
        try
        {
            InSession(session, () => { });
        }
        catch
        {
            session.Abort();
            throw;
        }

        RunspaceBound.To(Runspace.DefaultRunspace).Add(session);
        WriteObject(session);
    }

    private static Timer StartTimer(Action act, TimeSpan pause) => new(_ => act(), null, pause, pause);
}
