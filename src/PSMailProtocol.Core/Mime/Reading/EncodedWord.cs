using System;

namespace PSMailProtocol.Mime;

/// <summary>
/// Where an encoded-word (RFC 2047 section 2) and its pieces lie. It is recognised as mail really has it: of any
/// length, with spaces, specials and folds in its text, its encoding in either case.
/// </summary>
internal struct EncodedWord
{
    private const int MaxCharsetLength = 64;

    public int CharsetStart;
    public int CharsetLength;
    public bool IsBase64;
    public int TextStart;
    public int TextEnd;
    public int End;

    /// <summary>Reads the encoded-word that begins at a position.</summary>
    /// <param name="terminator">
    /// Where the next <c>?=</c> is; kept between calls, so that words without an end are not searched for one again and again.
    /// </param>
    public static bool TryRead(byte[] buffer, int position, int end, ref EncodedWordEnd terminator, out EncodedWord word)
    {
        word = default;
        if (end - position < 6 || buffer[position] != '=' || buffer[position + 1] != '?')
        {
            return false;
        }

        word.CharsetStart = position + 2;
        var limit = Math.Min(end - 3, word.CharsetStart + MaxCharsetLength);
        var i = word.CharsetStart;
        while (i < limit && buffer[i] > ' ' && buffer[i] is not ((byte)'?' or (byte)'='))
        {
            i++;
        }

        word.CharsetLength = i - word.CharsetStart;
        if (buffer[i] != '?' || word.CharsetLength == 0 || buffer[i + 2] != '?')
        {
            return false;
        }

        var encoding = (char)(buffer[i + 1] | 0x20);
        word.IsBase64 = encoding == 'b';
        word.TextStart = i + 3;
        word.TextEnd = FindTerminator(buffer, word.TextStart, end, ref terminator);
        word.End = word.TextEnd + 2;
        TrimLanguage(buffer, ref word);
        return encoding is 'b' or 'q' && word.TextEnd < end;
    }

    private static int FindTerminator(byte[] buffer, int from, int end, ref EncodedWordEnd terminator)
    {
        if (terminator.From <= from && from <= terminator.At)
        {
            return terminator.At;
        }

        terminator.From = from;
        var i = from;
        while (true)
        {
            i = i < end ? Array.IndexOf(buffer, (byte)'?', i, end - i) : -1;
            if (i < 0 || i + 1 >= end)
            {
                return terminator.At = end;
            }

            if (buffer[i + 1] == '=')
            {
                return terminator.At = i;
            }

            i++;
        }
    }

    // RFC 2231 section 5: a language after an asterisk.
    private static void TrimLanguage(byte[] buffer, ref EncodedWord word)
    {
        var asterisk = Array.IndexOf(buffer, (byte)'*', word.CharsetStart, word.CharsetLength);
        if (asterisk > word.CharsetStart)
        {
            word.CharsetLength = asterisk - word.CharsetStart;
        }
    }
}

/// <summary>The first <c>?=</c> at or after a position, remembered.</summary>
internal struct EncodedWordEnd
{
    public int From;
    public int At;

    public static EncodedWordEnd Unknown => new() { From = 0, At = -1 };
}
