using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;

namespace PSMailProtocol.Files;

/// <summary>
/// The temporary name under which a file is written until it is complete. A process that is killed leaves such a file behind;
/// the next one clears it away.
/// </summary>
public static class UnfinishedFile
{
    private const string Prefix = ".psmail-";
    private const string Suffix = ".tmp";

    /// <summary>Nobody writes a mail for so long without a pause.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    private static readonly Regex Name = new("^" + Regex.Escape(Prefix) + "[0-9a-f]{32}" + Regex.Escape(Suffix) + "$",
        RegexOptions.CultureInvariant);

    /// <summary>When each folder was cleared: it is looked through once a day, however many files are written to it.</summary>
    private static readonly ConcurrentDictionary<string, DateTime> Cleared = new(StringComparer.Ordinal);

    /// <summary>A new path in a folder, in which what others left behind is cleared away first.</summary>
    /// <param name="folder">The folder.</param>
    public static string PathIn(string folder)
    {
        var now = DateTime.UtcNow;
        if (!Cleared.TryGetValue(folder, out var last) || now - last > Stale)
        {
            Cleared[folder] = now;
            Clear(folder, now - Stale);
        }

        return Path.Combine(folder, Prefix + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture) + Suffix);
    }

    /// <summary>Removes files of this kind that nobody has written to since, and that nobody holds.</summary>
    internal static void Clear(string folder, DateTime since)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
            {
                if (Name.IsMatch(Path.GetFileName(path)))
                    ClearOne(path, since);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that can be written to and not listed keeps what it has.
        }
    }

    private static void ClearOne(string path, DateTime since)
    {
        try
        {
            if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint) || File.GetLastWriteTimeUtc(path) > since)
                return;

            // Whoever writes it holds it, and then this fails.
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is somebody else's, or gone.
        }
    }
}
