using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Commands;

/// <summary>Sending: connections that last for the pipeline, and results that go into it.</summary>
public sealed partial class SendSmtpMessageCommand
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private readonly HashSet<string> _warnings = new(StringComparer.Ordinal);
    private PipelineThread? _pipeline;
    private IMessageSender? _sender;
    private SessionTurn? _turn;
    private MailAccount? _account;
    private MailAccount? _destinationAccount;
    private (string? Server, object Connection, string Addresses) _destination = (null, new object(), "");
    private StageProgress? _progress;
    private TimeSpan _progressAt;
    private long _submitted;
    private long _settled;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sender?.Dispose();
            _turn?.Dispose();
            _progress?.Dispose();
            _pipeline?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected override void OnPipeline(Action action) => _pipeline!.Do(action);

    /// <summary>
    /// Where a message goes, which is checked before anybody is asked about it: the same account as long as the server and
    /// the way to it are the same.
    /// </summary>
    private MailAccount Destination(string? server)
    {
        var destination = (server, ConnectionParameters, string.Join(" ", Addresses ?? []));
        if (_destinationAccount is null || !destination.Equals(_destination))
        {
            var account = OrTerminate(() => Account(server), server);
            RefuseWeakerRow(account);
            (_destinationAccount, _destination) = (account, destination);
        }

        return _destinationAccount;
    }

    /// <summary>Hands a message over. Failing to connect leaves nothing more to do.</summary>
    private void Submit(SmtpSubmission submission, MailAccount account) => OrTerminate(
        () =>
        {
            Lead(account);
            _sender!.Connect();
            _submitted++;
            Streams.Hold();
            UnderWay(() => _sender.Submit(submission));
            return true;
        },
        account.Server);

    /// <summary>
    /// Does a piece of sending. What could end the pipeline is said once every message that was handed over has its result.
    /// </summary>
    private void UnderWay(Action work)
    {
        try
        {
            work();
            if (Streams.HasHeld)
                _sender!.Settle();
        }
        catch (MailException)
        {
            Streams.Release();
            throw;
        }

        if (_settled == _submitted)
            Streams.Release();
    }

    private void Finish()
    {
        if (_sender is null)
            return;

        OrTerminate(
            () =>
            {
                UnderWay(_sender.Finish);
                return true;
            },
            _account?.Server);
        _sender.Dispose();
        _sender = null;
        _turn?.Dispose();
    }

    /// <summary>Keeps the connections while messages go to the same server with the same login.</summary>
    private void Lead(MailAccount account)
    {
        if (_sender is not null && ReferenceEquals(account, _account))
            return;

        Finish();
        _account = account;
        _warnings.Clear();
        var lasting = MailSession.Of(account);
        if (lasting is not null)
            TakeTurn(lasting);
        _progress ??= new StageProgress(this, $"Sending mail through {account.Server}");
        var options = new SmtpMailerOptions
        {
            ClientName = Helo is null ? null : SmtpClientName.Parse(Helo),
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
            Progress = ReportProgress,
            Retrying = (submission, reply, wait) => OnPipeline(() =>
                Tell(
                    $"The server puts off \"{WireText.Excerpt(SubjectOf(submission))}\" ({WireText.Excerpt(reply.ToString())}); the next " +
                    $"try is in {wait.TotalSeconds:N0} s.")),
            ConnectingAgain = (failure, wait) => OnPipeline(() =>
                Tell($"{failure.Message} The next try to connect is in {wait.TotalSeconds:N0} s.")),
            Connected = session => OnPipeline(() => TellConnected(account, session)),
            Session = lasting?.Smtp,
            Open = lasting is null ? SmtpSession.Open : (_, _, _, _) => lasting.ReopenSmtp(),
        };
        _sender = ThrottleLimit == 1
            ? new SingleSender(account, options, Report, () => ShowConnecting(account), Tell, Cancellation)
            : new ParallelSender(account, options, ThrottleLimit, _pipeline!, Report, TellReduced, Cancellation);
    }

    /// <summary>
    /// Takes the session until the last message has its result. Between two results a transaction may be open in it, so nobody else comes
    /// in.
    /// </summary>
    /// <exception cref="MailException"><see cref="MailErrors.SessionInUse"/>, <see cref="MailErrors.SessionClosed"/>, and those of
    /// opening.</exception>
    private void TakeTurn(MailSession session)
    {
        _turn = session.Enter(Transcript(), connect => Open(session.Account, connect, connection => connection), Cancellation);
        if (!session.IsShared)
            return;

        _turn.Dispose();
        throw InTheMiddle(session);
    }

    private StageProgress ShowConnecting(MailAccount account)
    {
        Tell($"Connecting to {account}.");
        var progress = new StageProgress(this, $"Connecting to {account.Server}");
        progress.Show($"Port {account.Port}");
        return progress;
    }

    private void TellConnected(MailAccount account, SmtpSession session)
    {
        TellProtection(account, session.Connection);
        if (session.Connection is { IsEncrypted: false, IsLoopback: false })
            Streams.Warning($"Mail to {account.Server} leaves in clear, since the server offers no encryption or -Tls None is given.");
    }

    /// <summary>What is true of every message that goes to a server is said of the first one.</summary>
    private void WarnOnce(string warning)
    {
        if (_warnings.Add(warning))
            Streams.Warning(warning);
    }

    private void TellReduced(MailException refusal) =>
        Streams.Warning($"No further connection could be had, so the messages go over those that are open: {refusal.Message}");

    private void Report(SmtpDelivery delivery)
    {
        var message = (OutgoingMessage)delivery.Submission!.Tag!;
        _settled++;

        // First of all, since everything else can end the pipeline.
        WriteObject(new SmtpMessageResult(delivery, _account?.Server ?? Exchangers(delivery), message.Content, message.Subject,
            PassThru ? message.Input : null));
        _progress!.Report($"Message {_settled}: {WireText.Excerpt(message.Subject)}", 0, 0);
        foreach (var warning in delivery.Warnings)
            WarnOnce(warning);
        if (delivery.Failure is null)
            return;

        // Over one connection nothing else is under way by now; over several the others have their results first.
        var record = MailErrorRecord.From(delivery.Failure, message.Target);
        if (ThrottleLimit == 1 || Direct)
            WriteError(record);
        else
            Streams.Error(record);
    }

    /// <summary>The exchangers that took or refused a message.</summary>
    private static string Exchangers(SmtpDelivery delivery) =>
        string.Join(", ", delivery.AcceptedRecipients.Concat(delivery.UnknownRecipients).Concat(delivery.RejectedRecipients)
            .Select(recipient => recipient.Exchanger).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase));

    /// <summary>Shows how far a large message is. It is called for every block, on the thread of its connection.</summary>
    private void ReportProgress(SmtpSubmission submission, long octets)
    {
        if (_sinceProgress.Elapsed - _progressAt < ProgressInterval)
            return;

        _progressAt = _sinceProgress.Elapsed;
        OnPipeline(() => _progress!.Report($"\"{WireText.Excerpt(SubjectOf(submission))}\": {octets:N0} octets", octets,
            submission.Content.Length ?? 0));
    }

    private static string SubjectOf(SmtpSubmission submission) => ((OutgoingMessage)submission.Tag!).Subject;
}
