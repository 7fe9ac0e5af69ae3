using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Smtp;
using PSMailProtocol.Tests.Messages;

namespace PSMailProtocol.Tests.Smtp;

/// <summary>
/// A mailer on a test's terms: its clock stands still unless it is told otherwise, so that the caller always keeps pace;
/// its waits are noted and take no time; its sessions come from wherever the test says.
/// </summary>
internal sealed class Outbox : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public Outbox(MailAccount account, int retries = 0, Func<int, SmtpSession>? open = null, SmtpMailerOptions? options = null)
    {
        options ??= new SmtpMailerOptions
        {
            ClientName = "client.test",
            MaximumRetryCount = retries,
            RetryInterval = TimeSpan.FromSeconds(60),
            Progress = (submission, octets) => Progress.Add((submission.Tag, octets)),
            Clock = () => Now,
            Wait = (time, cancellation) =>
            {
                Waits.Add(time);
                WhileWaiting?.Invoke();
                cancellation.ThrowIfCancellationRequested();
            },
            Open = (a, name, cancellation, limits) =>
                Note(open is null ? SmtpSession.Open(a, name, cancellation, limits) : open(Sessions.Count)),
        };
        Mailer = new SmtpMailer(account, options, delivery => Deliveries.Add(delivery), _cancellation.Token);
    }

    public SmtpMailer Mailer { get; }

    public List<SmtpDelivery> Deliveries { get; } = [];

    public List<SmtpSession> Sessions { get; } = [];

    public List<TimeSpan> Waits { get; } = [];

    public List<(object? Tag, long Octets)> Progress { get; } = [];

    public TimeSpan Now { get; set; }

    public Action? WhileWaiting { get; set; }

    public static MailAccount To(MailSandbox sandbox, TlsMode tls = TlsMode.None) =>
        new(sandbox.Host, tls == TlsMode.Implicit ? sandbox.SmtpsPort : sandbox.SmtpPort, tls, null)
        {
            Connection = new MailConnectionOptions { SkipCertificateCheck = true },
        };

    /// <summary>A session with a peer whose script begins with EHLO; the peer sends no greeting.</summary>
    public static SmtpSession Scripted(Stream peer)
    {
        var session = new SmtpSession(new MailConnection(peer, new MailConnectionOptions(), "mail.test"));
        session.Hello("client.test");
        return session;
    }

    /// <summary>An outbox whose one session is with a peer that plays a script; a second one is a failure of the test.</summary>
    public static Outbox To(Stream peer) => new(
        new MailAccount("mail.test", 25, TlsMode.None, null),
        open: sessions => sessions == 0 ? Scripted(peer) : throw new EndOfStreamException("A second session is opened."));

    public static SmtpSubmission Message(object tag, string? body = null, SmtpDeliveryOptions? options = null, params string[] to) =>
        Raw(tag, $"Subject: {tag}\r\n\r\n{body ?? "body of " + tag}\r\n", options, to);

    public static SmtpSubmission Raw(object tag, string message, SmtpDeliveryOptions? options = null, params string[] to) =>
        new(
            new SmtpEnvelope(Mailbox.Of("a@x.test"), (to.Length == 0 ? ["b@y.test"] : to).Select(Mailbox.Of)),
            RawMessage.FromBytes(Encoding.Latin1.GetBytes(message), MailFields.Read),
            options,
            tag);

    public void Cancel() => _cancellation.Cancel();

    public void Submit(object tag, string? body = null, SmtpDeliveryOptions? options = null, params string[] to) =>
        Mailer.Submit(Message(tag, body, options, to));

    /// <summary>What was reported, one line a message: <c>1 Accepted</c>.</summary>
    public string[] Report => [.. Deliveries.Select(d => $"{d.Submission!.Tag} {d.Status}")];

    public void Dispose()
    {
        Mailer.Dispose();
        _cancellation.Dispose();
    }

    private SmtpSession Note(SmtpSession session)
    {
        Sessions.Add(session);
        return session;
    }
}
