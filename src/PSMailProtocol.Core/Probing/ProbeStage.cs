namespace PSMailProtocol.Probing;

/// <summary>
/// How far a probe came. They follow one another in this order, but for TLS, which comes first where it begins with the first octet.
/// </summary>
public enum ProbeStage
{
    /// <summary>The name is looked up and the connection made.</summary>
    Connect,

    /// <summary>The server says who it is.</summary>
    Greeting,

    /// <summary>The server says what it offers, once before TLS and once inside it.</summary>
    Capabilities,

    /// <summary>The connection is encrypted.</summary>
    Tls,

    /// <summary>The certificate is judged. Nothing that is not for everybody goes to a server before.</summary>
    Certificate,

    /// <summary>Somebody logs in.</summary>
    Login,

    /// <summary>Commands are said.</summary>
    Command,

    /// <summary>An envelope is walked through and taken back.</summary>
    Envelope,

    /// <summary>All of it went well.</summary>
    Completed,
}
