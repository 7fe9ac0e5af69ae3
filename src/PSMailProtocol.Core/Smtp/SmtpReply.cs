using System.Collections.Generic;

namespace PSMailProtocol.Smtp;

/// <summary>A reply (RFC 5321 section 4.2): a code and one or more lines of text.</summary>
public sealed class SmtpReply
{
    /// <summary>Creates a reply.</summary>
    public SmtpReply(int code, EnhancedStatusCode? enhancedCode, IReadOnlyList<string> lines)
    {
        Code = code;
        EnhancedCode = enhancedCode;
        Lines = lines;
    }

    /// <summary>The three digits.</summary>
    public int Code { get; }

    /// <summary>The enhanced status code, if the server gives one.</summary>
    public EnhancedStatusCode? EnhancedCode { get; }

    /// <summary>The text of each line, without codes.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The text in one line.</summary>
    public string Text => string.Join(" ", Lines);

    /// <summary>2xx: done.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>3xx: the server waits for more.</summary>
    public bool IsIntermediate => Code is >= 300 and < 400;

    /// <summary>4xx: not now.</summary>
    public bool IsTransientFailure => Code is >= 400 and < 500;

    /// <summary>5xx: not so.</summary>
    public bool IsPermanentFailure => Code >= 500;

    /// <summary>Code, enhanced code and text as the server wrote them.</summary>
    public override string ToString() => EnhancedCode is { } enhanced ? $"{Code} {enhanced} {Text}" : $"{Code} {Text}";
}
