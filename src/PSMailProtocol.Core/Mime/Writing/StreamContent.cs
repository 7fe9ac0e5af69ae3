using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>A stream that can seek: what stands between its position of now and its end.</summary>
internal sealed class StreamContent : AttachmentContent
{
    private readonly Stream _stream;
    private readonly long _start;

    public StreamContent(Stream stream)
    {
        _stream = stream;
        _start = stream.Position;
    }

    public override long Measure()
    {
        try
        {
            return Math.Max(0, _stream.Length - _start);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Unreadable(e);
        }
    }

    public override void WriteBase64(long length, Stream destination)
    {
        Rewind();
        long done = new Base64LineEncoder().Encode(Read, length, destination);
        if (done < length)
            throw Shrunk("The stream of an attachment", length, done);
    }

    private void Rewind()
    {
        try
        {
            _stream.Position = _start;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Unreadable(e);
        }
    }

    private int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return _stream.Read(buffer, offset, count);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Unreadable(e);
        }
    }

    private static MailException Unreadable(Exception cause) =>
        new(MailErrors.AttachmentUnreadable, $"The stream of an attachment cannot be read: {cause.Message}", cause);
}
