using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace PSMailProtocol.Files;

/// <summary>
/// The entries of a folder on the disk itself. On Unix a new file is there with its octets when it is flushed, and under
/// its name only when its folder is flushed too; .NET has no call for that.
/// </summary>
/// <remarks>On Windows this does nothing: folders cannot be flushed there, and NTFS keeps a log of their entries.</remarks>
internal static class FolderEntries
{
    // The same numbers on Linux, macOS and the BSDs.
    private const int ReadOnly = 0;
    private const int AccessDenied = 13;
    private const int BadDescriptor = 9;
    private const int InvalidArgument = 22;

    /// <summary>Returns when what was made, moved or replaced in a folder, or a file's own octets, are on the disk.</summary>
    /// <param name="path">The folder, or a file that was written earlier.</param>
    /// <exception cref="IOException">The disk has failed or is full.</exception>
    public static void Flush(string? path)
    {
        if (path is null || RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return;

        var descriptor = Open(Encoding.UTF8.GetBytes(path + "\0"), ReadOnly);
        if (descriptor < 0)
        {
            // A folder can be open to writers and not to readers; then there is no descriptor to flush.
            Require(AccessDenied, path);
            return;
        }

        try
        {
            // File systems without such a flush, many of them remote, refuse with these.
            if (FSync(descriptor) != 0)
                Require(InvalidArgument, path, BadDescriptor);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static void Require(int expected, string path, int alsoExpected = 0)
    {
        var error = Marshal.GetLastWin32Error();
        if (error != expected && error != alsoExpected)
            throw new IOException($"{path} cannot be flushed: {new Win32Exception(error).Message}");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
