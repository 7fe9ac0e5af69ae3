using System;

namespace PSMailProtocol;

/// <summary>The one rule for what is old, for all that reads or removes by age.</summary>
internal static class MessageAge
{
    /// <summary>
    /// Whether a message is from before a moment. A sender can write any date, so the date of the server that took it has
    /// to say so as well; a message without any date is not old.
    /// </summary>
    public static bool IsBefore(ReceivedMessage message, DateTimeOffset limit)
    {
        var received = message.Received;
        return (message.Date ?? received) < limit && (received ?? message.Date) < limit;
    }
}
