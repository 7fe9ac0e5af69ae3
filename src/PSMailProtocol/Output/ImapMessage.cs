using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol;

/// <summary>A message of an IMAP mailbox: all of it, or its header or envelope with its structure.</summary>
public sealed class ImapMessage : ReceivedMessage
{
    private static readonly RawMail Nothing = RawMail.FromBytes([]);

    private readonly ImapBodyPart? _structure;
    private readonly bool _isEnvelope;
    private readonly List<MimeDefect> _unreadable = [];
    private IReadOnlyList<MailAttachment>? _attachments;

    private ImapMessage(ImapFetchedMessage fetched, RawMail mail, MailboxId mailbox, MailAccount account, bool isHeader,
        ImapEnvelope? envelope = null)
        : base(mail, isHeader, mailbox, account, envelope is null ? null : () => MailMessage.ReadFields(envelope.ToFields()))
    {
        IsPartial = isHeader;
        Number = fetched.Number;
        Uid = fetched.Uid;
        Size = fetched.Size ?? (isHeader ? 0 : mail.Length);
        InternalDate = fetched.InternalDate;
        Flags = new JoinedList<string>(fetched.Flags);
        Labels = new JoinedList<string>(fetched.Labels);
        ModSeq = fetched.ModSeq;
        Preview = fetched.Preview;
        GmailMessageId = fetched.GmailMessageId;
        GmailThreadId = fetched.GmailThreadId;
        Content = new ImapContent(account, mailbox, fetched.Uid);
    }

    private ImapMessage(ImapFetchedMessage fetched, MailboxId mailbox, MailAccount account, bool isEnvelope)
        : this(fetched, isEnvelope ? Nothing : fetched.Mail!, mailbox, account, isHeader: true, isEnvelope ? fetched.Envelope : null)
    {
        _isEnvelope = isEnvelope;
        _structure = fetched.Structure;
        if (_structure is null)
            _unreadable.Add(new MimeDefect(MimeDefect.UnreadableStructure, 0));
    }

    /// <summary>The number in the mailbox, which changes when others are expunged.</summary>
    public long Number { get; }

    /// <summary>The UID, which identifies the message as long as the mailbox keeps its UIDVALIDITY.</summary>
    public long Uid { get; }

    /// <summary>Under this number the UIDs of the mailbox mean the same messages; 0 if the server gives none.</summary>
    public long UidValidity => Mailbox.UidValidity;

    /// <summary>The size in octets, as the server says; where it does not know, as many as came, and 0 for a header alone.</summary>
    public long Size { get; }

    /// <summary>When it arrived, or null if the server does not say.</summary>
    public DateTimeOffset? InternalDate { get; }

    /// <summary>When the last server took it: <see cref="InternalDate"/>, or without that by the topmost Received field.</summary>
    public override DateTimeOffset? Received => InternalDate ?? base.Received;

    /// <summary>The flags and keywords, such as <c>\Seen</c>.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary>The flags that are not the protocol's own, such as <c>$Forwarded</c>.</summary>
    public IReadOnlyList<string> Keywords =>
        new JoinedList<string>([.. Flags.Where(flag => !flag.StartsWith("\\", StringComparison.Ordinal))]);

    /// <summary>The labels of Gmail; empty elsewhere.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Whether it is marked as seen.</summary>
    public bool Seen => Has("\\Seen");

    /// <summary>Whether it is marked as important.</summary>
    public bool Flagged => Has("\\Flagged");

    /// <summary>Whether it is marked as answered.</summary>
    public bool Answered => Has("\\Answered");

    /// <summary>Whether it is marked as a draft.</summary>
    public bool Draft => Has("\\Draft");

    /// <summary>Whether it is marked as deleted.</summary>
    public bool Deleted => Has("\\Deleted");

    /// <summary>
    /// The modification sequence (RFC 7162), which grows with every change; null where the server has none, or was not asked.
    /// </summary>
    public long? ModSeq { get; }

    /// <summary>The first words of the text, as the server gives them (RFC 8970); null where it gives none, or was not asked.</summary>
    public string? Preview { get; }

    /// <summary>Gmail's number of the message in the whole account; null elsewhere.</summary>
    public ulong? GmailMessageId { get; }

    /// <summary>Gmail's number of the conversation; null elsewhere.</summary>
    public ulong? GmailThreadId { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<MailAttachment> Attachment => _structure is null
        ? base.Attachment
        : _attachments ??= new JoinedList<MailAttachment>(Content.ReadAttachments(_structure));

    /// <inheritdoc/>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> where the envelope alone was read.</exception>
    /// <remarks>Of all that a property throws PowerShell shows this type alone, and takes anything else for null.</remarks>
    public override HeaderCollection Header => _isEnvelope ? throw Thrown(NotRead("header")) : base.Header;

    /// <inheritdoc/>
    public override IReadOnlyList<MimeDefect> Defect =>
        _unreadable.Count == 0 && !_isEnvelope
            ? base.Defect
            : new JoinedList<MimeDefect>([.. _unreadable, .. _isEnvelope ? [] : base.Defect]);

    /// <summary>What of it stays on the server.</summary>
    internal ImapContent Content { get; }

    /// <summary>Whether its attachments can be told: they are here, or the server has told its structure.</summary>
    internal bool HasAttachments => !IsPartial || _structure is not null;

    /// <inheritdoc/>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidInputObject"/> where the envelope alone was read.</exception>
    public override void WriteTo(Stream stream)
    {
        if (_isEnvelope)
            throw NotRead("octets");
        base.WriteTo(stream);
    }

    /// <summary>A message of which nothing was read but what the server says of it.</summary>
    internal static ImapMessage OfFacts(ImapFetchedMessage fetched, MailboxId mailbox, MailAccount account) =>
        new(fetched, Nothing, mailbox, account, isHeader: true);

    /// <summary>A message that was read whole.</summary>
    internal static ImapMessage OfWhole(ImapFetchedMessage fetched, MailboxId mailbox, MailAccount account) =>
        new(fetched, fetched.Mail!, mailbox, account, isHeader: false);

    /// <summary>A message whose header was read, and perhaps its structure.</summary>
    internal static ImapMessage OfHeader(ImapFetchedMessage fetched, MailboxId mailbox, MailAccount account) =>
        new(fetched, mailbox, account, isEnvelope: false);

    /// <summary>A message whose envelope was read; its header stands in for one that could not be read.</summary>
    internal static ImapMessage OfEnvelope(ImapFetchedMessage fetched, MailboxId mailbox, MailAccount account)
    {
        var message = new ImapMessage(fetched, mailbox, account, isEnvelope: fetched.Mail is null);
        if (fetched.Mail is not null)
            message._unreadable.Add(new MimeDefect(MimeDefect.UnreadableEnvelope, 0));
        return message;
    }

    private bool Has(string flag) => Flags.Contains(flag, StringComparer.OrdinalIgnoreCase);

    private static MethodException Thrown(MailException failure) => new(failure.Message, failure);

    private MailException NotRead(string what) => new(
        MailErrors.InvalidInputObject,
        $"Of the message with the UID {Uid} the envelope was read, and not its {what}: read it with -HeaderOnly, or whole.");
}
