using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>Makes a stream that can be read only once into one that can be read again.</summary>
internal static class StreamSpool
{
    /// <summary>Beyond this a copy goes to a temporary file, so that memory does not grow with the content.</summary>
    private const int LargestInMemory = 1 << 20;

    private const int BlockSize = 1 << 16;

    /// <summary>The stream itself if it can seek, otherwise a copy of what it has left, positioned at its start.</summary>
    public static Stream MakeSeekable(Stream source)
    {
        if (source.CanSeek)
            return source;
        Stream copy = new MemoryStream();
        var block = new byte[BlockSize];
        int read;
        while ((read = source.Read(block, 0, block.Length)) > 0)
        {
            if (copy is MemoryStream memory && memory.Length + read > LargestInMemory)
                copy = MoveToFile(memory);
            copy.Write(block, 0, read);
        }

        copy.Position = 0;
        return copy;
    }

    private static FileStream MoveToFile(MemoryStream memory)
    {
        var file = SpoolFile.Create();
        memory.WriteTo(file);
        return file;
    }
}
