using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace PSMailProtocol.Messages;

/// <summary>
/// Opens files for reading, and refuses what only looks like one: to open a pipe waits for its other end, and a device may never end.
/// </summary>
public static class OrdinaryFile
{
    private const int TypeBits = 0xF000;

    // The runtime's own record of a file: its flags, and its mode behind them. It has 128 octets today.
    private const int ModeOffset = 4;
    private const int LargestStatus = 512;

    /// <summary>
    /// What a path stands for that is no file: <c>a pipe</c>, <c>a device</c> or <c>a socket</c>; null for anything else.
    /// </summary>
    /// <remarks>On Windows such names are told once they are open, which waits for nobody there.</remarks>
    /// <param name="path">The path. Where it is a link, what that leads to is looked at.</param>
    public static string? OtherKind(string path)
    {
        if (path is null)
            throw new ArgumentNullException(nameof(path));
        return ((RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? 0 : ModeOf(path)) & TypeBits) switch
        {
            0x1000 => "a pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };
    }

    /// <summary>Opens a file that others may write to, move and remove meanwhile.</summary>
    /// <param name="path">The path.</param>
    /// <param name="bufferSize">Octets that the stream holds; 1 for none.</param>
    /// <exception cref="IOException">It is no file, or there is none that can be read.</exception>
    public static FileStream OpenRead(string path, int bufferSize)
    {
        if (OtherKind(path) is { } kind)
            throw new IOException($"It is {kind} and no file.");

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize);
        if (file.CanSeek || !RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return file;

        file.Dispose();
        throw new IOException("It is a pipe or a device and no file.");
    }

    /// <summary>
    /// .NET tells a file's permissions and not its type; the library that it calls itself tells both, on every system alike.
    /// </summary>
    private static int ModeOf(string path)
    {
        var status = new byte[LargestStatus];
        try
        {
            return Stat(Encoding.UTF8.GetBytes(path + "\0"), status) == 0 ? BitConverter.ToInt32(status, ModeOffset) : 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return 0;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Stat(byte[] path, byte[] status);
}
