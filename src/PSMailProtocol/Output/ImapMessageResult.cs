using System;
using System.Collections.Generic;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;

namespace PSMailProtocol;

/// <summary>What became of one message that was to be changed. It names the message to the next cmdlet, where it lies now.</summary>
public sealed class ImapMessageResult
{
    private readonly MailAccount _account;
    private readonly object? _inputObject;

    internal ImapMessageResult(ImapMessageOutcome outcome, string action, MessageHeadline? headline, MailboxId mailbox,
        MailboxId? destination, MailAccount account, object? inputObject)
    {
        _account = account;
        _inputObject = inputObject;
        Action = action;
        Date = headline?.Date;
        From = headline?.From;
        Subject = headline?.Subject;
        Uid = outcome.Uid;
        Mailbox = mailbox;
        Status = StatusOf(outcome);
        Flags = outcome.Flags is null ? null : new JoinedList<string>(outcome.Flags);
        Labels = outcome.Labels is null ? null : new JoinedList<string>(outcome.Labels);
        NewMailbox = outcome.IsCopied ? destination : null;
        NewUid = outcome.NewUid;
        Reason = outcome.Failure is { } failure ? ArgumentAdvice.Named(failure).Message : outcome.Remark;
    }

    /// <summary>What was to be done: Set, Move, Copy or Remove.</summary>
    public string Action { get; }

    /// <summary>How far it got.</summary>
    public ImapChangeStatus Status { get; }

    /// <summary>The date of the message; null if it has none, or nobody read its envelope.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The author; null if it names none, or nobody read its envelope.</summary>
    public MailboxAddress? From { get; }

    /// <summary>The subject; null if nobody read its envelope.</summary>
    public string? Subject { get; }

    /// <summary>The UID in the mailbox where it was.</summary>
    public long Uid { get; }

    /// <summary>The mailbox where it was.</summary>
    public MailboxId Mailbox { get; }

    /// <summary>The mailbox where it, or its copy, lies now; null if it lies where it was, or is gone, or nobody knows.</summary>
    public MailboxId? NewMailbox { get; }

    /// <summary>The UID there; null where the server does not say.</summary>
    public long? NewUid { get; }

    /// <summary>The flags and keywords that it has now; null where they were not asked for.</summary>
    public IReadOnlyList<string>? Flags { get; }

    /// <summary>The labels of Gmail that it has now; null where they were not asked for.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>Why it was not done, or what else there is to say; null if there is nothing.</summary>
    public string? Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Action} {Uid} {Status}";

    /// <summary>With <c>-PassThru</c> the object that came in for it; otherwise null, so that a result keeps no message alive.</summary>
    /// <remarks>
    /// In PowerShell it is the property InputObject, which is read at will and which no serializer, CSV or view of all properties takes up.
    /// </remarks>
    public object? GetInputObject() => _inputObject;

    /// <summary>
    /// The login and how to connect, so that a cmdlet down the pipeline can go there. It is no property, so that nothing shows it.
    /// </summary>
    internal MailAccount GetAccount() => _account;

    private static ImapChangeStatus StatusOf(ImapMessageOutcome outcome) =>
        outcome.IsDone ? ImapChangeStatus.Done
        : outcome.IsUnknown ? ImapChangeStatus.Unknown
        : outcome is { IsCopied: true, IsGone: true } ? ImapChangeStatus.InTrash
        : outcome.IsCopied ? ImapChangeStatus.Copied
        : outcome.IsMarked ? ImapChangeStatus.Marked
        : ImapChangeStatus.NotDone;
}
