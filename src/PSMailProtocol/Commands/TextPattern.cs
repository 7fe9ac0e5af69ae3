using System;
using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>
/// What a person gives as -Subject, -Body or -Text: a word that a text contains, or a pattern with wildcards that the whole text matches.
/// </summary>
internal sealed class TextPattern
{
    private readonly string _text;
    private readonly WildcardPattern? _pattern;

    private TextPattern(string text, WildcardPattern? pattern) => (_text, _pattern) = (text, pattern);

    /// <summary>What a server can look for that knows no patterns; null where it cannot.</summary>
    public string? Text => _pattern is null ? _text : null;

    /// <summary>Reads what a person typed.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for a pattern that is none.</exception>
    public static TextPattern Read(string text, string parameter) =>
        new(text, WildcardParameter.ReadAny(text, parameter));

    /// <summary>Whether a text has another in it, in any letter case.</summary>
    public static bool Contains(string? text, string word) => text?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether a text is one of those that are meant.</summary>
    public bool Fits(string? text) => _pattern is null ? Contains(text, _text) : text is not null && _pattern.IsMatch(text);
}
