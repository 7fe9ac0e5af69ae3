using System;
using System.Globalization;

namespace PSMailProtocol.Files;

/// <summary>
/// The name under which a message is saved. The same message always gets the same one, so that a job that runs again
/// finds what it has saved.
/// </summary>
public static class MessageFileName
{
    private const int LongestSubject = 100;

    private const int LongestUid = 100;

    /// <summary>A name such as <c>20260105-101500 Backup finished 0000002a5f1c.eml</c>.</summary>
    /// <param name="date">The message's date, written in UTC; without one the name begins with <c>undated</c>.</param>
    /// <param name="subject">Its subject; long ones are cut.</param>
    /// <param name="uid">What tells it from others in its mailbox, or <c>null</c>.</param>
    /// <returns>A name that is safe as <see cref="SafeFileName"/> says.</returns>
    public static string For(DateTimeOffset? date, string? subject, string? uid)
    {
        var name = date is { } written ? written.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) : "undated";
        name += Section(subject, LongestSubject) + Section(uid, LongestUid);
        return SafeFileName.From(name + ".eml");
    }

    /// <summary>A slash in a subject is no folder, so it is replaced before the name is looked at as a path.</summary>
    private static string Section(string? text, int octets)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var section = SafeFileName.Shorten(text!.Replace('/', '_').Replace('\\', '_').Trim(), octets);
        return section.Length == 0 ? "" : " " + section;
    }
}
