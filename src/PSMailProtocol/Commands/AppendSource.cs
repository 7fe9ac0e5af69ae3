using System;
using System.IO;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Files;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>A message that is to be put into a mailbox: what it is known by, and where its octets come from.</summary>
internal sealed class AppendSource
{
    private readonly Func<ImapAppendContent> _read;
    private ImapAppendContent? _content;

    private AppendSource(MessageHeadline headline, string? messageId, Func<ImapAppendContent> read)
    {
        Headline = headline;
        MessageId = messageId;
        _read = read;
    }

    /// <summary>What people know it by.</summary>
    public MessageHeadline Headline { get; private set; }

    /// <summary>The message id without angle brackets, or null.</summary>
    public string? MessageId { get; }

    /// <summary>When it was received, as far as it says so.</summary>
    public DateTimeOffset? Received { get; private init; }

    /// <summary>Whether it was sent from here.</summary>
    public bool IsSent { get; private init; }

    /// <summary>How many octets it has; null before they were read.</summary>
    public long? Size => _content?.Length;

    /// <summary>A message that was read, exactly as it is; of a file its lines get proper ends.</summary>
    public static AppendSource Of(ReceivedMessage message) =>
        new(MessageHeadline.Of(message), message.MessageId,
            () => message is MailFileMessage ? ImapAppendContent.FromFile(message.WriteTo) : ImapAppendContent.FromWriter(message.WriteTo))
        {
            Received = message.Received,
        };

    /// <summary>The message that is a file.</summary>
    /// <exception cref="MailException">It cannot be read, or is something else.</exception>
    public static AppendSource OfFile(string file, string parameter) => Of(ReadFile(file, parameter));

    /// <summary>What Send-SmtpMessage sent.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> for a result that was stored, as its octets were
    /// not.</exception>
    public static AppendSource Of(PSObject result)
    {
        if (result.BaseObject is not SmtpMessageResult sent)
        {
            throw new AdvisedException(
                MailErrors.InvalidInputObject,
                "A result of Send-SmtpMessage was stored, as Export-Clixml does, and the octets of its message were not stored with it.",
                "Pipe the results of Send-SmtpMessage itself, or write the messages with -OutFile as well.");
        }

        var mail = sent.GetMail();
        return new(MessageHeadline.Of(mail.From, sent.Subject), sent.MessageId, () => ImapAppendContent.FromWriter(mail.WriteAgain))
        {
            IsSent = true,
        };
    }

    /// <summary>Whether a result tells of a message that the server took for somebody.</summary>
    public static bool WasAccepted(SmtpMessageResult result) =>
        result.Status is SmtpDeliveryStatus.Accepted or SmtpDeliveryStatus.PartlyAccepted;

    /// <summary>The octets, looked through.</summary>
    /// <exception cref="MailException">They cannot be read, or are none.</exception>
    public ImapAppendContent Read()
    {
        if (_content is not null)
            return _content;

        _content = _read();
        if (_content.Length == 0)
            throw new MailException(MailErrors.InvalidInputObject, "The message is empty.");
        if (IsSent)
            Headline = MessageHeadline.Of(new MailFileMessage(RawMail.FromBytes(_content.HeaderBlock), "", 1));
        return _content;
    }

    /// <summary>
    /// The octets are taken as they are now, so that nothing that is written to the file meanwhile makes another message of them.
    /// </summary>
    private static MailFileMessage ReadFile(string file, string parameter)
    {
        if (Directory.Exists(file))
            throw new AdvisedException(MailErrors.MailFileUnreadable, $"-{parameter}: {file} is a folder.",
                "Name the files in it; Get-ChildItem -File leaves folders out.");
        if (OrdinaryFile.OtherKind(file) is { } kind)
            throw new AdvisedException(MailErrors.MailFileUnreadable, $"-{parameter}: {file} is {kind} and no file.",
                "Write what it gives to a file, and name that.");

        try
        {
            using var stream = OrdinaryFile.OpenRead(file, 1 << 16);
            if (MboxReader.IsMbox(stream))
            {
                throw new AdvisedException(
                    MailErrors.InvalidInputObject,
                    $"-{parameter}: {file} is a mbox file, which holds messages with more around them.",
                    "Read its messages with Import-MailMessage, and pipe them into this command.");
            }

            return new MailFileMessage(RawMail.FromStream(stream), file, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MailException(MailErrors.MailFileUnreadable, $"-{parameter}: {file} cannot be read: {e.Message}", e);
        }
    }
}
