using System.Collections.Generic;
using PSMailProtocol.Net;

namespace PSMailProtocol.Pop3;

/// <content>The listings: sizes and unique-ids by number (RFC 1939 sections 5 and 7).</content>
public sealed partial class Pop3Session
{
    private const string UidlRefused = "UIDL was refused, so messages have no identity on this server";

    private IReadOnlyList<string> _uids = [];

    /// <summary>The size in octets of each message, by number. Sizes are what the server says and nothing is allocated by them.</summary>
    public IReadOnlyDictionary<int, long> List()
    {
        using var operation = _connection.Operation();
        _connection.Send(WireCommand.Plain("LIST"));
        return TryReadSizes(out var refusal) ?? (IsEmpty() ? [] : throw Refused(refusal));
    }

    /// <summary>The unique-id of each message that has one, by number (RFC 1939 section 7).</summary>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.CommandRejected"/> on a server without UIDL.</exception>
    public IReadOnlyDictionary<int, string> Uidl()
    {
        using var operation = _connection.Operation();
        _connection.Send(WireCommand.Plain("UIDL"));
        return TryReadUids(out var refusal)
            ?? (IsEmpty() ? [] : throw new Pop3ReplyException(MailErrors.CommandRejected, UidlRefused, refusal));
    }

    /// <summary>
    /// LIST and UIDL in one, by number. UIDL is tried whether it is offered or not: servers without CAPA may know it, and
    /// one that does not just says so.
    /// </summary>
    /// <returns>The messages in the order of their numbers; without unique-ids if the server has none.</returns>
    public IReadOnlyList<Pop3Entry> ReadListing()
    {
        using var operation = _connection.Operation();
        WireCommand[] commands = [WireCommand.Plain("LIST"), WireCommand.Plain("UIDL")];
        _connection.Send(Capabilities.Pipelining ? commands : [commands[0]]);
        var sizes = TryReadSizes(out var refusal);
        if (!Capabilities.Pipelining)
            _connection.Send(commands[1]);
        var uids = TryReadUids(out _);
        sizes ??= IsEmpty() ? [] : throw Refused(refusal);

        var entries = new List<Pop3Entry>(sizes.Count);
        foreach (var row in sizes)
            entries.Add(new Pop3Entry(row.Key, row.Value, uids is not null && uids.TryGetValue(row.Key, out var uid) ? uid : null));
        entries.Sort((left, right) => left.Number.CompareTo(right.Number));
        return entries;
    }

    private static Pop3ReplyException Refused(Pop3Reply refusal) => new(MailErrors.CommandRejected, "LIST was refused", refusal);

    /// <summary>Whether the maildrop is empty, of which some servers say by -ERR that there is nothing to list.</summary>
    private bool IsEmpty()
    {
        var reply = Ask(WireCommand.Plain("STAT"));
        return reply.IsPositive && reply.Text.Split(Pop3Listing.Blanks)[0] == "0";
    }

    /// <summary>Reads an answer to LIST; null for a refusal. A server that cannot answer for the time being is an error.</summary>
    private Dictionary<int, long>? TryReadSizes(out Pop3Reply reply)
    {
        _connection.Awaited = "LIST";
        reply = Pop3Reply.Read(_connection);
        if (Pop3ReplyException.NamedBy(reply) is not null)
            throw Refused(reply);
        if (!reply.IsPositive)
            return null;

        var sizes = new Dictionary<int, long>();
        foreach (var row in Pop3Listing.ReadRows(_connection, _limits))
        {
            // Some servers add text behind the size.
            if (!Pop3Listing.TryReadSize(row.Value.Split(Pop3Listing.Blanks)[0], out var size))
                throw Pop3Listing.Violation(_connection, $"{row.Key} {row.Value}");
            sizes[row.Key] = size;
        }

        return sizes;
    }

    /// <summary>Reads an answer to UIDL; null for a refusal. A server that cannot answer for the time being is an error.</summary>
    private Dictionary<int, string>? TryReadUids(out Pop3Reply reply)
    {
        _connection.Awaited = "UIDL";
        reply = Pop3Reply.Read(_connection);
        if (Pop3ReplyException.NamedBy(reply) is not null)
            throw new Pop3ReplyException(MailErrors.CommandRejected, UidlRefused, reply);
        if (!reply.IsPositive)
            return null;

        var uids = new Dictionary<int, string>();
        foreach (var row in Pop3Listing.ReadRows(_connection, _limits))
        {
            // A message without a unique-id has none; the others keep theirs.
            if (row.Value.Length > 0)
                uids[row.Key] = row.Value;
        }

        _uids = [.. uids.Values];

        return uids;
    }
}
