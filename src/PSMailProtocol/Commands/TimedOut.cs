using System.Globalization;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>The error for messages that did not come in time.</summary>
internal static class TimedOut
{
    /// <param name="count">How many were waited for.</param>
    /// <param name="left">How many of them did not come.</param>
    /// <param name="seconds">How long was waited.</param>
    /// <param name="where">In what mailbox.</param>
    /// <param name="lastFailure">Why the last look at it failed; null if it did not.</param>
    /// <param name="target">What the error is about.</param>
    public static ErrorRecord Record(int count, int left, int seconds, string where, MailException? lastFailure, object? target)
    {
        var what = count == 1 ? "no message that fits" : $"{count - left:N0} of {count:N0} messages that fit";
        var also = lastFailure is null ? "" : $" The last look failed: {lastFailure.Message}";
        return MailErrorRecord.From(
            new MailException(MailErrors.WaitTimedOut, string.Format(CultureInfo.InvariantCulture, "Within {0} s {1} came to {2}.{3}", seconds, what, where, also), lastFailure),
            target);
    }
}
