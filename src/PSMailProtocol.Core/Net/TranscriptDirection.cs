namespace PSMailProtocol.Net;

/// <summary>Who said a line of a transcript.</summary>
public enum TranscriptDirection
{
    /// <summary>The client, shown as <c>C:</c>.</summary>
    Client,

    /// <summary>The server, shown as <c>S:</c>.</summary>
    Server,

    /// <summary>The connection itself: connected, encrypted, closed. Shown as <c>*:</c>.</summary>
    Connection,
}
