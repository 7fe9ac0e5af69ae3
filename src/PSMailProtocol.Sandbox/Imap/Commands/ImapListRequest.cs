using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>What one LIST asks for: patterns, which of the mailboxes that fit them, and what to tell of each (RFC 5258).</summary>
internal sealed class ImapListRequest
{
    private const string Inbox = "INBOX";

    private bool _onlySubscribed;
    private bool _onlySpecial;

    public ImapListRequest(char delimiter, IReadOnlyList<string> patterns)
    {
        Delimiter = delimiter;
        Patterns = patterns;
    }

    public char Delimiter { get; }

    /// <summary>The patterns with the reference before them.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Whether to name those too that have a chosen one beneath them.</summary>
    public bool Recurses { get; private set; }

    public bool ReturnsSubscribed { get; set; }

    /// <summary>The items of STATUS to give with each (RFC 5819); empty for none.</summary>
    public IReadOnlyList<string> StatusItems { get; set; } = [];

    public void Select(string option)
    {
        _onlySubscribed |= option == "SUBSCRIBED";
        _onlySpecial |= option == "SPECIAL-USE";
        Recurses |= option == "RECURSIVEMATCH";
        ReturnsSubscribed |= option == "SUBSCRIBED";
    }

    /// <summary>Whether a mailbox is among those asked for; null stands for a name that is none.</summary>
    public bool Chooses(SandboxMailbox? mailbox) =>
        (!_onlySubscribed || mailbox is { IsSubscribed: true }) && (!_onlySpecial || mailbox?.SpecialUse is not null);

    public bool Matches(string name) => Patterns.Any(p => Matches(p, name));

    /// <summary>Whether a name fits a pattern: an asterisk is anything, a percent sign anything but the delimiter. One pass, however many there are.</summary>
    private bool Matches(string pattern, string name)
    {
        var ignoresCase = name == Inbox;
        var reachable = new bool[name.Length + 1];
        reachable[0] = true;
        foreach (var c in pattern)
        {
            var next = new bool[name.Length + 1];
            for (var i = 0; i <= name.Length; i++)
            {
                if (c is '*' or '%')
                    next[i] = reachable[i] || (i > 0 && next[i - 1] && (c == '*' || name[i - 1] != Delimiter));
                else
                    next[i] = i > 0 && reachable[i - 1] && (c == name[i - 1] || (ignoresCase && char.ToUpperInvariant(c) == name[i - 1]));
            }

            reachable = next;
        }

        return reachable[name.Length];
    }
}
