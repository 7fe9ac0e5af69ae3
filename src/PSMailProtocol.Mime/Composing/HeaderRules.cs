using System;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>What may stand in a header at all. A refusal names the parameter and never repeats its value.</summary>
internal static class HeaderRules
{
    /// <summary>Leaves room in a line of 998 octets (RFC 5322 section 2.1.1) for the start of any value.</summary>
    private const int LongestName = 200;

    private const int LongestId = 900;

    private static readonly char[] LineBreakers = ['\r', '\n', '\0'];

    /// <summary>Names of fields that a draft has properties for, and those that belong to the envelope or to MIME.</summary>
    private static readonly string[] SetByDraft =
    [
        "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-Bcc", "Subject", "Date", "Message-ID",
        "In-Reply-To", "References", "MIME-Version",
    ];

    /// <summary>Refuses the three characters that would start another header or end a string early.</summary>
    public static void RefuseLineBreaks(string value, string parameter, MailError error)
    {
        if (value.IndexOfAny(LineBreakers) >= 0)
            throw new MailException(error, $"{parameter} contains a carriage return, line feed or NUL.");
    }

    /// <summary>Refuses a name that is no field name (RFC 5322 section 3.6.8: %d33-57 and %d59-126).</summary>
    public static void RequireFieldName(string? name)
    {
        if (string.IsNullOrEmpty(name))
            throw new MailException(MailErrors.InvalidHeaderName, "Headers has an entry without a name.");
        foreach (char c in name!)
        {
            if (c is < '!' or > '~' or ':')
                throw new MailException(MailErrors.InvalidHeaderName, "Headers has a name with a character that no header name may have.");
        }

        if (name.Length > LongestName)
            throw new MailException(MailErrors.InvalidHeaderName, $"Headers has a name of more than {LongestName} characters.");
    }

    /// <summary>Refuses a custom field that would double one of the draft's own, change its structure, or leak Bcc.</summary>
    public static void RefuseReserved(string name, MailDraft draft)
    {
        if (IsOneOf(name, SetByDraft) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            throw new MailException(MailErrors.InvalidHeaderName, $"Headers may not set {name}: the message sets it itself.");
        if (draft.Priority != MailPriority.Normal && IsOneOf(name, "Importance", "X-Priority", "Priority"))
            throw new MailException(MailErrors.InvalidHeaderName, $"Headers may not set {name} beside Priority.");
        if (draft.RequestReadReceipt && IsOneOf(name, "Disposition-Notification-To"))
            throw new MailException(MailErrors.InvalidHeaderName, $"Headers may not set {name} beside RequestReadReceipt.");
    }

    /// <summary>An id (RFC 5322 section 3.6.4, RFC 2392) that a caller gave, with or without its angle brackets, without them.</summary>
    public static string Id(string id, string parameter)
    {
        if (id.IndexOfAny(LineBreakers) >= 0)
            throw new MailArgumentException(MailErrors.InvalidHeaderValue, parameter, "contains a carriage return, line feed or NUL.");
        string trimmed = id.Trim();
        string bare = trimmed.Length > 2 && trimmed[0] == '<' && trimmed[trimmed.Length - 1] == '>'
            ? trimmed.Substring(1, trimmed.Length - 2)
            : trimmed;
        return IsId(bare)
            ? bare
            : throw new MailArgumentException(MailErrors.InvalidHeaderValue, parameter,
                "is not an id of printable ASCII without spaces and angle brackets.");
    }

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsId(string id)
    {
        foreach (char c in id)
        {
            if (c is <= ' ' or > '~' or '<' or '>')
                return false;
        }

        return id.Length is > 0 and <= LongestId;
    }

    private static bool IsOneOf(string name, params string[] names)
    {
        foreach (string candidate in names)
        {
            if (string.Equals(name, candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
