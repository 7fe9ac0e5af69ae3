using System;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <content>Looking at a server without reading mail.</content>
public sealed partial class Pop3Session
{
    /// <summary>Says a command that only asks for something, and reads the answer to its end, whatever it is.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.LimitExceeded"/> past <see cref="Pop3Limits.ListingRows"/>.</exception>
    internal Pop3Reply Say(string command)
    {
        using var operation = _connection.Operation();
        var reply = Ask(WireCommand.Plain(command));
        if (!reply.IsPositive || !IsAnsweredByLines(command))
            return reply;

        foreach (var _ in Pop3Listing.ReadLines(_connection, _limits))
        {
        }

        return reply;
    }

    /// <summary>RFC 1939 section 5, RFC 2449 section 5: LIST and UIDL of one message are answered in a line, of all in several.</summary>
    private static bool IsAnsweredByLines(string command)
    {
        var words = command.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        return words[0].ToUpperInvariant() switch
        {
            "CAPA" => true,
            "LIST" or "UIDL" => words.Length == 1,
            _ => false,
        };
    }
}
