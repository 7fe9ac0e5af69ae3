using System;

namespace PSMailProtocol.Mime;

/// <summary>What became of a message for one recipient (RFC 3464 section 2.3).</summary>
public sealed class DeliveryStatusRecipient
{
    internal DeliveryStatusRecipient(HeaderCollection fields) => Fields = fields;

    /// <summary>The address that the sender wrote, or <c>null</c> when the report does not know it.</summary>
    public string? OriginalRecipient => TypedValue.ReadAddress(Fields, "Original-Recipient");

    /// <summary>The address that delivery was tried to, or <c>null</c>.</summary>
    public string? FinalRecipient => TypedValue.ReadAddress(Fields, "Final-Recipient");

    /// <summary><c>failed</c>, <c>delayed</c>, <c>delivered</c>, <c>relayed</c> or <c>expanded</c> (RFC 3464 section 2.3.3) in lower case, or an empty string.</summary>
    public string Action => FirstWord(Fields["Action"]).ToLowerInvariant();

    /// <summary>The enhanced status code such as <c>5.1.1</c> (RFC 3463), or an empty string.</summary>
    public string Status => FirstWord(Fields["Status"]);

    /// <summary>What the refusing server said, without its kind, or <c>null</c>.</summary>
    public string? DiagnosticCode => TypedValue.Read(Fields, "Diagnostic-Code");

    /// <summary>The server that refused or took it, or <c>null</c>.</summary>
    public string? RemoteMta => TypedValue.Read(Fields, "Remote-MTA");

    /// <summary>When delivery was tried last, or <c>null</c>.</summary>
    public DateTimeOffset? LastAttemptDate => ReadDate(Fields, "Last-Attempt-Date");

    /// <summary>Until when the server goes on trying, or <c>null</c>.</summary>
    public DateTimeOffset? WillRetryUntil => ReadDate(Fields, "Will-Retry-Until");

    /// <summary>Every field about this recipient, as they are.</summary>
    public HeaderCollection Fields { get; }

    /// <inheritdoc/>
    public override string ToString() => (OriginalRecipient ?? FinalRecipient ?? "") + " " + Action + " " + Status;

    internal static DateTimeOffset? ReadDate(HeaderCollection fields, string name) =>
        fields.TryFind(name, out var span) ? MailDateParser.Read(fields.Buffer, span.ValueStart, span.End, out _) : null;

    // "failed (unknown user)" and "5.1.1 (permanent failure)" carry a comment.
    private static string FirstWord(string? value)
    {
        if (value is null)
        {
            return "";
        }

        var end = value.IndexOfAny([' ', '\t', '(']);
        return end < 0 ? value : value.Substring(0, end);
    }
}
