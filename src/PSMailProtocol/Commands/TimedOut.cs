using System.Globalization;
using System.Management.Automation;
using PSMailProtocol.Advice;

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
    /// <param name="advice">What to do, where it is not what the kind of error says.</param>
    public static ErrorRecord Record(int count, int left, int seconds, string where, MailException? lastFailure, object? target,
        string? advice = null)
    {
        var what = count == 1 ? "no message that fits" : $"{count - left:N0} of {count:N0} messages that fit";
        var also = lastFailure is null ? "" : $" The last look failed: {lastFailure.Message}";
        var message = string.Format(CultureInfo.InvariantCulture, "Within {0} s {1} came to {2}.{3}", seconds, what, where, also);
        return MailErrorRecord.From(
            advice is null ? new MailException(MailErrors.WaitTimedOut, message, lastFailure)
                : new AdvisedException(MailErrors.WaitTimedOut, message, advice), target);
    }
}
