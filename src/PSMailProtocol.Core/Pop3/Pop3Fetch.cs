using System;
using System.Collections.Generic;
using System.IO;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>
/// Reads many messages of a maildrop, or their headers, in few round trips. Requests are answered in the order they are
/// added, each as soon as it is there; more may be added while answers come.
/// </summary>
/// <remarks>
/// Whether a server knows TOP is not told by its offer: many offer nothing (RFC 2449 came after them), and some offer what
/// they then call an unknown command. So the first request decides; where it is refused, whole messages are read in its place.
/// </remarks>
public sealed class Pop3Fetch
{
    /// <summary>What the headers of a message are thought to take.</summary>
    private const long TypicalHeader = 4096;

    private readonly Pop3Session _session;
    private readonly MailConnection _connection;
    private readonly Pop3Pipeline _pipeline;
    private readonly MailSpool _spool;
    private readonly Queue<Pop3Fetched> _ahead = new();
    private bool _asksTop;
    private bool _hasOnlyRefused;

    /// <param name="session">The session that reads.</param>
    /// <param name="pipeline">Its requests.</param>
    /// <param name="createSpoolFile">Makes a temporary file for a large message; null for the usual one.</param>
    internal Pop3Fetch(Pop3Session session, Pop3Pipeline pipeline, Func<FileStream>? createSpoolFile = null)
    {
        _session = session;
        _connection = session.Connection;
        _pipeline = pipeline;
        _spool = new MailSpool(octets => Progress?.Invoke(octets), createSpoolFile);
    }

    /// <summary>Told of octets as they come, with their count.</summary>
    public Action<long>? Progress { get; set; }

    /// <summary>How many requests were sent and not yet answered.</summary>
    public int Outstanding => _pipeline.Outstanding;

    /// <summary>Asks for a message.</summary>
    /// <param name="entry">The message. Its size only bounds what is asked for ahead.</param>
    /// <param name="urgent">Before all that was not sent yet.</param>
    public void Add(Pop3Entry entry, bool urgent = false) => _pipeline.Add(new Pop3Request(entry, entry.Size), urgent);

    /// <summary>Asks for the header of a message and so many lines of its body.</summary>
    /// <param name="entry">The message.</param>
    /// <param name="lines">Lines of the body.</param>
    /// <param name="exactly">Whether the answer holds no more than that even if the server can only give out all of it.</param>
    public void AddTop(Pop3Entry entry, int lines, bool exactly)
    {
        // Lines are seldom longer than 80 octets; the size tells better where it is small.
        var expected = Math.Min(entry.Size, TypicalHeader + (80L * lines));
        _asksTop = true;
        _pipeline.Add(new Pop3Request(entry, expected, lines, exactly));
    }

    /// <summary>Drops every request that was not sent yet and is not urgent. All others are still answered.</summary>
    public void Forget() => _pipeline.Forget();

    /// <summary>Reads the next answer; null when every request has had its own.</summary>
    /// <exception cref="MailException">The connection's own, or <see cref="MailErrors.LimitExceeded"/> for a message of several
    /// times the cap. One that is somewhat larger is an answer with a failure.</exception>
    public Pop3Fetched? Read()
    {
        if (_ahead.Count > 0)
            return _ahead.Dequeue();

        using var operation = _connection.Operation();
        _session.Fetching = this;
        while (true)
        {
            _pipeline.IsHeld = _asksTop && (_session.KnowsTop is null || _hasOnlyRefused);
            var request = _pipeline.Next();
            if (request is null)
                return null;
            if (ReadAnswer(request) is { } fetched)
                return fetched;
        }
    }

    /// <summary>
    /// Reads the answers that are under way and keeps them, so that something else can be asked. Nobody is told of octets meanwhile.
    /// </summary>
    internal void ReadAhead()
    {
        var progress = Progress;
        Progress = null;
        try
        {
            using var operation = _connection.Operation();
            while (_pipeline.NextSent() is { } request)
            {
                if (ReadAnswer(request) is { } fetched)
                    _ahead.Enqueue(fetched);
            }
        }
        finally
        {
            Progress = progress;
        }
    }

    /// <summary>Takes the oldest request whose answer has not been read; null if there is none.</summary>
    internal Pop3Request? NextSent() => _pipeline.NextSent();

    /// <summary>Reads the answer to a request; null if that is asked in another way.</summary>
    private Pop3Fetched? ReadAnswer(Pop3Request request)
    {
        var reply = Pop3Reply.ReadInStep(_connection);
        if (reply.IsPositive)
            return ReadMessage(request);
        if (!request.IsTop || _session.KnowsTop is not null || Pop3ReplyException.NamedBy(reply) is not null)
            return Refused(request, reply);

        _session.KnowsTop = false;
        _hasOnlyRefused = true;
        _pipeline.Add(request, urgent: true);
        return null;
    }

    private Pop3Fetched ReadMessage(Pop3Request request)
    {
        _hasOnlyRefused = false;
        if (request.IsTop)
            _session.KnowsTop = true;

        // Of a whole message in the place of its top only the top is kept, and so only that counts.
        var isCut = !request.IsTop && request is { Lines: not null, Exactly: true };
        var cap = _connection.Limits.MessageSize;
        var kept = new CappedStream(_spool, cap);
        var octets = _session.ReadBody(request.Entry, isCut ? new TopStream(kept, request.Lines!.Value) : kept);

        RefuseDoubt(isShort: !request.IsTop && octets < request.Entry.Size);

        // Where the whole message came for the sake of its header, that is there, and whoever wants more asks again.
        if (kept.IsExceeded && (request.Lines is null || request.IsTop || isCut))
        {
            _spool.Clear();
            return new Pop3Fetched(request, new Pop3MessageTooLargeException(request.Entry, $"has {octets:N0} octets", cap));
        }

        try
        {
            var isWhole = !request.IsTop && !isCut && !kept.IsExceeded;
            return new Pop3Fetched(request, isWhole, isHeader: request.Lines == 0 && (request.IsTop || isCut), _spool.Take());
        }
        catch (MailException e) when (e.Error == MailErrors.SpoolFailed)
        {
            return new Pop3Fetched(request, e);
        }
    }

    /// <summary>What proves that the message did not end there may have come with it, and then nobody gets it.</summary>
    private void RefuseDoubt(bool isShort)
    {
        try
        {
            if (_pipeline.Outstanding > 0)
                Pop3Reply.RefuseNoAnswer(_connection);
            else if (isShort)
                _session.ConfirmEnd();
            else
                Pop3Reply.RefuseUnasked(_connection);
        }
        catch (MailException)
        {
            _spool.Clear();
            throw;
        }
    }

    /// <summary>
    /// A message that is given out neither by TOP nor whole says nothing about TOP where that is offered: the next one tells.
    /// </summary>
    private Pop3Fetched Refused(Pop3Request request, Pop3Reply reply)
    {
        if (_hasOnlyRefused && _session.Capabilities.Top)
            _session.KnowsTop = null;
        _hasOnlyRefused = false;
        return new Pop3Fetched(request,
            new Pop3ReplyException(MailErrors.MessageNotFound, $"The server did not give out message {request.Entry.Number}", reply));
    }
}
