using System;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>Joins the lines of <c>format=flowed</c> text to paragraphs (RFC 3676 section 4).</summary>
internal static class FlowedText
{
    /// <summary>Unwraps a text; quote marks are kept, once at the start of each paragraph.</summary>
    /// <param name="text">The text with its line ends.</param>
    /// <param name="deleteSpace">Whether the space that marks a soft break goes too (<c>delsp=yes</c>).</param>
    public static string Unwrap(string text, bool deleteSpace)
    {
        var unwrapped = new StringBuilder(text.Length);
        var isFlowing = false;
        var flowDepth = 0;
        for (var i = 0; i < text.Length;)
        {
            var lineEnd = text.IndexOf('\n', i);
            var next = lineEnd < 0 ? text.Length : lineEnd + 1;
            var stop = lineEnd < 0 ? text.Length : lineEnd > i && text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            var depth = CountQuotes(text, i, stop);
            var start = Math.Min(i + depth, stop);
            start += start < stop && text[start] == ' ' ? 1 : 0;

            // A paragraph ends where the quote depth changes, whatever its last line says, and at the signature.
            var isSignature = stop - start == 3 && string.CompareOrdinal(text, start, "-- ", 0, 3) == 0;
            if (isFlowing && (depth != flowDepth || isSignature))
            {
                unwrapped.Append("\r\n");
                isFlowing = false;
            }

            if (!isFlowing)
            {
                AppendQuotes(unwrapped, depth, stop > start);
            }

            isFlowing = !isSignature && stop > start && text[stop - 1] == ' ' && next < text.Length;
            flowDepth = depth;
            unwrapped.Append(text, start, stop - start - (isFlowing && deleteSpace ? 1 : 0));
            if (!isFlowing)
            {
                unwrapped.Append(text, stop, next - stop);
            }

            i = next;
        }

        return unwrapped.ToString();
    }

    private static int CountQuotes(string text, int start, int stop)
    {
        var i = start;
        while (i < stop && text[i] == '>')
        {
            i++;
        }

        return i - start;
    }

    private static void AppendQuotes(StringBuilder unwrapped, int depth, bool hasText)
    {
        unwrapped.Append('>', depth);
        if (depth > 0 && hasText)
        {
            unwrapped.Append(' ');
        }
    }
}
