using System;
using System.Collections.Generic;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Imap;

/// <summary>What FETCH told of one message; what it did not tell is null or empty.</summary>
public sealed class ImapFetchedMessage
{
    private readonly List<ImapFetchedSection> _sections = [];

    /// <summary>The message's number in the mailbox, which changes when others are expunged.</summary>
    public long Number { get; internal set; }

    /// <summary>The UID, which keeps its meaning as long as UIDVALIDITY does; 0 where the server left it out.</summary>
    public long Uid { get; internal set; }

    /// <summary>The size in octets, as the server says; null where it does not know.</summary>
    public long? Size { get; internal set; }

    /// <summary>When it arrived, or null if the server gives nothing that is a date.</summary>
    public DateTimeOffset? InternalDate { get; internal set; }

    /// <summary>The flags, such as <c>\Seen</c>.</summary>
    public IReadOnlyList<string> Flags { get; internal set; } = [];

    /// <summary>The labels of Gmail (X-GM-LABELS).</summary>
    public IReadOnlyList<string> Labels { get; internal set; } = [];

    /// <summary>Gmail's number of the message in the whole account (X-GM-MSGID).</summary>
    public ulong? GmailMessageId { get; internal set; }

    /// <summary>Gmail's number of the conversation (X-GM-THRID).</summary>
    public ulong? GmailThreadId { get; internal set; }

    /// <summary>The modification sequence (RFC 7162).</summary>
    public long? ModSeq { get; internal set; }

    /// <summary>The first words of the text, as the server gives them (RFC 8970).</summary>
    public string? Preview { get; internal set; }

    /// <summary>The parsed header; null also where what came cannot be read.</summary>
    public ImapEnvelope? Envelope { get; internal set; }

    /// <summary>The parsed structure; null also where what came cannot be read.</summary>
    public ImapBodyPart? Structure { get; internal set; }

    /// <summary>The message or its header, whichever was asked for; null if neither was.</summary>
    public RawMail? Mail { get; internal set; }

    /// <summary>The parts that were asked for.</summary>
    public IReadOnlyList<ImapFetchedSection> Sections => _sections;

    /// <summary>Why what was asked for is not there; null otherwise.</summary>
    public MailException? Failure { get; internal set; }

    /// <summary>Whether the server answered with the content that was asked for, be it NIL.</summary>
    internal bool HasContent { get; set; }

    /// <summary>Whether flags were told, be it that there are none.</summary>
    internal bool HasFlags { get; set; }

    /// <summary>Whether labels were told, be it that there are none.</summary>
    internal bool HasLabels { get; set; }

    /// <summary>Whether the answer broke off inside a value, so that what stood behind it could not be read.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>How many octets of content came with it.</summary>
    internal long ContentOctets { get; set; }

    /// <summary>How many octets the content has, where that is more than the cap allows.</summary>
    internal long? Oversize { get; set; }

    internal void Add(ImapFetchedSection section) => _sections.Add(section);

    /// <summary>
    /// Takes over what a later piece about the same message tells. Flags and labels can have changed since; the rest cannot.
    /// </summary>
    internal void Merge(ImapFetchedMessage more)
    {
        Mail ??= more.Mail;
        Failure ??= more.Failure;
        InternalDate ??= more.InternalDate;
        Size ??= more.Size;
        ModSeq ??= more.ModSeq;
        Preview ??= more.Preview;
        Envelope ??= more.Envelope;
        Structure ??= more.Structure;
        GmailMessageId ??= more.GmailMessageId;
        GmailThreadId ??= more.GmailThreadId;
        Oversize ??= more.Oversize;
        HasContent |= more.HasContent;
        if (more.HasFlags)
            (Flags, HasFlags) = (more.Flags, true);
        if (more.HasLabels)
            (Labels, HasLabels) = (more.Labels, true);
        _sections.AddRange(more._sections);
    }
}

/// <summary>A part of a message that was asked for.</summary>
/// <param name="Name">What the server calls it, in capitals: <c>BODY[1.2]&lt;0&gt;</c>.</param>
/// <param name="Content">The octets; null for NIL.</param>
public sealed record ImapFetchedSection(string Name, RawMail? Content);
