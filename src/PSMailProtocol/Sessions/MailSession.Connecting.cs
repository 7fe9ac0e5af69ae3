using System;
using System.Threading;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;
using PSMailProtocol.Smtp;

namespace PSMailProtocol;

/// <content>Its connection: made at the first use, kept alive, and made anew when it is gone.</content>
public sealed partial class MailSession
{
    /// <summary>
    /// Asks the server whether it is still there, unless somebody uses the session: then that tells. A connection that turns out to be
    /// gone is replaced at the next use.
    /// </summary>
    internal void KeepAlive()
    {
        lock (_gate)
        {
            if (_isClosed || _depth > 0 || _isKeepingAlive || !IsConnected)
                return;
            _isKeepingAlive = true;
        }

        try
        {
            IsAlive();
        }
        catch (OperationCanceledException)
        {
            // The session was ended meanwhile, or somebody who waited for it gave up.
        }
        finally
        {
            lock (_gate)
            {
                _isKeepingAlive = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>
    /// Whether the server still answers. It is asked before a command goes to work, since of one that is lost on the way nobody knows
    /// whether it was done.
    /// </summary>
    private bool IsAlive()
    {
        try
        {
            using (Connection.Operation(KeepAliveTimeout))
                _kept!.Noop();
            return true;
        }
        catch (MailException)
        {
            return IsConnected;
        }
    }

    /// <summary>Waits until the server was asked; called within the gate.</summary>
    private void AwaitKeepAlive()
    {
        while (_isKeepingAlive)
            Monitor.Wait(_gate);
    }

    /// <summary>Another session of SMTP in the place of one that whoever has a turn found to be gone.</summary>
    internal SmtpSession ReopenSmtp()
    {
        Reopen();
        return Smtp;
    }

    /// <summary>A session of IMAP stays the same object, since a command further up may be in the middle of reading with it.</summary>
    private MailConnection Reopen()
    {
        if (Protocol != MailProtocol.Imap)
        {
            _kept = Protocol == MailProtocol.Pop3
                ? KeptConnection.Of(Pop3Session.Open(Account, Uncut()))
                : KeptConnection.Of(SmtpSession.Open(Account, ClientName, Uncut()));
        }
        else if (_kept is null)
        {
            _kept = KeptConnection.Of(OpenImap());
        }
        else
        {
            Imap.Reopen();
        }

        return Connection;
    }

    private ImapSession OpenImap() => ImapSession.Open(Account, OpenImap, Uncut());

    /// <summary>What cuts the next connection: whoever uses the session now, and its end.</summary>
    private CancellationToken Uncut()
    {
        lock (_gate)
        {
            if (_isClosed)
                throw Closed();
            _cut = new CancellationTokenSource();
            if (_using.IsCancellationRequested)
                _cut.Cancel();
            return _cut.Token;
        }
    }
}
