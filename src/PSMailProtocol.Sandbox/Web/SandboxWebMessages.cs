using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading;
using PSMailProtocol.Net;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>The messages by the API: lists, one as a whole, waiting, removal.</summary>
internal sealed class SandboxWebMessages(MailSandbox sandbox, CancellationToken closing)
{
    /// <summary>How much of the text comes with a message, in characters; all of it comes by itself.</summary>
    public const int TextWithMessage = 1024 * 1024;

    /// <summary>
    /// How many requests wait at a time. Nobody is told when a client has left, so that its request waits on; the others among
    /// <see cref="SandboxWebServer.MaximumRequests"/> are for those that are answered at once, the page before all.
    /// </summary>
    public const int MaximumWaiting = 48;

    private const int MostListed = 500;
    private const int UsuallyListed = 100;
    private const int LongestWait = 60;
    private const int UsualWait = 30;

    private int _waiting;

    public SandboxMail? Find(string id) => sandbox.FindAccepted(id);

    public void List(SandboxWebRequest request, SandboxWebResponse response)
    {
        request.Allow([.. WebSearch.Parameters, "limit"]);
        var search = new WebSearch(request);
        var limit = request.Number("limit", UsuallyListed);
        if (limit is < 1 or > MostListed)
            throw new SandboxWebException($"limit={limit} is not from 1 to {MostListed}.");

        // Read before the messages, so that one that comes meanwhile is a change.
        var version = sandbox.AcceptedVersion;
        var mails = sandbox.Accepted;
        var found = mails.Where(search.Fits).ToList();
        response.SendJson(HttpStatusCode.OK, new WebMessageList
        {
            Version = version,
            Total = mails.Count,
            Found = found.Count,
            More = found.Count > limit,
            Messages = [.. found.Take((int)limit).Select(mail => IndexedMail.Of(mail).Summary)],
        });
    }

    /// <summary>Answers a request that may wait, unless too many do.</summary>
    public void Wait(SandboxWebResponse response, Action answer)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaximumWaiting)
                response.Refuse(HttpStatusCode.ServiceUnavailable);
            else
                answer();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void WaitForChange(SandboxWebRequest request, SandboxWebResponse response)
    {
        request.Allow("version", "timeout");
        var timeout = Timeout(request);
        if (request.Parameter("version") is not null)
            sandbox.WaitForAccepted(request.Number("version", 0), timeout, closing);
        closing.ThrowIfCancellationRequested();
        response.SendJson(HttpStatusCode.OK, new WebVersion { Version = sandbox.AcceptedVersion });
    }

    public void WaitForNext(SandboxWebRequest request, SandboxWebResponse response)
    {
        request.Allow([.. WebSearch.Parameters, "timeout"]);
        var search = new WebSearch(request);
        var timeout = Timeout(request);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            closing.ThrowIfCancellationRequested();
            var version = sandbox.AcceptedVersion;
            if (sandbox.Accepted.FirstOrDefault(search.Fits) is { } mail)
            {
                Send(mail, response);
                return;
            }

            if (clock.Elapsed >= timeout || !sandbox.WaitForAccepted(version, timeout - clock.Elapsed, closing))
            {
                closing.ThrowIfCancellationRequested();
                response.Send(HttpStatusCode.NoContent, null, null);
                return;
            }
        }
    }

    public static void Send(SandboxMail mail, SandboxWebResponse response)
    {
        var message = IndexedMail.Read(mail);
        var text = message.TextBody;
        var shown = IndexedMail.Fill(new WebMessage(), mail, message);
        shown.Preview = IndexedMail.Of(mail).Summary.Preview;
        shown.Client = mail.ClientName;
        shown.SenderParameters = [.. mail.SenderParameters];
        shown.RecipientParameters = [.. mail.RecipientParameters.Select(parameters => parameters.ToArray())];
        shown.MessageId = message.MessageId;
        shown.Headers = [.. message.Headers.Select(field => new WebHeader { Name = field.Name, Value = field.Value })];
        shown.IsTextCut = text?.Length > TextWithMessage;
        shown.Text = shown.IsTextCut ? text!.Substring(0, TextWithMessage) : text;
        shown.Attachments =
        [
            .. message.Attachments.Select((attachment, index) => new WebAttachment
            {
                Index = index,
                Name = attachment.FileName,
                Type = attachment.ContentType,
                Size = attachment.Size,
                ContentId = attachment.ContentId,
                IsInline = attachment.IsInline,
            }),
        ];
        shown.Dialogue = [.. mail.Dialogue.Select(
            line => new WebDialogueLine { Who = Speaker(line.Direction), IsEncrypted = line.IsEncrypted, Text = line.Text })];
        response.SendJson(HttpStatusCode.OK, shown);
    }

    public void Remove(SandboxMail mail, SandboxWebResponse response)
    {
        sandbox.Remove(mail);
        response.Send(HttpStatusCode.NoContent, null, null);
    }

    public void Clear(SandboxWebResponse response)
    {
        sandbox.Clear();
        response.Send(HttpStatusCode.NoContent, null, null);
    }

    private static TimeSpan Timeout(SandboxWebRequest request)
    {
        var seconds = request.Number("timeout", UsualWait);
        return seconds <= LongestWait
            ? TimeSpan.FromSeconds(seconds)
            : throw new SandboxWebException($"timeout={seconds} is more than {LongestWait} seconds; ask again after that.");
    }

    private static string Speaker(TranscriptDirection direction) => direction switch
    {
        TranscriptDirection.Client => "C",
        TranscriptDirection.Server => "S",
        _ => "*",
    };
}
