using System.Collections.Generic;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>Reads replies by the grammar of RFC 5321 section 4.2: <c>*( code "-" text ) code [SP text]</c>.</summary>
internal static class SmtpReplyReader
{
    /// <summary>The reply that a mechanism reads and nobody else (RFC 4954 section 4).</summary>
    private const int Challenge = 334;

    /// <summary>Reads one whole reply.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ProtocolViolation"/> for a line that is no reply or whose code differs
    /// from the first line's, <see cref="MailErrors.LimitExceeded"/> for too many lines.</exception>
    public static SmtpReply Read(MailConnection connection, SmtpLimits limits)
    {
        var lines = new List<string>();
        EnhancedStatusCode? enhanced = null;
        var code = 0;
        while (true)
        {
            var line = connection.ReadReplyLine();
            if (!TryReadCode(line, out var lineCode) || (lines.Count > 0 && lineCode != code))
                throw Violation(connection, line);
            if (lines.Count == limits.ReplyLines)
                throw connection.LimitReached(nameof(SmtpLimits.ReplyLines), limits.ReplyLines);

            code = lineCode;
            var text = line.Length > 4 ? line.Substring(4) : "";
            if (EnhancedStatusCode.TryRead(text, out var lineEnhanced, out var rest) && lineEnhanced.Class == code / 100
                && connection.IsClear(lineEnhanced.ToString()))
            {
                enhanced ??= lineEnhanced;
                text = rest;
            }

            lines.Add(code == Challenge ? text : connection.Cleared(text));
            if (line.Length == 3 || line[3] == ' ')
                return new SmtpReply(code, enhanced, lines);
        }
    }

    private static bool TryReadCode(string line, out int code)
    {
        code = 0;
        if (line.Length < 3 || line[0] is < '2' or > '5' || !IsDigit(line[1]) || !IsDigit(line[2]))
            return false;
        if (line.Length > 3 && line[3] is not (' ' or '-'))
            return false;

        code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        return true;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static MailException Violation(MailConnection connection, string line)
    {
        connection.Dispose();
        return new MailException(MailErrors.ProtocolViolation, $"This is no SMTP reply: \"{WireText.Excerpt(connection.Cleared(line))}\".");
    }
}
