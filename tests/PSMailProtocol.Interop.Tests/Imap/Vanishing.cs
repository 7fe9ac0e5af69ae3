namespace PSMailProtocol.Interop.Tests.Imap;

/// <summary>How a message goes after its UID was found.</summary>
public enum Vanishing
{
    /// <summary>Another client expunges it.</summary>
    Expunged,

    /// <summary>Somebody deletes its file.</summary>
    Deleted,

    /// <summary>A folder stands in the place of its file, which nobody can read.</summary>
    Unreadable,
}
