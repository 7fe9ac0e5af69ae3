using System;
using System.Management.Automation;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>The one place where a failure of the core becomes an error record.</summary>
internal static class MailErrorRecord
{
    /// <summary>Makes a record whose id, category and advice are the failure's own.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">The input that it concerns.</param>
    public static ErrorRecord From(MailException failure, object? target)
    {
        // The core's categories are named after PowerShell's.
        var category = (ErrorCategory)Enum.Parse(typeof(ErrorCategory), failure.Error.Category.ToString());
        var record = new ErrorRecord(failure, failure.Error.Id, category, target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.Hint },
        };

        // Windows PowerShell shows the target with every error, and a UID or a message is text of a stranger.
        record.CategoryInfo.TargetName = WireText.Excerpt(record.CategoryInfo.TargetName);
        return record;
    }
}
