using System;
using System.Collections.Generic;

namespace PSMailProtocol.Mime;

/// <summary>What a mail server reports about the delivery of a message (RFC 3464): a bounce, a delay, a confirmation.</summary>
public sealed class DeliveryStatusNotification
{
    private readonly HeaderCollection _fields;

    private DeliveryStatusNotification(HeaderCollection fields, IReadOnlyList<DeliveryStatusRecipient> recipients, HeaderCollection? original)
    {
        _fields = fields;
        Recipients = recipients;
        OriginalHeaders = original;
    }

    /// <summary>The server that reports (RFC 3464 section 2.2.2), or <c>null</c>.</summary>
    public string? ReportingMta => TypedValue.Read(_fields, "Reporting-MTA");

    /// <summary>The envelope id that the sender gave with the message (RFC 3464 section 2.2.1), or <c>null</c>.</summary>
    public string? OriginalEnvelopeId => _fields["Original-Envelope-Id"];

    /// <summary>When the message reached the reporting server, or <c>null</c>.</summary>
    public DateTimeOffset? ArrivalDate => DeliveryStatusRecipient.ReadDate(_fields, "Arrival-Date");

    /// <summary>What became of it, recipient by recipient.</summary>
    public IReadOnlyList<DeliveryStatusRecipient> Recipients { get; }

    /// <summary>The header fields of the message that is reported about, when the report carries them, or <c>null</c>.</summary>
    public HeaderCollection? OriginalHeaders { get; }

    /// <summary>The id of the message that is reported about, without angle brackets, or <c>null</c>.</summary>
    public string? OriginalMessageId => OriginalHeaders is null ? null : MessageIdParser.ReadFirst(OriginalHeaders, "Message-ID");

    /// <summary>The subject of the message that is reported about, or <c>null</c>.</summary>
    public string? OriginalSubject => OriginalHeaders?["Subject"];

    /// <summary>The fields about the message as a whole, as they are.</summary>
    public HeaderCollection Fields => _fields;

    /// <summary>Reads the report of a message, or returns <c>null</c> when it is none.</summary>
    internal static DeliveryStatusNotification? Read(MimePart root)
    {
        var part = ReportParts.Find(root, "message/delivery-status") ?? ReportParts.Find(root, "message/global-delivery-status");
        if (part is null)
        {
            return null;
        }

        var blocks = FieldBlocks.Read(part.GetContent(), root.Tree.Limits);
        if (blocks.Count == 0)
        {
            return null;
        }

        // Some servers leave the first block out and begin with a recipient.
        var first = IsRecipient(blocks[0]) ? 0 : 1;
        var recipients = new List<DeliveryStatusRecipient>(blocks.Count);
        for (var i = first; i < blocks.Count; i++)
        {
            recipients.Add(new DeliveryStatusRecipient(blocks[i]));
        }

        return new DeliveryStatusNotification(blocks[0], recipients, ReportParts.FindOriginal(root));
    }

    private static bool IsRecipient(HeaderCollection fields) =>
        fields.Find("Final-Recipient") is not null || fields.Find("Original-Recipient") is not null || fields.Find("Action") is not null;
}
