namespace PSMailProtocol.Messages;

/// <summary>How urgent a message is shown to its reader.</summary>
public enum MailPriority
{
    /// <summary>No header is written.</summary>
    Normal,

    /// <summary>High importance: <c>Importance: high</c>, <c>X-Priority: 1</c>, <c>Priority: urgent</c>.</summary>
    High,

    /// <summary>Low importance: <c>Importance: low</c>, <c>X-Priority: 5</c>, <c>Priority: non-urgent</c>.</summary>
    Low,
}
