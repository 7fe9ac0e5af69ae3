using System;
using System.Globalization;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>
/// Writes content of a known size as BDAT chunks (RFC 3030 section 2). All but the last chunk are answered on the way,
/// so a refusal ends the transfer between two chunks and leaves the session usable.
/// </summary>
internal sealed class SmtpChunkWriter : WriteOnlyStream
{
    /// <summary>The size of a chunk: what a server has to keep while it takes it, and what goes out at the most after a refusal.</summary>
    internal const int ChunkSize = 1024 * 1024;

    /// <summary>How many chunks may be unanswered.</summary>
    private const int Window = 4;

    private readonly SmtpPipeline _pipeline;
    private readonly Func<bool> _isKnown;
    private readonly Action<SmtpReply> _answered;
    private long _remaining;
    private long _remainingInChunk;
    private bool _isLast;
    private SmtpReply? _refusal;

    /// <param name="pipeline">Where the chunks go and their answers come from.</param>
    /// <param name="size">How many octets there are in all.</param>
    /// <param name="isKnown">Whether the server has taken a chunk on this session. The first one is answered before a second goes
    /// out.</param>
    /// <param name="answered">Sees each answer first, and may end the session for it.</param>
    public SmtpChunkWriter(SmtpPipeline pipeline, long size, Func<bool> isKnown, Action<SmtpReply> answered)
    {
        _pipeline = pipeline;
        _isKnown = isKnown;
        _answered = answered;
        _remaining = size;
        Begin();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            if (_remainingInChunk == 0)
                Continue();
            var piece = (int)Math.Min(count, _remainingInChunk);
            _pipeline.Output.Put(buffer, offset, piece);
            _remainingInChunk -= piece;
            offset += piece;
            count -= piece;
        }
    }

    /// <summary>Makes sure that everything announced was written.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public void Complete()
    {
        if (!_isLast || _remainingInChunk > 0)
            throw new MailException(MailErrors.AttachmentUnreadable,
                $"The message ended {_remaining + _remainingInChunk:N0} octets before its announced size.");
    }

    /// <summary>Ends the transfer if a chunk was refused.</summary>
    public void ThrowIfRefused()
    {
        if (_refusal is not null)
            throw new SmtpContentRefusedException(_refusal);
    }

    private void Begin()
    {
        _remainingInChunk = Math.Min(ChunkSize, _remaining);
        _remaining -= _remainingInChunk;
        _isLast = _remaining == 0;
        _pipeline.Output.Put(WireCommand.Plain(
            "BDAT " + _remainingInChunk.ToString(CultureInfo.InvariantCulture) + (_isLast ? " LAST" : "")));
    }

    private void Continue()
    {
        if (_isLast)
            throw new MailException(MailErrors.AttachmentUnreadable, "The message is longer than its announced size.");

        _pipeline.AwaitEndOfContent(Answer);
        _pipeline.CatchUp(_isKnown() ? Window : 0);
        ThrowIfRefused();
        Begin();
    }

    private void Answer(SmtpReply reply)
    {
        if (reply.IsIntermediate)
            throw _pipeline.Violated(reply, "BDAT");
        _answered(reply);
        if (!reply.IsPositive)
            _refusal ??= reply;
    }
}
