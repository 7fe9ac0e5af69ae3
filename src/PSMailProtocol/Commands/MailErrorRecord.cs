using System;
using System.Management.Automation;

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
        return new ErrorRecord(failure, failure.Error.Id, category, target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.Hint },
        };
    }
}
