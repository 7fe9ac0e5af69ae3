using System;
using System.Linq;

namespace PSMailProtocol.Tools;

/// <summary>Looks for what must not be in a long text, and says where it is without showing the whole.</summary>
public static class FoundText
{
    private const int Around = 40;
    private const int Longest = 160;
    private const int MostLines = 80;

    /// <summary>The first place of one of several words, as a line of an assertion; null if none is there.</summary>
    /// <param name="where">What the text is: a stream, a file.</param>
    /// <param name="text">The text.</param>
    /// <param name="comparison">How to compare.</param>
    /// <param name="words">What must not be there.</param>
    public static string? In(string where, string text, StringComparison comparison, params string[] words) =>
        words.Select(word => In(where, text, comparison, word)).FirstOrDefault(found => found is not null);

    /// <summary>The end of a long text, with how many lines are left out.</summary>
    public static string EndOf(string text)
    {
        var lines = text.Split('\n');
        var left = Math.Max(0, lines.Length - MostLines);
        return (left == 0 ? "" : $"({left} lines left out)\n") +
            string.Join('\n', lines.Skip(left).Select(line => line.Length <= Longest * 4 ? line : line[..(Longest * 4)] + "…"));
    }

    private static string? In(string where, string text, StringComparison comparison, string word)
    {
        var position = text.IndexOf(word, comparison);
        if (position < 0)
            return null;

        var line = text.AsSpan(0, position).Count('\n') + 1;
        var start = Math.Max(text.LastIndexOf('\n', position) + 1, position - Around);
        var excerpt = text[start..Math.Min(text.Length, position + Math.Min(word.Length, Longest) + Around)].Split('\n')[0].TrimEnd();
        return $"{where}, line {line}: {(excerpt.Length <= Longest ? excerpt : excerpt[..Longest] + "…")}";
    }
}
