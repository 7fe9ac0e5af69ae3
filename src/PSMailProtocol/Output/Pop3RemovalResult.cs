using System;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Messages;
using PSMailProtocol.Pop3;

namespace PSMailProtocol;

/// <summary>What became of one message that was to be removed.</summary>
public sealed class Pop3RemovalResult
{
    private readonly object? _inputObject;

    internal Pop3RemovalResult(Pop3Removal removal, MessageHeadline? headline, MailboxId mailbox, object? inputObject)
    {
        Number = removal.Number > 0 ? removal.Number : null;
        Date = headline?.Date;
        From = headline?.From;
        Subject = headline?.Subject;
        Uid = removal.Uid;
        Removed = removal.Removed;
        Committed = removal.Committed;
        Reason = removal.Failure is { } failure ? ArgumentAdvice.Named(failure).Message : removal.Remark;
        Mailbox = mailbox;
        _inputObject = inputObject;
    }

    /// <summary>
    /// The message's number in the session that was to remove it, where it means nothing any more; null if it was not found there.
    /// </summary>
    public int? Number { get; }

    /// <summary>The date of the message; null if it has none, or nobody read its header.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The author; null if it names none, or nobody read its header.</summary>
    public MailboxAddress? From { get; }

    /// <summary>The subject; null if nobody read its header.</summary>
    public string? Subject { get; }

    /// <summary>The message's unique-id; null if the server gives it none.</summary>
    public string? Uid { get; }

    /// <summary>Whether the message is gone: it was marked, and the server confirmed QUIT or, asked again, has it no more.</summary>
    public bool Removed { get; }

    /// <summary>Whether the server confirmed QUIT for the session that was to remove it.</summary>
    public bool Committed { get; }

    /// <summary>Why it was not removed, or what else there is to say; null if there is nothing.</summary>
    public string? Reason { get; }

    /// <summary>The maildrop.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>With <c>-PassThru</c> the object that came in for it; otherwise null, so that a result keeps no message alive.</summary>
    /// <remarks>
    /// In PowerShell it is the property InputObject, which is read at will and which no serializer, CSV or view of all properties takes up.
    /// </remarks>
    public object? GetInputObject() => _inputObject;
}
