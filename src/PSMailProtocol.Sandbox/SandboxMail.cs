using System;
using System.Collections.Generic;
using System.Security.Authentication;

namespace PSMailProtocol.Sandbox;

/// <summary>One message that SMTP took: its envelope, its octets and who brought it.</summary>
public sealed class SandboxMail
{
    internal SandboxMail(string sender, IReadOnlyList<string> senderParameters, IReadOnlyList<string> recipients, byte[] octets)
    {
        Sender = sender;
        SenderParameters = senderParameters;
        Recipients = recipients;
        Octets = octets;
    }

    /// <summary>The address of MAIL FROM without its angle brackets; empty for the null reverse-path.</summary>
    public string Sender { get; }

    /// <summary>The parameters of MAIL FROM as they came, for example <c>SIZE=1024</c>.</summary>
    public IReadOnlyList<string> SenderParameters { get; }

    /// <summary>The addresses of the accepted RCPT TO in their order, without angle brackets.</summary>
    public IReadOnlyList<string> Recipients { get; }

    /// <summary>
    /// The parameters of each RCPT TO in the order of <see cref="Recipients"/>, for example <c>NOTIFY=NEVER</c> (RFC 3461).
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> RecipientParameters { get; internal init; } = [];

    /// <summary>The message as it was sent, dot-stuffing removed, without the header fields that delivery adds.</summary>
    public byte[] Octets { get; }

    /// <summary>The user of AUTH, as given, or null.</summary>
    public string? AuthenticatedUser { get; internal init; }

    /// <summary>Whether the message came inside TLS.</summary>
    public bool IsEncrypted => TlsProtocol != SslProtocols.None;

    /// <summary>The version of TLS that it came by; None in clear.</summary>
    public SslProtocols TlsProtocol { get; internal init; }

    /// <summary>
    /// How the session began and what was said of this message, up to the reply that accepted it. Secrets are hidden. Long lines and long
    /// dialogues are cut.
    /// </summary>
    public IReadOnlyList<SandboxDialogueLine> Dialogue { get; internal init; } = [];

    /// <summary>The name the client gave in EHLO or HELO.</summary>
    public string ClientName { get; internal init; } = "";

    /// <summary>The queue id that the reply to the message named.</summary>
    public string QueueId { get; internal init; } = "";

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset Accepted { get; internal init; }

    /// <summary>The copies that lie in the recipients' mailboxes.</summary>
    internal List<SandboxMessage> Copies { get; } = [];
}
