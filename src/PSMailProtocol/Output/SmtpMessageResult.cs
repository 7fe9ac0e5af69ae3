using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Authentication;
using PSMailProtocol.Messages;
using PSMailProtocol.Smtp;

namespace PSMailProtocol;

/// <summary>What became of one message that was sent.</summary>
public sealed class SmtpMessageResult
{
    private readonly SentMail _mail;
    private readonly object? _inputObject;

    internal SmtpMessageResult(SmtpDelivery delivery, string server, SentMail mail, string subject, object? inputObject)
    {
        _mail = mail;
        MessageId = mail.MessageId;
        Subject = subject;
        Status = delivery.Status;
        AcceptedRecipient = new JoinedList<SmtpRecipientResult>(delivery.AcceptedRecipients);
        RejectedRecipient = new JoinedList<SmtpRecipientResult>(delivery.RejectedRecipients);
        UnknownRecipient = new JoinedList<SmtpRecipientResult>(delivery.UnknownRecipients);
        Code = delivery.Reply?.Code;
        EnhancedCode = delivery.Reply?.EnhancedCode?.ToString();
        Reply = delivery.Reply?.ToString();
        Server = server;
        TlsProtocol = delivery.TlsProtocol;
        Mechanism = delivery.AuthenticationMechanism;
        Bytes = delivery.OctetsSent;
        Duration = delivery.Duration;
        _inputObject = inputObject;
    }

    /// <summary>The message id without angle brackets; null for one that was composed elsewhere and has none.</summary>
    public string? MessageId { get; }

    /// <summary>The subject.</summary>
    public string Subject { get; }

    /// <summary>Accepted, partly accepted, rejected or unknown.</summary>
    public SmtpDeliveryStatus Status { get; }

    /// <summary>The recipients that the server took, each with its reply.</summary>
    public IReadOnlyList<SmtpRecipientResult> AcceptedRecipient { get; }

    /// <summary>The recipients that did not get it, each with the reply that says why, or without one if none came.</summary>
    public IReadOnlyList<SmtpRecipientResult> RejectedRecipient { get; }

    /// <summary>The recipients of a message whose end was not answered: they may or may not get it.</summary>
    public IReadOnlyList<SmtpRecipientResult> UnknownRecipient { get; }

    /// <summary>The addresses that the server took it for, or may have.</summary>
    public IReadOnlyList<string> To =>
        new JoinedList<string>(AcceptedRecipient.Concat(UnknownRecipient).Select(recipient => recipient.Recipient));

    /// <summary>The code of <see cref="Reply"/>, or null.</summary>
    public int? Code { get; }

    /// <summary>The enhanced status code of <see cref="Reply"/> (RFC 3463), or null.</summary>
    public string? EnhancedCode { get; }

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

    /// <summary>The message, which can be written again as it was sent. It is no property, so that nothing shows or stores it.</summary>
    internal SentMail GetMail() => _mail;

    /// <summary>With -PassThru the object from the pipeline, or the path, that the message was made of; otherwise null.</summary>
    /// <remarks>
    /// In PowerShell it is the property InputObject, which is read at will and which no serializer, CSV or view of all properties takes up.
    /// </remarks>
    public object? GetInputObject() => _inputObject;
}
