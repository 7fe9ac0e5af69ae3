namespace PSMailProtocol.Advice;

/// <summary>A failure that a cmdlet finds, which knows better than its kind what to do next.</summary>
internal sealed class AdvisedException : MailException
{
    /// <summary>Creates a failure.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="message">What happened.</param>
    /// <param name="advice">What to do next.</param>
    /// <param name="isTargetSecret">Whether what it concerns may hold a password where none belongs.</param>
    public AdvisedException(MailError error, string message, string advice, bool isTargetSecret = false)
        : base(error, message)
    {
        Advice = advice;
        IsTargetSecret = isTargetSecret;
    }

    /// <summary>What to do next.</summary>
    public string Advice { get; }

    /// <summary>Whether what it concerns may hold a password where none belongs. No error record carries it then.</summary>
    public bool IsTargetSecret { get; }
}
