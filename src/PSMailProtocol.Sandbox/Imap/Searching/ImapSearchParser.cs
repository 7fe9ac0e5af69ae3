using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>Reads the keys of SEARCH (RFC 3501 section 6.4.4) into one condition over a message.</summary>
internal sealed class ImapSearchParser
{
    /// <summary>How deep NOT, OR and parentheses may nest.</summary>
    private const int DeepestNesting = 50;

    private static readonly Dictionary<string, string> FlagKeys = new()
    {
        ["ANSWERED"] = @"\Answered", ["DELETED"] = @"\Deleted", ["DRAFT"] = @"\Draft", ["FLAGGED"] = @"\Flagged", ["SEEN"] = @"\Seen",
        ["RECENT"] = @"\Recent",
    };

    private readonly ImapArguments _arguments;
    private readonly ImapSelection _selection;
    private readonly Func<string, bool> _has;
    private int _depth;

    /// <summary>Begins to read.</summary>
    /// <param name="arguments">Where from.</param>
    /// <param name="selection">What numbers stand for.</param>
    /// <param name="has">Whether a capability is offered.</param>
    public ImapSearchParser(ImapArguments arguments, ImapSelection selection, Func<string, bool> has)
    {
        _arguments = arguments;
        _selection = selection;
        _has = has;
    }

    /// <summary>Whether the keys about recent messages are gone (RFC 9051 appendix E).</summary>
    public bool IsRevision2 { get; init; }

    /// <summary>Whether a key was about mod-sequences, so that the result tells the highest (RFC 7162 section 3.1.5).</summary>
    public bool AsksForModSeq { get; private set; }

    /// <summary>Reads the optional CHARSET, in capitals; null if there is none.</summary>
    public string? ReadCharset()
    {
        if (!_arguments.TryTake("CHARSET "))
            return null;

        var charset = _arguments.AString().ToUpperInvariant();
        _arguments.Space();
        return charset;
    }

    /// <summary>Reads keys to the end; a message has to fit all of them.</summary>
    public Func<ImapNumberedMessage, bool> ReadCriteria()
    {
        var keys = new List<Func<ImapNumberedMessage, bool>>();
        do
            keys.Add(Key());
        while (_arguments.TryTake(' '));
        return m => keys.TrueForAll(k => k(m));
    }

    private Func<ImapNumberedMessage, bool> Key()
    {
        if (++_depth > DeepestNesting)
            throw new ImapSyntaxException("The search nests too deep");

        try
        {
            return ReadKey();
        }
        finally
        {
            _depth--;
        }
    }

    private Func<ImapNumberedMessage, bool> ReadKey()
    {
        if (_arguments.TryTake('('))
        {
            var group = ReadCriteria();
            _arguments.Expect(')');
            return group;
        }

        if (_arguments.StartsSequenceSet)
            return InSet(byUid: false);

        var key = _arguments.Keyword();
        if (IsRevision2 && key is ("RECENT" or "NEW" or "OLD"))
            throw new ImapSyntaxException("SEARCH does not know that key");
        if (FlagKeys.TryGetValue(key, out var flag))
            return m => m.Message.HasFlag(flag);
        if (key.StartsWith("UN", StringComparison.Ordinal) && FlagKeys.TryGetValue(key.Substring(2), out var absent))
            return m => !m.Message.HasFlag(absent);

        return key switch
        {
            "ALL" or "OLD" => _ => true,
            "NEW" => _ => false,
            "NOT" => Not(),
            "OR" => Or(),
            _ => KeyWithArgument(key),
        };
    }

