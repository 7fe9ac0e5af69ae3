using System;
using System.Collections;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Sends mail: one object in, one message out, one connection for the whole pipeline.</summary>
[Cmdlet(VerbsCommunications.Send, "SmtpMessage", SupportsShouldProcess = true)]
[OutputType(typeof(SmtpMessageResult))]
public sealed class SendSmtpMessageCommand : MailServerCommand
{
    private SmtpSession? _session;
    private MailAccount? _account;
    private StageProgress? _progress;
    private long _sent;

    /// <summary>The recipients.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[]? To { get; set; }

    /// <summary>The subject.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("sub")]
    [AllowEmptyString]
    public string? Subject { get; set; }

    /// <summary>The body, as text unless <see cref="BodyAsHtml"/> says otherwise.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Body { get; set; }

    /// <summary>The author.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string From { get; set; } = "";

    /// <summary>The recipients of a copy.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Cc { get; set; }

    /// <summary>The recipients that no other sees.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Bcc { get; set; }

    /// <summary>Where answers should go.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? ReplyTo { get; set; }

    /// <summary>Who sends in the author's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Sender { get; set; }

    /// <summary>Where failures are reported to; an empty string for nowhere.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? EnvelopeFrom { get; set; }

    /// <summary>The body given is HTML.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("BAH")]
    public SwitchParameter BodyAsHtml { get; set; }

    /// <summary>The body as HTML, beside the plain one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? HtmlBody { get; set; }

    /// <summary>Files to attach.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Attachments")]
    public string[]? Attachment { get; set; }

    /// <summary>Images that the HTML body shows: content id to file.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? InlineAttachment { get; set; }

    /// <summary>Further header fields.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Headers")]
    public IDictionary? Header { get; set; }

    /// <summary>How urgent it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public MailPriority Priority { get; set; }

    /// <summary>Ask the reader's program for a receipt.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter RequestReadReceipt { get; set; }

    /// <summary>Our name for EHLO.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Helo { get; set; }

    /// <summary>Compose and send the message that this object describes.</summary>
    protected override void ProcessRecord() => OrReport(Process, From);

    /// <summary>Say goodbye to the server.</summary>
    protected override void EndProcessing() => _session?.Quit();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _progress?.Dispose();
            _session?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected override int DefaultPort(TlsMode tls, bool hasCredential) => tls switch
    {
        TlsMode.Implicit => 465,
        _ => hasCredential ? 587 : 25,
    };

    private void Process()
    {
        var draft = Draft();
        var envelope = new SmtpEnvelope(EnvelopeSender(draft), draft.To.Concat(draft.Cc).Concat(draft.Bcc));
        var message = draft.Compose();
        var server = Server ?? GetVariableValue("PSEmailServer") as string;
        if (!ShouldProcess($"{string.Join(", ", envelope.Recipients)} through {server}", $"Send \"{WireText.Excerpt(Subject ?? "")}\""))
            return;

        Connect(server);
        Transmit(envelope, message);
    }

    private MailDraft Draft()
    {
        var draft = new MailDraft
        {
            From = MailboxParameter.Read(From, nameof(From)),
            Sender = string.IsNullOrEmpty(Sender) ? null : MailboxParameter.Read(Sender!, nameof(Sender)),
            Subject = Subject ?? "",
            TextBody = BodyAsHtml ? null : Body,
            HtmlBody = BodyAsHtml ? Body : HtmlBody,
            Priority = Priority,
            RequestReadReceipt = RequestReadReceipt,
        };
        if (BodyAsHtml && HtmlBody is not null)
            throw new MailException(MailErrors.InvalidParameter, "-BodyAsHtml makes HTML of -Body, so -HtmlBody has no place beside it.");

        MailboxParameter.ReadAll(To, nameof(To), draft.To);
        MailboxParameter.ReadAll(Cc, nameof(Cc), draft.Cc);
        MailboxParameter.ReadAll(Bcc, nameof(Bcc), draft.Bcc);
        MailboxParameter.ReadAll(ReplyTo, nameof(ReplyTo), draft.ReplyTo);
        Attach(draft);
        foreach (DictionaryEntry field in Header ?? new Hashtable())
            draft.Headers.Add(new(Convert.ToString(field.Key) ?? "", Convert.ToString(field.Value) ?? ""));
        return draft;
    }

    private void Attach(MailDraft draft)
    {
        foreach (var path in (Attachment ?? []).SelectMany(path => AttachmentPath.Resolve(this, path)))
            draft.Attachments.Add(DraftAttachment.FromFile(path));
        foreach (DictionaryEntry image in InlineAttachment ?? new Hashtable())
        {
            foreach (var path in AttachmentPath.Resolve(this, Convert.ToString(image.Value) ?? ""))
                draft.InlineAttachments.Add(DraftAttachment.FromFile(path, contentId: Convert.ToString(image.Key)));
        }
    }

    private MailboxAddress? EnvelopeSender(MailDraft draft) => EnvelopeFrom switch
    {
        null => draft.Sender ?? draft.From,
        "" => null,
        _ => MailboxParameter.Read(EnvelopeFrom, nameof(EnvelopeFrom)),
    };

    /// <summary>Keeps the connection while messages go to the same server, and opens a new one after it was lost.</summary>
    private void Connect(string? server)
    {
        if (_session is { Connection.IsClosed: false } && _account is not null && Leads(_account, server))
            return;

        _session?.Quit();
        _session = OrTerminate(
            () =>
            {
                _account = Account(server);
                return Open(_account, () => SmtpSession.Open(_account, Helo, Cancellation), session => session.Connection);
            },
            server);
        if (_session.Connection is { IsEncrypted: false, IsLoopback: false })
            WriteWarning($"Mail to {server} leaves in clear, since the server offers no encryption or -Tls None is given.");
    }

    private bool Leads(MailAccount account, string? server) =>
        account.Server == server?.Trim() && account.Tls == Tls && (Port == 0 || account.Port == Port)
        && account.UserName == Login()?.UserName && account.Authentication == Authentication;

    private void Transmit(SmtpEnvelope envelope, ComposedMessage message)
    {
        var session = _session!;
        _progress ??= new StageProgress(this, $"Sending mail through {_account!.Server}");
        _progress.Report($"Message {_sent + 1}: {WireText.Excerpt(Subject ?? "")}", 0, 0);
        var clock = Stopwatch.StartNew();
        var delivery = session.Send(envelope, destination => message.WriteTo(Reporting(destination, message.Length)), message.Length);
        _sent++;

        WriteObject(new SmtpMessageResult(delivery, session, _account!.Server, message.MessageId, Subject ?? "", clock.Elapsed));
        if (delivery.Failure is not null)
            WriteError(MailErrorRecord.From(delivery.Failure, message.MessageId));
    }

    private ProgressStream Reporting(Stream destination, long? length) =>
        new(destination, octets => _progress!.Report($"Message {_sent + 1}: {octets:N0} octets", octets, length ?? 0));
}
