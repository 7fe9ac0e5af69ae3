using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using PSMailProtocol.Completion;
using PSMailProtocol.Messages;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Commands;

/// <summary>Gets the messages that a sandbox took by SMTP.</summary>
[Cmdlet(VerbsCommon.Get, "MailSandboxMessage")]
[OutputType(typeof(AcceptedMessage))]
public sealed class GetMailSandboxMessageCommand : SandboxCommand
{
    private readonly Dictionary<SandboxMail, AcceptedMessage> _read = [];

    /// <summary>A word in the subject, or a pattern for the whole.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? Subject { get; set; }

    /// <summary>The author, or the sender of the envelope.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? From { get; set; }

    /// <summary>A recipient of the envelope or of the To field.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    [SupportsWildcards]
    public string[]? To { get; set; }

    /// <summary>How many of the newest.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>Wait for messages.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter Wait { get; set; }

    /// <summary>How many messages are waited for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 1)]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <summary>How many seconds are waited at the most.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 30)]
    [ValidateRange(0, 604800)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Emit what fits.</summary>
    protected override void ProcessRecord() => OrReport(Get, Sandbox);

    private void Get()
    {
        var isWaiting = Wait || IsGiven(nameof(Count)) || IsGiven(nameof(TimeoutSeconds));
        var sandbox = isWaiting ? Running() : Chosen();
        var fits = Filter();
        var found = isWaiting ? Await(sandbox, fits) : Fitting(sandbox, fits);
        foreach (var message in Last > 0 ? found.Skip(found.Count - Last) : found)
            WriteObject(Stoppable(message));
        if (isWaiting && found.Count < Count)
            WriteError(Missing(sandbox, found.Count));
    }

    /// <summary>What fits once there is enough of it, or time is up.</summary>
    private List<AcceptedMessage> Await(RunningSandbox sandbox, Func<AcceptedMessage, bool> fits)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = sandbox.GetMailSandbox().AcceptedVersion;
            var found = Fitting(sandbox, fits);
            var left = TimeSpan.FromSeconds(TimeoutSeconds) - clock.Elapsed;
            if (found.Count >= Count || left <= TimeSpan.Zero || !sandbox.GetMailSandbox().WaitForAccepted(seen, left, Cancellation))
                return found;
        }
    }

    private ErrorRecord Missing(RunningSandbox sandbox, int found) => sandbox.IsRunning
        ? TimedOut.Record(
            Count, Count - found, TimeoutSeconds, $"{sandbox}", null, sandbox,
            "Raise -TimeoutSeconds; Get-MailSandboxMessage without conditions shows what else came, and the ConnectionCount of the " +
            "sandbox whether anybody did.")
        : MailErrorRecord.From(
            new MailException(MailErrors.SandboxNotRunning, $"While mail was waited for, {sandbox} was ended."), sandbox);

    private List<AcceptedMessage> Fitting(RunningSandbox sandbox, Func<AcceptedMessage, bool> fits) =>
        [.. sandbox.GetMailSandbox().Accepted.Select(Read).Where(fits)];

    /// <summary>A message is parsed once, however often it is looked at.</summary>
    private AcceptedMessage Read(SandboxMail mail)
    {
        if (!_read.TryGetValue(mail, out var message))
            _read[mail] = message = new AcceptedMessage(mail);
        return message;
    }

    private Func<AcceptedMessage, bool> Filter()
    {
        var subjects = Subject?.Select(text => TextPattern.Read(text, nameof(Subject))).ToArray();
        var authors = From?.Select(text => AddressPattern.Read(text, nameof(From))).ToArray();
        var recipients = To?.Select(text => AddressPattern.Read(text, nameof(To))).ToArray();
        return message =>
            (subjects is null || subjects.Any(pattern => pattern.Fits(message.Subject)))
            && (authors is null || authors.Any(pattern => Fits(pattern, [message.Sender], message.Authors)))
            && (recipients is null || recipients.Any(pattern => Fits(pattern, message.Recipient, message.To)));
    }

    private static bool Fits(AddressPattern pattern, IReadOnlyList<string> envelope, IReadOnlyList<MailboxAddress> header) =>
        envelope.Any(pattern.Fits) || header.Any(pattern.Fits);
}
