using System;
using System.IO;

namespace PSMailProtocol.Messages;

/// <summary>
/// What stands between a stream's position of now and its end. A stream that cannot seek is read here and now, since it is
/// measured before it is written.
/// </summary>
internal sealed class StreamSource : ContentSource
{
    private readonly Stream _stream;
    private readonly long _start;

    public StreamSource(Stream stream)
    {
        _stream = stream.CanSeek ? stream : RawMail.FromStream(stream).OpenRead();
        _start = _stream.Position;
    }

    protected override string Name => "The stream of an attachment or message";

    public override MeasuredContent Measure() => new(this, Guarded(() => Math.Max(0, _stream.Length - _start)));

    protected override void Open(Action<ReadOctets> use)
    {
        Guarded(() => _stream.Position = _start);
        use((buffer, offset, count) => Guarded(() => _stream.Read(buffer, offset, count)));
    }

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Unreadable(e);
        }
    }
}
