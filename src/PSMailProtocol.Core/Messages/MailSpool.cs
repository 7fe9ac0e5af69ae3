using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Messages;

/// <summary>
/// Takes in a message of unknown length: what is small stays in memory, and what is larger as long as there is room for it;
/// the rest goes to a temporary file that goes with the message. One spool serves many messages after another.
/// </summary>
internal sealed class MailSpool : WriteOnlyStream
{
    /// <summary>Up to this a message stays in memory in any case, in octets.</summary>
    internal const int LargestInMemory = 1 << 20;

    /// <summary>Beyond this it goes to a file in any case, in octets.</summary>
    internal const int LargestWithRoom = 16 << 20;

    private readonly OctetBuffer _memory = new(1 << 14);
    private readonly Action<long>? _written;
    private readonly Func<FileStream> _createFile;
    private FileStream? _file;
    private MailException? _failure;

    /// <param name="written">Told the count of each write.</param>
    /// <param name="createFile">Makes a temporary file; tests have one that is full.</param>
    public MailSpool(Action<long>? written = null, Func<FileStream>? createFile = null)
    {
        _written = written;
        _createFile = createFile ?? SpoolFile.Create;
    }

    public override long Length => _file?.Length ?? _memory.Count;

    /// <summary>
    /// Takes in more. A file that cannot be written is told by <see cref="Take"/>, so that the message is still read to its end.
    /// </summary>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_failure is null)
        {
            try
            {
                Keep(buffer, offset, count);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Fail(e);
            }
        }

        _written?.Invoke(count);
    }

    /// <summary>Hands out what was taken in, and is empty again.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.SpoolFailed"/>.</exception>
    public RawMail Take()
    {
        var (file, failure) = (_file, _failure);
        (_file, _failure) = (null, null);
        if (failure is not null)
            throw failure;
        if (file is not null)
            return new SpooledMail(file);

        var bytes = _memory.ToArray();
        _memory.Clear();
        return bytes.Length <= LargestInMemory ? new MemoryMail(bytes) : new LargeMail(bytes);
    }

    /// <summary>Forgets what was taken in.</summary>
    public void Clear()
    {
        _file?.Dispose();
        (_file, _failure) = (null, null);
        _memory.Clear();
    }

    private void Keep(byte[] buffer, int offset, int count)
    {
        if (_file is null && !FitsInMemory(_memory.Count + (long)count))
            MoveToFile();
        if (_file is null)
            _memory.Add(buffer, offset, count);
        else
            _file.Write(buffer, offset, count);
    }

    private static bool FitsInMemory(long octets) =>
        octets <= LargestInMemory || (octets <= LargestWithRoom && LargeMail.HasRoomFor(octets));

    private void MoveToFile()
    {
        _file = _createFile();
        _file.Write(_memory.Bytes, 0, _memory.Count);
        _memory.Clear();
    }

    private void Fail(Exception cause)
    {
        Clear();
        _failure = new MailException(MailErrors.SpoolFailed,
            $"A large message could not be kept in a temporary file in {Path.GetTempPath()}: {cause.Message}", cause);
    }
}
