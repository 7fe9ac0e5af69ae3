using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A file, read from disk each time and never held in memory or open in between.</summary>
/// <remarks>
/// A log may be attached while its program writes to it: what is sent is what the file had when the message was
/// composed. A file that has less by the time it is sent is an error.
/// </remarks>
internal sealed class FileSource : ContentSource
{
    private readonly string _path;

    public FileSource(string path) => _path = path;

    public override string Name => $"The file '{_path}'";

    public override long Measure()
    {
        using FileStream file = OpenFile();
        return file.Length;
    }

    public override void Open(Action<ReadOctets> use)
    {
        using FileStream file = OpenFile();
        use((buffer, offset, count) => Read(file, buffer, offset, count));
    }

    private int Read(FileStream file, byte[] buffer, int offset, int count)
    {
        try
        {
            return file.Read(buffer, offset, count);
        }
        catch (IOException e)
        {
            throw Unreadable(e);
        }
    }

    private FileStream OpenFile()
    {
        try
        {
            return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException)
        {
            throw new MailException(MailErrors.AttachmentNotFound, $"{Name} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new MailException(MailErrors.AttachmentNotFound, "The path of a file to send is not a path.", e);
        }
    }
}
