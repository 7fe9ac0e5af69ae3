using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// The selected mailbox as the client knows it: message numbers stay what they are until the client has been told
/// otherwise (RFC 3501 section 5.2).
/// </summary>
internal sealed class ImapSelection
{
    private readonly List<Known> _known;
    private readonly uint _uidValidity;
    private long _synchronized;
    private HashSet<SandboxMessage> _saved = [];

    public ImapSelection(SandboxMailbox mailbox, bool isReadOnly)
    {
        Mailbox = mailbox;
        IsReadOnly = isReadOnly;
        _uidValidity = mailbox.UidValidity;
        _synchronized = mailbox.HighestModSeq;
        _known = mailbox.Messages.Select(m => new Known(m)).ToList();
    }

    public SandboxMailbox Mailbox { get; }

    public bool IsReadOnly { get; }

    /// <summary>Whether UIDs and numbers name nothing any more.</summary>
    public bool IsLost => Mailbox.IsRemoved || Mailbox.UidValidity != _uidValidity;

    public int Count => _known.Count;

    public uint LargestUid => _known.Count == 0 ? 0 : _known[_known.Count - 1].Message.Uid;

    public IEnumerable<ImapNumberedMessage> Messages =>
        _known.Select((known, index) => new ImapNumberedMessage((uint)index + 1, known.Message));

    /// <summary>The messages of a set. UIDs that name none are passed over (section 6.4.8), numbers that name none are an error.</summary>
    public List<ImapNumberedMessage> Resolve(ImapSequenceSet set, bool byUid)
    {
        if (set != ImapSequenceSet.Saved && !byUid && set.Exceeds((uint)Count))
            throw new ImapSyntaxException("There is no message of that number");

        if (set == ImapSequenceSet.Saved)
            return Messages.Where(m => _saved.Contains(m.Message)).ToList();
        var chosen = byUid ? set.Among(Messages, m => m.Message.Uid, LargestUid) : set.Among(Messages, m => m.Number, (uint)Count);
        return chosen.ToList();
    }

    /// <summary>Keeps what the dollar sign stands for (RFC 5182).</summary>
    public void Save(IEnumerable<SandboxMessage> messages) => _saved = [.. messages];

    /// <summary>The client knows the flags of a message as they are now, or has no use for them.</summary>
    public void NoteTold(ImapNumberedMessage message) => _known[(int)message.Number - 1].ToldModSeq = message.Message.ModSeq;

    /// <summary>Takes in what changed behind the client's back; returns the responses that tell of it.</summary>
    /// <param name="mayRenumber">Whether messages may vanish now (section 7.4.1).</param>
    /// <param name="tellsModSeq">Whether the client knows mod-sequences (RFC 7162 section 3.1).</param>
    public List<string> Synchronize(bool mayRenumber, bool tellsModSeq)
    {
        var responses = new List<string>();
        var highest = Mailbox.HighestModSeq;
        if (highest == _synchronized)
            return responses;

        if (mayRenumber)
        {
            Forget(responses);
            _synchronized = highest;
        }

        var known = LargestUid;
        var before = Count;
        _known.AddRange(Mailbox.Messages.Where(m => m.Uid > known).Select(m => new Known(m)));
        if (Count > before)
            responses.Add($"* {Count} EXISTS");
        for (var index = 0; index < before; index++)
            TellFlags(index, tellsModSeq, responses);
        return responses;
    }

    private void Forget(List<string> responses)
    {
        for (var index = _known.Count - 1; index >= 0; index--)
        {
            if (!_known[index].Message.IsRemoved)
                continue;

            _known.RemoveAt(index);
            responses.Add($"* {index + 1} EXPUNGE");
        }
    }

    private void TellFlags(int index, bool tellsModSeq, List<string> responses)
    {
        var known = _known[index];
        if (known.Message.IsRemoved || known.Message.ModSeq == known.ToldModSeq)
            return;

        known.ToldModSeq = known.Message.ModSeq;
        var modSeq = tellsModSeq ? $" MODSEQ ({known.ToldModSeq})" : "";
        responses.Add($"* {index + 1} FETCH (FLAGS ({string.Join(" ", known.Message.Flags)}){modSeq})");
    }

    /// <summary>A message, and which state of its flags the client knows.</summary>
    private sealed class Known(SandboxMessage message)
    {
        public SandboxMessage Message { get; } = message;

        public long ToldModSeq { get; set; } = message.ModSeq;
    }
}
