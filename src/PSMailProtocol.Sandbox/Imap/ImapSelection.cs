using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// The selected mailbox as the client knows it: message numbers stay what they are until the client has been told
/// otherwise (RFC 3501 section 5.2).
/// </summary>
internal sealed class ImapSelection
{
    private readonly List<SandboxMessage> _messages;

    public ImapSelection(SandboxMaildrop maildrop, bool isReadOnly)
    {
        Maildrop = maildrop;
        IsReadOnly = isReadOnly;
        _messages = [.. maildrop.Messages];
    }

    public SandboxMaildrop Maildrop { get; }

    public bool IsReadOnly { get; }

    public int Count => _messages.Count;

    public uint LargestUid => _messages.Count == 0 ? 0 : _messages[_messages.Count - 1].Uid;

    public IEnumerable<ImapNumberedMessage> Messages => _messages.Select((message, index) => new ImapNumberedMessage((uint)index + 1, message));

    /// <summary>The messages of a set. UIDs that name none are passed over (section 6.4.8), numbers that name none are an error.</summary>
    public List<ImapNumberedMessage> Resolve(ImapSequenceSet set, bool byUid)
    {
        if (!byUid && set.Exceeds((uint)Count))
            throw new ImapSyntaxException("There is no message of that number");

        var chosen = byUid ? set.Among(Messages, m => m.Message.Uid, LargestUid) : set.Among(Messages, m => m.Number, (uint)Count);
        return chosen.ToList();
    }

    /// <summary>Takes in what changed behind the client's back; returns the responses that tell of it.</summary>
    /// <param name="mayRenumber">Whether messages may vanish now (section 7.4.1).</param>
    public List<string> Synchronize(bool mayRenumber)
    {
        var responses = new List<string>();
        var present = Maildrop.Messages;
        if (mayRenumber)
            Forget(new HashSet<SandboxMessage>(present), responses);

        var known = LargestUid;
        var before = Count;
        _messages.AddRange(present.Where(m => m.Uid > known));
        if (Count > before)
            responses.Add($"* {Count} EXISTS");
        return responses;
    }

    private void Forget(HashSet<SandboxMessage> present, List<string> responses)
    {
        for (var index = _messages.Count - 1; index >= 0; index--)
        {
            if (present.Contains(_messages[index]))
                continue;

            _messages.RemoveAt(index);
            responses.Add($"* {index + 1} EXPUNGE");
        }
    }
}
