using System;
using System.Threading.Tasks;

namespace PSMailProtocol.Net;

/// <content>
/// A wait for the peer that ends without closing. It is a read that is begun and, if time is up first, left under way: the next read
/// takes what it brings, so no octet is lost, and TLS itself says when it has octets, whether they wait in it or in the socket.
/// </content>
public sealed partial class MailConnection
{
    private byte[]? _ahead;
    private Task<int>? _arrival;

    /// <summary>What the time is for this connection.</summary>
    internal MailClock Clock => _options.Clock;

    /// <summary>
    /// Waits until the peer has said something, or gone, which the next read tells. When time is up the connection is as it was. The
    /// wait has no deadline but this; cancellation ends it at once.
    /// </summary>
    /// <returns>Whether there is something to read.</returns>
    internal bool WaitForInput(TimeSpan time)
    {
        if (_input.Count > 0 || IsClosed)
            return true;

        _arrival ??= BeginRead();
        try
        {
            return Clock.Await(_arrival, time, _deadline.Cancellation);
        }
        catch (OperationCanceledException e)
        {
            Dispose();
            ThrowIfAborted(e);
            throw;
        }
    }

    private Task<int> BeginRead()
    {
        _ahead ??= new byte[BlockSize];
        try
        {
            var arrival = _stream.ReadAsync(_ahead, 0, _ahead.Length);

            // A connection may be closed with the read under way, whose failure then concerns nobody.
            arrival.ContinueWith(failed => _ = failed.Exception,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
            return arrival;
        }
        catch (Exception e) when (IsTransportFault(e))
        {
            return Task.FromException<int>(e);
        }
    }

    /// <summary>Reads once; the read that a wait left under way comes first.</summary>
    private int ReadOnce()
    {
        if (_arrival is not { } arrival)
            return _input.Fill(_stream);

        try
        {
            var count = arrival.GetAwaiter().GetResult();
            _input.Append(_ahead!, count);
            return count;
        }
        finally
        {
            _arrival = null;
        }
    }
}
