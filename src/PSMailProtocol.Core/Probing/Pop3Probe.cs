using System;
using System.Collections.Generic;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Probing;

/// <summary>Looks at a server of POP3.</summary>
/// <param name="account">The server and who we are there.</param>
public sealed class Pop3Probe(MailAccount account) : ServerProbe(account)
{
    private Pop3Session? _session;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpokenCommands { get; } = ["NOOP", "CAPA", "STAT", "LIST", "UIDL"];

    private Pop3Session Session => _session!;

    private protected override (IReadOnlyList<string>, IReadOnlyCollection<string>, long?) Capabilities =>
        (Session.Capabilities.Lines, Session.Capabilities.AuthenticationMechanisms, null);

    private protected override IDisposable Begin(MailConnection connection) => _session = new Pop3Session(connection);

    private protected override void Greet(MailAccount account) => Session.ReadGreeting();

    private protected override void ReadCapabilities() => Session.ReadCapabilities();

    private protected override void Upgrade(MailAccount account, MailConnection connection) =>
        SessionOpening.Upgrade(account, connection, Session.Capabilities.StartTls, "STLS", Session.StartTls);

    /// <summary>NOOP is for those who are logged in (RFC 1939 section 5).</summary>
    private protected override void Ping() => Session.Say("CAPA");

    private protected override string? LogIn(MailAccount account, MailCredential credential)
    {
        Session.LogIn(account, credential);
        return Session.AuthenticationMechanism;
    }

    private protected override void Say(string command) => Session.Say(command);

    /// <summary>Nothing is marked, so nothing is deleted.</summary>
    private protected override void Leave() => Session.Leave();
}
