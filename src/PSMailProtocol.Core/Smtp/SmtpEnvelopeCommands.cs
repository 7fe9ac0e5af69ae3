using System.Globalization;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>The commands that carry the envelope (RFC 5321 sections 4.1.1.2 and 4.1.1.3), with the parameters that a server offers.</summary>
internal static class SmtpEnvelopeCommands
{
    public static WireCommand Mail(SmtpEnvelope envelope, SmtpCapabilities capabilities, long? size)
    {
        var command = new StringBuilder($"MAIL FROM:<{envelope.Sender}>");
        if (capabilities.Size && size is { } octets)
            command.Append(" SIZE=").Append(octets.ToString(CultureInfo.InvariantCulture));
        if (envelope.NeedsSmtputf8)
            command.Append(" BODY=8BITMIME SMTPUTF8");
        return WireCommand.Plain(command.ToString(), "The sender's address");
    }

    public static WireCommand Recipient(SmtpPath recipient) =>
        WireCommand.Plain($"RCPT TO:<{recipient}>", "A recipient's address");
}
