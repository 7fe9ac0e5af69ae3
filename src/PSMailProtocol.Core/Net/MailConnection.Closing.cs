using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace PSMailProtocol.Net;

/// <content>How a connection ends: by a goodbye, by a limit, by the peer, by time or by the user, and the error for each.</content>
public sealed partial class MailConnection
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A peer that was told goodbye closes at once; one that does not need not be waited for.</summary>
    private static readonly TimeSpan ListeningTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Closes the transport without a word to the peer. What a polite end needs, the session says before.</summary>
    public void Dispose()
    {
        CloseTransport();
        _deadline.Dispose();
    }

    /// <summary>Closes what the peer ended where the protocol does not let it end, and gives the error for it.</summary>
    internal MailException Lost(string where)
    {
        ThrowIfAborted(null);
        Dispose();
        return new MailException(MailErrors.ConnectionLost, $"{PeerName} closed the connection {where}.");
    }

    /// <summary>As <see cref="Lost"/>, where lines are due.</summary>
    /// <param name="isInLine">Whether a line has begun.</param>
    internal MailException LostInLine(bool isInLine) => Lost(WhereALineIsDue(isInLine));

    /// <summary>The error for a reached cap. The connection is of no further use.</summary>
    internal MailException LimitReached(string limitName, long limit)
    {
        Dispose();
        return new MailException(MailErrors.LimitExceeded, $"{PeerName} sent more than the cap {limitName} allows ({limit:N0}).");
    }

    /// <summary>
    /// Says goodbye where nothing hangs on the answer, and closes: a peer that does not answer in time changes nothing.
    /// </summary>
    /// <param name="command">The goodbye, for the transcript.</param>
    /// <param name="say">Says it and reads the answer.</param>
    /// <param name="listens">Whether to wait a moment for what the peer says behind its answer, before it closes.</param>
    /// <returns>Whether it said more.</returns>
    internal bool Leave(string command, Action say, bool listens = false)
    {
        if (IsClosed)
            return false;

        try
        {
            using (Operation(FarewellTimeout))
                say();
            return listens && SaysMore();
        }
        catch (MailException)
        {
            NoteSent($"(closed without an answer to {command})");
            return false;
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Whether the peer says anything before it closes, which it is given a moment for.</summary>
    private bool SaysMore()
    {
        try
        {
            using (Operation(ListeningTimeout))
                return _input.Count > 0 || Fill() > 0;
        }
        catch (MailException)
        {
            return false;
        }
    }

    private string WhereALineIsDue(bool isInLine) => (isInLine, _awaited, _isAnswered) switch
    {
        (true, _, _) => "in the middle of a line",
        (_, null, _) => "before it said anything",
        (_, _, true) => $"in the middle of the answer to {_awaited}",
        _ => $"instead of answering {_awaited}",
    };

    private string PeerName => Host.Length > 0 ? Host : "The peer";

    private static bool IsTransportFault(Exception e) =>
        e is IOException or ObjectDisposedException or SocketException or InvalidOperationException or NotSupportedException;

    private MailException Translate(Exception e)
    {
        ThrowIfAborted(e);
        Dispose();
        return new MailException(MailErrors.ConnectionLost, $"The connection to {PeerName} was lost: {e.Message}", e);
    }

    private void ThrowIfAborted(Exception? cause)
    {
        if (_deadline.Cancelled)
            throw new OperationCanceledException("The operation was cancelled.", cause);
        if (_deadline.Expired)
            throw new MailException(MailErrors.OperationTimedOut,
                $"{PeerName} did not finish within {_deadline.Allowance.TotalSeconds:0.#} s.", cause);
    }

    private void CloseTransport()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;

        // The socket first: disposing a TLS stream tries to say goodbye, which can block on a peer that reads nothing.
        _socket?.Dispose();
        _stream.Dispose();
    }
}
