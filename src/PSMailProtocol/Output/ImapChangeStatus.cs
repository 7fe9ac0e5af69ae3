namespace PSMailProtocol;

/// <summary>How far a change of a message got, never more than the server has confirmed.</summary>
public enum ImapChangeStatus
{
    /// <summary>All that was wanted is done.</summary>
    Done,

    /// <summary>Nothing was done.</summary>
    NotDone,

    /// <summary>A copy lies in the other mailbox, and the message still lies where it was.</summary>
    Copied,

    /// <summary>It is marked as deleted and still lies where it was.</summary>
    Marked,

    /// <summary>It was moved to the trash, and was to be deleted.</summary>
    InTrash,

    /// <summary>Nobody knows: the connection was lost before the server answered.</summary>
    Unknown,
}
