using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap;

namespace PSMailProtocol.Commands;

/// <content>What the server is asked to find, and what is looked at here of what it found.</content>
public abstract partial class ImapReaderCommand
{
    /// <summary>Before this year some servers know no date.</summary>
    private const int FirstYear = 1971;
    private const int LastYear = 9000;

    private static readonly string[] Narrowing =
    [
        nameof(From), nameof(To), nameof(Cc), nameof(Subject), nameof(Body), nameof(Text), nameof(Header),
        nameof(Since), nameof(Before), nameof(SentSince), nameof(SentBefore), nameof(OlderThan),
        nameof(Seen), nameof(Unseen), nameof(Flagged), nameof(Answered), nameof(Draft), nameof(Deleted), nameof(Keyword),
        nameof(LargerThan), nameof(SmallerThan), nameof(MaximumSize), nameof(ChangedSince), nameof(GmailQuery), nameof(Search),
    ];

    private static readonly string[] Changing =
    [
        nameof(Seen), nameof(Unseen), nameof(Flagged), nameof(Answered), nameof(Draft), nameof(Deleted), nameof(Keyword),
        nameof(ChangedSince), nameof(GmailQuery), nameof(Search),
    ];

    /// <summary>Whether anything but UIDs narrows the choice.</summary>
    private protected bool IsNarrowed => Narrowing.Any(IsGiven);

    /// <summary>Whether a message that does not fit may come to fit, by something that is done to it.</summary>
    private protected bool CanComeToFit => Changing.Any(IsGiven);

    /// <summary>What the server finds exactly is left to it; days are not, and neither are domains, whole addresses and patterns.</summary>
    private protected override IEnumerable<MessageCondition> Conditions()
    {
        foreach (var wish in TextWishes.Where(wish => !wish.IsExact))
            yield return wish.Condition;
        foreach (var condition in DateConditions())
            yield return condition;
        if (IsGiven(nameof(MaximumSize)))
            yield return new MessageCondition(MessageExtent.Facts, message => ((ImapMessage)message).Size <= MaximumSize);
    }

    /// <summary>
    /// Asks for what narrows the choice; of days one more on each side, since servers take them by calendars of their own.
    /// </summary>
    private protected ImapSearchCriteria Criteria(IReadOnlyList<long>? uids) => new()
    {
        Uids = uids,
        From = FromWish?.Texts ?? [],
        To = ToWish?.Texts ?? [],
        Cc = CcWish?.Texts ?? [],
        Subject = SubjectWish?.Texts ?? [],
        Body = BodyWish?.Texts ?? [],
        Text = TextWish?.Texts ?? [],
        Header = [.. HeaderWishes.Select(
            header => new KeyValuePair<string, string>(header.Key, header.Value.Texts.Count == 1 ? header.Value.Texts[0] : ""))],
        Since = DayBefore(Given(nameof(Since), Since)),
        Before = DayAfter(Earlier(Given(nameof(Before), Before), Given(nameof(OlderThan), OlderThan))),
        SentSince = DayBefore(Given(nameof(SentSince), SentSince)),
        SentBefore = DayAfter(Given(nameof(SentBefore), SentBefore)),
        Seen = Seen ? true : Unseen ? false : null,
        Flagged = Flagged ? true : null,
        Answered = Answered ? true : null,
        Draft = Draft ? true : null,
        Deleted = Deleted ? true : null,
        Keywords = Keyword ?? [],
        LargerThan = IsGiven(nameof(LargerThan)) ? LargerThan : null,
        SmallerThan = IsGiven(nameof(SmallerThan)) ? SmallerThan : null,
        ChangedSince = IsGiven(nameof(ChangedSince)) ? ChangedSince : null,
        GmailQuery = GmailQuery,
        Raw = Search,
    };

    /// <summary>Refuses what the server does not know, before it is asked.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ExtensionUnsupported"/>.</exception>
    private protected void RequireExtensions(ImapSession session)
    {
        if (IsGiven(nameof(ChangedSince)) && !session.Capabilities.Has("CONDSTORE") && !session.Capabilities.Has("QRESYNC"))
            throw Unsupported(nameof(ChangedSince), "no modification sequences (CONDSTORE)");
        if (GmailQuery is not null && !session.Capabilities.Has("X-GM-EXT-1"))
            throw Unsupported(nameof(GmailQuery), "no search in the words of Gmail (X-GM-EXT-1)");
    }

    private static MailException Unsupported(string parameter, string what) =>
        new(MailErrors.ExtensionUnsupported, $"-{parameter} is given, and the server offers {what}.");

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static DateTime? DayBefore(DateTimeOffset? moment) =>
        moment is { Year: >= FirstYear and < LastYear } known ? known.UtcDateTime.Date.AddDays(-1) : null;

    /// <summary>The day itself counts, and the one behind it: what is sought is before the day that is named.</summary>
    private static DateTime? DayAfter(DateTimeOffset? moment) =>
        moment is { Year: >= FirstYear and < LastYear } known ? known.UtcDateTime.Date.AddDays(2) : null;
}
