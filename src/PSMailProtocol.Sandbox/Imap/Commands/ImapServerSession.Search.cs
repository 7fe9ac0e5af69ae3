using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <content>SEARCH and UID SEARCH (RFC 3501 section 6.4.4), with ESEARCH (RFC 4731), SEARCHRES (RFC 5182) and CONDSTORE.</content>
internal sealed partial class ImapServerSession
{
    private static readonly string[] SearchResults = ["MIN", "MAX", "ALL", "COUNT", "SAVE"];

    private string Search(ImapArguments arguments, bool byUid)
    {
        arguments.Space();
        var results = ReadSearchResults(arguments);
        var parser = new ImapSearchParser(arguments, _selection!, Has) { IsRevision2 = IsRevision2 };
        var charset = parser.ReadCharset();
        if (charset is not null && AcceptsUtf8 && !IsRevision2)
            throw new ImapSyntaxException("CHARSET goes without saying once UTF8=ACCEPT is enabled");
        if (charset is not (null or "US-ASCII") && (charset != "UTF-8" || !KnowsUtf8))
            return $"NO [BADCHARSET ({(KnowsUtf8 ? "US-ASCII UTF-8" : "US-ASCII")})] Charset unknown";

        var criteria = parser.ReadCriteria();
        arguments.End();
        if (arguments.HasNonAscii && charset != "UTF-8" && !AcceptsUtf8)
            throw new ImapSyntaxException("Text beyond ASCII needs CHARSET UTF-8");

        _knowsModSeq |= parser.AsksForModSeq;
        var found = _selection!.Messages.Where(criteria).ToList();
        if (results is null && !IsRevision2)
            ReplySearch(found, byUid, parser.AsksForModSeq);
        else
            ReplyExtendedSearch(found, byUid, parser.AsksForModSeq, results is { Count: > 0 } ? results : ["ALL"]);
        return "OK SEARCH completed";
    }

    /// <summary>Whether SEARCH takes CHARSET UTF-8. No capability names it, but it can be withheld like one.</summary>
    private bool KnowsUtf8 => Offered(["CHARSET=UTF-8"]).Count > 0;

    private List<string>? ReadSearchResults(ImapArguments arguments)
    {
        if (!Has("ESEARCH") || !arguments.TryTake("RETURN ("))
            return null;

        var results = new List<string>();
        while (!arguments.TryTake(')'))
        {
            if (results.Count > 0)
                arguments.Space();
            results.Add(arguments.Keyword());
        }

        arguments.Space();
        if (results.Exists(r => !SearchResults.Contains(r) || (r == "SAVE" && !Has("SEARCHRES"))))
            throw new ImapSyntaxException("SEARCH does not return that");
        return results;
    }

    private void ReplySearch(List<ImapNumberedMessage> found, bool byUid, bool asksForModSeq)
    {
        var modSeq = asksForModSeq && found.Count > 0 ? $" (MODSEQ {found.Max(m => m.Message.ModSeq)})" : "";
        Reply("* SEARCH" + string.Concat(found.Select(m => $" {NumberOf(m, byUid)}")) + modSeq);
    }

    private void ReplyExtendedSearch(List<ImapNumberedMessage> found, bool byUid, bool asksForModSeq, List<string> results)
    {
        if (results.Contains("SAVE"))
            _selection!.Save(found.Select(m => m.Message));
        if (results.Count == 1 && results[0] == "SAVE")
            return;

        var items = new List<string> { $"* ESEARCH (TAG \"{_tag}\")" };
        if (byUid)
            items.Add("UID");
        if (found.Count > 0 && results.Contains("MIN"))
            items.Add($"MIN {NumberOf(found[0], byUid)}");
        if (found.Count > 0 && results.Contains("MAX"))
            items.Add($"MAX {NumberOf(found[found.Count - 1], byUid)}");
        if (results.Contains("COUNT"))
            items.Add($"COUNT {found.Count}");
        if (found.Count > 0 && results.Contains("ALL"))
            items.Add($"ALL {ImapSequenceSet.Write(found.Select(m => NumberOf(m, byUid)))}");
        if (found.Count > 0 && asksForModSeq)
            items.Add($"MODSEQ {found.Max(m => m.Message.ModSeq)}");
        Reply(string.Join(" ", items));
    }

    private static uint NumberOf(ImapNumberedMessage message, bool byUid) => byUid ? message.Message.Uid : message.Number;
}
