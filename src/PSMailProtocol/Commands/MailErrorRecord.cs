using System;
using System.Management.Automation;
using PSMailProtocol.Advice;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>The one place where a failure of the core becomes an error record.</summary>
internal static class MailErrorRecord
{
    /// <summary>Makes a record whose id and category are the failure's own, with the advice for it.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">The input that it concerns.</param>
    public static ErrorRecord From(MailException failure, object? target)
    {
        // The core's categories are named after PowerShell's.
        var category = (ErrorCategory)Enum.Parse(typeof(ErrorCategory), failure.Error.Category.ToString());
        var named = ArgumentAdvice.Named(failure);
        var record = new ErrorRecord(named, named.Error.Id, category, failure is AdvisedException { IsTargetSecret: true } ? null : target)
        {
            ErrorDetails = new ErrorDetails(named.Message) { RecommendedAction = MailAdvice.For(failure) },
        };

        // Windows PowerShell shows the target with every error, and a UID or a message is text of a stranger.
        record.CategoryInfo.TargetName = WireText.Excerpt(record.CategoryInfo.TargetName);
        return record;
    }
}
