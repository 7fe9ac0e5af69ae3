using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>A file, read from disk each time and never held in memory or open in between.</summary>
/// <remarks>
/// A log may be attached while its program writes to it: what is sent is what the file had when the message was
/// composed. A file that has less by the time it is sent is an error.
/// </remarks>
internal sealed class FileContent : AttachmentContent
{
    private readonly string _path;

    public FileContent(string path) => _path = path;

    public override long Measure()
    {
        using FileStream file = Open();
        return file.Length;
    }

    public override void WriteBase64(long length, Stream destination)
    {
        using FileStream file = Open();
        long done = new Base64LineEncoder().Encode((buffer, offset, count) => Read(file, buffer, offset, count), length, destination);
        if (done < length)
            throw Shrunk($"The attachment '{_path}'", length, done);
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

    private FileStream Open()
    {
        try
        {
            return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException)
        {
            throw new MailException(MailErrors.AttachmentNotFound, $"The attachment '{_path}' does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new MailException(MailErrors.AttachmentNotFound, "The path of an attachment is not one.", e);
        }
    }

    private MailException Unreadable(Exception cause) =>
        new(MailErrors.AttachmentUnreadable, $"The attachment '{_path}' cannot be read: {cause.Message}", cause);
}
