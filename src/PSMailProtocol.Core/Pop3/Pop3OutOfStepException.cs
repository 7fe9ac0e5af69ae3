using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <summary>
/// The server said what no command asked for, or what answers none. A line of a message that is a lone dot and went out as
/// it is looks to the client like the end of the message (RFC 1939 section 3), so what was read before is in doubt as well:
/// nothing of the session may be removed for its sake.
/// </summary>
public sealed class Pop3OutOfStepException : MailException
{
    private Pop3OutOfStepException(string what, MailException? cause)
        : base(MailErrors.ProtocolViolation,
            $"{what} A message before it may hold a line that is a lone dot and that the server did not double, so that it is not known " +
            "where messages end.", cause)
    {
    }

    /// <summary>Octets lay unread before the next command was sent. The connection is closed.</summary>
    internal static Pop3OutOfStepException Unasked(MailConnection connection)
    {
        var excerpt = Excerpt(connection);
        connection.Dispose();
        return new Pop3OutOfStepException($"The server said something that no command asked for: \"{excerpt}\".", null);
    }

    /// <summary>An answer is none. The connection is closed.</summary>
    internal static Pop3OutOfStepException NoAnswer(MailException violation) => new(violation.Message, violation);

    /// <summary>The first line of what lies unread, as far as it is there; nobody waits for more.</summary>
    private static string Excerpt(MailConnection connection)
    {
        var input = connection.Input;
        if (input.Count == 0)
            connection.Fill();
        var end = input.IndexOf((byte)'\n', 0);
        return WireText.Excerpt(WireText.Decode(input.Octets, input.Start, end < 0 ? input.Count : end).TrimEnd('\r'));
    }
}
