namespace PSMailProtocol;

/// <summary>What became of a message that was to be put into a mailbox.</summary>
public enum ImapAddStatus
{
    /// <summary>It is there.</summary>
    Stored,

    /// <summary>It may be there or not: all of it was sent, and the server's answer did not come.</summary>
    Unknown,

    /// <summary>It is not there.</summary>
    Failed,
}
