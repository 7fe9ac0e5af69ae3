namespace PSMailProtocol;

/// <summary>How a session is.</summary>
public enum MailSessionState
{
    /// <summary>Its connection is open, for all that is known.</summary>
    Connected,

    /// <summary>Its connection is gone; the next use opens another.</summary>
    Lost,

    /// <summary>It was ended for good.</summary>
    Closed,
}
