using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>A selected mailbox (RFC 9051 section 6.3.2).</summary>
/// <param name="Name">The name, decoded.</param>
/// <param name="Exists">How many messages it holds.</param>
/// <param name="UidValidity">Under this number the UIDs mean the same messages; 0 if the server gives none.</param>
/// <param name="UidNext">The UID that the next message will have at the least; 0 if the server does not say.</param>
/// <param name="IsReadOnly">Whether nothing can be changed.</param>
public sealed record ImapMailbox(string Name, long Exists, long UidValidity, long UidNext, bool IsReadOnly)
{
    /// <summary>The highest modification sequence (RFC 7162); null if the server does not say.</summary>
    public long? HighestModSeq { get; init; }

    /// <summary>Refuses UIDs of another time. Where either number is 0 the server gives none, and nothing can be told.</summary>
    /// <param name="uidValidity">The UIDVALIDITY under which the UIDs were told.</param>
    /// <exception cref="MailException"><see cref="MailErrors.UidValidityChanged"/>.</exception>
    public void RequireUidValidity(long uidValidity)
    {
        if (uidValidity != UidValidity && uidValidity != 0 && UidValidity != 0)
        {
            throw new MailException(
                MailErrors.UidValidityChanged,
                $"The mailbox {WireText.Excerpt(Name)} has the UIDVALIDITY {UidValidity} and no longer {uidValidity}, so that UIDs of " +
                "then mean other messages, or none.");
        }
    }
}
