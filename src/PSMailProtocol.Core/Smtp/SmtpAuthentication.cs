using System;
using PSMailProtocol.Net;
using PSMailProtocol.Sasl;

namespace PSMailProtocol.Smtp;

/// <summary>The AUTH command of RFC 4954: carries a SASL exchange in base64 over 334 replies.</summary>
internal static class SmtpAuthentication
{
    /// <summary>The most challenges of one exchange; no mechanism needs more than four.</summary>
    private const int MaximumChallenges = 16;

    /// <summary>The longest command with an initial response (RFC 4954 section 4 keeps to the 512 octets of RFC 5321, CRLF included).</summary>
    private const int MaximumCommand = 510;

    /// <summary>Runs an exchange to its last reply.</summary>
    /// <param name="mechanism">The exchange.</param>
    /// <param name="ask">Sends a command and reads its reply.</param>
    public static SmtpReply Run(SaslMechanism mechanism, Func<WireCommand, SmtpReply> ask)
    {
        var reply = ask(FirstCommand(mechanism));
        for (var challenges = 0; reply.Code == 334; challenges++)
        {
            if (challenges == MaximumChallenges)
                throw new MailException(MailErrors.ProtocolViolation, $"The server sent more than {MaximumChallenges} challenges for {mechanism.Name}.");

            reply = ask(mechanism.IsComplete ? Cancellation() : Response(mechanism.Respond(Challenge(reply))));
        }

        return reply;
    }

    private static WireCommand FirstCommand(SaslMechanism mechanism)
    {
        var verb = "AUTH " + mechanism.Name;
        if (!mechanism.HasInitialResponse)
            return WireCommand.Plain(verb);

        var response = Convert.ToBase64String(mechanism.Respond([]));
        if (verb.Length + 1 + response.Length <= MaximumCommand)
            return WireCommand.Secret(verb + " ", response.Length == 0 ? "=" : response, "-Credential");

        throw new MailException(MailErrors.InvalidParameter, "User name and password of -Credential are too long for one AUTH command.");
    }

    private static WireCommand Response(byte[] response) => WireCommand.Secret("", Convert.ToBase64String(response), "-Credential");

    /// <summary>A lone asterisk ends an exchange that has nothing more to say (RFC 4954 section 4).</summary>
    private static WireCommand Cancellation() => WireCommand.Plain("*");

    private static byte[] Challenge(SmtpReply reply)
    {
        try
        {
            return Convert.FromBase64String(reply.Text.Trim());
        }
        catch (FormatException)
        {
            // LOGIN's prompts are free text on some servers; only mechanisms that read a challenge mind what it says.
            return [];
        }
    }
}
