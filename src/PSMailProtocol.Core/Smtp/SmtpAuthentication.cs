using System;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Smtp;

/// <summary>The AUTH command of RFC 4954: carries a SASL exchange in base64 over 334 replies.</summary>
internal static class SmtpAuthentication
{
    /// <summary>
    /// The longest command with an initial response (RFC 4954 section 4 keeps to the 512 octets of RFC 5321, CRLF included).
    /// </summary>
    private const int LongestCommand = 510;

    /// <summary>Logs in, or throws.</summary>
    /// <param name="mechanism">The exchange.</param>
    /// <param name="connection">Where; its transcript.</param>
    /// <param name="limits">The caps on it.</param>
    /// <param name="ask">Sends a command and reads its reply.</param>
    /// <exception cref="SmtpReplyException"><see cref="MailErrors.AuthenticationFailed"/>.</exception>
    public static void Run(SaslMechanism mechanism, MailConnection connection, SaslLimits limits, Func<WireCommand, SmtpReply> ask)
    {
        using var screen = new LoginScreen(connection, "334 ", "334-");
        var exchange = new SaslExchange(mechanism, limits, screen);
        var reply = ask(exchange.Begin("AUTH ", LongestCommand));
        while (reply.Code == 334)
            reply = ask(exchange.Answer(reply.Text));

        exchange.ThrowIfFaulty();
        if (reply.Code != 235)
            throw new SmtpReplyException(MailErrors.AuthenticationFailed, exchange.DescribeRefusal(), reply) { Mechanism = mechanism.Name };
        exchange.Accept();
    }
}
