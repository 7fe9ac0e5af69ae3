using System;
using System.IO;
using System.Text;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace PSMailProtocol.Mime;

/// <summary>Makes a part of a text: every line end becomes CRLF, and it is encoded only where it cannot travel as it is.</summary>
internal static class BodyText
{
    /// <summary>RFC 5322 section 2.1.1: 998 octets and CRLF.</summary>
    private const int LongestLine = 998;

    /// <summary>
    /// RFC 2045 section 6.7 allows 76; the encoder adds the soft break, and an F that is encoded afterwards takes two more.
    /// </summary>
    private const int LongestQuotedLine = 72;

    private static readonly byte[] From = [(byte)'F', (byte)'r', (byte)'o', (byte)'m', (byte)' '];

    public static TextPart Part(string subtype, string text, TextCharset charset)
    {
        charset = charset.Fit(text);
        byte[] octets = charset.Encoding.GetBytes(WithCrlf(text));
        ContentEncoding encoding = Choose(octets);
        var part = new TextPart(subtype)
        {
            Content = new MimeContent(Encode(octets, encoding), encoding),
            ContentTransferEncoding = encoding,
        };
        part.ContentType.Charset = charset.Name;
        return part;
    }

    private static ContentEncoding Choose(byte[] octets)
    {
        var filter = new BestEncodingFilter();
        filter.Flush(octets, 0, octets.Length, out _, out _);
        ContentEncoding best = filter.GetBestEncoding(EncodingConstraint.SevenBit, LongestLine);
        return best == ContentEncoding.SevenBit && ChangesOnTheWay(octets) ? ContentEncoding.QuotedPrintable : best;
    }

    private static MemoryStream Encode(byte[] octets, ContentEncoding encoding)
    {
        if (encoding == ContentEncoding.SevenBit)
            return new MemoryStream(octets, false);
        var encoded = new MemoryStream(octets.Length + (octets.Length / 2));
        var filtered = new FilteredStream(encoded);
        if (encoding == ContentEncoding.QuotedPrintable)
        {
            filtered.Add(new EncoderFilter(new QuotedPrintableEncoder(LongestQuotedLine)));
            filtered.Add(new ArmoredFromFilter());
        }
        else
        {
            filtered.Add(new EncoderFilter(new Base64Encoder()));
        }

        filtered.Add(new Unix2DosFilter());
        filtered.Write(octets, 0, octets.Length);
        filtered.Flush();

        // The encoder ends a last line that has no end with a soft one, which must not be there (RFC 2045 section 6.7).
        byte[] written = encoded.GetBuffer();
        int last = (int)encoded.Length - 3;
        if (encoding == ContentEncoding.QuotedPrintable && last >= 0 && written[last] == '=' && written[last + 1] == '\r')
            encoded.SetLength(last);
        encoded.Position = 0;
        return encoded;
    }

    /// <summary>Some transports strip white space from the end of a line, and mbox files escape <c>From</c> at its start.</summary>
    private static bool ChangesOnTheWay(byte[] octets)
    {
        bool atStart = true;
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] is (byte)' ' or (byte)'\t' && (i + 1 == octets.Length || octets[i + 1] == '\r'))
                return true;
            if (atStart && octets[i] == 'F' && i + 5 <= octets.Length && octets.AsSpan(i, 5).SequenceEqual(From))
                return true;
            atStart = octets[i] == '\n';
        }

        return false;
    }

    private static string WithCrlf(string text)
    {
        var lines = new StringBuilder(text.Length + (text.Length / 32) + 16);
        int start = 0;
        for (int end; (end = text.IndexOfAny(['\r', '\n'], start)) >= 0;)
        {
            lines.Append(text, start, end - start).Append("\r\n");
            start = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
        }

        return lines.Append(text, start, text.Length - start).ToString();
    }
}
