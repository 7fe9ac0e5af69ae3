using System.Collections.Generic;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Commands;

/// <summary>Messages that are composed already go out as they are; only their envelope is made here.</summary>
public sealed partial class SendSmtpMessageCommand
{
    private OutgoingMessage ReadInput(object input)
    {
        var message = MessageSourceObject.Read(input);
        // A message from a mailbox was delivered to those whom it names; they are not to have it once more by mistake.
        if (MessageSourceObject.WasDelivered(input) && OutFile is null && To is null && Cc is null && Bcc is null)
            throw new MailException(MailErrors.InvalidParameter, "A message from a mailbox is sent on only to those whom -To, -Cc or -Bcc name.");
        return Outgoing(message, message.Recipients, input);
    }

    private OutgoingMessage ReadFile(string file)
    {
        var message = RawMessage.FromFile(file);
        if (message.Length == 0)
            throw new MailException(MailErrors.InvalidInputObject, $"-Path: {file} is empty.");
        return Outgoing(message, message.Recipients, Record is null ? file : Record);
    }

    private OutgoingMessage Outgoing(RawMessage message, IReadOnlyList<MailboxAddress> named, object? input)
    {
        var recipients = new List<MailboxAddress>();
        MailboxParameter.ReadAll(To, nameof(To), recipients);
        MailboxParameter.ReadAll(Cc, nameof(Cc), recipients);
        MailboxParameter.ReadAll(Bcc, nameof(Bcc), recipients);
        if (To is null && Cc is null && Bcc is null)
            recipients.AddRange(named);

        var author = string.IsNullOrEmpty(From) ? message.Sender ?? message.From : MailboxParameter.Read(From, nameof(From));
        var sender = EnvelopeSender(author);
        if (sender is null && EnvelopeFrom is null && OutFile is null)
            throw new MailException(MailErrors.InvalidParameter, "The message names no author that can be read, and neither -EnvelopeFrom nor -From is given.");
        return new OutgoingMessage(message, message.Subject, sender, recipients, input);
    }
}
