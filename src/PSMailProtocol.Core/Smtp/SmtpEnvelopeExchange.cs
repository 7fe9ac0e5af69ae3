using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>Sends the envelope of a transaction: RSET where one is owed, MAIL, RCPT and, unless the content goes in chunks, DATA.</summary>
internal sealed class SmtpEnvelopeExchange
{
    private static readonly WireCommand Data = WireCommand.Plain("DATA");
    private static readonly WireCommand Rset = WireCommand.Plain("RSET");

    private readonly SmtpPipeline _pipeline;
    private bool _owesReset;

    public SmtpEnvelopeExchange(SmtpPipeline pipeline) => _pipeline = pipeline;

    /// <summary>
    /// Puts the envelope in line. DATA comes last, as RFC 2920 section 3.1 wants it; it is left out where it is known by
    /// then that nobody will get the content.
    /// </summary>
    public void Add(SmtpTransaction transaction, SmtpCapabilities capabilities)
    {
        AddOwedReset();
        _pipeline.Add(SmtpEnvelopeCommands.Mail(transaction.Message, capabilities), Strictly(transaction.AnswerSender, "MAIL"));
        foreach (var recipient in transaction.Recipients)
        {
            if (transaction.IsSenderRefused)
                return;
            _pipeline.Add(
                SmtpEnvelopeCommands.Recipient(recipient, transaction.Message.Options, capabilities),
                Strictly(reply => transaction.AnswerRecipient(recipient, reply), "RCPT"));
        }

        if (!SmtpContentTransfer.GoesInChunks(transaction.Message, capabilities) && !transaction.IsHopeless)
            _pipeline.Add(Data, reply => AnswerData(transaction, reply));
    }

    /// <summary>Once every reply is in: puts in line what ends a transaction that nobody will get the content of.</summary>
    public void Close(SmtpTransaction transaction)
    {
        if (transaction.IsOpen)
            return;

        // Nobody was accepted and the server awaits content all the same: a lone dot ends it (RFC 2920 section 3.1).
        if (transaction.DataReply is { Code: 354 })
        {
            _pipeline.Output.Put(WireCommand.Plain("."));
            _pipeline.AwaitEndOfContent(_ => { });
        }

        _owesReset |= !transaction.IsSenderRefused;
    }

    /// <summary>Has the next envelope begin with RSET, because the server may think that a transaction is open.</summary>
    public void OweReset() => _owesReset = true;

    /// <summary>Puts RSET in line if one is owed.</summary>
    public void AddOwedReset()
    {
        if (!_owesReset)
            return;

        _owesReset = false;
        _pipeline.Add(Rset, AnswerReset);
    }

    private void AnswerData(SmtpTransaction transaction, SmtpReply reply)
    {
        // Only 354 asks for content, and only a refusal says that none is awaited; after anything else nobody knows.
        if (reply.IsPositive || (reply.IsIntermediate && reply.Code != 354))
            throw _pipeline.Violated(reply, "DATA");
        transaction.AnswerData(reply);
    }

    private System.Action<SmtpReply> Strictly(System.Action<SmtpReply> answered, string command) => reply =>
    {
        if (reply.IsIntermediate)
            throw _pipeline.Violated(reply, command);
        answered(reply);
    };

    /// <summary>
    /// Where RSET is refused nobody knows what transaction is open, and replies to what was sent with it may be on their way.
    /// </summary>
    private void AnswerReset(SmtpReply reply)
    {
        if (reply.IsIntermediate)
            throw _pipeline.Violated(reply, "RSET");
        if (!reply.IsPositive)
            throw _pipeline.Ended(reply, MailErrors.CommandRejected, "The server refused RSET");
    }
}
