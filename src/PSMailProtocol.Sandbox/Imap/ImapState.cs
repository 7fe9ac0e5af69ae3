namespace PSMailProtocol.Sandbox.Imap;

/// <summary>The states of RFC 3501 section 3, each of which allows what the one before it does, but for logging in.</summary>
internal enum ImapState
{
    /// <summary>No state: what is allowed here is allowed always.</summary>
    Any,

    /// <summary>Before LOGIN or AUTHENTICATE.</summary>
    NotAuthenticated,

    /// <summary>After it.</summary>
    Authenticated,

    /// <summary>A mailbox is selected.</summary>
    Selected,
}
