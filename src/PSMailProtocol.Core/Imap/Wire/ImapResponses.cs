using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;

namespace PSMailProtocol.Imap.Wire;

/// <summary>Reads untagged responses (RFC 9051 section 7), each as a value of its own type, whoever asked for it.</summary>
internal sealed class ImapResponses
{
    private readonly MailConnection _connection;
    private readonly ImapReader _reader;
    private readonly ImapLimits _limits;
    private readonly ImapFetchReader _fetch;

    public ImapResponses(MailConnection connection, ImapReader reader, ImapLimits limits, MailSpool spool)
    {
        _connection = connection;
        _reader = reader;
        _limits = limits;
        _fetch = new ImapFetchReader(reader, connection, spool);
    }

    /// <summary>Whether mailbox names are UTF-8.</summary>
    public bool IsUtf8 { get; set; }

    /// <summary>Reads what stands behind the asterisk, to its end; null for what means nothing to us.</summary>
    public object? Read()
    {
        _reader.Space();
        var isNumbered = _reader.TryNumber(out var number);
        _reader.Space();
        var name = _reader.Atom().ToUpperInvariant();
        var response = isNumbered ? Numbered(name, number) : Named(name);
        _reader.EndResponse();
        return response;
    }

    /// <summary>resp-text behind its condition: an optional response code in brackets and text.</summary>
    public ImapStatus Status(string condition)
    {
        _reader.Space();
        var text = _reader.RestOfLine();
        var end = text.StartsWith("[", StringComparison.Ordinal) ? text.IndexOf(']') : -1;
        if (end < 0)
            return new ImapStatus(condition, "", _connection.Cleared(text));

        var code = text.Substring(1, end - 1);
        var status = new ImapStatus(condition, ClearedCode(code), _connection.Cleared(text.Substring(end + 1).TrimStart(' ')));

        // What is offered is no text for people, and counts also where all of the text has to go.
        return ImapResponseCode.Parse(code) is ImapCapabilityCode offer ? status with { ResponseCode = offer } : status;
    }

    private object? Numbered(string name, long number) => name switch
    {
        "EXISTS" => new ImapExists(number),
        "RECENT" => new ImapRecent(number),
        "EXPUNGE" => new ImapExpunged(number),
        "FETCH" => _fetch.Read(number),
        _ => null,
    };

    private object? Named(string name)
    {
        switch (name)
        {
            case "OK" or "NO" or "BAD" or "PREAUTH" or "BYE":
                return Status(name);
            case "CAPABILITY":
                return new ImapCapabilities(_reader.RestOfLine().Split([' '], StringSplitOptions.RemoveEmptyEntries));
            case "ENABLED":
                return new ImapEnabled(_reader.RestOfLine().Split([' '], StringSplitOptions.RemoveEmptyEntries));
            case "FLAGS":
                _reader.Space();
                return new ImapFlagsDefined(Words());
            case "SEARCH":
                return Search();
            case "ESEARCH":
                return ExtendedSearch();
            case "VANISHED":
                return Vanished();
            case "LIST" or "LSUB":
                return ListEntry();
            case "STATUS":
                return MailboxStatus();
            case "NAMESPACE":
                return new ImapNamespaces(Namespaces(), Namespaces(), Namespaces());
            case "QUOTA":
                return Quota();
            case "ID":
                _reader.Space();
                return new ImapServerId(Pairs(_reader.Value()));
            default:
                return null;
        }
    }

    private List<string> Words()
    {
        var words = new List<string>();
        _reader.List(() => words.Add(_reader.Atom()));
        return words;
    }

    /// <summary>
    /// A space may stand at the end, and RFC 7162 puts (MODSEQ n) there. Of a list with anything else in it nobody knows what it leaves
    /// out.
    /// </summary>
    private ImapFound Search()
    {
        var found = new List<long>();
        _reader.Space();
        while (_reader.TryNumber(out var uid))
        {
            CapFound(found.Count);
            found.Add(uid);
            _reader.Space();
        }

        if (!_reader.AtEnd && !_reader.TryTake('('))
            throw _reader.Violation("where a number should be");
        return new ImapFound(found, null);
    }

