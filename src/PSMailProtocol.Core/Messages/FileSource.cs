using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>A file, read from disk each time and never held in memory or open in between.</summary>
/// <remarks>
/// A log may be attached while its program writes to it: what is sent is what the file had when the message was
/// composed. A file that has less by the time it is sent is an error. Where the length that the system tells is none,
/// as below /proc, or more than there is, as below /sys, the file is read to its end when the message is composed.
/// </remarks>
internal sealed class FileSource : ContentSource
{
    private readonly string _path;

    public FileSource(string path) => _path = path;

    protected override string Name => $"The file '{_path}'";

    /// <summary>Opens the file and closes it, so that one that cannot be sent is known at once.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.AttachmentNotFound"/> or
    /// <see cref="MailErrors.AttachmentUnreadable"/>.</exception>
    public void Require() => OpenFile().Dispose();

    public override MeasuredContent Measure()
    {
        using FileStream file = OpenFile();
        try
        {
            long length = file.CanSeek ? file.Length : 0;
            return HasAll(file, length) ? new MeasuredContent(this, length) : Kept(file).Measure();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    protected override void Open(Action<ReadOctets> use)
    {
        using FileStream file = OpenFile();
        use((buffer, offset, count) => Read(file, buffer, offset, count));
    }

    /// <summary>Whether there is a last byte where the length says that it is.</summary>
    private static bool HasAll(FileStream file, long length)
    {
        if (length == 0)
            return false;
        file.Position = length - 1;
        bool hasLast = file.ReadByte() >= 0;
        file.Position = 0;
        return hasLast;
    }

    private static StreamSource Kept(FileStream file) => new(RawMail.FromStream(file).OpenRead());

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
            return OrdinaryFile.OpenRead(_path, bufferSize: 1);
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
