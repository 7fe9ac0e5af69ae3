using System.IO;
using MimeKit.IO;

namespace PSMailProtocol.Mime;

/// <summary>Base64 whose padding was cut off: the library drops its last group, and passes over padding that is one too many.</summary>
internal static class Base64Padding
{
    public static Stream Add(Stream raw)
    {
        var padded = new ChainedStream();
        padded.Add(raw);
        padded.Add(new MemoryStream([(byte)'=', (byte)'='], writable: false));
        return padded;
    }
}
