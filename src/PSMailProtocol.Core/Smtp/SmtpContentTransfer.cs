using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>Sends the content of a transaction, after DATA with a dot at its end or in chunks (RFC 3030).</summary>
internal sealed class SmtpContentTransfer
{
    private readonly SmtpPipeline _pipeline;
    private readonly MailConnection _connection;

    public SmtpContentTransfer(SmtpPipeline pipeline, MailConnection connection)
    {
        _pipeline = pipeline;
        _connection = connection;
    }

    /// <summary>Whether a message goes in chunks: the server takes them and the size is known beforehand.</summary>
    public static bool GoesInChunks(SmtpMessage message, SmtpCapabilities capabilities) =>
        capabilities.Chunking && message is { IsCanonical: true, Size: > 0 };

    /// <summary>
    /// Puts the content in line, so that its end travels with what comes behind it. A refusal that comes before the end
    /// stops it and is the transaction's final reply.
    /// </summary>
    /// <exception cref="MailException">The content could not be written, or the connection ended. The connection is closed.</exception>
    public void Add(SmtpTransaction transaction, SmtpCapabilities capabilities)
    {
        try
        {
            LookForRefusal();
            if (GoesInChunks(transaction.Message, capabilities))
                AddChunks(transaction);
            else
                AddData(transaction);
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

    private void AddData(SmtpTransaction transaction)
    {
        var body = new DotStuffedWriter(_pipeline.Output);
        _pipeline.Output.BeforeFullBlock = LookForRefusal;
        try
        {
            Write(transaction, body);
        }
        finally
        {
            _pipeline.Output.BeforeFullBlock = null;
        }

        body.PutTerminator();
        End(transaction, body.OctetsWritten);
    }

    private void AddChunks(SmtpTransaction transaction)
    {
        var chunks = new SmtpChunkWriter(_pipeline, transaction.Message.Size!.Value);
        Write(transaction, chunks);
        chunks.Complete();
        End(transaction, transaction.Message.Size!.Value);
    }

    private void End(SmtpTransaction transaction, long octets)
    {
        transaction.IsEnded = true;
        transaction.OctetsSent = octets;
        _connection.NoteSent($"({octets:N0} octets of message)");
        _pipeline.AwaitEndOfContent(reply =>
        {
            if (reply.IsIntermediate)
                throw _pipeline.Violated(reply, "the end of the message");
            transaction.AnswerContent(reply);
        });
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
            transaction.ContentFailure = e as MailException
                ?? new MailException(MailErrors.AttachmentUnreadable, $"The content could not be read to its end: {e.Message}", e);
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A server has nothing to say before the final dot, unless it has had enough or goes. Whatever it says then, the rest
    /// would be sent for nothing, and without the dot nothing was sent.
    /// </summary>
    private void LookForRefusal()
    {
        if (!_connection.HasInput)
            return;

        var reply = _pipeline.ReadUnasked();
        _connection.Dispose();
        if (reply.Code == 421)
            throw _pipeline.Closed(reply);
        if (reply.IsPositive || reply.IsIntermediate)
            throw _pipeline.Violated(reply, "a message that had not ended");
        throw new SmtpContentRefusedException(reply);
    }
}
