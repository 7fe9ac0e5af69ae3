using System;
using System.IO;
using PSMailProtocol.Net;

namespace PSMailProtocol.Mime;

/// <summary>
/// Takes in a message of unknown length: what is small stays in memory, what is large goes to a temporary file that goes
/// with the message. One spool serves many messages after another.
/// </summary>
internal sealed class MessageSpool : WriteOnlyStream
{
    /// <summary>Beyond this a message goes to a file, in octets.</summary>
    internal const int LargestInMemory = 1 << 20;

    private readonly OctetBuffer _memory = new(1 << 14);
    private readonly Action<long>? _written;
    private FileStream? _file;

    /// <param name="written">Told the count of each write.</param>
    public MessageSpool(Action<long>? written = null) => _written = written;

    public override long Length => _file?.Length ?? _memory.Count;

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_file is null && _memory.Count + count > LargestInMemory)
            MoveToFile();
        if (_file is null)
            _memory.Add(buffer, offset, count);
        else
            _file.Write(buffer, offset, count);
        _written?.Invoke(count);
    }

    /// <summary>Reads what was taken in as a message, and is empty again.</summary>
    /// <param name="isHeader">Whether it is the header of a message alone, so that a missing body is no defect.</param>
    public MimeMessage Take(bool isHeader = false)
    {
        var file = _file;
        _file = null;
        if (file is not null)
            return MimeMessage.Parse(new SpooledBytes(Flushed(file)), MimeLimits.Default);

        var bytes = _memory.ToArray();
        _memory.Clear();
        return isHeader ? MimeMessage.ParseHeader(bytes) : MimeMessage.Parse(bytes);
    }

    private void MoveToFile()
    {
        _file = SpoolFile.Create();
        _file.Write(_memory.Bytes, 0, _memory.Count);
        _memory.Clear();
    }

    private static FileStream Flushed(FileStream file)
    {
        file.Flush();
        return file;
    }
}
