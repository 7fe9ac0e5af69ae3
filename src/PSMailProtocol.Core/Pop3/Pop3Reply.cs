using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>A status line (RFC 1939 section 3): <c>+OK</c> or <c>-ERR</c>, perhaps a response code (RFC 2449 section 8), and text.</summary>
public sealed class Pop3Reply
{
    private Pop3Reply(bool isPositive, string? responseCode, string text)
    {
        IsPositive = isPositive;
        ResponseCode = responseCode;
        Text = text;
    }

    /// <summary>Whether the server agreed.</summary>
    public bool IsPositive { get; }

    /// <summary>The response code in capitals without brackets, such as <c>IN-USE</c> or <c>SYS/TEMP</c>; null if there is none.</summary>
    public string? ResponseCode { get; }

    /// <summary>The text behind indicator and response code.</summary>
    public string Text { get; }

    /// <summary>Reads a status line.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ProtocolViolation"/> if it is none.</exception>
    public static Pop3Reply Read(MailConnection connection) => Parse(connection, connection.ReadReplyLine());

    /// <summary>Parses a status line that was read.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ProtocolViolation"/> if it is none.</exception>
    internal static Pop3Reply Parse(MailConnection connection, string line)
    {
        if (TryRest(line, "+OK", out var rest))
            return new Pop3Reply(true, null, connection.Cleared(rest));
        if (TryRest(line, "-ERR", out rest))
        {
            var code = TakeResponseCode(ref rest);
            if (code is not null && Pop3ReplyException.ErrorOf(code) is null)
                code = connection.Cleared(code);
            return new Pop3Reply(false, code, connection.Cleared(rest));
        }

        connection.Dispose();
        throw new MailException(MailErrors.ProtocolViolation, $"This is no POP3 reply: \"{WireText.Excerpt(connection.Cleared(line))}\".");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        (IsPositive ? "+OK" : "-ERR") + (ResponseCode is null ? "" : $" [{ResponseCode}]") + (Text.Length == 0 ? "" : " " + Text);

    private static bool TryRest(string line, string indicator, out string rest)
    {
        rest = "";
        if (!line.StartsWith(indicator, System.StringComparison.OrdinalIgnoreCase))
            return false;
        if (line.Length == indicator.Length)
            return true;

        rest = line.Substring(indicator.Length).TrimStart(' ');
        return line[indicator.Length] == ' ';
    }

    private static string? TakeResponseCode(ref string text)
    {
        var end = text.IndexOf(']');
        if (text.Length == 0 || text[0] != '[' || end < 0)
            return null;

        var code = text.Substring(1, end - 1).ToUpperInvariant();
        text = text.Substring(end + 1).TrimStart(' ');
        return code;
    }
}
