using System;
using PSMailProtocol.Mime;

namespace PSMailProtocol;

/// <summary>The one rule for what is old, for all that reads or removes by age.</summary>
internal static class MessageAge
{
    /// <summary>
    /// Whether a message is from before a moment. A sender can write any date, so the date of the server that took it has
    /// to say so as well; a message without any date is not old.
    /// </summary>
    public static bool IsBefore(MimeMessage message, DateTimeOffset limit)
    {
        var received = ReceivedOf(message);
        return (message.Date ?? received) < limit && (received ?? message.Date) < limit;
    }

    /// <summary>When the last server took it: each one adds its field above the others, which a sender may have made up.</summary>
    public static DateTimeOffset? ReceivedOf(MimeMessage message) => message.Received.Count > 0 ? message.Received[0].Date : null;
}
