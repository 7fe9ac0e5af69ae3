using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>
/// A mbox file that messages are appended to. A message is in it whole or not at all: when one cannot be written, the
/// file is cut back to what it was before.
/// </summary>
public sealed class MboxFile : IDisposable
{
    private const int BlockSize = 1 << 16;

    private readonly FileStream _file;
    private readonly MboxWriter _writer;

    private MboxFile(FileStream file)
    {
        _file = file;
        _writer = new MboxWriter(file);
    }

    /// <summary>Opens a file, or makes it. Nobody else can write to it meanwhile.</summary>
    /// <param name="path">Its path; the folder must exist.</param>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.FileNotWritten"/>; <see cref="MailErrors.InvalidMbox"/> for a file that holds something else.
    /// </exception>
    public static MboxFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, BlockSize);
            Check(file, path);
            var opened = new MboxFile(file);
            file = null;
            return opened;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MailException(MailErrors.FileNotWritten, $"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Appends a message, on the disk itself before this returns.</summary>
    /// <param name="write">Writes its octets.</param>
    /// <param name="sender">Its author.</param>
    /// <param name="date">Its date.</param>
    /// <exception cref="MailException"><see cref="MailErrors.FileNotWritten"/>; the file is as it was.</exception>
    public void Append(Action<Stream> write, MailboxAddress? sender, DateTimeOffset? date)
    {
        var start = _file.Length;
        var isComplete = false;
        try
        {
            _file.Position = start;
            SeparateFromLast();
            _writer.Write(write, sender, date);
            _file.Flush(flushToDisk: true);
            isComplete = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MailException(MailErrors.FileNotWritten, $"{_file.Name} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (!isComplete)
                _file.SetLength(start);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Check(FileStream file, string path)
    {
        var beginning = new byte[MboxLine.From.Length];
        if (file.Length > 0 && !MboxReader.IsMbox(beginning, file.Read(beginning, 0, beginning.Length)))
            throw new MailException(MailErrors.InvalidMbox, $"{path} exists and is no mbox file: it does not begin with \"From \".");
    }

    /// <summary>Other programs may have left out the empty line, or even the end of the last one.</summary>
    private void SeparateFromLast()
    {
        var end = new byte[3];
        var count = (int)Math.Min(end.Length, _file.Length);
        _file.Position = _file.Length - count;
        count = _file.Read(end, 0, count);
        if (count == 0 || (end[count - 1] == '\n' && count > 1 && (end[count - 2] == '\n' || (count > 2 && end[1] == '\r' && end[0] == '\n'))))
            return;
        if (end[count - 1] != '\n')
            _file.WriteByte((byte)'\n');
        _file.WriteByte((byte)'\n');
    }
}
