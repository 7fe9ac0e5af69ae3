using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Authentication;
using PSMailProtocol.Smtp;

namespace PSMailProtocol;

/// <summary>What became of one message that was sent.</summary>
public sealed class SmtpMessageResult
{
    internal SmtpMessageResult(SmtpDelivery delivery, SmtpSession session, string server, string messageId, string subject, TimeSpan duration)
    {
        MessageId = messageId;
        Subject = subject;
        Status = delivery.Status;
        AcceptedRecipient = delivery.AcceptedRecipients;
        RejectedRecipient = delivery.RejectedRecipients;
        Reply = delivery.Reply?.ToString();
        Server = server;
        TlsProtocol = session.Connection.TlsProtocol;
        Mechanism = session.AuthenticationMechanism;
        Bytes = delivery.OctetsSent;
        Duration = duration;
    }

    /// <summary>The message id without angle brackets.</summary>
    public string MessageId { get; }

    /// <summary>The subject.</summary>
    public string Subject { get; }

    /// <summary>Accepted, partly accepted, rejected or unknown.</summary>
    public SmtpDeliveryStatus Status { get; }

    /// <summary>The recipients that the server took, each with its reply.</summary>
    public IReadOnlyList<SmtpRecipientResult> AcceptedRecipient { get; }

    /// <summary>The recipients that it refused, each with its reply.</summary>
    public IReadOnlyList<SmtpRecipientResult> RejectedRecipient { get; }

    /// <summary>The addresses that the server took.</summary>
    public IReadOnlyList<string> To => AcceptedRecipient.Select(recipient => recipient.Recipient).ToArray();

    /// <summary>The reply that settled it, often with the server's queue id; null if none came.</summary>
    public string? Reply { get; }

    /// <summary>The server.</summary>
    public string Server { get; }

    /// <summary>The TLS protocol, or None for a clear connection.</summary>
    public SslProtocols TlsProtocol { get; }

    /// <summary>The mechanism of the login, or null if there was none.</summary>
    public string? Mechanism { get; }

    /// <summary>Octets of content that went out.</summary>
    public long Bytes { get; }

    /// <summary>How long it took, from the first command of the transaction to the last reply.</summary>
    public TimeSpan Duration { get; }
}
