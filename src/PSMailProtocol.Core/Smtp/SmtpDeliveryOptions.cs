namespace PSMailProtocol.Smtp;

/// <summary>What is asked of the server beyond taking a message. Nothing by default.</summary>
public sealed class SmtpDeliveryOptions
{
    /// <summary>Nothing beyond taking the message.</summary>
    public static SmtpDeliveryOptions None { get; } = new();

    /// <summary>
    /// When to report on each recipient (RFC 3461). A server without DSN takes the message as if this were not asked for;
    /// <see cref="SmtpDelivery.Warnings"/> says so.
    /// </summary>
    public SmtpNotify Notify { get; init; }

    /// <summary>What a report should bring back (RFC 3461).</summary>
    public SmtpReturn Return { get; init; }

    /// <summary>
    /// An id that reports carry back, or null: at the most 100 characters once encoded, printable ASCII (RFC 3461 section 4.4).
    /// </summary>
    public string? EnvelopeId { get; init; }

    /// <summary>
    /// Whether no server on the way may pass the message on in clear (RFC 8689). A server that cannot promise it gets
    /// nothing: <see cref="MailErrors.RequireTlsUnsupported"/>.
    /// </summary>
    public bool RequireTls { get; init; }

    internal bool AsksForReports => Notify != SmtpNotify.Default || Return != SmtpReturn.Default || EnvelopeId is not null;
}
