using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// The session of a <see cref="SmtpMailer"/>, whichever it is at the time, and the transaction on it whose content is sent
/// and not yet answered.
/// </summary>
/// <remarks>
/// A transaction that went down with its session is opened again on a new one if its content was not ended, so that the
/// server cannot have it, and if the session had served others before. A new session that goes down with it is the
/// transaction's own doing, and its result. The same goes for MAIL that is refused: a session that took others may
/// have reached a limit of the server's, which a new one has not. And where BDAT or DSN is offered and unknown, a new session does
/// without it.
/// </remarks>
internal sealed class SmtpMailerSession : IDisposable
{
    /// <summary>So many refusals are kept in mind.</summary>
    private const int MostRefusals = 1000;

    private readonly MailAccount _account;
    private readonly SmtpMailerOptions _options;
    private readonly Action<SmtpOutgoing> _report;
    private readonly CancellationToken _cancellation;
    private SmtpOutgoing? _sender;
    private SmtpTransaction? _unanswered;
    private bool _hasTakenOver;
    private bool _hasServed;
    private bool _hasBegun;
    private bool _lacksChunking;
    private bool _lacksReports;
    private readonly HashSet<string> _refusedAfresh = new(StringComparer.Ordinal);

    public SmtpMailerSession(MailAccount account, SmtpMailerOptions options, Action<SmtpOutgoing> report, CancellationToken cancellation)
    {
        _account = account;
        _options = options;
        _report = report;
        _cancellation = cancellation;
    }

    /// <summary>The session that is open now, or null.</summary>
    public SmtpSession? Current => Last is { Connection.IsClosed: false } ? Last : null;

    /// <summary>The session that was used last, open or not.</summary>
    public SmtpSession? Last { get; private set; }

    /// <summary>Whether the content of a message is sent and not yet answered.</summary>
    public bool Awaits(SmtpOutgoing outgoing) => ReferenceEquals(_sender, outgoing);

    /// <summary>Whether connecting is tried again as well where the server cannot be had for now.</summary>
    public bool RetriesConnecting { get; set; } = true;

    /// <summary>Connects and logs in, if no session is open.</summary>
    public SmtpSession Connect()
    {
        // A session that went down while nobody looked owes the message that it had its outcome.
        if (Current is null && _unanswered is not null)
            Release();
        if (Current is { } current)
            return current;

        _cancellation.ThrowIfCancellationRequested();
        if (!_hasTakenOver && _options.Session is { Connection.IsClosed: false } open)
        {
            (_hasTakenOver, _hasServed, _hasBegun) = (true, true, open.Transactions > 0);
            return Last = open;
        }

        _hasTakenOver = true;
        Last?.Dispose();
        Last = OpenWithRetries();
        if (_lacksChunking)
            Last.DoWithout("CHUNKING");
        if (_lacksReports)
            Last.DoWithout(SmtpParameterRefusal.Reports);
        _hasServed = _hasBegun = false;
        _options.Connected?.Invoke(Last);
        return Last;
    }

    /// <summary>
    /// Does the next transaction of a message, up to the end of its content; the answer to what was sent before comes on
    /// the way. Afterwards its own answer is awaited, or what became of it is noted.
    /// </summary>
    public void Carry(SmtpOutgoing outgoing)
    {
        if (!TryPrepare(outgoing))
            return;

        var transaction = outgoing.Next(Current!.Capabilities);
        MailException? failure;
        while (true)
        {
            failure = Open(transaction) ?? SendContent(transaction);
            if (failure is null && IsRefusedByUsedSession(transaction))
                Current!.Quit();
            else if (failure is null || !MayBeginAnew(transaction))
                break;

            transaction.Restart();
            if (!TryPrepare(outgoing))
                return;
        }

        NoteRefusal(transaction);
        _hasServed |= failure is null;
        _hasBegun |= transaction.SenderReply is { IsPositive: true };
        if (failure is not null && transaction.Loss is null)
        {
            outgoing.AbsorbLoss(transaction, failure);
            return;
        }

        outgoing.AbsorbEnvelope(transaction);
        if (transaction.LacksReports)
        {
            _lacksReports = true;
            Current?.DoWithout(SmtpParameterRefusal.Reports);
        }

        if (!transaction.IsOpen)
            return;

        if (transaction is { FinalReply: null, Loss: null })
            (_sender, _unanswered) = (outgoing, transaction);
        else
            outgoing.Delivery.AddOutcome(transaction);
    }

    /// <summary>Awaits the answer to what was sent and reports its message, unless that has further transactions to come.</summary>
    public void Release()
    {
        if (_unanswered is not null)
            SettleUnanswered(Guard(Last!.AwaitAnswers));
        Current?.Drain();
    }

    /// <summary>Closes without a word.</summary>
    public void Dispose() => Last?.Dispose();

    private SmtpSession OpenWithRetries()
    {
        for (var retries = RetriesConnecting ? _options.MaximumRetryCount : 0; ; retries--)
        {
            try
            {
                return _options.Open(_account, _options.ClientName, _cancellation, _options.Limits);
            }
            catch (MailException e) when (retries > 0 && IsForNow(e))
            {
                _options.ConnectingAgain?.Invoke(e, _options.RetryInterval);
                _options.Wait(_options.RetryInterval, _cancellation);
            }
        }
    }

    /// <summary>Whether a server that could not be had now may well be had later: it said so (4xx), or it does not answer.</summary>
    private static bool IsForNow(MailException failure) =>
        failure is SmtpReplyException { Reply.IsTransientFailure: true }
        || failure.Error == MailErrors.ConnectFailed || failure.Error == MailErrors.ConnectTimedOut
        || failure.Error == MailErrors.ConnectionLost || failure.Error == MailErrors.OperationTimedOut;

