using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <summary>What became of one message that was to be changed, never more than is known.</summary>
public sealed class ImapMessageOutcome
{
    internal ImapMessageOutcome(long uid) => Uid = uid;

    /// <summary>The UID in the mailbox where the message was, or still is.</summary>
    public long Uid { get; }

    /// <summary>Whether all that was wanted is done, as the server has confirmed.</summary>
    public bool IsDone { get; internal set; }

    /// <summary>Whether nobody knows: it was sent to the server, and the connection was lost before the answer.</summary>
    public bool IsUnknown { get; internal set; }

    /// <summary>Whether a copy lies in the other mailbox. After a move that the server did as one, it is the message itself.</summary>
    public bool IsCopied { get; internal set; }

    /// <summary>Whether it is marked as <c>\Deleted</c> where it was and still lies there.</summary>
    public bool IsMarked { get; internal set; }

    /// <summary>Whether it is gone from where it was.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>The UID in the other mailbox; null if the server does not say.</summary>
    public long? NewUid { get; internal set; }

    /// <summary>The UIDVALIDITY of the other mailbox; 0 if the server does not say.</summary>
    public long NewUidValidity { get; internal set; }

    /// <summary>The flags and keywords that it has now; null where they were not asked for, or did not come.</summary>
    public IReadOnlyList<string>? Flags { get; internal set; }

    /// <summary>The labels of Gmail that it has now; null where they were not asked for, or did not come.</summary>
    public IReadOnlyList<string>? Labels { get; internal set; }

    /// <summary>Why it is not done, or not known to be; null otherwise.</summary>
    public MailException? Failure { get; internal set; }

    /// <summary>What else there is to say, or null.</summary>
    public string? Remark { get; internal set; }

    /// <summary>The outcomes of messages with which nothing could be begun.</summary>
    public static IReadOnlyList<ImapMessageOutcome> NotAttempted(IEnumerable<long> uids, MailException failure) =>
        [.. uids.Select(uid => new ImapMessageOutcome(uid) { Failure = failure })];

    /// <summary>Notes that what was moved is gone from the other mailbox as well.</summary>
    public void ForgetCopy() => (IsCopied, NewUid) = (false, null);

    /// <summary>Takes over what COPYUID tells.</summary>
    /// <returns>Whether it tells anything of this message.</returns>
    internal bool Tell(ImapCopyUidCode? code)
    {
        if (code is null || !code.Uids.TryGetValue(Uid, out var uid))
            return false;

        (NewUid, NewUidValidity) = (uid, code.UidValidity);
        return true;
    }

    /// <summary>Notes that something is left to do, as far as is known.</summary>
    /// <param name="failure">Why it was not done.</param>
    public void Fail(MailException failure)
    {
        IsDone = false;
        IsUnknown = false;
        Failure = failure;
    }
}
