using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Pop3;

namespace PSMailProtocol.Commands;

/// <summary>Reads messages of a maildrop and leaves it as it is.</summary>
[Cmdlet(VerbsCommon.Get, "Pop3Message")]
[OutputType(typeof(Pop3Message))]
public sealed class GetPop3MessageCommand : MailReaderCommand
{
    /// <summary>Only the messages with these UIDs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Uid { get; set; }

    /// <summary>Only the messages with these numbers, which hold for this session alone.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int[]? Number { get; set; }

    /// <summary>Pass over messages larger than so many octets.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaximumSize { get; set; } = long.MaxValue;

    private protected override int DefaultPort(TlsMode tls, bool hasCredential) => tls is TlsMode.Auto or TlsMode.Implicit ? 995 : 110;

    private protected override void Read(MailAccount account)
    {
        using var session = Open(account, () => Pop3Session.Open(account, Cancellation), opened => opened.Connection);
        try
        {
            Read(account, session);
        }
        finally
        {
            // Also when the pipeline wants no more: a lock that is let go of politely is free at once.
            session.Leave();
        }
    }

    private void Read(MailAccount account, Pop3Session session)
    {
        var origin = new MailboxOrigin(account, "POP3", "INBOX", 0);
        var sizes = session.List();
        var uids = sizes.Count > 0 || Uid is not null ? UidsOf(session) : null;
        var chosen = Choose(sizes, uids, account).ToList();
        using var progress = new StageProgress(this, $"Reading the maildrop of {account}");
        for (var i = 0; i < chosen.Count; i++)
        {
            var number = chosen[i];
            progress.Report($"Message {i + 1} of {chosen.Count}", i, chosen.Count);
            try
            {
                WriteObject(new Pop3Message(ReadMessage(session, number), origin, number, UidOf(uids, number), sizes[number]) { IsPartial = HeaderOnly });
            }
            catch (Pop3ReplyException e)
            {
                // One message that the server cannot give out is no reason to keep the others back.
                WriteError(MailErrorRecord.From(e, number));
            }
        }
    }

    private MimeMessage ReadMessage(Pop3Session session, int number)
    {
        using var content = new MemoryStream();
        if (HeaderOnly)
        {
            session.Top(number, 0, content);
            return MimeMessage.ParseHeader(content.ToArray());
        }

        session.Retrieve(number, content);
        return MimeMessage.Parse(content.ToArray());
    }

    /// <summary>Servers without UIDL still let mail be read; it then has no identity, and cannot be removed by it.</summary>
    private IReadOnlyDictionary<int, string>? UidsOf(Pop3Session session)
    {
        try
        {
            return session.Uidl();
        }
        catch (Pop3ReplyException e) when (Uid is null)
        {
            Tell(e.Message);
            return null;
        }
    }

    private static string? UidOf(IReadOnlyDictionary<int, string>? uids, int number) =>
        uids is not null && uids.TryGetValue(number, out var uid) ? uid : null;

    private IEnumerable<int> Choose(IReadOnlyDictionary<int, long> sizes, IReadOnlyDictionary<int, string>? uids, MailAccount account)
    {
        IEnumerable<int> numbers = sizes.Keys.OrderBy(number => number);
        if (Number is not null)
        {
            Report(Number.Where(number => !sizes.ContainsKey(number)), MailErrors.MessageNotFound, "number", account);
            numbers = numbers.Where(number => Number.Contains(number));
        }

        if (Uid is not null)
        {
            Report(Uid.Except(uids!.Values), MailErrors.UidNotFound, "UID", account);
            numbers = numbers.Where(number => Uid.Contains(UidOf(uids, number)));
        }

        return Page(numbers.Where(number => sizes[number] <= MaximumSize));
    }

    private void Report<T>(IEnumerable<T> missing, MailError error, string kind, MailAccount account)
    {
        foreach (var one in missing)
            WriteError(MailErrorRecord.From(new MailException(error, $"No message of {account} has the {kind} {one}."), one));
    }
}
