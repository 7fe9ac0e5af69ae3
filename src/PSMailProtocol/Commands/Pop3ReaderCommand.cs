using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <summary>What the cmdlets have in common that read messages of maildrops: which ones, and how much of them.</summary>
public abstract partial class Pop3ReaderCommand : MailReaderCommand
{
    private long _largestMessage;

    /// <summary>Read the header and so many lines of the body.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, int.MaxValue)]
    public int TopLine { get; set; }

    /// <summary>How many lines of the body are wanted; null for all of it.</summary>
    private int? Lines => IsGiven(nameof(TopLine)) ? TopLine : HeaderOnly ? 0 : null;

    private protected override MailProtocol Spoken => MailProtocol.Pop3;

    private protected override string? Shortening => IsGiven(nameof(TopLine)) ? $"-{nameof(TopLine)}" : base.Shortening;

    /// <summary>When the server took a message stands in its header alone.</summary>
    private protected override MessageExtent ArrivalExtent => MessageExtent.Envelope;

    private protected override void CheckParameters()
    {
        if (IsGiven(nameof(TopLine)) && HeaderOnly)
            throw new MailException(MailErrors.InvalidParameter, "-HeaderOnly and -TopLine exclude each other.");
        base.CheckParameters();
    }

    /// <summary>A server of POP3 searches nothing, so everything is looked at here.</summary>
    private protected override IEnumerable<MessageCondition> Conditions() =>
        TextWishes.Select(wish => wish.Condition).Concat(DateConditions());

    /// <summary>Whether a message is as large as it is to be.</summary>
    private protected bool HasWantedSize(Pop3Entry entry) =>
        entry.Size <= MaximumSize
        && (!IsGiven(nameof(LargerThan)) || entry.Size > LargerThan)
        && (!IsGiven(nameof(SmallerThan)) || entry.Size < SmallerThan);

    /// <summary>Refuses a server on which messages have no identity.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.CommandRejected"/>.</exception>
    private protected static void RequireUids(IReadOnlyList<Pop3Entry> listing, MailAccount account)
    {
        if (listing.Count > 0 && listing.All(entry => entry.Uid is null))
            throw new MailException(MailErrors.CommandRejected,
                $"The server of {account} knows no UIDL, so messages have no identity on it.");
    }

    /// <summary>Reads what fits among some messages, and emits it.</summary>
    private protected void Read(Pop3Session session, List<Pop3Entry> entries, MailAccount account)
    {
        using var progress = new ReadingProgress(this, $"Reading the maildrop of {account}");
        _largestMessage = session.Connection.Limits.MessageSize;
        var fetch = session.BeginFetch();
        fetch.Progress = progress.Add;
        if (Filter.IsEmpty)
            ReadAll(fetch, Page.Of(entries), account, progress);
        else if (Page.Last is not null)
            ReadLastMatching(fetch, entries, account, progress);
        else
            ReadMatching(fetch, entries, account, progress);
    }

    /// <summary>Emits a message, or the error for it.</summary>
    private protected virtual void Emit(Pop3Fetched fetched, MailAccount account)
    {
        // One message that the server cannot give out is no reason to keep the others back.
        if (fetched.Failure is not null)
            WriteError(MailErrorRecord.From(fetched.Failure, fetched.Entry.Number));
        else
            Emit(new Pop3Message(fetched, account), fetched.Entry.Uid, fetched.Entry.Number);
    }
}
