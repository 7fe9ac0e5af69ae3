namespace PSMailProtocol.Smtp;

/// <summary>What the server said to one recipient.</summary>
public sealed class SmtpRecipientResult
{
    internal SmtpRecipientResult(SmtpPath recipient, SmtpReply reply)
    {
        Path = recipient;
        Reply = reply;
    }

    /// <summary>The same recipient after a later reply changed its lot.</summary>
    internal SmtpRecipientResult(SmtpRecipientResult earlier, SmtpReply reply)
    {
        Path = earlier.Path;
        Reply = reply;
    }

    /// <summary>The address as it was sent.</summary>
    public string Recipient => Path.Address;

    internal SmtpPath Path { get; }

    /// <summary>The whole reply.</summary>
    public SmtpReply Reply { get; }

    /// <summary>The reply's code.</summary>
    public int Code => Reply.Code;

    /// <summary>The reply's enhanced code, or null.</summary>
    public string? EnhancedCode => Reply.EnhancedCode?.ToString();

    /// <summary>The reply's text.</summary>
    public string Text => Reply.Text;

    /// <inheritdoc/>
    public override string ToString() => $"{Recipient}: {Reply}";
}
