using System;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <content>Looking at a server without sending anything.</content>
public sealed partial class SmtpSession
{
    /// <summary>
    /// Goes through an envelope as before a message, a command at a time, and takes it back: no content is sent. A refusal is an
    /// answer and no exception.
    /// </summary>
    /// <param name="envelope">Sender and recipients.</param>
    /// <param name="answerSender">Takes the reply to MAIL.</param>
    /// <param name="answerRecipient">Takes the reply to each RCPT; none is asked for where the sender is refused.</param>
    /// <exception cref="MailException"><see cref="MailErrors.Smtputf8Unsupported"/>, or the connection ended.</exception>
    internal void WalkEnvelope(SmtpEnvelope envelope, Action<SmtpReply> answerSender, Action<SmtpRecipientResult> answerRecipient)
    {
        var message = new SmtpMessage(envelope, _ => { }, size: null);
        SmtpEnvelopeCheck.AgainstCapabilities(message, Capabilities, _connection.IsEncrypted);
        var reply = Answer(SmtpEnvelopeCommands.Mail(message, Capabilities));
        answerSender(reply);
        if (!reply.IsPositive)
            return;

        foreach (var recipient in envelope.Recipients)
            answerRecipient(new SmtpRecipientResult(recipient,
                Answer(SmtpEnvelopeCommands.Recipient(recipient, message.Options, Capabilities))));
        Reset();
    }

    /// <summary>Says a command that only asks for something, and reads the answer, whatever it is.</summary>
    internal SmtpReply Say(string command) => Answer(WireCommand.Plain(command));

    private SmtpReply Answer(WireCommand command)
    {
        using var operation = _connection.Operation();
        var reply = Ask(command);
        return reply.IsIntermediate ? throw _pipeline.Violated(reply, command.Verb ?? "a command") : reply;
    }
}
