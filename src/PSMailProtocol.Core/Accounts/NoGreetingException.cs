namespace PSMailProtocol.Accounts;

/// <summary>
/// A connection in clear on which the server said nothing in time. The port may be one that speaks TLS from the first octet,
/// and then both sides wait for each other.
/// </summary>
public sealed class NoGreetingException : MailException
{
    /// <summary>Creates a failure from the time-out.</summary>
    public NoGreetingException(MailException timeout)
        : base(timeout.Error, $"{timeout.Message} It sent no greeting at all.", timeout)
    {
    }
}
