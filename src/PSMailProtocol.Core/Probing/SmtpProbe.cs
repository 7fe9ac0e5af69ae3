using System;
using System.Collections.Generic;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Probing;

/// <summary>Looks at a server of SMTP, and walks through an envelope where there is one.</summary>
/// <param name="account">The server and who we are there.</param>
/// <param name="clientName">Our name for EHLO, or null for our address as a literal.</param>
/// <param name="envelope">Whom to ask the server about, or null. No mail is sent.</param>
public sealed class SmtpProbe(MailAccount account, string? clientName = null, SmtpEnvelope? envelope = null) : ServerProbe(account)
{
    private SmtpSession? _session;
    private string _clientName = clientName ?? "";

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpokenCommands { get; } = ["NOOP", "RSET", "VRFY", "EXPN", "HELP"];

    private SmtpSession Session => _session!;

    private protected override (IReadOnlyList<string>, IReadOnlyCollection<string>, long?) Capabilities =>
        (Session.Capabilities.Lines, Session.Capabilities.AuthenticationMechanisms, Session.Capabilities.MaximumSize);

    private protected override IDisposable Begin(MailConnection connection)
    {
        _session = new SmtpSession(connection);
        _clientName = clientName ?? _session.AddressLiteral();
        return _session;
    }

    private protected override void Greet(MailAccount account) => Session.ReadGreeting();

    private protected override void ReadCapabilities() => Session.Hello(_clientName);

    private protected override void Upgrade(MailAccount account, MailConnection connection) =>
        SessionOpening.Upgrade(account, connection, Session.Capabilities.StartTls, "STARTTLS", () => Session.StartTls(_clientName));

    private protected override void Ping() => Session.Say("NOOP");

    private protected override string? LogIn(MailAccount account, MailCredential credential)
    {
        Session.LogIn(account);
        return Session.AuthenticationMechanism;
    }

    private protected override void Say(string command) => Session.Say(command);

    /// <summary>A refusal ends the probe, but no recipient is left out for the refusal of another.</summary>
    private protected override void Walk()
    {
        if (envelope is null)
            return;

        Enter(ProbeStage.Envelope);
        var recipients = new List<SmtpRecipientResult>();
        Report.Recipient = new JoinedList<SmtpRecipientResult>(recipients);
        Session.WalkEnvelope(envelope, reply => Report.SenderReply = reply, recipients.Add);
        if (Report.SenderReply is { IsPositive: false } refusal)
            throw new SmtpReplyException(MailErrors.SenderRejected, "The server refused the sender", refusal);
        if (recipients.Find(recipient => recipient.Reply is { IsPositive: false }) is not { } refused)
            return;

        var what = $"The server refused the recipient {WireText.Excerpt(refused.Recipient)}";
        throw new SmtpReplyException(MailErrors.RecipientRejected, what, refused.Reply!);
    }

    private protected override void Leave() => Session.Quit();
}
