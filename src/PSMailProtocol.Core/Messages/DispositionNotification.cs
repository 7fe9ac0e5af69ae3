namespace PSMailProtocol.Messages;

/// <summary>A read receipt: what a recipient's mail program did with a message (RFC 8098).</summary>
public sealed class DispositionNotification
{
    internal DispositionNotification()
    {
    }

    /// <summary>The address that the message was sent to (RFC 8098 section 3.2.3), or <c>null</c>.</summary>
    public string? OriginalRecipient { get; internal init; }

    /// <summary>The address of whoever reports, or <c>null</c>.</summary>
    public string? FinalRecipient { get; internal init; }

    /// <summary>The id of the message that is reported about, without angle brackets, or <c>null</c>.</summary>
    public string? OriginalMessageId { get; internal init; }

    /// <summary>The mail program, or <c>null</c>.</summary>
    public string? ReportingUserAgent { get; internal init; }

    /// <summary><c>displayed</c>, <c>deleted</c>, <c>dispatched</c> or <c>processed</c> in lower case, or an empty string.</summary>
    public string Disposition { get; internal init; } = "";

    /// <summary>What follows the type after a slash, such as <c>error</c>, in lower case, or an empty string.</summary>
    public string Modifier { get; internal init; } = "";

    /// <summary>Whether a person did it, rather than a rule.</summary>
    public bool IsManualAction { get; internal init; }

    /// <summary>Every field of the report, as they are.</summary>
    /// <remarks>A method, so that what writes out all properties does not nest deeper.</remarks>
    public HeaderCollection GetFields() => Fields;

    internal HeaderCollection Fields { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => (FinalRecipient ?? OriginalRecipient ?? "") + " " + Disposition;
}
