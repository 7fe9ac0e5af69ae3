using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Commands;

/// <summary>A wish about the text of a message, as a server can look for it and as it is looked at here.</summary>
/// <param name="Texts">Texts of which a server has to find one; none where it cannot narrow the choice.</param>
/// <param name="IsExact">Whether what a server finds by them is just what is meant.</param>
/// <param name="Condition">The wish, as it is looked at here.</param>
internal sealed record MessageWish(IReadOnlyList<string> Texts, bool IsExact, MessageCondition Condition)
{
    /// <summary>So many texts make a search that servers still take.</summary>
    private const int MostTexts = 50;

    /// <summary>A wish about mailboxes; null if none is given.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for a pattern that is none.</exception>
    public static MessageWish? OfAddresses(string[]? given, string parameter,
        Func<ReceivedMessage, IEnumerable<MailboxAddress>> mailboxesOf)
    {
        if (given is null || given.Length == 0)
            return null;

        var patterns = given.Select(text => AddressPattern.Read(text, parameter)).ToArray();
        var texts = Searchable([.. patterns.Select(pattern => pattern.Text)]);
        return new MessageWish(
            texts,
            texts.Count > 0 && patterns.All(pattern => pattern.IsWord),
            new MessageCondition(MessageExtent.Envelope,
                message => mailboxesOf(message).Any(mailbox => patterns.Any(pattern => pattern.Fits(mailbox)))));
    }

    /// <summary>A wish about texts; null if none is given.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for a pattern that is none.</exception>
    public static MessageWish? OfTexts(string[]? given, string parameter, MessageExtent extent,
        Func<ReceivedMessage, IEnumerable<string?>> textsOf)
    {
        if (given is null || given.Length == 0)
            return null;

        var patterns = given.Select(text => TextPattern.Read(text, parameter)).ToArray();
        var texts = Searchable([.. patterns.Select(pattern => pattern.Text)]);
        return new MessageWish(
            texts,
            texts.Count > 0,
            new MessageCondition(extent, message => textsOf(message).Any(text => patterns.Any(pattern => pattern.Fits(text)))));
    }

    /// <summary>One pattern that a server cannot look for lets it miss what that one means.</summary>
    private static List<string> Searchable(List<string?> texts)
    {
        var known = texts.OfType<string>().ToList();
        return known.Count == texts.Count && known.Count <= MostTexts ? known : [];
    }
}
