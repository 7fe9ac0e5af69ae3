namespace PSMailProtocol.Pop3;

/// <summary>What became of one message that was to be removed, never more than is known.</summary>
public sealed class Pop3Removal
{
    internal Pop3Removal(string uid) => Uid = uid;

    /// <summary>The message's unique-id.</summary>
    public string Uid { get; }

    /// <summary>Whether the message is gone: it was marked, and the server confirmed QUIT.</summary>
    public bool Removed { get; internal set; }

    /// <summary>Whether the server confirmed QUIT for the session that was to remove it.</summary>
    public bool Committed { get; internal set; }

    /// <summary>Why it was not removed, or null.</summary>
    public MailException? Failure { get; internal set; }
}
