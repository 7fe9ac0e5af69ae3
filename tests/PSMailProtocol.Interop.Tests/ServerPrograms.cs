using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSMailProtocol.Interop.Tests;

/// <summary>Finds the real servers that these tests talk to.</summary>
public static class ServerPrograms
{
    // Debian keeps daemons in sbin folders, which an ordinary user's PATH does not name.
    private static readonly string[] DaemonFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/lib/dovecot"];

    // They give their processes to users of their own.
    private static readonly string[] NeedRoot = ["postfix", "dovecot", "pop3d"];

    /// <summary>The full path of a program, or null when this machine lacks it.</summary>
    /// <param name="program">A file name such as <c>knotd</c>.</param>
    public static string? Find(string program) =>
        Folders().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The full path of a program.</summary>
    /// <exception cref="FileNotFoundException">This machine lacks it.</exception>
    public static string Locate(string program) =>
        Find(program) ?? throw new FileNotFoundException($"The program {program} is not installed.", program);

    /// <summary>Why a test that needs some programs does not run here, or null if it does.</summary>
    public static string? ReasonToSkip(IEnumerable<string> programs)
    {
        var missing = programs.Where(program => Find(program) is null).ToArray();
        if (missing.Length > 0)
            return $"Not installed on this machine: {string.Join(", ", missing)}.";

        var needRoot = programs.Intersect(NeedRoot).ToArray();
        return needRoot.Length == 0 || Environment.IsPrivilegedProcess ? null : $"Only root can start {string.Join(" and ", needRoot)}.";
    }

    private static IEnumerable<string> Folders()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(DaemonFolders);
    }
}
