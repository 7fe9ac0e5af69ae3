using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>A message as the bytes of a file, for one that cannot travel as a message.</summary>
internal sealed class MessageContent : AttachmentContent
{
    private readonly IMailContent _message;
    private readonly long _length;

    public MessageContent(IMailContent message, long length)
    {
        _message = message;
        _length = length;
    }

    public override long Measure() => _length;

    public override void WriteBase64(long length, Stream destination)
    {
        var sink = new Base64Sink(destination);
        _message.WriteTo(sink);
        sink.Complete();
        if (sink.Length != length)
            throw Shrunk("An attached message", length, sink.Length);
    }
}
