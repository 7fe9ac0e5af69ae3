using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PSMailProtocol.Files;

/// <summary>Makes files that only their owner can read, from the first moment on.</summary>
internal static class PrivateFile
{
    private const int OwnerOnly = 0x180; // 0600

    // The runtime's own flags: read and write, close on exec, create, and fail if it is there.
    private const int NewFile = 0x0002 | 0x0010 | 0x0020 | 0x0040;

    /// <summary>Makes an empty file. On Windows it has the access list of its folder.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Whether it was made; if not, there is something of this name.</returns>
    /// <exception cref="IOException">There is no such folder, for instance.</exception>
    public static bool TryCreate(string path)
    {
        if (IsThere(path))
            return false;

        try
        {
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && TryCreateAsOwner(path))
                return true;
            new FileStream(path, FileMode.CreateNew, FileAccess.Write).Dispose();
            return true;
        }
        catch (IOException) when (IsThere(path))
        {
            return false;
        }
    }

    /// <summary>Also a link that leads nowhere is there.</summary>
    private static bool IsThere(string path)
    {
        try
        {
            File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>.NET Standard knows no modes; the library that .NET calls itself does, on every system alike.</summary>
    private static bool TryCreateAsOwner(string path)
    {
        try
        {
            var handle = Open(Encoding.UTF8.GetBytes(path + "\0"), NewFile, OwnerOnly);
            if (handle == new IntPtr(-1))
                return false;
            new SafeFileHandle(handle, ownsHandle: true).Dispose();
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Open")]
    private static extern IntPtr Open(byte[] path, int flags, int mode);
}
