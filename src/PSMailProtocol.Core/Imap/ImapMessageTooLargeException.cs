using PSMailProtocol.Net;

namespace PSMailProtocol.Imap;

/// <summary>A message is larger than <see cref="MailConnectionLimits.MessageSize"/> allows.</summary>
public sealed class ImapMessageTooLargeException : MailException
{
    /// <summary>Creates a failure of one message.</summary>
    /// <param name="uid">The message.</param>
    /// <param name="octets">How many octets it has.</param>
    /// <param name="cap">The cap, in octets.</param>
    public ImapMessageTooLargeException(long uid, long octets, long cap)
        : base(MailErrors.LimitExceeded,
            $"The message with the UID {uid} has {octets:N0} octets; the cap {nameof(MailConnectionLimits.MessageSize)} allows {cap:N0}.")
    {
        Uid = uid;
        Cap = cap;
    }

    /// <summary>The message.</summary>
    public long Uid { get; }

    /// <summary>The cap, in octets.</summary>
    public long Cap { get; }
}
