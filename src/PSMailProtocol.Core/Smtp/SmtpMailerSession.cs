using System;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// The session of a <see cref="SmtpMailer"/>, whichever it is at the time, and the transaction on it whose content is
/// held back.
/// </summary>
/// <remarks>
/// A transaction that went down with its session is opened again on a new one if none of its content was ended, so that
/// the server cannot have it, and if the session had served others before. A new session that goes down with it is the
/// transaction's own doing, and its result.
/// </remarks>
internal sealed class SmtpMailerSession : IDisposable
{
    private readonly MailAccount _account;
    private readonly SmtpMailerOptions _options;
    private readonly Action<SmtpOutgoing> _report;
    private readonly CancellationToken _cancellation;
    private SmtpOutgoing? _holder;
    private SmtpTransaction? _held;
    private bool _hasServed;

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

    /// <summary>Whether a transaction of a message is held back.</summary>
    public bool Holds(SmtpOutgoing outgoing) => ReferenceEquals(_holder, outgoing);

    /// <summary>Connects and logs in, if no session is open.</summary>
    public SmtpSession Connect()
    {
        if (Current is { } current)
            return current;

        _cancellation.ThrowIfCancellationRequested();
        Last?.Dispose();
        Last = _options.Open(_account, _options.ClientName, _cancellation);
        _hasServed = false;
        _options.Connected?.Invoke(Last);
        return Last;
    }

    /// <summary>
    /// Opens the next transaction of a message; what is held back goes out with it. Afterwards the new one is held back,
    /// or what became of it is noted.
    /// </summary>
    public void Carry(SmtpOutgoing outgoing)
    {
        if (!TryPrepare(outgoing))
            return;

        var next = outgoing.Next(Current!.Capabilities);
        while (!TryOpen(next, out var failure))
        {
            if (failure is not null)
            {
                outgoing.AbsorbLoss(next, failure);
                return;
            }

            next.Restart();
            Connect();
        }

        outgoing.AbsorbEnvelope(next);
        if (next.IsOpen)
            Hold(outgoing, next);
        else
            _hasServed = true;
    }

    /// <summary>Sends what is held back and reports its message, unless that has further transactions to come.</summary>
    public void Release()
    {
        while (_held is not null)
        {
            var failure = Fly(null);
            if (!TrySettleHeld(failure))
                Reopen();
        }

        Current?.Drain();
    }

    /// <summary>Closes without a word.</summary>
    public void Dispose() => Last?.Dispose();

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
    /// One attempt at opening a transaction. Without success there is a failure if the transaction is to blame, and none
    /// if a further attempt on a new session is due.
    /// </summary>
    private bool TryOpen(SmtpTransaction next, out MailException? failure)
    {
        var isAlone = _held is null;
        var loss = Fly(next);
        if (!TrySettleHeld(loss))
            Reopen();

        failure = isAlone && !_hasServed ? loss : null;
        return loss is null && next.SenderReply is not null;
    }

    /// <summary>Ends what is held back and opens the next, in one flight; returns what ended the session, or null.</summary>
    private MailException? Fly(SmtpTransaction? next)
    {
        try
        {
            Last!.Exchange(_held, next);
            return null;
        }
        catch (MailException e)
        {
            Dispose();
            return e;
        }
        catch when (_held?.ContentFailure is not null)
        {
            Dispose();
            return _held.ContentFailure;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Notes what became of the transaction that was held back; false if it is to be opened again.</summary>
    private bool TrySettleHeld(MailException? loss)
    {
        if (_held is null)
            return true;

        if (_held.FinalReply is not null)
            _hasServed = true;
        else if (_held.ContentFailure is null && !_held.IsEnded && _hasServed)
            return false;
        else
            _held.Loss = loss;

        var holder = _holder!;
        holder.Delivery.AddOutcome(_held);
        (_held, _holder) = (null, null);
        ReportIfComplete(holder);
        return true;
    }

    /// <summary>Opens what was held back on a new session. Nobody has it, since its content was not ended.</summary>
    private void Reopen()
    {
        var held = _held!;
        var holder = _holder!;
        (_held, _holder) = (null, null);
        held.Restart();
        try
        {
            Connect();
            held.Loss = Fly(held);
        }
        catch (MailException e)
        {
            // The message has its result; that there is no connection concerns the caller as well.
            held.Loss = e;
            holder.Delivery.AddOutcome(held);
            ReportIfComplete(holder);
            throw;
        }

        holder.AbsorbReopened(held);
        if (held is { Loss: null, IsOpen: true })
            Hold(holder, held);
        else
            ReportIfComplete(holder);
    }

    private void Hold(SmtpOutgoing holder, SmtpTransaction transaction) => (_holder, _held) = (holder, transaction);

    private void ReportIfComplete(SmtpOutgoing outgoing)
    {
        if (!outgoing.IsComplete)
            return;

        try
        {
            _report(outgoing);
        }
        catch
        {
            // Whoever takes the results wants no more; a transaction that is open by now must not be gone on with.
            Dispose();
            throw;
        }
    }
}
