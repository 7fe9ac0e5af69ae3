using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <content>The session, which lasts for the pipeline, and one result for each message.</content>
public sealed partial class AddImapMessageCommand
{
    private MailAccount? _account;
    private MailboxId? _accountId;
    private ImapSession? _session;
    private MailboxChoice? _choice;
    private string? _name;
    private StageProgress? _progress;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _session?.Dispose();
            _progress?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Add(AppendSource source, MailAccount account, object input)
    {
        foreach (var keyword in Keyword ?? [])
            RequireKeyword(keyword);
        if (source.IsSent && !TryRead(source, account, input))
            return;
        if (!IsAgreed($"{WireText.Excerpt(source.Headline.ToString())} to {WireText.Excerpt(Mailbox)} of {account}", Action))
            return;

        if (TryRead(source, account, input))
            Append(source, account, input);
    }

    /// <summary>Reads the octets, or says why they cannot be read.</summary>
    private bool TryRead(AppendSource source, MailAccount account, object input)
    {
        try
        {
            source.Read();
            return true;
        }
        catch (MailException e)
        {
            Emit(ImapChangeStatus.NotDone, source, MailboxId.OfMailbox(account, Mailbox, 0), account, null, e, input);
            return false;
        }
    }

    private void Append(AppendSource source, MailAccount account, object input)
    {
        GoTo(account);
        _progress ??= new StageProgress(this, $"Adding messages to {WireText.Excerpt(Mailbox)}");
        try
        {
            var uid = MailSession.Of(account) is null ? AppendOrAgain(source) : AppendInSession(source, account);
            Emit(ImapChangeStatus.Done, source, MailboxId.OfMailbox(account, _name!, uid?.UidValidity ?? 0), account, uid?.Uid,
                null, input);
        }
        catch (MailException e)
        {
            var status = e.Error == MailErrors.DeliveryUnknown ? ImapChangeStatus.Unknown : ImapChangeStatus.NotDone;
            Emit(status, source, MailboxId.OfMailbox(account, _name ?? Mailbox, 0), account, null, e, input);
        }
    }

    /// <summary>
    /// A server may have ended the session while nothing was said; what it did not take whole goes once more over another.
    /// </summary>
    private ImapAppendUidCode? AppendOrAgain(AppendSource source)
    {
        var wasUsed = _session is { Connection.IsClosed: false };
        Connect();
        try
        {
            return AppendOnce(source);
        }
        catch (MailException e)
            when (wasUsed && _session!.Connection.IsClosed && (e.Error == MailErrors.ConnectionLost || e.Error == MailErrors.ServerClosed))
        {
            Tell($"{e.Message} The message goes over another connection.");
            Connect();
            return AppendOnce(source);
        }
    }

    /// <summary>A session that lasts is left to whoever else uses it between two messages.</summary>
    private ImapAppendUidCode? AppendInSession(AppendSource source, MailAccount account)
    {
        ImapAppendUidCode? uid = null;
        InImapSession(account, (session, choice) =>
        {
            (_session, _choice) = (session, choice);
            try
            {
                uid = AppendOnce(source);
            }
            finally
            {
                (_session, _choice) = (null, null);
            }
        });
        return uid;
    }

    private ImapAppendUidCode? AppendOnce(AppendSource source)
    {
        var content = source.Read();
        var done = 0L;
        _session!.Progress = octets =>
            _progress!.Report($"\"{WireText.Excerpt(source.Headline.Subject)}\"", done += octets, content.Length);
        _name ??= OneOf(choice => choice.Find(Mailbox, nameof(Mailbox)));
        var date = IsGiven(nameof(InternalDate)) ? InternalDate : source.Received;
        try
        {
            return _session.Append(_name, content, FlagsFor(source), date);
        }
        catch (ImapStatusException e) when (MayLackMailbox(e) && !_session.Connection.IsClosed)
        {
            // Perhaps it is written as other tools print it. Where nobody knows it the error names what is alike.
            var listed = OneOf(choice => choice.Listed(Mailbox, nameof(Mailbox)));
            if (listed == _name)
                throw;
            return _session.Append(_name = listed, content, FlagsFor(source), date);
        }
    }

    /// <summary>Not every server has a code for a mailbox that is not there; a refusal without one may mean it.</summary>
    private static bool MayLackMailbox(ImapStatusException refusal) =>
        refusal.Error == MailErrors.MailboxNotFound
            || (refusal.Error == MailErrors.CommandRejected && refusal.Status is { Condition: "NO", CodeName: "" });

    /// <summary>The one mailbox that is named.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.MailboxNotFound"/>, or <see cref="MailErrors.InvalidParameter"/> for
    /// several.</exception>
    private string OneOf(Func<MailboxChoice, IReadOnlyList<ImapMailboxName>> find)
    {
        IReadOnlyList<ImapMailboxName> names;
        try
        {
            names = find(_choice!);
        }
        catch (AdvisedException e) when (e.Error == MailErrors.MailboxNotFound)
        {
            throw new AdvisedException(e.Error, e.Message, $"{e.Advice} Nothing was added.");
        }

        return names.Count == 1 ? names[0].Name : throw MailboxChoice.Several(Mailbox, names.Select(name => name.Name), nameof(Mailbox));
    }

    /// <summary>Keeps the session while messages go to the same account.</summary>
    private void GoTo(MailAccount account)
    {
        var id = MailboxId.OfMailbox(account, "", 0);
        if (!id.Equals(_accountId))
            Leave();
        (_account, _accountId) = (account, id);
    }

    private void Connect()
    {
        if (_session is { Connection.IsClosed: false })
            return;

        _session?.Dispose();

        // Without a session nothing more can be added.
        _session = OrTerminate(() => Open(_account!, () => ImapSession.Open(_account!, Cancellation), opened => opened.Connection),
            _account!.Server);
        _choice = new MailboxChoice(_session, _account!);
    }

    private void Leave()
    {
        _session?.Logout();
        _session?.Dispose();
        (_session, _choice, _name) = (null, null, null);
    }

    /// <summary>One result for a message, and one error for each that is not there, or may not be.</summary>
    private void Emit(ImapChangeStatus status, AppendSource source, MailboxId mailbox, MailAccount account, long? uid,
        MailException? failure, object input)
    {
        var reason = failure is null ? null : ArgumentAdvice.Named(failure).Message;
        WriteObject(new ImapAddedMessage(status, mailbox, account, uid, source.Size, source.Headline, source.MessageId, reason));
        if (failure is not null)
            WriteError(MailErrorRecord.From(failure, input));
    }

    private static void RequireKeyword(string keyword)
    {
        if (keyword.StartsWith("\\", StringComparison.Ordinal))
        {
            throw new AdvisedException(
                MailErrors.InvalidParameter, $"-{nameof(Keyword)}: {WireText.Excerpt(keyword)} is a flag of the protocol and no keyword.",
                "Use -Seen, -Flagged, -Answered or -Draft.");
        }
    }
}
