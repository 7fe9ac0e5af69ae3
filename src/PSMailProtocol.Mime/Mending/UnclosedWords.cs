using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// Beginnings of encoded-words behind the end of the last one. The library looks for the end of each through all that follows,
/// which takes minutes where there are many, so that then they are set apart to be no beginnings any more.
/// </summary>
internal static class UnclosedWords
{
    private const int Few = 16;

    private static readonly string[] Beginning = ["=?"];

    public static string Mend(string value)
    {
        var end = value.LastIndexOf("?=", StringComparison.Ordinal);
        if (end >= 0 && value.IndexOf("=?", end, StringComparison.Ordinal) < 0)
            return value;

        var tail = end < 0 ? value : value.Substring(end);
        var isMany = tail.Split(Beginning, Few + 2, StringSplitOptions.None).Length > Few + 1;
        return !isMany ? value : value.Substring(0, value.Length - tail.Length) + tail.Replace("=?", "= ?");
    }
}
