using System.Collections.Generic;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Reads what a mail server reports about a delivery (RFC 3464).</summary>
internal static class DeliveryReport
{
    /// <summary>One status a recipient; none when the message is no report.</summary>
    public static IReadOnlyList<Messages.DeliveryStatus> Read(List<MailPart> parts, MailLimits limits)
    {
        var statuses = new List<Messages.DeliveryStatus>();
        if (FieldGroups.FindPart(parts, "message/delivery-status", "message/global-delivery-status") is not { } part)
            return statuses;

        var groups = FieldGroups.Read(part, limits);
        var original = FieldGroups.FindOriginal(parts, limits);
        foreach (var group in groups)
        {
            // Some servers leave the first group out and begin with a recipient.
            if (group != groups[0] || IsRecipient(group))
                statuses.Add(Create(group, groups[0], original));
        }

        return statuses;
    }

    private static bool IsRecipient(MailHeader group) =>
        group.Find("Final-Recipient") is not null || group.Find("Original-Recipient") is not null || group.Find("Action") is not null;

    private static Messages.DeliveryStatus Create(MailHeader recipient, MailHeader message, MailHeader? original) => new()
    {
        OriginalRecipient = ReportValue.ReadAddress(recipient, "Original-Recipient"),
        FinalRecipient = ReportValue.ReadAddress(recipient, "Final-Recipient"),
        Action = ReportValue.FirstWord(recipient, "Action").ToLowerInvariant(),
        Status = ReportValue.FirstWord(recipient, "Status"),
        DiagnosticCode = ReportValue.Read(recipient, "Diagnostic-Code"),
        RemoteMta = ReportValue.Read(recipient, "Remote-MTA"),
        LastAttemptDate = MailDate.Read(recipient.Find("Last-Attempt-Date")),
        WillRetryUntil = MailDate.Read(recipient.Find("Will-Retry-Until")),
        ReportingMta = ReportValue.Read(message, "Reporting-MTA"),
        ArrivalDate = MailDate.Read(message.Find("Arrival-Date")),
        OriginalEnvelopeId = message.Fields["Original-Envelope-Id"],
        OriginalMessageId = MessageIds.First(original?.Find(HeaderId.MessageId)),
        OriginalSubject = original?.Fields["Subject"],
        Fields = recipient.Fields,
        MessageFields = message.Fields,
    };
}
