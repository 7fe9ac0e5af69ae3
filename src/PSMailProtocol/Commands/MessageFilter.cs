using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Commands;

/// <summary>How much of a message has to be known to tell whether it fits.</summary>
internal enum MessageExtent
{
    /// <summary>What the server says of it: when it came, how large it is.</summary>
    Facts,

    /// <summary>Authors, recipients, subject and date.</summary>
    Envelope,

    /// <summary>Any field of the header.</summary>
    Header,

    /// <summary>All of it.</summary>
    Whole,
}

/// <summary>One wish about a message.</summary>
/// <param name="Extent">What has to be known of the message.</param>
/// <param name="Fits">Whether a message is as wished.</param>
internal sealed record MessageCondition(MessageExtent Extent, Func<ReceivedMessage, bool> Fits);

/// <summary>
/// Wishes about a message that are looked at here, in the order of what they need, so that bodies of others need not be read.
/// </summary>
internal sealed class MessageFilter(IEnumerable<MessageCondition> conditions)
{
    private readonly MessageCondition[] _conditions = [.. conditions.OrderBy(condition => condition.Extent)];

    /// <summary>Whether every message fits.</summary>
    public bool IsEmpty => _conditions.Length == 0;

    /// <summary>Whether some wish is about the body.</summary>
    public bool NeedsBody => _conditions.Any(condition => condition.Extent == MessageExtent.Whole);

    /// <summary>The most that has to be known before a body is read; null if nothing is.</summary>
    public MessageExtent? BeforeBody =>
        _conditions.LastOrDefault(condition => condition.Extent < MessageExtent.Whole)?.Extent;

    /// <summary>Whether a message that is known as far as its header fits so far.</summary>
    public bool FitsHeader(ReceivedMessage message) =>
        _conditions.All(condition => condition.Extent == MessageExtent.Whole || condition.Fits(message));

    /// <summary>Whether the body of a message fits, whose header does.</summary>
    public bool FitsBody(ReceivedMessage message) =>
        _conditions.All(condition => condition.Extent < MessageExtent.Whole || condition.Fits(message));
}
