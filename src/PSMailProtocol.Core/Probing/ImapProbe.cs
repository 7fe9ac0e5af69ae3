using System;
using System.Collections.Generic;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Imap.Wire;
using PSMailProtocol.Net;

namespace PSMailProtocol.Probing;

/// <summary>Looks at a server of IMAP.</summary>
/// <param name="account">The server and who we are there.</param>
public sealed class ImapProbe(MailAccount account) : ServerProbe(account)
{
    private ImapSession? _session;
    private bool _isLoggedIn;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpokenCommands { get; } =
    [
        "NOOP", "CAPABILITY", "ID", "NAMESPACE", "LIST", "LSUB", "STATUS",
        "GETQUOTA", "GETQUOTAROOT", "GETACL", "MYRIGHTS", "LISTRIGHTS", "GETMETADATA",
    ];

    private ImapSession Session => _session!;

    private protected override (IReadOnlyList<string>, IReadOnlyCollection<string>, long?) Capabilities =>
        ([.. Session.Capabilities.Names], Session.Capabilities.AuthenticationMechanisms, Session.Capabilities.AppendLimit);

    /// <summary>What ends as a line does before a literal would have the server wait for one.</summary>
    private protected override void RefuseCommand(string command)
    {
        if (!ImapQuotedText.EndsInLiteral(command))
            return;

        throw new MailArgumentException(
            MailErrors.InvalidWireText, nameof(ProbeAnswer.Command),
            "ends in the mark of a literal, for which the server would take the next command.");
    }

    private protected override IDisposable Begin(MailConnection connection) => _session = new ImapSession(connection);

    private protected override void Greet(MailAccount account)
    {
        _isLoggedIn = Session.ReadGreeting();
        Session.RefuseClearPreauthentication(account, _isLoggedIn);
    }

    private protected override void ReadCapabilities()
    {
        if (Session.Capabilities.Names.Count == 0)
            Session.ReadCapabilities();
    }

    private protected override void Upgrade(MailAccount account, MailConnection connection) =>
        SessionOpening.Upgrade(account, connection, Session.Capabilities.StartTls, "STARTTLS", Session.StartTls);

    private protected override void Ping() => Session.Say("NOOP");

    /// <summary>Whom the server takes for logged in already (PREAUTH) need not log in, and may not.</summary>
    private protected override string? LogIn(MailAccount account, MailCredential credential)
    {
        if (_isLoggedIn)
            return "PREAUTH";

        Session.LogIn(account, credential);
        return Session.AuthenticationMechanism;
    }

    private protected override void Say(string command) => Session.Say(command);

    private protected override void Leave() => Session.Logout();
}
