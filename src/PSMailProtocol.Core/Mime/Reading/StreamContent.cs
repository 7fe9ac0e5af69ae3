using System;
using System.IO;

namespace PSMailProtocol.Mime;

/// <summary>Reads a stream of unknown length into one array.</summary>
internal static class StreamContent
{
    private const int FirstSize = 64 * 1024;

    // What an array of bytes can hold on every platform.
    private const int MaxArray = 0x7FFFFFC7;

    public static byte[] ReadToEnd(Stream stream, long limit)
    {
        var most = (int)Math.Min(limit, MaxArray);
        var bytes = new byte[GetFirstSize(stream, most)];
        var count = 0;
        while (true)
        {
            var read = stream.Read(bytes, count, bytes.Length - count);
            count += read;
            if (read == 0)
            {
                break;
            }

            if (count > most)
            {
                throw new MailException(MailErrors.LimitExceeded, "The message has more than the " + most + " octets that " + nameof(MimeLimits.MaxMessageSize) + " allows.");
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min((long)count * 2, Math.Min((long)most + 1, MaxArray)));
            }
        }

        Array.Resize(ref bytes, count);
        return bytes;
    }

    // One octet more than there is, to see the end without growing.
    private static int GetFirstSize(Stream stream, int most)
    {
        var expected = stream.CanSeek ? stream.Length - stream.Position + 1 : FirstSize;
        return (int)Math.Max(1, Math.Min(expected, (long)most + 1));
    }
}
