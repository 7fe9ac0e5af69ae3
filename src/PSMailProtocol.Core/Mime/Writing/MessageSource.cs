using System;
using System.IO;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A message as the bytes of a file, for one that cannot travel as a message.</summary>
internal sealed class MessageSource : ContentSource
{
    private readonly IMailContent _message;
    private readonly long _length;

    public MessageSource(IMailContent message, long length)
    {
        _message = message;
        _length = length;
    }

    public override string Name => "An attached message";

    public override long Measure() => _length;

    /// <summary>Writes the message in base64.</summary>
    public void WriteBase64(long length, Stream destination)
    {
        var sink = new Base64Sink(destination);
        _message.WriteTo(sink);
        sink.Complete();
        if (sink.Length != length)
            throw new MailException(MailErrors.AttachmentUnreadable, $"{Name} changed after the message around it was composed.");
    }

    public override void WriteTo(Stream destination) => _message.WriteTo(destination);

    public override void Open(Action<ReadOctets> use) => throw new NotSupportedException();
}
