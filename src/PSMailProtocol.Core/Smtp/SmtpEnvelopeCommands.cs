using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// The commands that carry the envelope (RFC 5321 sections 4.1.1.2 and 4.1.1.3), with the parameters that a server offers.
/// </summary>
internal static class SmtpEnvelopeCommands
{
    public static WireCommand Mail(SmtpMessage message, SmtpCapabilities capabilities)
    {
        var options = message.Options;
        var command = new StringBuilder("MAIL FROM:<").Append(message.Envelope.Sender?.Address).Append('>');
        if (capabilities.Size && message.Size is { } octets)
            command.Append(" SIZE=").Append(octets.ToString(CultureInfo.InvariantCulture));
        if (message.NeedsSmtputf8)
            command.Append(" BODY=8BITMIME SMTPUTF8");
        else if (message.NeedsEightBit)
            command.Append(" BODY=8BITMIME");
        if (capabilities.DeliveryStatusNotification && options.Return != SmtpReturn.Default)
            command.Append(options.Return == SmtpReturn.Full ? " RET=FULL" : " RET=HDRS");
        if (capabilities.DeliveryStatusNotification && options.EnvelopeId is { } id)
            command.Append(" ENVID=").Append(Xtext(id));
        if (options.RequireTls)
            command.Append(" REQUIRETLS");
        return WireCommand.Plain(command.ToString(), nameof(SmtpEnvelope.Sender));
    }

    public static WireCommand Recipient(SmtpPath recipient, SmtpDeliveryOptions options, SmtpCapabilities capabilities)
    {
        var command = new StringBuilder("RCPT TO:<").Append(recipient.Address).Append('>');
        if (capabilities.DeliveryStatusNotification && options.Notify != SmtpNotify.Default)
        {
            command.Append(" NOTIFY=").Append(Conditions(options.Notify));

            // So that a report names the address that was written, however it was rewritten on the way (RFC 3461 section 4.2).
            if (!recipient.NeedsSmtputf8)
                command.Append(" ORCPT=rfc822;").Append(Xtext(recipient.Address));
        }

        return WireCommand.Plain(command.ToString(), nameof(SmtpRecipientResult.Recipient));
    }

    /// <summary>Text of printable ASCII as a parameter's value (RFC 3461 section 4).</summary>
    internal static string Xtext(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is > ' ' and < '\x7f' and not ('+' or '='))
                encoded.Append(c);
            else
                encoded.Append('+').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static string Conditions(SmtpNotify notify)
    {
        if (notify == SmtpNotify.Never)
            return "NEVER";

        var conditions = new List<string>();
        if (notify.HasFlag(SmtpNotify.Success))
            conditions.Add("SUCCESS");
        if (notify.HasFlag(SmtpNotify.Failure))
            conditions.Add("FAILURE");
        if (notify.HasFlag(SmtpNotify.Delay))
            conditions.Add("DELAY");
        return string.Join(",", conditions);
    }
}