    /// <summary>Makes sure of a session that takes the message and one transaction more.</summary>
    private bool TryPrepare(SmtpOutgoing outgoing)
    {
        if (Current is { } used && used.Transactions >= used.Capabilities.MaximumTransactions)
        {
            Release();
            Current?.Quit();
        }

        try
        {
            outgoing.Check(Connect());
            return true;
        }
        catch (MailException e) when (Current is not null)
        {
            Release();
            outgoing.Abandon(e);
            return false;
        }
    }

    /// <summary>
    /// Whether a transaction that went down with its session may be done once more on a new one: the server cannot have
    /// it, and the session had served others.
    /// </summary>
    private bool MayBeginAnew(SmtpTransaction transaction)
    {
        _lacksChunking |= transaction.LacksChunking;
        return transaction.LacksChunking || (_hasServed && transaction is { IsEnded: false, FinalReply: null, ContentFailure: null });
    }

    /// <summary>
    /// Whether MAIL is refused on a session on which it was not before. Servers that take so many messages a session say so by 452,
    /// or as if it were for good, by 550, 554, 501 or 503 and words of their own, and need not close; on a fresh session, the refusal is
    /// the message's own.
    /// </summary>
    private bool IsRefusedByUsedSession(SmtpTransaction transaction) =>
        _hasBegun && Current is not null && transaction.SenderReply is { IsPositive: false } reply
        && (reply.IsTransientFailure || (!IsAboutMessage(reply) && !_refusedAfresh.Contains(RefusalOf(transaction, reply))));

    /// <summary>
    /// Whether a refusal for good is about the sender's address (RFC 3463 section 3.2), the size or the parameters, which no session
    /// changes. Nothing else can be told from a limit by its code: 554 5.7.1 stands for both.
    /// </summary>
    private static bool IsAboutMessage(SmtpReply reply) =>
        reply.Code is 552 or 553 or 555 || reply.EnhancedCode is { Subject: 1 } or { Subject: 2, Detail: 3 } or { Subject: 3, Detail: 4 };

    /// <summary>What a fresh session says of a sender for good needs no session more when it is said again.</summary>
    private void NoteRefusal(SmtpTransaction transaction)
    {
        if (!_hasBegun && transaction.SenderReply is { IsPositive: false, IsTransientFailure: false } reply
            && _refusedAfresh.Count < MostRefusals)
            _refusedAfresh.Add(RefusalOf(transaction, reply));
    }

    private static string RefusalOf(SmtpTransaction transaction, SmtpReply reply) =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", reply.Code, reply.EnhancedCode,
            transaction.Message.Envelope.Sender?.Address);

    /// <summary>Opens a transaction and settles the one before it; returns what ended the session, or null.</summary>
    private MailException? Open(SmtpTransaction transaction)
    {
        var loss = Guard(() => Last!.Open(transaction));
        SettleUnanswered(loss);
        return loss;
    }

    /// <summary>Sends the content if somebody is to get it; returns, and notes, what ended the session.</summary>
    private MailException? SendContent(SmtpTransaction transaction) =>
        transaction.Loss = transaction.IsOpen ? Guard(() => Last!.SendContent(transaction)) : null;

    /// <summary>Does something with the session; returns what ended it, or null. Whatever else goes wrong ends it as well.</summary>
    private MailException? Guard(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (MailException e)
        {
            Dispose();
            return e;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Notes what became of the transaction whose answer was awaited, if one was, and reports its message.</summary>
    private void SettleUnanswered(MailException? loss)
    {
        if (_unanswered is null)
            return;

        var (sender, transaction) = (_sender!, _unanswered);
        (_sender, _unanswered) = (null, null);
        transaction.Loss = loss;
        if (loss is null && transaction.FinalReply is null)
            transaction.Loss = new MailException(MailErrors.ConnectionLost,
                "The connection was closed before the end of the message was answered.");
        if (transaction.Loss is not null && MayBeginAnew(transaction))
            SendAnew(sender, transaction);
        else
            sender.Delivery.AddOutcome(transaction);

        // Whatever comes next on this session is not to blame for what happened to it.
        _hasServed = _hasBegun = true;
        ReportIfComplete(sender);
    }

    /// <summary>
    /// Sends once more, on a new session and by itself, what was lost with its session before its end had gone out: to those
    /// who would have got it.
    /// </summary>
    private void SendAnew(SmtpOutgoing sender, SmtpTransaction lost)
    {
        var transaction = new SmtpTransaction(lost.Message, [.. lost.Accepted.Select(accepted => accepted.Path)]);
        try
        {
            sender.Check(Connect());
        }
        catch (MailException e) when (Current is not null)
        {
            // The new session cannot take what the old one could.
            lost.Loss = e;
            sender.Delivery.AddOutcome(lost);
            return;
        }
        catch (MailException e)
        {
            // The message has its result; that there is no connection concerns the caller as well.
            lost.Loss = e;
            sender.Delivery.AddOutcome(lost);
            ReportIfComplete(sender);
            throw;
        }

        transaction.Loss = Open(transaction) ?? SendContent(transaction) ?? Guard(Last!.AwaitAnswers);
        sender.Delivery.Add(transaction);
    }

    private void ReportIfComplete(SmtpOutgoing sender)
    {
        if (!sender.IsComplete)
            return;

        try
        {
            _report(sender);
        }
        catch
        {
            // Whoever takes the results wants no more; a transaction that is open by now must not be gone on with.
            Dispose();
            throw;
        }
    }
}
