using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Dns.Spf;

/// <summary>Text with macros (RFC 7208 section 7), read and checked; <see cref="SpfMacroExpansion"/> fills them in.</summary>
internal sealed class SpfMacroString
{
    private const string Letters = "slodiphv";
    private const string ExplanationLetters = "crt";
    private const string Delimiters = ".-+,/_=";

    private readonly List<SpfMacroPart> _parts = [];

    private SpfMacroString(string text) => Text = text;

    /// <summary>As it is written.</summary>
    internal string Text { get; }

    internal IReadOnlyList<SpfMacroPart> Parts => _parts;

    /// <summary>The text if no part of it depends on who sends, without a final dot; else null.</summary>
    internal string? Literal =>
        _parts.Exists(part => part.Letter != '\0') ? null : string.Concat(_parts.Select(part => part.Text)).TrimEnd('.');

    /// <summary>The value of an unknown modifier.</summary>
    /// <exception cref="SpfSyntaxException">It is not one.</exception>
    internal static SpfMacroString ParseAny(string text) => Parse(text, allowExplanation: true, allowSpaces: false);

    /// <summary>The text of an explanation.</summary>
    /// <exception cref="SpfSyntaxException">It is not one.</exception>
    internal static SpfMacroString ParseExplanation(string text) => Parse(text, allowExplanation: true, allowSpaces: true);

    /// <summary>A domain-spec: its end is a macro or a top label with a dot before it.</summary>
    /// <exception cref="SpfSyntaxException">It is not one.</exception>
    internal static SpfMacroString ParseDomain(string text)
    {
        if (text.Length == 0)
            throw new SpfSyntaxException("it names no domain");

        var parsed = Parse(text, allowExplanation: false, allowSpaces: false);
        var last = parsed._parts[parsed._parts.Count - 1];
        if (!last.IsMacro && !EndsInTopLabel(last.Text))
            throw new SpfSyntaxException("it names no domain: its end is neither a macro nor a top-level label after a dot");
        return parsed;
    }

    private static SpfMacroString Parse(string text, bool allowExplanation, bool allowSpaces)
    {
        var parsed = new SpfMacroString(text);
        var start = 0;
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '%')
            {
                parsed.AddLiteral(text, start, at);
                start = at = parsed.AddMacro(text, at, allowExplanation);
                continue;
            }

            if (text[at] is not (>= '!' and <= '~') && !(allowSpaces && text[at] == ' '))
                throw new SpfSyntaxException(string.Format(CultureInfo.InvariantCulture, "it holds the character U+{0:X4}", (int)text[at]));
            at++;
        }

        parsed.AddLiteral(text, start, at);
        return parsed;
    }

    private void AddLiteral(string text, int start, int end)
    {
        if (end > start)
            _parts.Add(new SpfMacroPart(text.Substring(start, end - start), isMacro: false));
    }

    /// <summary>Reads the macro at a percent sign and gives what is behind it.</summary>
    private int AddMacro(string text, int at, bool allowExplanation)
    {
        switch (at + 1 < text.Length ? text[at + 1] : '\0')
        {
            case '%':
                _parts.Add(new SpfMacroPart("%", isMacro: true));
                return at + 2;
            case '_':
                _parts.Add(new SpfMacroPart(" ", isMacro: true));
                return at + 2;
            case '-':
                _parts.Add(new SpfMacroPart("%20", isMacro: true));
                return at + 2;
            case '{':
                var end = text.IndexOf('}', at);
                if (end < 0)
                    throw new SpfSyntaxException("a macro in it has no end");
                _parts.Add(Macro(text.Substring(at + 2, end - at - 2), allowExplanation));
                return end + 1;
            default:
                throw new SpfSyntaxException("a percent sign in it begins no macro");
        }
    }

    /// <summary>What is between the braces: a letter, perhaps digits, perhaps r, perhaps delimiters.</summary>
    private static SpfMacroPart Macro(string text, bool allowExplanation)
    {
        var letter = text.Length > 0 ? char.ToLowerInvariant(text[0]) : '\0';
        if (Letters.IndexOf(letter) < 0 && !(allowExplanation && ExplanationLetters.IndexOf(letter) >= 0))
            throw new SpfSyntaxException("a macro in it has an unknown letter");

        var at = 1;
        while (at < text.Length && text[at] is >= '0' and <= '9')
            at++;
        var digits = text.Substring(1, at - 1);
        if (digits.Length > 0 && digits.Trim('0').Length == 0)
            throw new SpfSyntaxException("a macro in it keeps zero parts");

        // More than a name can have labels is all of them.
        var keep = digits.Length == 0 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? int.MaxValue
            : count;
        var isReversed = at < text.Length && text[at] is 'r' or 'R';
        if (isReversed)
            at++;

        var delimiters = text.Substring(at);
        foreach (var character in delimiters)
        {
            if (Delimiters.IndexOf(character) < 0)
                throw new SpfSyntaxException("a macro in it has an unknown delimiter");
        }

        return new SpfMacroPart(letter, text[0] != letter, keep, isReversed, delimiters.Length == 0 ? "." : delimiters);
    }

    private static bool EndsInTopLabel(string literal)
    {
        var end = literal[literal.Length - 1] == '.' ? literal.Length - 1 : literal.Length;
        var dot = end == 0 ? -1 : literal.LastIndexOf('.', end - 1);
        if (dot < 0 || dot == end - 1 || literal[dot + 1] == '-' || literal[end - 1] == '-')
            return false;

        var isNumber = true;
        for (var i = dot + 1; i < end; i++)
        {
            if (literal[i] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '-')
                isNumber = false;
            else if (literal[i] is < '0' or > '9')
                return false;
        }

        return !isNumber;
    }
}

/// <summary>A piece of a <see cref="SpfMacroString"/>: text, or a macro with how its value is cut.</summary>
internal readonly struct SpfMacroPart
{
    internal SpfMacroPart(string text, bool isMacro)
        : this('\0', false, int.MaxValue, false, "")
    {
        Text = text;
        IsMacro = isMacro;
    }

    internal SpfMacroPart(char letter, bool isEscaped, int keep, bool isReversed, string delimiters)
    {
        Text = "";
        IsMacro = true;
        Letter = letter;
        IsEscaped = isEscaped;
        Keep = keep;
        IsReversed = isReversed;
        Delimiters = delimiters;
    }

    /// <summary>What stands there, unless there is a letter.</summary>
    internal string Text { get; }

    internal bool IsMacro { get; }

    /// <summary>In lower case; NUL for text.</summary>
    internal char Letter { get; }

    /// <summary>Whether the value is written as in URLs, since the letter is in upper case.</summary>
    internal bool IsEscaped { get; }

    /// <summary>How many parts are kept, from the right.</summary>
    internal int Keep { get; }

    internal bool IsReversed { get; }

    internal string Delimiters { get; }
}
