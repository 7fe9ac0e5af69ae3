using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PSMailProtocol.Files;

/// <summary>
/// Makes a file name of what a sender wrote. The result is one name without folders that every file system takes as an
/// ordinary, visible file, so that it means the same wherever the folder is copied to.
/// </summary>
public static class SafeFileName
{
    /// <summary>Octets of UTF-8 that a name may have; most file systems allow no more.</summary>
    public const int MaximumLength = 255;

    /// <summary>What a longer last section is no longer taken for an extension, in octets.</summary>
    private const int LongestExtension = 32;

    private const char Replacement = '_';

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>Names that Windows gives to devices, with any extension and in any folder.</summary>
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>The name of a file for a name that is data.</summary>
    /// <param name="name">What the sender wrote: anything, a path too, of which only the last section is looked at.</param>
    /// <param name="substitute">What stands for a name of which nothing is left; made safe itself.</param>
    /// <returns>
    /// The last section of the path. Characters that control, that turn the direction of writing, or that Windows keeps
    /// for itself (<c>: * ? " &lt; &gt; |</c>) become underscores; dots and spaces around the name go; the name of a
    /// device gets an underscore before it. It has 1 to 255 octets of UTF-8, and a longer one keeps its extension.
    /// </returns>
    public static string From(string? name, string substitute = "attachment")
    {
        var safe = Clean(name ?? "");
        if (safe.Length == 0)
            safe = Clean(substitute);
        return safe.Length == 0 ? "attachment" : safe;
    }

    /// <summary>The same name with a number before the extension, for a name that is taken: <c>report (2).pdf</c>.</summary>
    /// <param name="safeName">A name that <see cref="From"/> gave.</param>
    /// <param name="number">The number.</param>
    public static string WithNumber(string safeName, int number)
    {
        var suffix = " (" + number.ToString(CultureInfo.InvariantCulture) + ")" + ExtensionOf(safeName);
        return Shorten(StemOf(safeName), MaximumLength - Encoding.UTF8.GetByteCount(suffix)) + suffix;
    }

    /// <summary>The longest beginning of a text that has no more than so many octets in UTF-8 and splits no character.</summary>
    internal static string Shorten(string text, int octets)
    {
        var end = 0;
        while (end < text.Length)
        {
            var width = char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
            octets -= width == 2 ? 4 : text[end] < 0x80 ? 1 : text[end] < 0x800 ? 2 : 3;
            if (octets < 0)
                break;
            end += width;
        }

        return text.Substring(0, end).TrimEnd('.', ' ');
    }

    private static string Clean(string name)
    {
        var sections = name.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (sections.Length == 0)
            return "";
        var clean = Trim(ReplaceUnsafe(sections[sections.Length - 1]));
        if (Devices.Contains(BeforeFirstDot(clean)))
            clean = Replacement + clean;
        var extension = ExtensionOf(clean);
        return Shorten(StemOf(clean), MaximumLength - Encoding.UTF8.GetByteCount(extension)) + extension;
    }

    private static string ReplaceUnsafe(string name)
    {
        var clean = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
                clean.Append(name[i]).Append(name[++i]);
            else
                clean.Append(IsUnsafe(name[i]) ? Replacement : name[i]);
        }

        return clean.ToString();
    }

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || TurnsDirection(c)
        || c is ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    /// <summary>The marks, embeddings, overrides and isolates of UAX #9, which make <c>gpj.exe</c> look like <c>exe.jpg</c>.</summary>
    private static bool TurnsDirection(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Without dots and white space around: Windows drops them behind a name, and a dot before it hides a file.</summary>
    private static string Trim(string name)
    {
        var start = 0;
        var end = name.Length;
        while (start < end && IsTrimmed(name[start]))
            start++;
        while (end > start && IsTrimmed(name[end - 1]))
            end--;
        return name.Substring(start, end - start);
    }

    private static bool IsTrimmed(char c) => c == '.' || char.IsWhiteSpace(c);

    private static string BeforeFirstDot(string name)
    {
        var dot = name.IndexOf('.');
        return (dot < 0 ? name : name.Substring(0, dot)).TrimEnd();
    }

    private static string StemOf(string name) => name.Substring(0, name.Length - ExtensionOf(name).Length);

    private static string ExtensionOf(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= 0)
            return "";
        var extension = name.Substring(dot);
        return Encoding.UTF8.GetByteCount(extension) > LongestExtension ? "" : extension;
    }
}
