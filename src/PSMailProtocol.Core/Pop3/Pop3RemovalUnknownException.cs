namespace PSMailProtocol.Pop3;

/// <summary>A message may be gone or still there, and its unique-id no longer tells which.</summary>
public sealed class Pop3RemovalUnknownException : MailException
{
    /// <summary>Creates a failure from that of the session which was to remove the message.</summary>
    public Pop3RemovalUnknownException(MailException? cause)
        : base(
            MailErrors.DeleteNotCommitted,
            $"A second look does not tell whether it is gone, since the maildrop has other unique-ids than before. {cause?.Message}",
            cause)
    {
    }
}
