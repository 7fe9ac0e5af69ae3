using System.Collections.Generic;
using System.Globalization;
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
        return ReadSizes();
    }

    /// <summary>The unique-id of each message that has one, by number (RFC 1939 section 7).</summary>
    /// <exception cref="Pop3ReplyException"><see cref="MailErrors.CommandRejected"/> on a server without UIDL.</exception>
    public IReadOnlyDictionary<int, string> Uidl()
    {
        using var operation = _connection.Operation();
        _connection.Send(WireCommand.Plain("UIDL"));
        return TryReadUids(out var refusal) ?? throw new Pop3ReplyException(MailErrors.CommandRejected, UidlRefused, refusal);
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
        var sizes = ReadSizes();
        if (!Capabilities.Pipelining)
            _connection.Send(commands[1]);
        var uids = TryReadUids(out _);

        var entries = new List<Pop3Entry>(sizes.Count);
        foreach (var row in sizes)
            entries.Add(new Pop3Entry(row.Key, row.Value, uids is not null && uids.TryGetValue(row.Key, out var uid) ? uid : null));
        entries.Sort((left, right) => left.Number.CompareTo(right.Number));
        return entries;
    }

    private Dictionary<int, long> ReadSizes()
    {
        var reply = Pop3Reply.Read(_connection);
        if (!reply.IsPositive)
            throw new Pop3ReplyException(MailErrors.CommandRejected, "LIST was refused", reply);

        var sizes = new Dictionary<int, long>();
        foreach (var row in Pop3Listing.ReadRows(_connection, _limits))
        {
            // Some servers add text behind the size.
            if (!long.TryParse(row.Value.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                throw Pop3Listing.Violation(_connection, $"{row.Key} {row.Value}");
            sizes[row.Key] = size;
        }

        return sizes;
    }

    /// <summary>Reads an answer to UIDL; null for a refusal. A server that cannot answer for the time being is an error.</summary>
    private Dictionary<int, string>? TryReadUids(out Pop3Reply reply)
    {
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
