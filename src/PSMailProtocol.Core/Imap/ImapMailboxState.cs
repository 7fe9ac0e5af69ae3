using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <summary>
/// What is known of the selected mailbox. It sees every untagged response before the command that runs does, since a server may say
/// at any time what has become of it.
/// </summary>
internal sealed class ImapMailboxState(string name)
{
    private long _uidValidity;
    private long _uidNext;
    private long? _highestModSeq;

    /// <summary>The name, decoded.</summary>
    public string Name => name;

    /// <summary>Whether the server said that nothing can be changed, or it was asked to let nothing change.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>How many messages it holds.</summary>
    public long Exists { get; private set; }

    /// <summary>How many of them are new; 0 where the server does not say.</summary>
    public long Recent { get; private set; }

    /// <summary>How many messages went since it was selected.</summary>
    public long Gone { get; private set; }

    /// <summary>How many times others did something to it, for all that the server tells.</summary>
    public long Changes { get; private set; }

    /// <summary>The UID that the next message was to have when it was opened; 0 where the server does not say.</summary>
    public long UidNext => _uidNext;

    /// <summary>The flags that messages can have.</summary>
    public IReadOnlyList<string> Flags { get; private set; } = [];

    /// <summary>The flags that can be changed for good; empty where the server does not say.</summary>
    public IReadOnlyList<string> PermanentFlags { get; private set; } = [];

    /// <summary>The state as it is now.</summary>
    public ImapMailbox ToMailbox() => new(name, Exists, _uidValidity, _uidNext, IsReadOnly) { HighestModSeq = _highestModSeq };

    /// <summary>Takes note of a response.</summary>
    public void See(object response)
    {
        switch (response)
        {
            case ImapExists exists:
                if (Exists != exists.Count)
                    NoteChange();
                Exists = exists.Count;
                break;
            case ImapRecent recent:
                Recent = recent.Count;
                break;
            case ImapExpunged:
                Leave(1);
                break;
            case ImapVanished { IsEarlier: false } vanished:
                Leave(vanished.Ranges.Sum(range => Math.Min(range.Last - range.First, uint.MaxValue) + 1));
                break;
            case ImapFlagsDefined defined:
                Flags = defined.Flags;
                break;
            case ImapFetchedMessage { ModSeq: { } sequence }:
                _highestModSeq = Math.Max(_highestModSeq ?? 0, sequence);
                break;
            case ImapStatus { ResponseCode: { } code }:
                See(code);
                break;
        }
    }

    /// <summary>Takes note of something that others did.</summary>
    public void NoteChange() => Changes++;

    /// <summary>Takes the place of what was known before the mailbox was opened anew; what is different was changed in between.</summary>
    public void GoOnFrom(ImapMailboxState before)
    {
        var isSame = Exists == before.Exists && _uidNext == before._uidNext && _highestModSeq == before._highestModSeq;
        Changes = before.Changes + (isSame ? 0 : 1);
    }

    private void See(ImapResponseCode code)
    {
        switch (code)
        {
            case ImapNumberCode { Name: "UIDVALIDITY", Value: { } number }:
                _uidValidity = number;
                break;
            case ImapNumberCode { Name: "UIDNEXT", Value: { } number }:
                _uidNext = number;
                break;
            case ImapNumberCode { Name: "HIGHESTMODSEQ" } sequence:
                _highestModSeq = sequence.Value;
                break;
            case ImapPermanentFlagsCode permanent:
                PermanentFlags = permanent.Flags;
                break;
        }
    }

    private void Leave(long count)
    {
        NoteChange();
        Gone = Math.Min(Gone + count, long.MaxValue / 2);
        Exists = Math.Max(0, Exists - count);
    }
}
