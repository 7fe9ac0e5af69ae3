using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Imap;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol;

/// <summary>What of a message stays on its server and is fetched when somebody asks for it.</summary>
internal sealed class ImapContent(MailAccount account, MailboxId mailbox, long uid)
{
    /// <summary>Which attachments stay on their servers. They are types of the core, which knows nothing of accounts in them.</summary>
    private static readonly ConditionalWeakTable<MailAttachment, ImapContent> Contents = new();

    private Func<ImapContent, Func<ImapSession, RawMail>, RawMail>? _fetch;

    /// <summary>The login to the mailbox.</summary>
    public MailAccount Account => account;

    /// <summary>The mailbox of the message.</summary>
    public MailboxId Mailbox => mailbox;

    /// <summary>Fetches something by whoever keeps a session for several messages.</summary>
    /// <param name="fetch">Fetches by that session, with the mailbox opened in it.</param>
    /// <param name="act">What makes use of it.</param>
    public T Keeping<T>(Func<ImapContent, Func<ImapSession, RawMail>, RawMail> fetch, Func<T> act)
    {
        _fetch = fetch;
        try
        {
            return act();
        }
        finally
        {
            _fetch = null;
        }
    }

    /// <summary>Opens a session with the mailbox for reading.</summary>
    /// <param name="reached">The login and how to connect.</param>
    /// <param name="cancellation">Closes the connection.</param>
    /// <exception cref="MailException"><see cref="MailErrors.UidValidityChanged"/>, and those of a session.</exception>
    public ImapSession OpenSession(MailAccount reached, CancellationToken cancellation)
    {
        var session = ImapSession.Open(reached, cancellation);
        try
        {
            Examine(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens the mailbox in a session, unless it is open there; in either case its UIDs have to mean what they meant.</summary>
    public void Examine(ImapSession session)
    {
        var opened = session.Mailbox is { } open && open.Name == mailbox.Name ? open : session.Examine(mailbox.Name);
        opened.RequireUidValidity(mailbox.UidValidity);
    }

    /// <summary>Where the content of an attachment is fetched from; null for one that is here.</summary>
    public static ImapContent? Of(MailAttachment attachment) => Contents.TryGetValue(attachment, out var content) ? content : null;

    /// <summary>The attachments, of which only the structure is known.</summary>
    public IReadOnlyList<MailAttachment> ReadAttachments(ImapBodyPart structure)
    {
        var attachments = MailMessage.ReadAttachments(structure, OpenPart);
        foreach (var attachment in attachments)
            Contents.Add(attachment, this);
        return attachments;
    }

    /// <summary>Fetches a part as it is transferred.</summary>
    private Stream OpenPart(ImapBodyPart part, CancellationToken cancellation) =>
        Through(session => ReadPart(session, part.Section), cancellation).OpenRead();

    /// <summary>Fetches the whole message.</summary>
    public RawMail ReadWhole(CancellationToken cancellation) => Through(ReadWhole, cancellation);

    private RawMail Through(Func<ImapSession, RawMail> read, CancellationToken cancellation)
    {
        if (_fetch is not null)
            return _fetch(this, read);
        if (MailSession.LivingOf(account) is { } lasting)
        {
            using var turn = lasting.Enter(null, connect => connect(), cancellation);
            return ReadIn(lasting.Imap, read);
        }

        using var session = OpenSession(account, cancellation);
        var result = read(session);
        session.Logout();
        return result;
    }

    /// <summary>Fetches by a session, in which the mailbox is opened for it.</summary>
    public RawMail ReadIn(ImapSession session, Func<ImapSession, RawMail> read)
    {
        Examine(session);
        return read(session);
    }

    private RawMail ReadWhole(ImapSession session)
    {
        var fetched = session.FetchMessages([uid]).Single();
        return fetched.Failure is null ? fetched.Mail! : throw fetched.Failure;
    }

    private RawMail ReadPart(ImapSession session, string section)
    {
        var fetched = session.FetchSections(uid, [section]);
        return fetched.Failure is not null ? throw fetched.Failure
            : fetched.Sections[0].Content ?? throw new MailException(
                MailErrors.MessageNotDelivered,
                $"The part {section} of the message with the UID {uid} did not come: the server says that it has no content (NIL).");
    }
}
