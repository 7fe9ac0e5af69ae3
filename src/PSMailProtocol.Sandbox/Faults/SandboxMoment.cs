namespace PSMailProtocol.Sandbox;

/// <summary>Where in the life of a command a connection is dropped.</summary>
public enum SandboxMoment
{
    /// <summary>The command was read; it has no effect and no reply.</summary>
    BeforeCommand,

    /// <summary>The command takes effect; its reply is never sent.</summary>
    BeforeReply,

    /// <summary>The command takes effect and is answered; then the connection ends.</summary>
    AfterReply,
}
