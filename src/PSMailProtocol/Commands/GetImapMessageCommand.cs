using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Accounts;
using PSMailProtocol.Completion;
using PSMailProtocol.Imap;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>Reads messages of an IMAP mailbox and marks nothing as seen.</summary>
[Cmdlet(VerbsCommon.Get, "ImapMessage")]
[OutputType(typeof(ImapMessage))]
public sealed class GetImapMessageCommand : MailReaderCommand
{
    private static readonly string[] Narrowing =
    [
        nameof(From), nameof(To), nameof(Cc), nameof(Subject), nameof(Body), nameof(Text), nameof(Since), nameof(Before),
        nameof(Seen), nameof(Unseen), nameof(LargerThan), nameof(SmallerThan), nameof(Search),
    ];

    /// <summary>The mailbox.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Folder")]
    [ArgumentCompleter(typeof(MailboxWords))]
    [Cell(typeof(string), Default = "INBOX")]
    public string Mailbox { get; set; } = "INBOX";

    /// <summary>Only the messages with these UIDs.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long[]))]
    [ValidateRange(1L, uint.MaxValue)]
    public long[]? Uid { get; set; }

    /// <summary>Text within the author's name or address.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? From { get; set; }

    /// <summary>Text within the recipients.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? To { get; set; }

    /// <summary>Text within the recipients of a copy.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Cc { get; set; }

    /// <summary>Text within the subject.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Subject { get; set; }

    /// <summary>Text within the body.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Body { get; set; }

    /// <summary>Text anywhere in the message.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Text { get; set; }

    /// <summary>Arrived on this day or later.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(DateTime))]
    public DateTime Since { get; set; }

    /// <summary>Arrived before this day.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(DateTime))]
    public DateTime Before { get; set; }

    /// <summary>Only messages that are marked as seen.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Seen { get; set; }

    /// <summary>Only messages that are not marked as seen.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Unseen { get; set; }

    /// <summary>Only messages larger than so many octets.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long))]
    [ValidateRange(0L, uint.MaxValue)]
    public long LargerThan { get; set; }

    /// <summary>Only messages smaller than so many octets.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(long), Default = (long)uint.MaxValue)]
    [ValidateRange(1L, uint.MaxValue)]
    public long SmallerThan { get; set; } = uint.MaxValue;

    /// <summary>Search keys in the protocol's own words.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? Search { get; set; }

    private protected override string Protocol => "IMAP";

    private protected override int DefaultPort(TlsMode tls, bool hasCredential) => tls is TlsMode.Auto or TlsMode.Implicit ? 993 : 143;

    private protected override void Read(MailAccount account)
    {
        using var session = Open(account, () => ImapSession.Open(account, Cancellation), opened => opened.Connection);
        try
        {
            Read(account, session);
        }
        finally
        {
            session.Logout();
        }
    }

    private void Read(MailAccount account, ImapSession session)
    {
        var mailbox = session.Examine(Mailbox);
        var id = MailboxId.OfMailbox(account, mailbox.Name, mailbox.UidValidity);
        Tell($"{Mailbox} holds {mailbox.Exists:N0} messages.");

        var found = mailbox.Exists == 0 ? [] : session.Search(Criteria());
        ReportMissing(found, account);
        var uids = Page(found).ToList();
        using var progress = new ReadingProgress(this, $"Reading {Mailbox} of {account}");
        session.Progress = progress.Add;
        foreach (var fetched in Fetch(session, uids, progress))
        {
            progress.Count();
            if (fetched.Mail is not null)
                WriteObject(Stoppable(new ImapMessage(fetched, HeaderOnly, id, account)));
            else if (fetched.Failure is not null)
                WriteError(MailErrorRecord.From(fetched.Failure, fetched.Uid));
        }
    }

    private IEnumerable<ImapFetchedMessage> Fetch(ImapSession session, List<long> uids, ReadingProgress progress)
    {
        if (!HeaderOnly)
            return session.FetchMessages(uids, message => progress.Expect(message.Size ?? 0));

        uids.ForEach(_ => progress.Expect(0));
        return session.FetchHeaders(uids);
    }

    private ImapSearchCriteria Criteria()
    {
        if (Seen && Unseen)
            throw new MailException(MailErrors.InvalidParameter, "-Seen and -Unseen exclude each other.");

        return new ImapSearchCriteria
        {
            Uids = Uid,
            From = From,
            To = To,
            Cc = Cc,
            Subject = Subject,
            Body = Body,
            Text = Text,
            Since = IsGiven(nameof(Since)) ? Since : null,
            Before = IsGiven(nameof(Before)) ? Before : null,
            Seen = Seen ? true : Unseen ? false : null,
            LargerThan = IsGiven(nameof(LargerThan)) ? LargerThan : null,
            SmallerThan = IsGiven(nameof(SmallerThan)) ? SmallerThan : null,
            Raw = Search,
        };
    }

    /// <summary>A UID that was asked for by itself and is not there is an error; one that the other criteria leave out is not.</summary>
    private void ReportMissing(IReadOnlyList<long> found, MailAccount account)
    {
        if (Uid is null || Narrowing.Any(IsGiven))
            return;

        foreach (var uid in Uid.Except(found))
            WriteError(MailErrorRecord.From(new MailException(MailErrors.UidNotFound, $"No message in {Mailbox} of {account} has the UID {uid}."), uid));
    }
}
