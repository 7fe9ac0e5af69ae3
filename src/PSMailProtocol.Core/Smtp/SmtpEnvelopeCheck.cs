using System.Linq;

namespace PSMailProtocol.Smtp;

/// <summary>What can be known to fail before anything is sent.</summary>
internal static class SmtpEnvelopeCheck
{
    /// <summary>Compares a message with what the server announced.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.Smtputf8Unsupported"/> or <see cref="MailErrors.MessageTooLarge"/>.</exception>
    public static void AgainstCapabilities(SmtpEnvelope envelope, SmtpCapabilities capabilities, long? size)
    {
        if (envelope.NeedsSmtputf8 && !capabilities.Smtputf8)
        {
            var address = envelope.Recipients.Prepend(envelope.Sender).First(path => path is { NeedsSmtputf8: true });
            throw new MailException(MailErrors.Smtputf8Unsupported, $"The server does not offer SMTPUTF8, which {address} needs.");
        }

        if (size > capabilities.MaximumSize)
            throw new MailException(MailErrors.MessageTooLarge, $"The message has {size:N0} octets and the server takes {capabilities.MaximumSize:N0} at the most.");
    }
}
