using System;
using System.Collections.Generic;
using MimeKit;

namespace PSMailProtocol.Mime;

/// <summary>Reads a read receipt (RFC 8098).</summary>
internal static class DispositionReport
{
    /// <summary>The receipt, or <c>null</c> when the message is none.</summary>
    public static Messages.DispositionNotification? Read(List<MailPart> parts, MailLimits limits)
    {
        var part = FieldGroups.FindPart(parts, "message/disposition-notification", "message/global-disposition-notification");
        var groups = part is null ? [] : FieldGroups.Read(part, limits);
        return groups.Count == 0 ? null : Create(groups[0], FieldGroups.FindOriginal(parts, limits));
    }

    // RFC 8098 section 3.2.6: "manual-action/MDN-sent-manually; displayed/error". Some programs write the type alone.
    private static Messages.DispositionNotification Create(MailHeader report, MailHeader? original)
    {
        var value = report.Fields["Disposition"] ?? "";
        var type = value.Substring(value.IndexOf(';') + 1).Trim().ToLowerInvariant().Split(['/'], 2);
        return new Messages.DispositionNotification
        {
            OriginalRecipient = ReportValue.ReadAddress(report, "Original-Recipient"),
            FinalRecipient = ReportValue.ReadAddress(report, "Final-Recipient"),
            OriginalMessageId = MessageIds.First(report.Find("Original-Message-ID") ?? original?.Find(HeaderId.MessageId)),
            ReportingUserAgent = report.Fields["Reporting-UA"],
            Disposition = type[0].TrimEnd(),
            Modifier = type.Length > 1 ? type[1].Trim() : "",
            IsManualAction = value.StartsWith("manual-action", StringComparison.OrdinalIgnoreCase),
            Fields = report.Fields,
        };
    }
}
