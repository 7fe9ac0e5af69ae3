using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>
/// What the cmdlets have in common that read messages of IMAP mailboxes: which ones, how much of them, and how they are handed on.
/// </summary>
public abstract partial class ImapReaderCommand : MailReaderCommand
{
    /// <summary>Only messages that are marked as seen.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Seen { get; set; }

    /// <summary>Only messages that are not marked as seen.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Unseen { get; set; }

    /// <summary>Only messages that are marked as important.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Flagged { get; set; }

    /// <summary>Only messages that are marked as answered.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Answered { get; set; }

    /// <summary>Only drafts.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Draft { get; set; }

    /// <summary>Only messages that are marked as deleted.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Deleted { get; set; }

    /// <summary>Only messages that have all of these keywords.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Keyword { get; set; }

    /// <summary>Only messages that were changed after this modification sequence.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long))]
    [ValidateRange(0L, long.MaxValue - 1)]
    public long ChangedSince { get; set; }

    /// <summary>A search in the words of Gmail.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? GmailQuery { get; set; }

    /// <summary>Search keys in the protocol's own words.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Search { get; set; }

    /// <summary>Read envelopes only, which the server has at hand.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter EnvelopeOnly { get; set; }

    /// <summary>Mark each message as seen after it was emitted.</summary>
    [Parameter(ParameterSetName = MessageSet)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter MarkSeen { get; set; }

    private protected override MailProtocol Spoken => MailProtocol.Imap;

    private protected override string? Shortening => EnvelopeOnly ? $"-{nameof(EnvelopeOnly)}" : base.Shortening;

    /// <summary>When the server took a message it tells by INTERNALDATE.</summary>
    private protected override MessageExtent ArrivalExtent => MessageExtent.Facts;

    private protected override void CheckParameters()
    {
        if (Seen && Unseen)
            throw new MailException(MailErrors.InvalidParameter, "-Seen and -Unseen exclude each other.");
        if (HeaderOnly && EnvelopeOnly)
            throw new MailException(MailErrors.InvalidParameter, "-HeaderOnly and -EnvelopeOnly exclude each other.");
        if (Raw && EnvelopeOnly)
            throw new MailException(MailErrors.InvalidParameter, "-Raw emits octets of messages, and -EnvelopeOnly reads none.");
        base.CheckParameters();
    }
}
