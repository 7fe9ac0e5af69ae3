using System;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>How an <see cref="SmtpMailer"/> goes about its work.</summary>
public sealed class SmtpMailerOptions
{
    /// <summary>Our name for EHLO, or null for our address as a literal.</summary>
    public string? ClientName { get; init; }

    /// <summary>
    /// How often a message is tried again that the server refused for now (4xx) before any of it was sent, and how often a
    /// server that cannot be had for now: it does not answer, closes, or refuses the session or the login by 4xx. Default 0.
    /// A 4xx after the message was sent is a result and is not tried again.
    /// </summary>
    public int MaximumRetryCount { get; init; }

    /// <summary>How long to wait before each further try. Default 5 s.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Called as a message goes out, on the caller's thread: the message and how many octets of it have been written so
    /// far. Null for nobody.
    /// </summary>
    public Action<SmtpSubmission, long>? Progress { get; init; }

    /// <summary>Called before each wait for a further try, on the caller's thread: the message, the refusal and the wait.</summary>
    public Action<SmtpSubmission, SmtpReply, TimeSpan>? Retrying { get; init; }

    /// <summary>
    /// Called before each wait for a further try to connect, on the caller's thread: the failure and the wait. Null for nobody.
    /// </summary>
    public Action<MailException, TimeSpan>? ConnectingAgain { get; init; }

    /// <summary>Called whenever a session is ready for mail, the first time and after each reconnection. Null for nobody.</summary>
    public Action<SmtpSession>? Connected { get; init; }

    /// <summary>
    /// While the caller comes back sooner than this, the answer to the end of a message is awaited with the next message;
    /// for a caller that took longer, before <see cref="SmtpMailer.Submit"/> returns. Default 500 ms.
    /// </summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The caps on what the server may send.</summary>
    public SmtpLimits Limits { get; init; } = new();

    /// <summary>
    /// A session that is open already and goes on afterwards, or null to open one. It has served others, so that a message that goes down
    /// with it is sent once more over another, which <see cref="Open"/> gives.
    /// </summary>
    public SmtpSession? Session { get; init; }

    /// <summary>The time since some moment; tests have one of their own.</summary>
    internal Func<TimeSpan> Clock { get; init; } = () => MailClock.System.Now;

    /// <summary>Waits, and ends at once on cancellation; tests do not wait.</summary>
    internal Action<TimeSpan, CancellationToken> Wait { get; init; } = MailClock.System.Pause;

    /// <summary>Opens a session with an account: our name for EHLO, what ends it, the caps.</summary>
    public Func<MailAccount, string?, CancellationToken, SmtpLimits?, SmtpSession> Open { get; init; } = SmtpSession.Open;
}
