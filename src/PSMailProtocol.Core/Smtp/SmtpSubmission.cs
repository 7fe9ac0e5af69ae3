using PSMailProtocol.Messages;


namespace PSMailProtocol.Smtp;

/// <summary>One message on its way to the server: who it is for, what it is, and what is asked of the server.</summary>
public sealed class SmtpSubmission
{
    /// <summary>Creates a submission.</summary>
    /// <param name="envelope">Sender and recipients.</param>
    /// <param name="content">The message.</param>
    /// <param name="options">What is asked beyond taking it; null for nothing.</param>
    /// <param name="tag">Whatever the caller knows the message by; it comes back with the result.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for options that no server could take.</exception>
    public SmtpSubmission(SmtpEnvelope envelope, IMailContent content, SmtpDeliveryOptions? options = null, object? tag = null)
    {
        Envelope = envelope;
        Content = content;
        Options = options ?? SmtpDeliveryOptions.None;
        Tag = tag;
        SmtpEnvelopeCheck.OfOptions(Options);
    }

    /// <summary>Sender and recipients.</summary>
    public SmtpEnvelope Envelope { get; }

    /// <summary>The message.</summary>
    public IMailContent Content { get; }

    /// <summary>What is asked of the server beyond taking the message.</summary>
    public SmtpDeliveryOptions Options { get; }

    /// <summary>The caller's own, untouched.</summary>
    public object? Tag { get; }

    /// <summary>Whether an address in envelope or header needs RFC 6531.</summary>
    internal bool NeedsSmtputf8 => Envelope.NeedsSmtputf8 || Content.NeedsSmtputf8;
}
