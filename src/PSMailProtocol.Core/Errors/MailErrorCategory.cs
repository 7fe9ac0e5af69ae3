namespace PSMailProtocol;

/// <summary>
/// What kind of failure an error is. The names are those of PowerShell's own error categories, so that the cmdlets
/// map them by name and the core needs no reference to PowerShell.
/// </summary>
public enum MailErrorCategory
{
    /// <summary>No category applies.</summary>
    NotSpecified,

    /// <summary>A parameter's value cannot be used.</summary>
    InvalidArgument,

    /// <summary>Data that was read cannot be used.</summary>
    InvalidData,

    /// <summary>The operation is not valid in the present state.</summary>
    InvalidOperation,

    /// <summary>The server's answer leaves the operation without its result.</summary>
    InvalidResult,

    /// <summary>A name, file, mailbox or message does not exist.</summary>
    ObjectNotFound,

    /// <summary>No connection could be made, or it was lost.</summary>
    ConnectionError,

    /// <summary>A deadline passed.</summary>
    OperationTimeout,

    /// <summary>The operation was cancelled.</summary>
    OperationStopped,

    /// <summary>Going on would endanger a secret or trust an unproven peer.</summary>
    SecurityError,

    /// <summary>The server did not accept who we are.</summary>
    AuthenticationError,

    /// <summary>The server forbids what was asked.</summary>
    PermissionDenied,

    /// <summary>The peer does not follow its protocol.</summary>
    ProtocolError,

    /// <summary>A cap or the server's own limit was reached.</summary>
    LimitsExceeded,

    /// <summary>The server or this module lacks a needed feature.</summary>
    NotImplemented,

    /// <summary>A file could not be read.</summary>
    ReadError,

    /// <summary>A file could not be written.</summary>
    WriteError,

    /// <summary>A resource exists and is in use by another.</summary>
    ResourceBusy,

    /// <summary>A resource is for now not to be had.</summary>
    ResourceUnavailable,

    /// <summary>A resource exists already.</summary>
    ResourceExists,
}