    /// <summary>esearch-response (RFC 9051 section 7.3.4): <c>(TAG "A1") UID ALL 1:3,5</c>; without ALL nothing was found.</summary>
    private ImapFound ExtendedSearch()
    {
        string? tag = null;
        var hasUncounted = false;
        var found = new List<long>();
        _reader.Space();
        if (_reader.TryTake('('))
        {
            _reader.Atom();
            _reader.Space();
            tag = _reader.NString();
            _reader.Space();
            _reader.Expect(')');
        }

        for (_reader.Space(); !_reader.AtEnd; _reader.Space())
        {
            var item = _reader.Atom().ToUpperInvariant();
            if (item == "UID")
                continue;

            _reader.Space();
            if (item == "ALL")
                _reader.Set((first, last) => AddRange(found, first, last));
            else if (item == "COUNT")
                hasUncounted = _reader.Value() is not { Number: 0 };
            else
                _reader.SkipValue();
        }

        if (hasUncounted && found.Count == 0)
            throw _reader.Violation("where the messages that were counted should be named");
        return new ImapFound(found, tag);
    }

    private void AddRange(List<long> found, long first, long last)
    {
        CapFound(found.Count + Math.Min(last - first, _limits.SearchResults));
        for (var uid = first; uid <= last; uid++)
            found.Add(uid);
    }

    private void CapFound(long count)
    {
        if (count >= _limits.SearchResults)
            throw _connection.LimitReached(nameof(ImapLimits.SearchResults), _limits.SearchResults);
    }

    private ImapVanished Vanished()
    {
        _reader.Space();
        var isEarlier = _reader.TryTake('(');
        if (isEarlier)
        {
            _reader.Atom();
            _reader.Expect(')');
            _reader.Space();
        }

        var ranges = new List<(long, long)>();
        _reader.Set((first, last) =>
        {
            CapFound(ranges.Count);
            ranges.Add((first, last));
        });
        return new ImapVanished(ranges, isEarlier);
    }

    /// <summary>mailbox-list: attributes, delimiter, name and what was added later in a list of names and values.</summary>
    private ImapMailboxEntry ListEntry()
    {
        _reader.Space();
        var attributes = Words();
        _reader.Space();
        var delimiter = _reader.NString();
        var name = MailboxName();
        _reader.Space();
        var extensions = _reader.AtEnd ? null : _reader.Value();
        var children = Named(extensions, "CHILDINFO")?.Items.Select(item => item.Text ?? "").ToList();
        return new ImapMailboxEntry(name, delimiter is { Length: > 0 } ? delimiter[0] : null, attributes) { ChildInfo = children ?? [] };
    }

    private string MailboxName()
    {
        _reader.Space();

        // NIL is a name like any other (RFC 3501 section 4.5).
        var name = _reader.NString() ?? "NIL";
        return IsUtf8 ? name : ModifiedUtf7.Decode(name);
    }

    private ImapMailboxStatus MailboxStatus()
    {
        var status = new ImapMailboxStatus(MailboxName());
        _reader.Space();
        var items = _reader.AtEnd ? ImapValue.Nil : _reader.Value() ?? ImapValue.Nil;
        for (var i = 0; i + 1 < items.Items.Count; i += 2)
            status = status.With(items[i].Text?.ToUpperInvariant() ?? "", items[i + 1].Number);
        return status;
    }

    private IReadOnlyList<ImapNamespace> Namespaces()
    {
        _reader.Space();
        return _reader.AtEnd ? [] : ImapNamespace.ReadList(_reader.Value(), IsUtf8);
    }

    /// <summary>quota-response: the root and its resources, three values each.</summary>
    private ImapQuota Quota()
    {
        _reader.Space();
        var root = _reader.NString() ?? "";
        _reader.Space();
        var list = _reader.AtEnd ? ImapValue.Nil : _reader.Value() ?? ImapValue.Nil;
        var resources = new List<ImapQuotaResource>();
        for (var i = 0; i + 2 < list.Items.Count; i += 3)
        {
            if (list[i + 1].Number is { } usage && list[i + 2].Number is { } limit)
                resources.Add(new ImapQuotaResource(list[i].Text?.ToUpperInvariant() ?? "", usage, limit));
        }

        return new ImapQuota(root, resources);
    }

    private static List<KeyValuePair<string, string?>> Pairs(ImapValue? list)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        for (var i = 0; list is not null && i < list.Items.Count; i += 2)
            pairs.Add(new KeyValuePair<string, string?>(list[i].Text ?? "", list[i + 1].Text));
        return pairs;
    }

    private static ImapValue? Named(ImapValue? list, string name)
    {
        for (var i = 0; list is not null && i + 1 < list.Items.Count; i += 2)
        {
            if (list[i].Is(name))
                return list[i + 1];
        }

        return null;
    }

    /// <summary>A code that is known stays, by its name alone if the rest has to go.</summary>
    private string ClearedCode(string code)
    {
        var cleared = _connection.Cleared(code);
        var name = code.Split(' ')[0];
        return cleared != code && ImapStatusException.ErrorOf(name.ToUpperInvariant()) is not null ? name : cleared;
    }
}
