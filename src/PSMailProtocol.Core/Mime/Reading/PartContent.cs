using System;
using System.IO;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Decodes the content of parts: to octets, to text, or only to know how much it is.</summary>
internal static class PartContent
{
    private const int PieceSize = 32 * 1024;

    private static readonly byte[] Empty = [];

    /// <summary>The decoded octets.</summary>
    public static byte[] Decode(MimePart part, DefectList? defects)
    {
        var decoder = TransferDecoder.Create(part.Encoding);
        if (decoder is null)
        {
            return part.BodyLength == 0 ? Empty : part.Source.ToArray(part.BodyOffset, part.BodyLength);
        }

        var octets = part.Source.Array is { } array && part.Encoding == TransferEncoding.Base64
            ? Base64Content.Decode((Base64Decoder)decoder, array, (int)part.BodyOffset, (int)part.BodyLength, out var count)
            : DecodeToBuffer(part, decoder, out count);
        ReportDamage(part, decoder, defects);
        if (count != octets.Length)
        {
            Array.Resize(ref octets, count);
        }

        return octets;
    }

    /// <summary>The content as text, without a byte order mark.</summary>
    public static string DecodeText(MimePart part, DefectList? defects)
    {
        var decoder = TransferDecoder.Create(part.Encoding);
        if (decoder is null && part.Source.Array is { } array)
        {
            return ToText(part, array, (int)part.BodyOffset, (int)part.BodyLength, defects);
        }

        if (decoder is null)
        {
            var raw = part.Source.ToArray(part.BodyOffset, part.BodyLength);
            return ToText(part, raw, 0, raw.Length, defects);
        }

        var octets = DecodeToBuffer(part, decoder, out var count);
        ReportDamage(part, decoder, defects);
        return ToText(part, octets, 0, count, defects);
    }

    /// <summary>The number of decoded octets.</summary>
    public static long Measure(MimePart part)
    {
        if (part.Encoding == TransferEncoding.Identity)
        {
            return part.BodyLength;
        }

        return Check(part, null);
    }

    /// <summary>Decodes to nowhere, for the defects; returns the number of decoded octets.</summary>
    public static long Check(MimePart part, DefectList? defects)
    {
        var decoder = TransferDecoder.Create(part.Encoding)!;
        using var content = new DecodedStream(part.Source, part.BodyOffset, part.BodyLength, decoder);
        var piece = new byte[(int)Math.Min(PieceSize, decoder.GetMaxLength(part.BodyLength))];
        long total = 0;
        for (int read; (read = content.Read(piece, 0, piece.Length)) > 0;)
        {
            total += read;
        }

        ReportDamage(part, decoder, defects);
        return total;
    }

    private static byte[] DecodeToBuffer(MimePart part, TransferDecoder decoder, out int count)
    {
        var longest = decoder.GetMaxLength(part.BodyLength);
        if (longest > int.MaxValue - 64)
        {
            throw new MailException(MailErrors.LimitExceeded, "A part of " + part.BodyLength + " octets does not fit into one array; read it as a stream.");
        }

        var octets = new byte[(int)longest];
        if (part.Source.Array is { } array)
        {
            count = decoder.Decode(array, (int)part.BodyOffset, (int)part.BodyLength, octets, 0);
            count += decoder.Finish(octets, count);
            return octets;
        }

        count = DecodeFromStream(part, decoder, octets);
        return octets;
    }

    private static int DecodeFromStream(MimePart part, TransferDecoder decoder, byte[] octets)
    {
        var piece = new byte[PieceSize];
        var count = 0;
        for (long done = 0; done < part.BodyLength;)
        {
            var read = part.Source.Read(part.BodyOffset + done, piece, 0, (int)Math.Min(piece.Length, part.BodyLength - done));
            if (read == 0)
            {
                break;
            }

            count += decoder.Decode(piece, 0, read, octets, count);
            done += read;
        }

        return count + decoder.Finish(octets, count);
    }

    private static void ReportDamage(MimePart part, TransferDecoder decoder, DefectList? defects)
    {
        if (decoder.IsDamaged)
        {
            defects?.Add(
                part.Encoding switch
                {
                    TransferEncoding.Base64 => MimeDefect.InvalidBase64,
                    TransferEncoding.QuotedPrintable => MimeDefect.InvalidQuotedPrintable,
                    _ => MimeDefect.InvalidUuencode,
                },
                part.BodyOffset);
        }
    }

    private static string ToText(MimePart part, byte[] octets, int offset, int count, DefectList? defects)
    {
        var encoding = ByteOrderMark(octets, ref offset, ref count);
        if (encoding is null)
        {
            var name = part.ContentType.Charset;
            encoding = name is null ? Charset.Utf8 : Charset.Find(name);
            if (encoding is null)
            {
                defects?.Add(MimeDefect.UnknownCharset, part.Offset);
            }
        }

        var text = Charset.Decode(encoding ?? Charset.Utf8, octets, offset, count, Windows1252Encoding.Instance, out var damaged);
        if (damaged)
        {
            defects?.Add(MimeDefect.InvalidCharsetOctets, part.BodyOffset);
        }

        return text;
    }

    // A byte order mark is a better witness than a parameter.
    private static Encoding? ByteOrderMark(byte[] octets, ref int offset, ref int count)
    {
        var (encoding, length) = count switch
        {
            >= 3 when octets[offset] == 0xEF && octets[offset + 1] == 0xBB && octets[offset + 2] == 0xBF => (Charset.Utf8, 3),
            >= 2 when octets[offset] == 0xFF && octets[offset + 1] == 0xFE => (Encoding.Unicode, 2),
            >= 2 when octets[offset] == 0xFE && octets[offset + 1] == 0xFF => (Encoding.BigEndianUnicode, 2),
            _ => ((Encoding?)null, 0),
        };
        offset += length;
        count -= length;
        return encoding;
    }
}
