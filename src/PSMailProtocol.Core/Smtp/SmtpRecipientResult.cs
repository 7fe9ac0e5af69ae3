namespace PSMailProtocol.Smtp;

/// <summary>What the server said to one recipient.</summary>
public sealed class SmtpRecipientResult
{
    private readonly string? _reason;

    internal SmtpRecipientResult(SmtpPath recipient, SmtpReply reply)
    {
        Path = recipient;
        Reply = reply;
    }

    /// <summary>The same recipient after a later reply changed its lot.</summary>
    internal SmtpRecipientResult(SmtpRecipientResult earlier, SmtpReply reply)
        : this(earlier.Path, reply)
    {
    }

    /// <summary>A recipient that nothing was said to, because the server was not asked or did not get to an answer.</summary>
    internal SmtpRecipientResult(SmtpPath recipient, string reason)
    {
        Path = recipient;
        _reason = reason;
    }

    /// <summary>The address as it was sent.</summary>
    public string Recipient => Path.Address;

    internal SmtpPath Path { get; }

    internal SmtpReply? Reply { get; }

    /// <summary>
    /// The exchanger that took or refused the recipient; null where the message went through one server for all, or to none.
    /// </summary>
    public string? Exchanger { get; private init; }

    /// <summary>The reply's code, or null.</summary>
    public int? Code => Reply?.Code;

    /// <summary>The reply's enhanced code, or null.</summary>
    public string? EnhancedCode => Reply?.EnhancedCode?.ToString();

    /// <summary>The reply's text, or why there is no reply.</summary>
    public string Text => Reply?.Text ?? _reason!;

    /// <summary>The whole reply; null if there was none.</summary>
    /// <remarks>A method, so that what writes out all properties does not nest deeper.</remarks>
    public SmtpReply? GetReply() => Reply;

    /// <summary>The same, said by an exchanger.</summary>
    internal SmtpRecipientResult At(string exchanger) => Reply is null
        ? new SmtpRecipientResult(Path, _reason!) { Exchanger = exchanger }
        : new SmtpRecipientResult(Path, Reply) { Exchanger = exchanger };

    /// <inheritdoc/>
    public override string ToString() => $"{Recipient}: {Reply?.ToString() ?? _reason}";
}
