using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Advice;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Commands;

/// <summary>Messages that are composed already go out as they are; only their envelope is made here.</summary>
public sealed partial class SendSmtpMessageCommand
{
    private OutgoingMessage ReadInput(object input)
    {
        var received = MessageSourceObject.Received(input);
        if (received is not null)
            RequireWhole(received);
        var message = MessageSourceObject.Read(input);
        // A message from a mailbox was delivered to those whom it names; they are not to have it once more by mistake.
        if (received is not null && OutFile is null && !NamesRecipients)
            throw new AdvisedException(MailErrors.InvalidParameter,
                $"{OriginOf(received)} is sent on only to those whom -To, -Cc or -Bcc name.", NameRecipient(received));
        return Outgoing(message, input);
    }

    /// <summary>
    /// Whether the recipients are said by parameters, and not by the header. One that is given and empty, as of a user without an
    /// address, names nobody: the message must not go to others instead.
    /// </summary>
    private bool NamesRecipients => new[] { nameof(To), nameof(Cc), nameof(Bcc) }.Any(MyInvocation.BoundParameters.ContainsKey);

    private static string OriginOf(ReceivedMessage message) =>
        message is MailFileMessage ? "A message that Import-MailMessage read" : "A message from a mailbox";

    private static string NameRecipient(ReceivedMessage message) => message is MailFileMessage
        ? "Name a recipient with -To, -Cc or -Bcc; or send the file with -Path, which goes to those whom its header names."
        : "Name a recipient with -To, -Cc or -Bcc.";

    private OutgoingMessage ReadFile(string file)
    {
        var message = RawMessage.FromFile(MessagePath.RequireFile(file, nameof(Path)), MailFields.Read);
        if (message.Length == 0)
            throw new MailException(MailErrors.InvalidInputObject, $"-Path: {file} is empty.");
        return Outgoing(message, Record is null ? file : Record);
    }

    private OutgoingMessage Outgoing(RawMessage message, object? input)
    {
        var recipients = new List<MailboxAddress>();
        MailboxParameter.ReadAll(To, nameof(To), recipients);
        MailboxParameter.ReadAll(Cc, nameof(Cc), recipients);
        MailboxParameter.ReadAll(Bcc, nameof(Bcc), recipients);
        if (!NamesRecipients)
            recipients.AddRange(message.Recipients);

        var author = string.IsNullOrEmpty(From) ? message.Originator : MailboxParameter.Read(From, nameof(From));
        var sender = EnvelopeSender(author);
        if (sender is null && EnvelopeFrom is null && OutFile is null)
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter,
                "The message names no author that can be read, and neither -EnvelopeFrom nor -From is given.",
                "Name the sender with -From, or with -EnvelopeFrom, which may be empty for none.");
        }

        return new OutgoingMessage(message, message.Subject, sender, recipients, input);
    }
}
