using System;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Files;

/// <summary>
/// A mbox file that messages are appended to. A message is in it whole or not at all: when one cannot be written, the
/// file is cut back to what it was before.
/// </summary>
public sealed class MboxFile : IDisposable
{
    private const int BlockSize = 1 << 16;

    /// <summary>A stream with a buffer of its own would write it before it cuts the file, and on a full disk fail at both.</summary>
    private const int Unbuffered = 1;

    private readonly FileStream _file;
    private long? _tornAt;

    internal MboxFile(FileStream unbuffered) => _file = unbuffered;

    /// <summary>Opens a file, or makes it. Nobody else can write to it meanwhile.</summary>
    /// <param name="path">Its path; the folder must exist.</param>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.FileNotWritten"/>; <see cref="MailErrors.InvalidMbox"/> for a file that holds something else.
    /// </exception>
    public static MboxFile Open(string path)
    {
        // What is written to a device is nowhere, and whoever opens a pipe waits for its reader.
        if (OrdinaryFile.OtherKind(path) is { } kind)
            throw new MailException(MailErrors.FileNotWritten, $"{path} is {kind} and no file, so nothing would be kept.");

        FileStream? file = null;
        try
        {
            var isNew = !File.Exists(path);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, Unbuffered);
            Check(file, path);
            if (isNew)
                FolderEntries.Flush(Path.GetDirectoryName(Path.GetFullPath(path)));
            var opened = new MboxFile(file);
            file = null;
            return opened;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MailException(MailErrors.FileNotWritten, $"{path} cannot be written: {SymbolicLink.Explain(path, e)}", e);
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
    /// <exception cref="MailException">
    /// <see cref="MailErrors.FileNotWritten"/>; the file is as it was, or the message says that it is not.
    /// </exception>
    public void Append(Action<Stream> write, MailboxAddress? sender, DateTimeOffset? date)
    {
        try
        {
            // Nothing may follow half a message, so what an earlier cut left behind goes first.
            if (_tornAt is { } tornAt)
                _file.SetLength(tornAt);
            _tornAt = _file.Length;
            WriteToEnd(write, sender, date);
            _tornAt = null;
        }
        catch (Exception e)
        {
            var isCut = CutBack();
            if (e is not (IOException or UnauthorizedAccessException or NotSupportedException))
                throw;
            var rest = isCut
                ? ""
                : $" It now ends with a part of a message, since it could not be cut back to its {_tornAt} octets either.";
            throw new MailException(MailErrors.FileNotWritten, $"{_file.Name} cannot be written: {e.Message}{rest}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Check(FileStream file, string path)
    {
        if (file.Length > 0 && !MboxReader.IsMbox(file))
            throw new MailException(MailErrors.InvalidMbox, $"{path} exists and is no mbox file: it does not begin with \"From \".");
    }

    private void WriteToEnd(Action<Stream> write, MailboxAddress? sender, DateTimeOffset? date)
    {
        // Never disposed: what a failure leaves in this buffer is not to be written any more.
        var buffer = new BufferedStream(_file, BlockSize);
        var separator = SeparatorFromLast();
        _file.Seek(0, SeekOrigin.End);
        buffer.Write(separator, 0, separator.Length);
        new MboxWriter(buffer).Write(write, sender, date);
        buffer.Flush();
        _file.Flush(flushToDisk: true);
    }

    private bool CutBack()
    {
        try
        {
            if (_tornAt is { } tornAt)
                _file.SetLength(tornAt);
            _tornAt = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Other programs may have left out the empty line, or even the end of the last one.</summary>
    private byte[] SeparatorFromLast()
    {
        var end = new byte[3];
        var count = (int)Math.Min(end.Length, _file.Length);
        _file.Position = _file.Length - count;
        count = _file.Read(end, 0, count);
        if (count == 0
            || (end[count - 1] == '\n' && count > 1 && (end[count - 2] == '\n' || (count > 2 && end[1] == '\r' && end[0] == '\n'))))
            return [];
        return end[count - 1] == '\n' ? [(byte)'\n'] : [(byte)'\n', (byte)'\n'];
    }
}
