using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Completion;

namespace PSMailProtocol.Commands;

/// <content>Which messages are chosen: the same words with the same meaning for every protocol.</content>
public abstract partial class MailReaderCommand
{
    /// <summary>Of which one is an author: a domain with its at sign, an address, or a text within name or address.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? From { get; set; }

    /// <summary>Of which one is a recipient.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? To { get; set; }

    /// <summary>Of which one is a recipient of a copy.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? Cc { get; set; }

    /// <summary>Of which one is in the subject.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? Subject { get; set; }

    /// <summary>Of which one is in the body.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? Body { get; set; }

    /// <summary>Of which one is anywhere in the message.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? Text { get; set; }

    /// <summary>Header fields by their names, each with what it contains.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(IDictionary))]
    public IDictionary? Header { get; set; }

    /// <summary>Taken by the server at this moment or later.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Moment]
    public DateTimeOffset Since { get; set; }

    /// <summary>Taken by the server before this moment.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Moment]
    public DateTimeOffset Before { get; set; }

    /// <summary>Dated at this moment or later.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Moment]
    public DateTimeOffset SentSince { get; set; }

    /// <summary>Dated before this moment.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Moment]
    public DateTimeOffset SentBefore { get; set; }

    /// <summary>Dated and taken by the server before this moment.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Moment]
    public DateTimeOffset OlderThan { get; set; }

    /// <summary>Larger than so many octets.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long))]
    [ValidateRange(0L, uint.MaxValue)]
    public long LargerThan { get; set; }

    /// <summary>Smaller than so many octets.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long), Default = (long)uint.MaxValue)]
    [ValidateRange(1L, uint.MaxValue)]
    public long SmallerThan { get; set; } = uint.MaxValue;

    /// <summary>Pass over messages larger than so many octets; a size beyond the cap of messages raises that.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long), Default = long.MaxValue)]
    [ValidateRange(1L, long.MaxValue)]
    public long MaximumSize { get; set; } = long.MaxValue;

    /// <summary>The authors that are meant; null for any.</summary>
    private protected MessageWish? FromWish { get; private set; }

    /// <summary>The recipients.</summary>
    private protected MessageWish? ToWish { get; private set; }

    /// <summary>The recipients of a copy.</summary>
    private protected MessageWish? CcWish { get; private set; }

    /// <summary>The subjects.</summary>
    private protected MessageWish? SubjectWish { get; private set; }

    /// <summary>The bodies.</summary>
    private protected MessageWish? BodyWish { get; private set; }

    /// <summary>The texts.</summary>
    private protected MessageWish? TextWish { get; private set; }

    /// <summary>The header fields, by their names.</summary>
    private protected IReadOnlyList<KeyValuePair<string, MessageWish>> HeaderWishes { get; private set; } = [];

    /// <summary>The wishes about texts that are given.</summary>
    private protected IEnumerable<MessageWish> TextWishes => new[] { FromWish, ToWish, CcWish, SubjectWish, BodyWish, TextWish }
        .OfType<MessageWish>().Concat(HeaderWishes.Select(header => header.Value));

    /// <summary>The moment of a parameter that is given; null for one that is not.</summary>
    private protected DateTimeOffset? Given(string parameter, DateTimeOffset moment) => IsGiven(parameter) ? moment : null;

    /// <summary>
    /// The wishes about dates that are given; a message without a date that can be read is neither before nor after anything.
    /// </summary>
    private protected IEnumerable<MessageCondition> DateConditions()
    {
        if (Given(nameof(Since), Since) is { } since)
            yield return new MessageCondition(ArrivalExtent, message => ArrivalOf(message) >= since);
        if (Given(nameof(Before), Before) is { } before)
            yield return new MessageCondition(ArrivalExtent, message => ArrivalOf(message) < before);
        if (Given(nameof(SentSince), SentSince) is { } sentSince)
            yield return new MessageCondition(MessageExtent.Envelope, message => message.Date >= sentSince);
        if (Given(nameof(SentBefore), SentBefore) is { } sentBefore)
            yield return new MessageCondition(MessageExtent.Envelope, message => message.Date < sentBefore);
        if (Given(nameof(OlderThan), OlderThan) is { } olderThan)
            yield return new MessageCondition(MessageExtent.Envelope, message => MessageAge.IsBefore(message, olderThan));
    }

    /// <summary>What has to be known of a message to tell when the server took it.</summary>
    private protected abstract MessageExtent ArrivalExtent { get; }

    private static DateTimeOffset? ArrivalOf(ReceivedMessage message) => message.Received ?? message.Date;

    private void ReadWishes()
    {
        FromWish = MessageWish.OfAddresses(From, nameof(From), message => message.Authors);
        ToWish = MessageWish.OfAddresses(To, nameof(To), message => message.To);
        CcWish = MessageWish.OfAddresses(Cc, nameof(Cc), message => message.Cc);
        SubjectWish = MessageWish.OfTexts(Subject, nameof(Subject), MessageExtent.Envelope, message => [message.Subject]);
        BodyWish = MessageWish.OfTexts(Body, nameof(Body), MessageExtent.Whole, message => [message.TextBody, message.HtmlBody]);
        TextWish = MessageWish.OfTexts(
            Text, nameof(Text), MessageExtent.Whole,
            message => message.Header.Select(field => field.Value).Concat([message.TextBody, message.HtmlBody]));
        HeaderWishes = [.. (Header ?? new Hashtable()).Cast<DictionaryEntry>().Select(ReadHeaderWish)];
    }

    /// <summary>A field without a text is wished to be there.</summary>
    private static KeyValuePair<string, MessageWish> ReadHeaderWish(DictionaryEntry entry)
    {
        var name = $"{BareObject.Of(entry.Key)}".Trim();
        if (name.Length == 0 || name.Any(c => c is <= ' ' or > '~' or ':'))
            throw new MailException(MailErrors.InvalidParameter,
                $"-{nameof(Header)}: \"{name}\" is no name of a header field, such as X-Job.");

        var value = BareObject.Of(entry.Value);
        var texts = (value is IEnumerable several and not string ? several.Cast<object?>() : [value])
            .Where(text => !CellAttribute.IsEmpty(text)).Select(text => $"{BareObject.Of(text)}").ToArray();
        var wish = texts.Length == 0
            ? new MessageWish([""], IsExact: true,
                new MessageCondition(MessageExtent.Header, message => message.Header.Find(name) is not null))
            : MessageWish.OfTexts(texts, nameof(Header), MessageExtent.Header, message => message.Header.GetAll(name))!;
        return new KeyValuePair<string, MessageWish>(name, wish);
    }
}
