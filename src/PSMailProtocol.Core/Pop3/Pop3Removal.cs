using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Pop3;

/// <summary>What became of one message that was to be removed, never more than is known.</summary>
public sealed class Pop3Removal
{
    internal Pop3Removal(int number, string? uid)
    {
        Number = number;
        Uid = uid;
    }

    /// <summary>The message's unique-id; null on a server without UIDL.</summary>
    public string? Uid { get; }

    /// <summary>The message's number in the session that was to remove it; 0 if it was not found there.</summary>
    public int Number { get; internal set; }

    /// <summary>Whether the message is gone: it was marked, and the server confirmed QUIT or, asked again, has it no more.</summary>
    public bool Removed { get; internal set; }

    /// <summary>Whether the server confirmed QUIT for the session that was to remove it.</summary>
    public bool Committed { get; internal set; }

    /// <summary>
    /// Whether nobody knows: the message was marked, QUIT was sent, and its answer did not come or did not say which messages
    /// are gone. <see cref="Settle"/> finds out.
    /// </summary>
    public bool IsUncertain { get; internal set; }

    /// <summary>Why it was not removed, or null.</summary>
    public MailException? Failure { get; internal set; }

    /// <summary>What else there is to say, or null.</summary>
    public string? Remark { get; internal set; }

    /// <summary>The result for messages of a maildrop that no session could be opened with.</summary>
    public static IReadOnlyList<Pop3Removal> NotAttempted(IEnumerable<string> uids, MailException failure) =>
        [.. uids.Distinct().Select(uid => new Pop3Removal(0, uid) { Failure = failure })];

    /// <summary>Decides what was left open by what a later session finds in the maildrop, as far as that is proof.</summary>
    /// <param name="removals">The results of the session before.</param>
    /// <param name="kept">What that session left alone: its <see cref="Pop3Session.Kept"/>.</param>
    /// <param name="present">What is in the maildrop now.</param>
    /// <remarks>
    /// That a unique-id is listed proves that its message is there. That it is not proves nothing by itself: a server can
    /// have given every message another one. It has not if all those that were to stay are listed as before, and there is
    /// nothing to be mistaken about if no message is left.
    /// </remarks>
    public static void Settle(IReadOnlyList<Pop3Removal> removals, IReadOnlyCollection<string> kept, IReadOnlyCollection<Pop3Entry> present)
    {
        var still = new HashSet<string?>(present.Select(entry => entry.Uid));
        var isProof = kept.Count > 0 ? kept.All(still.Contains) : present.Count == 0;
        MailException? unknown = null;
        foreach (var removal in removals.Where(removal => removal is { IsUncertain: true, Uid: not null }))
        {
            if (still.Contains(removal.Uid))
            {
                removal.IsUncertain = false;
                removal.Failure = new MailException(MailErrors.DeleteNotCommitted,
                    $"The message is still there, as a second look shows. {removal.Failure?.Message}", removal.Failure);
            }
            else if (isProof)
            {
                removal.IsUncertain = false;
                removal.Removed = true;
                removal.Remark = $"It is gone, as a second look shows. {removal.Failure?.Message}";
                removal.Failure = null;
            }
            else
            {
                removal.Failure = unknown ??= new Pop3RemovalUnknownException(removal.Failure);
            }
        }
    }
}
