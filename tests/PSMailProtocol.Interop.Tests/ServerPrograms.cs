using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using PSMailProtocol.Interop.Tests.Servers;

namespace PSMailProtocol.Interop.Tests;

/// <summary>Finds the real servers that these tests talk to.</summary>
public static class ServerPrograms
{
    // Debian keeps daemons in sbin folders, which an ordinary user's PATH does not name.
    private static readonly string[] DaemonFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/lib", "/usr/lib/dovecot",
        "/usr/libexec"];

    /// <summary>Names a folder into which packages are unpacked that cannot be installed beside each other.</summary>
    private const string UnpackedVariable = "UNPACKED_MAIL_SERVERS";

    // They give their processes to users of their own.
    private static readonly string[] NeedRoot =
        ["postfix", "dovecot", "pop3d", "smtpd", "exim4", "sendmail/sendmail", "imap4d", CyrusServer.Master, CourierServer.Login];

    // Names that are part of the program.
    private static readonly Dictionary<string, string[]> NeedUsers = new()
    {
        ["smtpd"] = ["opensmtpd", "opensmtpq"],
        ["exim4"] = ["Debian-exim"],
        [CourierServer.Login] = ["courier"],
    };

    // They see folders of ours in the places that are built into them.
    private static readonly string[] NeedMounts = [CourierServer.Login];

    private static readonly Lazy<bool> MayMount = new(() => Succeeds("unshare", "--mount", "true"));

    /// <summary>The full path of a program, or null when this machine lacks it.</summary>
    /// <param name="program">A file name such as <c>knotd</c>, with its folder where another program has the same name.</param>
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
        if (needRoot.Length > 0 && !Environment.IsPrivilegedProcess)
            return $"Only root can start {string.Join(" and ", needRoot)}.";

        var needMounts = programs.Intersect(NeedMounts).ToArray();
        if (needMounts.Length > 0 && !MayMount.Value)
            return $"Only a process that may mount folders can start {string.Join(" and ", needMounts)}.";

        var users = programs.SelectMany(program => NeedUsers.GetValueOrDefault(program, [])).Where(user => !IsUser(user)).ToArray();
        return users.Length == 0 ? null : $"This machine has no user {string.Join(" and ", users)}.";
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Locate(program), arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static bool IsUser(string name) =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));

    private static IEnumerable<string> Folders()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        var folders = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(DaemonFolders);
        return Environment.GetEnvironmentVariable(UnpackedVariable) is { Length: > 0 } unpacked
            ? folders.Concat(DaemonFolders.Select(folder => unpacked + folder))
            : folders;
    }
}
