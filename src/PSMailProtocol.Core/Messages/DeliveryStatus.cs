using System;

namespace PSMailProtocol.Messages;

/// <summary>
/// What a mail server reports about the delivery of a message to one recipient (RFC 3464): a bounce, a delay, a confirmation.
/// What it says of the message as a whole stands in each recipient's.
/// </summary>
public sealed class DeliveryStatus
{
    internal DeliveryStatus()
    {
    }

    /// <summary>
    /// The address that the sender wrote, or else the one that delivery was tried to; an empty string where the report names neither.
    /// </summary>
    public string Recipient => OriginalRecipient ?? FinalRecipient ?? "";

    /// <summary>The address that the sender wrote, or <c>null</c> when the report does not know it.</summary>
    public string? OriginalRecipient { get; internal init; }

    /// <summary>The address that delivery was tried to, or <c>null</c>.</summary>
    public string? FinalRecipient { get; internal init; }

    /// <summary>
    /// <c>failed</c>, <c>delayed</c>, <c>delivered</c>, <c>relayed</c> or <c>expanded</c> (RFC 3464 section 2.3.3) in lower case, or an
    /// empty string.
    /// </summary>
    public string Action { get; internal init; } = "";

    /// <summary>The enhanced status code such as <c>5.1.1</c> (RFC 3463), or an empty string.</summary>
    public string Status { get; internal init; } = "";

    /// <summary>What the refusing server said, without its kind, or <c>null</c>.</summary>
    public string? DiagnosticCode { get; internal init; }

    /// <summary>The server that refused or took it, or <c>null</c>.</summary>
    public string? RemoteMta { get; internal init; }

    /// <summary>The server that reports (RFC 3464 section 2.2.2), or <c>null</c>.</summary>
    public string? ReportingMta { get; internal init; }

    /// <summary>When the message reached the reporting server, or <c>null</c>.</summary>
    public DateTimeOffset? ArrivalDate { get; internal init; }

    /// <summary>When delivery was tried last, or <c>null</c>.</summary>
    public DateTimeOffset? LastAttemptDate { get; internal init; }

    /// <summary>Until when the server goes on trying, or <c>null</c>.</summary>
    public DateTimeOffset? WillRetryUntil { get; internal init; }

    /// <summary>The id of the message that is reported about, without angle brackets, or <c>null</c>.</summary>
    public string? OriginalMessageId { get; internal init; }

    /// <summary>The subject of the message that is reported about, or <c>null</c>.</summary>
    public string? OriginalSubject { get; internal init; }

    /// <summary>The envelope id that the sender gave with the message (RFC 3464 section 2.2.1), or <c>null</c>.</summary>
    public string? OriginalEnvelopeId { get; internal init; }

    /// <summary>Every field about this recipient, as they are.</summary>
    /// <remarks>A method, so that what writes out all properties does not nest deeper.</remarks>
    public HeaderCollection GetFields() => Fields;

    /// <summary>The fields about the message as a whole, as they are.</summary>
    /// <remarks>A method, so that what writes out all properties does not nest deeper.</remarks>
    public HeaderCollection GetMessageFields() => MessageFields;

    internal HeaderCollection Fields { get; init; } = new([]);

    internal HeaderCollection MessageFields { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => Recipient + " " + Action + " " + Status;
}
