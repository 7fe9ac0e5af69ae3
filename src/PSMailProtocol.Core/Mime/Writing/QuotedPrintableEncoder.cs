using System;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Quoted-printable (RFC 2045 section 6.7) for text whose line ends are CRLF.</summary>
internal sealed class QuotedPrintableEncoder
{
    /// <summary>76 columns, the last one for the equals sign of a soft line break.</summary>
    private const int LongestLine = 75;

    /// <summary>How many bytes are encoded before room is made for more.</summary>
    private const int BlockLength = 256;

    /// <summary>What a byte becomes at most: a soft line break and three characters.</summary>
    private const int LongestForm = 6;

    private static readonly byte[] Hex = TextCharset.Utf8.Encoding.GetBytes("0123456789ABCDEF");

    private static readonly Kind[] Kinds = Classify();

    private readonly byte[] _text;
    private readonly int _count;
    private byte[] _wire = [];
    private int _position;
    private int _column;

    private QuotedPrintableEncoder(byte[] text, int count)
    {
        _text = text;
        _count = count;
    }

    private enum Kind : byte
    {
        /// <summary>Stands for itself wherever it is.</summary>
        Literal,

        /// <summary>Stands for itself except in places where transports change it.</summary>
        AtRisk,

        /// <summary>Is written as three characters.</summary>
        Escaped,

        /// <summary>Begins a line end, if LF follows.</summary>
        Return,
    }

    /// <summary>Encodes bytes. CRLF stays a line break; every other CR and LF is encoded, so any bytes survive.</summary>
    public static void Encode(byte[] text, int count, OctetBuffer output)
    {
        var encoder = new QuotedPrintableEncoder(text, count);
        for (int start = 0; start < count;)
        {
            int end = Math.Min(count, start + BlockLength);
            encoder._wire = output.Reserve((end - start) * LongestForm);
            encoder._position = output.Count;
            start = encoder.EncodeBlock(start, end);
            output.Advance(encoder._position - output.Count);
        }
    }

    /// <summary>Whether a byte may be written as it is: printable ASCII but the equals sign, space and tab.</summary>
    public static bool StandsForItself(byte octet) => Kinds[octet] is Kind.Literal or Kind.AtRisk;

    /// <summary>Encodes up to the end of the block, or one more where a line end spans it.</summary>
    private int EncodeBlock(int start, int end)
    {
        int i = start;
        while (i < end)
        {
            Kind kind = Kinds[_text[i]];
            if (kind == Kind.Return && IsLineEnd(i))
            {
                EndLine();
                i += 2;
                continue;
            }

            if (_column + (kind <= Kind.AtRisk ? 1 : 3) > LongestLine)
                BreakLine();
            if (kind == Kind.Literal)
            {
                i = WriteRun(i, Math.Min(end, i + LongestLine - _column));
                continue;
            }

            if (kind == Kind.AtRisk && !IsAtRisk(i))
                Write(_text[i]);
            else
                Escape(_text[i]);
            i++;
        }

        return i;
    }

    /// <summary>Writes a literal and all that follows and is no risk, being neither first nor last in its line.</summary>
    private int WriteRun(int start, int limit)
    {
        byte[] text = _text;
        byte[] wire = _wire;
        int position = _position;
        int i = start;
        do
        {
            wire[position++] = text[i++];
        }
        while (i < limit && (Kinds[text[i]] == Kind.Literal || (Kinds[text[i]] == Kind.AtRisk && i + 1 < limit && Kinds[text[i + 1]] == Kind.Literal)));
        _column += i - start;
        _position = position;
        return i;
    }

    private bool IsLineEnd(int index) => index + 1 < _count && _text[index] == '\r' && _text[index + 1] == '\n';

    /// <summary>
    /// What transports change: white space at the end of a line, a dot at its start, and <c>From</c> there, which a
    /// mbox file escapes.
    /// </summary>
    private bool IsAtRisk(int index) => _text[index] switch
    {
        (byte)' ' or (byte)'\t' => index + 1 == _count || IsLineEnd(index + 1),
        (byte)'.' => _column == 0,
        _ => _column == 0 && index + 4 < _count
            && _text[index + 1] == 'r' && _text[index + 2] == 'o' && _text[index + 3] == 'm' && _text[index + 4] == ' ',
    };

    private void Write(byte octet)
    {
        _wire[_position++] = octet;
        _column++;
    }

    private void Escape(byte octet)
    {
        if (_column + 3 > LongestLine)
            BreakLine();
        Write((byte)'=');
        Write(Hex[octet >> 4]);
        Write(Hex[octet & 15]);
    }

    private void BreakLine()
    {
        Write((byte)'=');
        EndLine();
    }

    private void EndLine()
    {
        _wire[_position++] = (byte)'\r';
        _wire[_position++] = (byte)'\n';
        _column = 0;
    }

    private static Kind[] Classify()
    {
        var kinds = new Kind[256];
        for (int octet = 0; octet < kinds.Length; octet++)
        {
            kinds[octet] = octet switch
            {
                ' ' or '\t' or '.' or 'F' => Kind.AtRisk,
                '\r' => Kind.Return,
                '=' or < ' ' or > '~' => Kind.Escaped,
                _ => Kind.Literal,
            };
        }

        return kinds;
    }
}
