using System.IO;
using System.Runtime.InteropServices;

namespace PSMailProtocol.Messages;

/// <summary>Temporary files that their owner alone can read and that vanish with their stream.</summary>
internal static class SpoolFile
{
    /// <summary>The stream keeps no buffer of its own: it is written and read in blocks that are large already.</summary>
    private const int Unbuffered = 1;

    /// <summary>
    /// Creates one. Where a file may lose its name while it is open it does so at once, and not even a crash leaves it behind.
    /// </summary>
    public static FileStream Create()
    {
        var path = Path.GetTempFileName();
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, Unbuffered, FileOptions.DeleteOnClose);

        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, Unbuffered);
        File.Delete(path);
        return file;
    }
}
