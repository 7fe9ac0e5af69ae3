namespace PSMailProtocol.Mime;

/// <summary>Writes an unstructured field value (RFC 5322 section 2.2.1): words as they are where they can be.</summary>
internal static class UnstructuredText
{
    /// <summary>Beyond this a word cannot be counted on to fit into a line of 998 octets with what is around it.</summary>
    private const int LongestPlainWord = 700;

    private const int LongestPlainGap = 30;

    private const int ColumnsOfALine = 78;

    /// <summary>Writes the field. Decoding and unfolding give back the value with all its white space.</summary>
    public static void Write(HeaderWriter header, string name, string value, TextCharset charset)
    {
        if (IsPlainLine(value) && name.Length + 2 + value.Length <= ColumnsOfALine)
        {
            header.Field(name, value);
            return;
        }

        header.Begin(name);
        WriteWords(header, value, charset);
        header.End();
    }

    private static void WriteWords(HeaderWriter header, string value, TextCharset charset)
    {
        int position = 0;
        while (position < value.Length)
        {
            int word = SkipGap(value, position);
            int end = SkipWord(value, word);
            bool first = position == 0;
            if (!NeedsEncoding(value, position, word, end))
            {
                header.Word(first ? " " : value.Substring(position, word - position), value.Substring(word, end - word));
                position = end;
                continue;
            }

            end = EndOfEncodedRun(value, end);
            // White space that a reader might trim or that is too long to stand by itself goes into the encoded-word.
            string gap = first ? " " : value.Substring(position, word - position);
            int start = first ? 0 : word;
            if (gap.Length > LongestPlainGap)
            {
                gap = gap.Substring(0, 1);
                start = position + 1;
            }

            EncodedWords.Write(header, gap, value.Substring(start, end - start), charset, inPhrase: false);
            position = end;
        }
    }

    /// <summary>White space between two encoded-words vanishes (RFC 2047 section 6.2), so such neighbours are one run.</summary>
    private static int EndOfEncodedRun(string value, int end)
    {
        while (end < value.Length)
        {
            int word = SkipGap(value, end);
            int next = SkipWord(value, word);
            if (!NeedsEncoding(value, end, word, next))
                break;
            end = next;
        }

        return end;
    }

    /// <summary>Whether a word, or the gap before it, cannot stand as it is.</summary>
    private static bool NeedsEncoding(string value, int gap, int word, int end)
    {
        if (word == end || (gap == 0 && word > 0) || word - gap > LongestPlainGap || end - word > LongestPlainWord)
            return true;
        // Trailing white space is a gap without a word; the word before it takes it in, so that no line ends in it.
        if (end < value.Length && SkipGap(value, end) == value.Length)
            return true;
        return !IsPlainWord(value, word, end);
    }

    private static bool IsPlainWord(string value, int word, int end)
    {
        for (int i = word; i < end; i++)
        {
            if (value[i] is < '!' or > '~' || (value[i] == '=' && i + 1 < end && value[i + 1] == '?'))
                return false;
        }

        return true;
    }

    private static bool IsPlainLine(string value)
    {
        if (value.Length == 0 || value[0] is ' ' or '\t' || value[value.Length - 1] is ' ' or '\t')
            return false;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] is < ' ' and not '\t' or > '~' || (value[i] == '?' && i > 0 && value[i - 1] == '='))
                return false;
        }

        return true;
    }

    private static int SkipGap(string value, int index)
    {
        while (index < value.Length && value[index] == ' ')
            index++;
        return index;
    }

    /// <summary>A tab counts as part of a word, one that must be encoded: readers take a folded tab for a space.</summary>
    private static int SkipWord(string value, int index)
    {
        while (index < value.Length && value[index] != ' ')
            index++;
        return index;
    }
}
