using System;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>A text body in its transfer encoding, chosen by what is in it.</summary>
internal sealed class EncodedText
{
    /// <summary>RFC 5322 section 2.1.1: 998 octets and CRLF.</summary>
    private const int LongestLine = 998;

    private static readonly char[] LineEnds = ['\r', '\n'];

    private readonly OctetBuffer _wire;

    private EncodedText(string charset, string transferEncoding, OctetBuffer wire)
    {
        Charset = charset;
        TransferEncoding = transferEncoding;
        _wire = wire;
    }

    public string Charset { get; }

    public string TransferEncoding { get; }

    /// <summary>Whether the bytes are the text itself, in which a boundary could occur by chance or by design.</summary>
    public bool IsIdentity => TransferEncoding == "7bit";

    /// <summary>Whether the last byte ends a line.</summary>
    public bool EndsLine => _wire.Count > 0 && _wire.Bytes[_wire.Count - 1] == '\n';

    /// <summary>
    /// Encodes text. Every line end becomes CRLF. 7bit where each line is ASCII and short enough and none would be
    /// changed on its way, otherwise the shorter of quoted-printable and base64.
    /// </summary>
    public static EncodedText Encode(string text, TextCharset charset)
    {
        charset = charset.Fit(text);
        var canonical = new OctetBuffer(text.Length + (text.Length / 8) + 64);
        if (Canonicalise(text, charset, canonical) && text.IndexOf('\0') < 0)
            return new EncodedText(charset.Name, "7bit", canonical);

        int toEscape = CountEscapes(canonical);
        var wire = new OctetBuffer(canonical.Count + (canonical.Count / 2) + 64);
        if (canonical.Count + (2L * toEscape) <= Base64LineEncoder.EncodedLength(canonical.Count))
        {
            QuotedPrintableEncoder.Encode(canonical.Bytes, canonical.Count, wire);
            return new EncodedText(charset.Name, "quoted-printable", wire);
        }

        Base64LineEncoder.Encode(canonical.Bytes, canonical.Count, wire);
        return new EncodedText(charset.Name, "base64", wire);
    }

    public void WriteTo(OctetBuffer output) => output.Add(_wire.Bytes, 0, _wire.Count);

    /// <summary>Whether the encoded bytes contain an ASCII text.</summary>
    public bool Contains(byte[] mark)
    {
        byte[] bytes = _wire.Bytes;
        int last = _wire.Count - mark.Length;
        for (int i = Array.IndexOf(bytes, mark[0], 0, _wire.Count); i >= 0 && i <= last; i = Array.IndexOf(bytes, mark[0], i + 1, _wire.Count - i - 1))
        {
            int matched = 1;
            while (matched < mark.Length && bytes[i + matched] == mark[matched])
                matched++;
            if (matched == mark.Length)
                return true;
        }

        return false;
    }

    /// <summary>Writes the text with CRLF line ends and tells whether its lines are ASCII and may travel as they are.</summary>
    private static bool Canonicalise(string text, TextCharset charset, OctetBuffer output)
    {
        bool transportable = true;
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOfAny(LineEnds, start);
            int stop = end < 0 ? text.Length : end;
            int octets = output.AddText(text, start, stop - start, charset.Encoding);
            bool ascii = charset.IsUtf8 ? octets == stop - start : IsAscii(output.Bytes, output.Count - octets, octets);
            transportable &= ascii && octets <= LongestLine && IsUnchangedOnTheWay(text, start, stop);
            if (end < 0)
                break;
            output.AddCrlf();
            start = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
        }

        return transportable;
    }

    /// <summary>Some transports strip white space from the end of a line, and mbox files escape <c>From</c> at its start.</summary>
    private static bool IsUnchangedOnTheWay(string text, int start, int stop)
    {
        if (start == stop)
            return true;
        return text[stop - 1] is not (' ' or '\t') && !(text[start] == 'F' && string.CompareOrdinal(text, start, "From ", 0, 5) == 0);
    }

    private static bool IsAscii(byte[] bytes, int start, int count)
    {
        for (int i = start; i < start + count; i++)
        {
            if (bytes[i] > 127)
                return false;
        }

        return true;
    }

    private static int CountEscapes(OctetBuffer text)
    {
        int count = 0;
        byte[] bytes = text.Bytes;
        for (int i = 0; i < text.Count; i++)
        {
            if (!QuotedPrintableEncoder.StandsForItself(bytes[i]) && bytes[i] is not ((byte)'\r' or (byte)'\n'))
                count++;
        }

        return count;
    }
}
