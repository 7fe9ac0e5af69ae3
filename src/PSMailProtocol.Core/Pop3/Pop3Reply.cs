using System;
using System.Text;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>
/// A status line (RFC 1939 section 3): <c>+OK</c> or <c>-ERR</c>, perhaps a response code (RFC 2449 section 8), and text.
/// </summary>
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

    /// <summary>
    /// Reads the status line of a command in the transaction state. What is none casts doubt on the messages before it, and
    /// so does what lies unread when nothing more is due; see <see cref="Pop3OutOfStepException"/>.
    /// </summary>
    /// <exception cref="Pop3OutOfStepException">It is none.</exception>
    internal static Pop3Reply ReadInStep(MailConnection connection)
    {
        try
        {
            return Read(connection);
        }
        catch (MailException e) when (e.Error == MailErrors.ProtocolViolation)
        {
            throw Pop3OutOfStepException.NoAnswer(e);
        }
    }

    /// <summary>Makes sure that the server has said nothing beyond its answers before the next command goes out.</summary>
    /// <exception cref="Pop3OutOfStepException">It has.</exception>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.ServerClosed"/>: what it said is that it closes.</exception>
    internal static void RefuseUnasked(MailConnection connection)
    {
        if (!connection.HasUnread)
            return;
        if (TryReadFarewell(connection) is { } farewell)
            throw new Pop3ReplyException(MailErrors.ServerClosed, "The server ends the session", farewell);

        throw Pop3OutOfStepException.Unasked(connection);
    }

    /// <summary>
    /// Makes sure that what has come of the next answer already can begin one, for a message that is not to be given out
    /// before; nobody waits for more.
    /// </summary>
    /// <exception cref="Pop3OutOfStepException">It cannot.</exception>
    internal static void RefuseNoAnswer(MailConnection connection)
    {
        var input = connection.Input;
        var come = Encoding.ASCII.GetString(input.Octets, input.Start, Math.Min(input.Count, 4));
        if (!Begins(come, "+OK") && !Begins(come, "-ERR"))
            throw Pop3OutOfStepException.Unasked(connection);
    }

    private static bool Begins(string come, string indicator)
    {
        var length = Math.Min(come.Length, indicator.Length);
        return string.Compare(come, 0, indicator, 0, length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    /// <summary>One line with -ERR and then the end: a server that has waited for long enough says so and goes.</summary>
    private static Pop3Reply? TryReadFarewell(MailConnection connection)
    {
        using var operation = connection.Operation();
        var input = connection.Input;
        if (input.Count == 0)
            connection.Fill();
        var end = input.IndexOf((byte)'\n', 0);
        if (end < 0 || end != input.Count - 1)
            return null;

        var line = WireText.Decode(input.Octets, input.Start, end).TrimEnd('\r');
        if (!TryRest(line, "-ERR", out _) || !connection.HasEnded())
            return null;
        connection.ReadReplyLine();
        connection.Dispose();
        return Parse(connection, line);
    }

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
        if (!line.StartsWith(indicator, StringComparison.OrdinalIgnoreCase))
            return false;
        if (line.Length == indicator.Length)
            return true;

        rest = line.Substring(indicator.Length).TrimStart(' ', '\t');
        return line[indicator.Length] is ' ' or '\t';
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