    private Func<ImapNumberedMessage, bool> KeyWithArgument(string key)
    {
        _arguments.Space();
        return key switch
        {
            "UID" => InSet(byUid: true),
            "KEYWORD" => Keyword(present: true),
            "UNKEYWORD" => Keyword(present: false),
            "LARGER" => Size((size, limit) => size > limit),
            "SMALLER" => Size((size, limit) => size < limit),
            "SINCE" => Arrived((day, limit) => day >= limit),
            "BEFORE" => Arrived((day, limit) => day < limit),
            "ON" => Arrived((day, limit) => day == limit),
            "SENTSINCE" => Sent((day, limit) => day >= limit),
            "SENTBEFORE" => Sent((day, limit) => day < limit),
            "SENTON" => Sent((day, limit) => day == limit),
            "FROM" or "TO" or "CC" or "BCC" or "SUBJECT" => Field(key, _arguments.AString()),
            "HEADER" => AnyField(),
            "BODY" => Text(inHeader: false),
            "TEXT" => Text(inHeader: true),
            "OLDER" when _has("WITHIN") => Age((age, limit) => age >= limit),
            "YOUNGER" when _has("WITHIN") => Age((age, limit) => age <= limit),
            "MODSEQ" when _has("CONDSTORE") => ModSeq(),
            "X-GM-RAW" when _has("X-GM-EXT-1") => ImapGmailQuery.Read(_arguments.AString()),
            "X-GM-LABELS" when _has("X-GM-EXT-1") => Label(),
            "X-GM-MSGID" when _has("X-GM-EXT-1") => GmailNumber(m => m.GmailMessageId),
            "X-GM-THRID" when _has("X-GM-EXT-1") => GmailNumber(m => m.GmailThreadId),
            _ => throw new ImapSyntaxException("SEARCH does not know that key"),
        };
    }

    private Func<ImapNumberedMessage, bool> Not()
    {
        _arguments.Space();
        var key = Key();
        return m => !key(m);
    }

    private Func<ImapNumberedMessage, bool> Or()
    {
        _arguments.Space();
        var first = Key();
        _arguments.Space();
        var second = Key();
        return m => first(m) || second(m);
    }

    private Func<ImapNumberedMessage, bool> InSet(bool byUid)
    {
        var chosen = new HashSet<ImapNumberedMessage>(_selection.Resolve(_arguments.SequenceSet(), byUid));
        return chosen.Contains;
    }

    private Func<ImapNumberedMessage, bool> Keyword(bool present)
    {
        var keyword = _arguments.Atom();
        return m => m.Message.HasFlag(keyword) == present;
    }

    private Func<ImapNumberedMessage, bool> Size(Func<long, long, bool> compare)
    {
        var limit = _arguments.Number();
        return m => compare(m.Message.Octets.Length, limit);
    }

    /// <summary>By INTERNALDATE, without regard to time and zone.</summary>
    private Func<ImapNumberedMessage, bool> Arrived(Func<DateTime, DateTime, bool> compare)
    {
        var limit = _arguments.Date();
        return m => compare(m.Message.InternalDate.Date, limit);
    }

    /// <summary>By the Date field, without regard to time and zone.</summary>
    private Func<ImapNumberedMessage, bool> Sent(Func<DateTime, DateTime, bool> compare)
    {
        var limit = _arguments.Date();
        return m => m.Message.Look(parsed => parsed.Date is { } sent && compare(sent.Date, limit));
    }

    /// <summary>By INTERNALDATE, in seconds before now (RFC 5032).</summary>
    private Func<ImapNumberedMessage, bool> Age(Func<TimeSpan, TimeSpan, bool> compare)
    {
        var limit = TimeSpan.FromSeconds(_arguments.Number());
        var now = DateTimeOffset.Now;
        return m => compare(now - m.Message.InternalDate, limit);
    }

    /// <summary>The name and the type of an entry may come before the number, which is the same for all of them here.</summary>
    private Func<ImapNumberedMessage, bool> ModSeq()
    {
        if (_arguments.NextIs('"'))
        {
            _arguments.AString();
            _arguments.Space();
            _arguments.Keyword();
            _arguments.Space();
        }

        AsksForModSeq = true;
        var least = _arguments.BigNumber();
        return m => m.Message.ModSeq >= least;
    }

    private Func<ImapNumberedMessage, bool> Label()
    {
        var label = _arguments.Label();
        return m => m.Message.Labels.Contains(label, StringComparer.OrdinalIgnoreCase);
    }

    private Func<ImapNumberedMessage, bool> GmailNumber(Func<SandboxMessage, long> numberOf)
    {
        var number = _arguments.BigNumber();
        return m => numberOf(m.Message) == number;
    }

    private Func<ImapNumberedMessage, bool> AnyField()
    {
        var name = _arguments.AString();
        _arguments.Space();
        return Field(name, _arguments.AString());
    }

    private static Func<ImapNumberedMessage, bool> Field(string name, string text) => m => ImapSearchText.FieldHolds(m.Message, name, text);

    private Func<ImapNumberedMessage, bool> Text(bool inHeader)
    {
        var text = _arguments.AString();
        return m => (inHeader && ImapSearchText.HeaderHolds(m.Message, text)) || ImapSearchText.BodyHolds(m.Message, text);
    }
}
