using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSMailProtocol.Tests.Imap;

/// <summary>
/// A server's two mailboxes, and what it answers when messages are changed there. What it holds is compared with what is reported.
/// </summary>
internal sealed class MailboxModel
{
    public const string Source = "INBOX";
    public const string Destination = "Done";

    private readonly string _capabilities;
    private string _selected = Source;

    /// <param name="capabilities">What it offers besides IMAP4rev1.</param>
    public MailboxModel(string capabilities)
    {
        _capabilities = capabilities;
        foreach (var uid in new long[] { 7, 11, 12 })
            Mailboxes[Source][uid] = new Message($"<{uid}@x>", []);
    }

    /// <summary>The messages, by mailbox and UID.</summary>
    public Dictionary<string, SortedDictionary<long, Message>> Mailboxes { get; } = new() { [Source] = [], [Destination] = [] };

    /// <summary>Answers a command otherwise than usual, {tag} being its tag; null for as usual.</summary>
    public Func<string, string?> Fault { get; set; } = _ => null;

    /// <summary>Where copies of a message with this UID lie.</summary>
    public string WhereIs(long uid) =>
        string.Join('+',
            Mailboxes.Where(mailbox => mailbox.Value.Values.Any(message => message.MessageId == $"<{uid}@x>"))
                .Select(mailbox => mailbox.Key));

    public string Answer(string line)
    {
        var words = line.Split(' ');
        var tag = words[0];
        var rest = line[(tag.Length + 1)..];
        if (Fault(rest) is { } answer)
            return answer.Replace("{tag}", tag, StringComparison.Ordinal);

        var (untagged, completion) = Do(words[1..]);
        return $"{untagged}{tag} {completion}\r\n";
    }

    private (string Untagged, string Completion) Do(string[] words)
    {
        switch (words[0])
        {
            case "CAPABILITY":
                return ($"* CAPABILITY IMAP4rev1 {_capabilities}\r\n", "OK");
            case "LOGOUT":
                return ("* BYE bye\r\n", "OK");
            case "SELECT" or "EXAMINE":
                _selected = words[1].Trim('"');
                return ($"* {Mailboxes[_selected].Count} EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n", "OK");
            case "EXPUNGE":
                return Expunge(Mailboxes[_selected].Keys);
            case "UID" when words[1] == "SEARCH":
                return ($"* SEARCH {string.Join(' ', Mailboxes[_selected].Where(message => !words.Contains("DELETED") || message.Value.Flags.Contains("\\Deleted")).Select(message => message.Key))}\r\n", "OK");
            case "UID":
                return OnMessages(words[1], [.. Uids(words[2]).Where(Mailboxes[_selected].ContainsKey)], words[3..]);
            default:
                return ("", "OK");
        }
    }

    private (string Untagged, string Completion) OnMessages(string verb, List<long> uids, string[] rest)
    {
        var mailbox = Mailboxes[_selected];
        switch (verb)
        {
            case "FETCH":
                var isWhole = rest.Any(item => item.StartsWith("ENVELOPE", StringComparison.Ordinal));
                return (string.Concat(uids.Select(
                    uid =>
                        $"* 1 FETCH (UID {uid} FLAGS ({string.Join(' ', mailbox[uid].Flags)}){(isWhole ? Facts(mailbox[uid]) : "")})\r\n")),
                        "OK");
            case "STORE":
                foreach (var flag in string.Join(' ', rest[1..]).Trim('(', ')').Split(' '))
                {
                    foreach (var uid in uids)
                        _ = rest[0][0] == '+' ? mailbox[uid].Flags.Add(flag) : mailbox[uid].Flags.Remove(flag);
                }

                return ("", "OK");
            case "EXPUNGE":
                return Expunge(uids);
            default:
                return Copy(uids, rest[0].Trim('"'), verb == "MOVE");
        }
    }

    private (string Untagged, string Completion) Copy(List<long> uids, string name, bool isMove)
    {
        if (!Mailboxes.TryGetValue(name, out var destination))
            return ("", "NO [TRYCREATE] no such mailbox");

        var copies = new List<long>();
        foreach (var uid in uids)
        {
            var copy = destination.Keys.LastOrDefault(100) + 1;
            destination[copy] = Mailboxes[_selected][uid].Copy();
            copies.Add(copy);
            if (isMove)
                Mailboxes[_selected].Remove(uid);
        }

        var code = _capabilities.Contains("UIDPLUS", StringComparison.Ordinal) && uids.Count > 0
            ? $"[COPYUID 9 {string.Join(',', uids)} {string.Join(',', copies)}] "
            : "";
        return isMove ? (code.Length > 0 ? $"* OK {code}x\r\n* 1 EXPUNGE\r\n" : "", "OK") : ("", $"OK {code}");
    }

    private (string Untagged, string Completion) Expunge(IEnumerable<long> uids)
    {
        var gone = uids.Where(uid => Mailboxes[_selected][uid].Flags.Contains("\\Deleted")).ToList();
        gone.ForEach(uid => Mailboxes[_selected].Remove(uid));
        return (string.Concat(gone.Select(_ => "* 1 EXPUNGE\r\n")), "OK");
    }

    private static string Facts(Message message) =>
        " INTERNALDATE \" 1-Feb-2026 03:04:05 +0100\" RFC822.SIZE 40 ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL " +
        $"\"{message.MessageId}\")";

    private static IEnumerable<long> Uids(string set) => set.Split(',').SelectMany(range =>
    {
        var ends = range.Split(':').Select(end => long.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range((int)ends[0], (int)(ends[^1] - ends[0]) + 1).Select(uid => (long)uid);
    });

    /// <param name="MessageId">The Message-ID, by which copies are told.</param>
    /// <param name="Flags">The flags.</param>
    internal sealed record Message(string MessageId, HashSet<string> Flags)
    {
        public Message Copy() => new(MessageId, [.. Flags]);
    }
}
