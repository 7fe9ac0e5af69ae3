using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace PSMailProtocol.Files;

/// <summary>Tells links by name: the platform's errors say only that a file is not there, which the user can see that it is.</summary>
public static class SymbolicLink
{
    private const int LongestPath = 4096;

    /// <summary>Why a file could not be opened or replaced, as the rest of a sentence.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="failure">What the platform says.</param>
    public static string Explain(string path, Exception failure) =>
        failure is FileNotFoundException or DirectoryNotFoundException && IsLink(path)
            ? $"it is a link to {TargetOf(path) ?? "something"}, where there is nothing"
            : failure.Message;

    private static bool IsLink(string path)
    {
        try
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string? TargetOf(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return null;

        var target = new byte[LongestPath];
        var length = (int)ReadLink(Encoding.UTF8.GetBytes(path + "\0"), target, (IntPtr)target.Length);
        return length > 0 ? Encoding.UTF8.GetString(target, 0, length) : null;
    }

    [DllImport("libc", EntryPoint = "readlink", SetLastError = true)]
    private static extern IntPtr ReadLink(byte[] path, byte[] target, IntPtr size);
}
