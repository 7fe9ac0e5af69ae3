using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Authentication;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol;

/// <summary>A message that a sandbox took by SMTP, as it was sent, with its envelope.</summary>
public sealed class AcceptedMessage : ReceivedMessage
{
    private readonly SandboxMail _accepted;

    internal AcceptedMessage(SandboxMail accepted)
        : base(RawMail.FromBytes(accepted.Octets), isHeader: false, MailboxId.OfFile("")) => _accepted = accepted;

    /// <summary>The address of MAIL FROM; empty for the null reverse-path.</summary>
    public string Sender => _accepted.Sender;

    /// <summary>The parameters of MAIL FROM, for example <c>SIZE=1024</c>.</summary>
    public IReadOnlyList<string> SenderParameter => _accepted.SenderParameters;

    /// <summary>The addresses of RCPT TO that were accepted.</summary>
    public IReadOnlyList<string> Recipient => _accepted.Recipients;

    /// <summary>
    /// The parameters of each RCPT TO in the order of <see cref="Recipient"/>, for example <c>NOTIFY=NEVER</c>; empty for none.
    /// </summary>
    public IReadOnlyList<string> RecipientParameter =>
        _accepted.RecipientParameters.Select(parameters => string.Join(" ", parameters)).ToArray();

    /// <summary>Who had logged in, or null.</summary>
    public string? UserName => _accepted.AuthenticatedUser;

    /// <summary>The version of TLS that it came by; None in clear.</summary>
    public SslProtocols TlsProtocol => _accepted.TlsProtocol;

    /// <summary>The name that the client gave itself in EHLO or HELO.</summary>
    public string ClientName => _accepted.ClientName;

    /// <summary>The queue id that the reply to the message named.</summary>
    public string QueueId => _accepted.QueueId;

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset Accepted => _accepted.Accepted;

    /// <summary>The size in octets.</summary>
    public long Size => _accepted.Octets.Length;

    /// <summary>The octets as they were sent.</summary>
    public byte[] Octets => _accepted.Octets;

    /// <summary>What was said, a line each with <c>C:</c> or <c>S:</c> before it; secrets are hidden.</summary>
    public IReadOnlyList<string> Dialogue => _accepted.Dialogue.Select(line => line.ToString()).ToArray();
}
