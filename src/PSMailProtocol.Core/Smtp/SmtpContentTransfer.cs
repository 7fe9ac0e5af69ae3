using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>Sends the content of a transaction, after DATA with a dot at its end or in chunks (RFC 3030).</summary>
internal sealed class SmtpContentTransfer
{
    private readonly SmtpPipeline _pipeline;
    private readonly MailConnection _connection;
    private bool _knowsChunks;

    public SmtpContentTransfer(SmtpPipeline pipeline, MailConnection connection)
    {
        _pipeline = pipeline;
        _connection = connection;
    }

    /// <summary>Whether a message goes in chunks: the server takes them and the size is known beforehand.</summary>
    public static bool GoesInChunks(SmtpMessage message, SmtpCapabilities capabilities) =>
        capabilities.Chunking && message is { IsCanonical: true, Size: > 0 };

    /// <summary>
    /// Sends the content to its end. With PIPELINING its last block goes out in a moment, with what comes next if that comes
    /// at once, and the answer is awaited with the next exchange; without it both happen now. A refusal that comes before the
    /// end stops it and is the transaction's final reply.
    /// </summary>
    /// <exception cref="MailException">The content could not be written, or the connection ended. The connection is closed.</exception>
    public void Send(SmtpTransaction transaction, SmtpCapabilities capabilities)
    {
        try
        {
            LookForRefusal();
            if (GoesInChunks(transaction.Message, capabilities))
                SendChunks(transaction);
            else
                SendData(transaction);
        }
        catch (SmtpContentRefusedException refusal)
        {
            transaction.AnswerContent(refusal.Reply);
        }
        catch
        {
            // Without its end the server drops what it has; a half message must never be ended as if it were whole.
            _connection.Dispose();
            throw;
        }
    }

    private void SendData(SmtpTransaction transaction)
    {
        var body = new DotStuffedWriter(_pipeline.Output);
        _pipeline.Output.BeforeFullBlock = LookForRefusal;
        try
        {
            Write(transaction, body);
            body.PutTerminator();
            End(transaction, body.OctetsWritten);
        }
        catch (MailException e) when (HasParting(transaction, e))
        {
            throw Refusal();
        }
        finally
        {
            _pipeline.Output.BeforeFullBlock = null;
        }
    }

    private void SendChunks(SmtpTransaction transaction)
    {
        var chunks = new SmtpChunkWriter(_pipeline, transaction.Message.Size!.Value, () => _knowsChunks,
            reply => NoteChunk(transaction, reply));
        try
        {
            Write(transaction, chunks);
            chunks.Complete();
            End(transaction, transaction.Message.Size!.Value, isChunked: true);
        }
        catch (MailException e) when (HasParting(transaction, e))
        {
            _pipeline.CatchUp(int.MaxValue);
            chunks.ThrowIfRefused();
            LookForRefusal();
            throw;
        }
    }

    private void End(SmtpTransaction transaction, long octets, bool isChunked = false)
    {
        transaction.OctetsSent = octets;
        _connection.NoteSent($"({octets:N0} octets of message)");
        _pipeline.Output.WhenLeaving(() => transaction.IsEnded = true);
        _pipeline.AwaitEndOfContent(reply =>
        {
            if (reply.IsIntermediate)
                throw _pipeline.Violated(reply, "the end of the message");
            transaction.AnswerContent(reply);
            if (isChunked)
                NoteChunk(transaction, reply);
        });
        _pipeline.SendSoon();
    }

    /// <summary>
    /// A server that offers BDAT and does not know it takes what follows for commands, and answers each line of the message. Nobody
    /// can tell those replies from others, so the connection ends here; the message is not taken.
    /// </summary>
    private void NoteChunk(SmtpTransaction transaction, SmtpReply reply)
    {
        _knowsChunks |= reply.IsPositive;
        if (_knowsChunks || reply.Code is not (500 or 502 or 504))
            return;

        transaction.LacksChunking = true;
        transaction.AnswerContent(reply);
        throw _pipeline.Ended(reply, MailErrors.CommandRejected, "The server offered BDAT and does not know it");
    }

    private void Write(SmtpTransaction transaction, Stream destination)
    {
        using var operation = _connection.Operation();
        try
        {
            transaction.Message.WriteTo(destination);
        }
        catch (Exception e) when (!_connection.IsClosed && e is MailException or IOException)
        {
            _connection.Dispose();
            transaction.ContentFailure = e as MailException
                ?? new MailException(MailErrors.AttachmentUnreadable, $"The content could not be read to its end: {e.Message}", e);
            throw transaction.ContentFailure;
        }
    }

    /// <summary>
    /// A server has nothing to say before the final dot, unless it has had enough or goes. Whatever it says then, the rest
    /// would be sent for nothing, and without the dot nothing was sent.
    /// </summary>
    private void LookForRefusal()
    {
        if (_connection.HasInput)
            throw Refusal();
    }

    private Exception Refusal()
    {
        var reply = _pipeline.ReadUnasked();
        _connection.Dispose();
        if (reply.Code == 421)
            return _pipeline.Closed(reply);
        if (reply.IsPositive || reply.IsIntermediate)
            return _pipeline.Violated(reply, "a message that had not ended");
        return new SmtpContentRefusedException(reply);
    }

    /// <summary>
    /// Whether the server had said something before the connection was lost. One that has had enough may close as soon as
    /// it said so; what is still on its way to it then resets the connection, and a write fails before anybody looked.
    /// </summary>
    private bool HasParting(SmtpTransaction transaction, MailException failure) =>
        !transaction.IsEnded && failure.Error == MailErrors.ConnectionLost && _connection.HasInput;
}
