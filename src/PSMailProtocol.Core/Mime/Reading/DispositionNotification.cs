namespace PSMailProtocol.Mime;

/// <summary>A read receipt: what a recipient's mail program did with a message (RFC 8098).</summary>
public sealed class DispositionNotification
{
    private readonly HeaderCollection? _original;

    private DispositionNotification(HeaderCollection fields, HeaderCollection? original)
    {
        Fields = fields;
        _original = original;
        ReadDisposition(fields["Disposition"] ?? "");
    }

    /// <summary>The address that the message was sent to (RFC 8098 section 3.2.3), or <c>null</c>.</summary>
    public string? OriginalRecipient => TypedValue.ReadAddress(Fields, "Original-Recipient");

    /// <summary>The address of whoever reports, or <c>null</c>.</summary>
    public string? FinalRecipient => TypedValue.ReadAddress(Fields, "Final-Recipient");

    /// <summary>The id of the message that is reported about, without angle brackets, or <c>null</c>.</summary>
    public string? OriginalMessageId => MessageIdParser.ReadFirst(Fields, "Original-Message-ID")
        ?? (_original is null ? null : MessageIdParser.ReadFirst(_original, "Message-ID"));

    /// <summary>The mail program, or <c>null</c>.</summary>
    public string? ReportingUserAgent => Fields["Reporting-UA"];

    /// <summary><c>displayed</c>, <c>deleted</c>, <c>dispatched</c> or <c>processed</c> in lower case, or an empty string.</summary>
    public string Disposition { get; private set; } = "";

    /// <summary>What follows the type after a slash, such as <c>error</c>, in lower case, or an empty string.</summary>
    public string Modifier { get; private set; } = "";

    /// <summary>Whether a person did it, rather than a rule.</summary>
    public bool IsManualAction { get; private set; }

    /// <summary>Every field of the report, as they are.</summary>
    public HeaderCollection Fields { get; }

    /// <inheritdoc/>
    public override string ToString() => (FinalRecipient ?? OriginalRecipient ?? "") + " " + Disposition;

    /// <summary>Reads the receipt of a message, or returns <c>null</c> when it is none.</summary>
    internal static DispositionNotification? Read(MimePart root)
    {
        var part = ReportParts.Find(root, "message/disposition-notification") ?? ReportParts.Find(root, "message/global-disposition-notification");
        if (part is null)
        {
            return null;
        }

        var blocks = FieldBlocks.Read(part.GetContent(), root.Tree.Limits);
        return blocks.Count == 0 ? null : new DispositionNotification(blocks[0], ReportParts.FindOriginal(root));
    }

    // RFC 8098 section 3.2.6: "manual-action/MDN-sent-manually; displayed/error". Some programs write the type alone.
    private void ReadDisposition(string value)
    {
        var semicolon = value.IndexOf(';');
        IsManualAction = value.TrimStart().StartsWith("manual-action", System.StringComparison.OrdinalIgnoreCase);
        var type = value.Substring(semicolon + 1).Trim().ToLowerInvariant();
        var slash = type.IndexOf('/');
        Disposition = slash < 0 ? type : type.Substring(0, slash).TrimEnd();
        Modifier = slash < 0 ? "" : type.Substring(slash + 1).Trim();
    }
}
