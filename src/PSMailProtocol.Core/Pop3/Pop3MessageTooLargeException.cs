using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>A message is larger than <see cref="MailConnectionLimits.MessageSize"/> allows.</summary>
public sealed class Pop3MessageTooLargeException : MailException
{
    /// <summary>Creates a failure of one message.</summary>
    /// <param name="entry">The message.</param>
    /// <param name="what">What it has or does, behind its name.</param>
    /// <param name="cap">The cap, in octets.</param>
    /// <param name="cause">The cause, if there is one.</param>
    public Pop3MessageTooLargeException(Pop3Entry entry, string what, long cap, MailException? cause = null)
        : base(
            MailErrors.LimitExceeded,
            $"Message {entry.Number}{Uid(entry)} {what}; the cap {nameof(MailConnectionLimits.MessageSize)} allows {cap:N0}.",
            cause)
    {
        Entry = entry;
        Cap = cap;
    }

    /// <summary>The message.</summary>
    public Pop3Entry Entry { get; }

    /// <summary>The cap, in octets.</summary>
    public long Cap { get; }

    private static string Uid(Pop3Entry entry) => entry.Uid is null ? "" : $" (UID {WireText.Excerpt(entry.Uid)})";
}
