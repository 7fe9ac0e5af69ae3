using System;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Advice;

/// <summary>One row of <see cref="SmtpReplyAdvice"/>: the replies it is about, and what a person can do about them.</summary>
internal sealed class SmtpReplyAdviceRow
{
    private readonly int _code;
    private readonly string? _enhanced;
    private readonly string? _words;

    /// <summary>Creates a row. What is left out fits every reply.</summary>
    /// <param name="code">The reply code, or 0 for any refusal.</param>
    /// <param name="enhanced">The enhanced code; an <c>x</c> in place of its class stands for 4 and 5.</param>
    /// <param name="words">Words of the text, in any letter case.</param>
    /// <param name="advice">What to do next.</param>
    public SmtpReplyAdviceRow(int code, string? enhanced, string? words, string advice)
    {
        _code = code;
        _enhanced = enhanced;
        _words = words;
        Advice = advice;
    }

    /// <summary>What to do next.</summary>
    public string Advice { get; }

    /// <summary>Whether it is the server's words that tell the case, and not a code that stands for many.</summary>
    public bool NamesWords => _words is not null;

    /// <summary>Whether the row is about a refusal.</summary>
    public bool Fits(SmtpReply reply) => FitsCode(reply) && FitsEnhanced(reply.EnhancedCode) && FitsText(reply.Text);

    private bool FitsCode(SmtpReply reply) => _code == 0 || reply.Code == _code;

    private bool FitsEnhanced(EnhancedStatusCode? code)
    {
        if (_enhanced is null)
            return true;
        if (code is not { } present)
            return false;

        var text = present.ToString();
        return _enhanced[0] == 'x'
            ? present.Class is 4 or 5 && string.CompareOrdinal(text, 1, _enhanced, 1, int.MaxValue) == 0
            : text == _enhanced;
    }

    private bool FitsText(string text) => _words is null || text.IndexOf(_words, StringComparison.OrdinalIgnoreCase) >= 0;
}
