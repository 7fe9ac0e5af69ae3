using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap;

/// <summary>A response code (RFC 9051 section 7.1, RFC 5530, RFC 7162): what a status response means to a program.</summary>
/// <param name="Name">The first word in capitals.</param>
public record ImapResponseCode(string Name)
{
    /// <summary>Reads what stands between the brackets; null for nothing.</summary>
    internal static ImapResponseCode? Parse(string code)
    {
        if (code.Length == 0)
            return null;

        var space = code.IndexOf(' ');
        var name = (space < 0 ? code : code.Substring(0, space)).ToUpperInvariant();
        var rest = space < 0 ? "" : code.Substring(space + 1).Trim();
        return name switch
        {
            "CAPABILITY" => new ImapCapabilityCode(new ImapCapabilities(Words(rest))),
            "PERMANENTFLAGS" => new ImapPermanentFlagsCode(Words(rest)),
            "BADCHARSET" => new ImapBadCharsetCode([.. Words(rest).Select(word => word.Trim('"'))]),
            "UIDVALIDITY" or "UIDNEXT" or "UNSEEN" or "HIGHESTMODSEQ" or "UIDNOTSTICKY" =>
                new ImapNumberCode(name, ImapValue.ParseNumber(rest)),
            "COPYUID" => ImapCopyUidCode.Parse(Words(rest)) ?? new ImapResponseCode(name),
            "APPENDUID" => ImapAppendUidCode.Parse(Words(rest)) ?? new ImapResponseCode(name),
            _ => new ImapResponseCode(name),
        };
    }

    private static string[] Words(string list) => list.Trim('(', ')').Split([' '], StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A code with a number: UIDVALIDITY, UIDNEXT, UNSEEN, HIGHESTMODSEQ.</summary>
/// <param name="Name">The code.</param>
/// <param name="Value">The number; null for what is none.</param>
public sealed record ImapNumberCode(string Name, long? Value) : ImapResponseCode(Name);

/// <summary>CAPABILITY: what the server offers from now on.</summary>
/// <param name="Capabilities">The capabilities.</param>
public sealed record ImapCapabilityCode(ImapCapabilities Capabilities) : ImapResponseCode("CAPABILITY");

/// <summary>PERMANENTFLAGS: the flags that can be changed for good.</summary>
/// <param name="Flags">The flags; <c>\*</c> stands for keywords of one's own.</param>
public sealed record ImapPermanentFlagsCode(IReadOnlyList<string> Flags) : ImapResponseCode("PERMANENTFLAGS");

/// <summary>BADCHARSET: the server does not know the charset of a search.</summary>
/// <param name="Charsets">Those that it knows, if it says so.</param>
public sealed record ImapBadCharsetCode(IReadOnlyList<string> Charsets) : ImapResponseCode("BADCHARSET");

/// <summary>COPYUID (RFC 4315): which UIDs the copies have in the other mailbox.</summary>
/// <param name="UidValidity">The UIDVALIDITY of the other mailbox.</param>
/// <param name="Uids">The UIDs of the copies, by those of the messages.</param>
public sealed record ImapCopyUidCode(long UidValidity, IReadOnlyDictionary<long, long> Uids) : ImapResponseCode("COPYUID")
{
    /// <summary>
    /// Reads UIDVALIDITY and two sets of equal size, which are in the order in which the messages were copied; null for anything else.
    /// </summary>
    internal static ImapCopyUidCode? Parse(string[] words)
    {
        if (words.Length != 3 || ImapValue.ParseNumber(words[0]) is not { } validity || ImapUidSet.Parse(words[1]) is not { } from
            || ImapUidSet.Parse(words[2]) is not { } to || from.Count != to.Count)
            return null;

        var uids = new Dictionary<long, long>();
        for (var i = 0; i < from.Count; i++)
            uids[from[i]] = to[i];
        return new ImapCopyUidCode(validity, uids);
    }
}

/// <summary>APPENDUID (RFC 4315): which UID an appended message has.</summary>
/// <param name="UidValidity">The UIDVALIDITY of the mailbox.</param>
/// <param name="Uid">The UID.</param>
public sealed record ImapAppendUidCode(long UidValidity, long Uid) : ImapResponseCode("APPENDUID")
{
    internal static ImapAppendUidCode? Parse(string[] words) =>
        words.Length == 2 && ImapValue.ParseNumber(words[0]) is { } validity && ImapUidSet.Parse(words[1]) is { Count: 1 } uids
            ? new ImapAppendUidCode(validity, uids[0])
            : null;
}
