using System;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// Stands for a message, or an attachment of one, that was stored by <c>Export-Clixml</c> or came out of a remote session: what the
/// properties say is there, and the octets are not.
/// </summary>
internal sealed class StoredMessage : ReceivedMessage
{
    private readonly string _description;
    private readonly string _advice;

    private StoredMessage(string description, string advice)
        : base(RawMail.FromBytes([]), isHeader: true, MailboxId.OfFile(""))
    {
        _description = description;
        _advice = advice;
    }

    /// <summary>Whether an object was a message before it was stored. What <c>Select-Object</c> makes of one is a row of its own.</summary>
    public static bool IsMessage(object? input) => input is PSObject stored && AdviceFor(stored) is not null;

    /// <summary>The stand-in for an object, or null for one that was neither a message nor an attachment.</summary>
    public static StoredMessage? Of(object? input)
    {
        if (input is not PSObject stored)
            return null;
        if (StoredObject.Was<MailAttachment>(stored))
            return new($"The attachment {WireText.Excerpt(stored.ToString())}", "Read its message again, and pipe that.");
        return AdviceFor(stored) is { } advice ? new($"The message {WireText.Excerpt(stored.ToString())}", advice) : null;
    }

    /// <summary>Says how to come by what is not there.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/>, always.</exception>
    public void Refuse() => throw new AdvisedException(
        MailErrors.InvalidInputObject,
        $"{_description} was stored, as Export-Clixml does, and its octets were not stored with it.",
        _advice);

    private static string? AdviceFor(PSObject stored)
    {
        if (StoredObject.Was<Pop3Message>(stored))
            return "Read it again: pipe it into Get-Pop3Message -Server … -Credential …, and that on.";
        if (StoredObject.Was<ImapMessage>(stored))
            return $"Read it again: Get-ImapMessage -Server … -Credential … -Uid {stored.Properties[nameof(ImapMessage.Uid)]?.Value}" +
                ", with -Mailbox unless it is in INBOX, and pipe that.";
        if (StoredObject.Was<AcceptedMessage>(stored))
            return "Take it from the sandbox again with Get-MailSandboxMessage, and pipe that.";
        return StoredObject.Was<MailFileMessage>(stored) ? "Read its file again: pipe it into Import-MailMessage, and that on." : null;
    }
}
