using System.Linq;

namespace PSMailProtocol.Smtp;

/// <summary>What can be known to fail before anything is sent.</summary>
internal static class SmtpEnvelopeCheck
{
    /// <summary>The longest ENVID once encoded (RFC 3461 section 4.4).</summary>
    private const int LongestEnvelopeId = 100;

    /// <summary>Compares a message with what the server announced.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.Smtputf8Unsupported"/>, <see cref="MailErrors.EightBitMimeUnsupported"/>,
    /// <see cref="MailErrors.RequireTlsUnsupported"/> or <see cref="MailErrors.MessageTooLarge"/>.</exception>
    public static void AgainstCapabilities(SmtpMessage message, SmtpCapabilities capabilities, bool isEncrypted)
    {
        if (message.NeedsSmtputf8 && !capabilities.Smtputf8)
        {
            var envelope = message.Envelope;
            var address = envelope.Recipients.Prepend(envelope.Sender).FirstOrDefault(path => path is { NeedsSmtputf8: true })?.Address
                ?? "an address in the header";
            throw new MailException(MailErrors.Smtputf8Unsupported, $"The server does not offer SMTPUTF8, which {address} needs.");
        }

        // RFC 6152 section 3 leaves a choice of conversion or failure. What is composed here is 7-bit by itself, and what
        // somebody else composed, and perhaps signed, is not ours to change.
        if (message.NeedsEightBit && !capabilities.EightBitMime)
            throw new MailException(MailErrors.EightBitMimeUnsupported,
                "The message has octets beyond ASCII and the server does not offer 8BITMIME.");

        if (message.Options.RequireTls && !(capabilities.RequireTls && isEncrypted))
            throw new MailException(MailErrors.RequireTlsUnsupported,
                isEncrypted ? "The server does not offer REQUIRETLS."
                    : "The connection is not encrypted, so REQUIRETLS cannot be asked for.");

        if (message.Size > capabilities.MaximumSize)
            throw new MailException(MailErrors.MessageTooLarge,
                $"The message has {message.Size:N0} octets and the server takes {capabilities.MaximumSize:N0} at the most.");
    }

    /// <summary>Refuses options that no server could take.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    public static void OfOptions(SmtpDeliveryOptions options)
    {
        if (options.Notify.HasFlag(SmtpNotify.Never) && options.Notify != SmtpNotify.Never)
            throw new MailException(MailErrors.InvalidParameter,
                "A delivery notification that is asked for Never goes with no other condition.");

        if (options.EnvelopeId is not { } id)
            return;
        if (id.Length == 0 || id.Any(c => c is < ' ' or > '~') || SmtpEnvelopeCommands.Xtext(id).Length > LongestEnvelopeId)
            throw new MailException(MailErrors.InvalidParameter,
                $"An envelope id is printable ASCII of at the most {LongestEnvelopeId} characters once encoded.");
    }
}
