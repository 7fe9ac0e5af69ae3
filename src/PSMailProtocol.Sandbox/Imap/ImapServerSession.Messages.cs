using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>SEARCH, FETCH, STORE and EXPUNGE (RFC 3501 section 6.4), by number and by UID, and UID EXPUNGE (RFC 4315).</content>
internal sealed partial class ImapServerSession
{
    private const string ReadOnly = "NO [READ-ONLY] The mailbox was opened with EXAMINE";

    private string Search(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var parser = new ImapSearchParser(arguments, _selection!);
        if (!parser.TryReadCharset())
            return "NO [BADCHARSET (US-ASCII UTF-8)] Charset unknown";

        var criteria = parser.ReadCriteria();
        arguments.End();
        var found = _selection!.Messages.Where(criteria).Select(m => byUid ? m.Message.Uid : m.Number);
        Reply("* SEARCH" + string.Concat(found.Select(n => $" {n}")));
        return "OK SEARCH completed";
    }

    private string Fetch(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.Space();
        var items = ImapFetchItem.ReadAll(arguments);
        arguments.End();

        // The response to UID FETCH always has the UID (section 6.4.8).
        if (byUid && !items.Any(i => i.Name == "UID"))
            items.Insert(0, ImapFetchItem.Uid);

        var verb = byUid ? "UID FETCH" : "FETCH";
        var writer = new ImapFetchWriter(Connection, (argument, size) => Announced(verb, argument, size));
        foreach (var message in _selection!.Resolve(set, byUid))
        {
            var seen = !_selection.IsReadOnly && items.Any(i => i.SetsSeen) && message.Message.SetFlag(@"\Seen");
            writer.Write(message, seen && !items.Any(i => i.Name == "FLAGS") ? [.. items, ImapFetchItem.Flags] : items);
        }

        return "OK FETCH completed";
    }

    private string Store(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.Space();
        var mode = arguments.TryTake('+') ? '+' : arguments.TryTake('-') ? '-' : '=';
        var item = arguments.Keyword();
        arguments.Space();
        var flags = arguments.ListOrOne(arguments.Flag);
        while (arguments.TryTake(' '))
            flags.Add(arguments.Flag());
        arguments.End();

        if (item is not ("FLAGS" or "FLAGS.SILENT"))
            throw new ImapSyntaxException("STORE changes FLAGS");
        if (_selection!.IsReadOnly)
            return ReadOnly;

        var writer = new ImapFetchWriter(Connection, (_, size) => size);
        foreach (var message in _selection.Resolve(set, byUid))
        {
            if (mode == '=')
                message.Message.ReplaceFlags(flags);
            foreach (var flag in flags)
                message.Message.SetFlag(flag, present: mode != '-');
            if (item == "FLAGS")
                writer.Write(message, byUid ? [ImapFetchItem.Uid, ImapFetchItem.Flags] : [ImapFetchItem.Flags]);
        }

        return "OK STORE completed";
    }

    private string Expunge(ImapArguments arguments)
    {
        arguments.End();
        if (_selection!.IsReadOnly)
            return ReadOnly;

        Remove(_ => true);
        return "OK EXPUNGE completed";
    }

    private string UidExpunge(ImapArguments arguments)
    {
        arguments.Space();
        var set = arguments.SequenceSet();
        arguments.End();
        if (_selection!.IsReadOnly)
            return ReadOnly;

        var named = new HashSet<SandboxMessage>(_selection.Resolve(set, byUid: true).Select(m => m.Message));
        Remove(named.Contains);
        return "OK EXPUNGE completed";
    }

    /// <summary>Removes what is marked deleted; the client hears of it when the selection is synchronized.</summary>
    private void Remove(Func<SandboxMessage, bool> chosen) =>
        _selection!.Maildrop.Remove(_selection.Messages.Select(m => m.Message).Where(m => m.HasFlag(@"\Deleted") && chosen(m)).ToArray());
}
