using System;
using System.Collections.Generic;
using System.Threading;
using PSMailProtocol.Accounts;
using PSMailProtocol.Net;

namespace PSMailProtocol.Smtp;

/// <summary>How a <see cref="SmtpDirectMailer"/> goes about its work.</summary>
public sealed class SmtpDirectOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="resolve">
    /// Finds the exchangers of a domain in A-labels, best first, with their addresses, or says by a <see cref="MailException"/> why there
    /// are none.
    /// </param>
    public SmtpDirectOptions(Func<string, CancellationToken, IReadOnlyList<MailExchanger>> resolve) => Resolve = resolve;

    /// <summary>Finds the exchangers of a domain.</summary>
    public Func<string, CancellationToken, IReadOnlyList<MailExchanger>> Resolve { get; }

    /// <summary>Finds the policy of a domain in A-labels, null where it has none.</summary>
    public Func<string, CancellationToken, ISmtpTransportPolicy?> Policy { get; init; } = (_, _) => null;

    /// <summary>The port of exchangers. Default 25.</summary>
    public int Port { get; init; } = 25;

    /// <summary>Our name for EHLO, or null for our address as a literal.</summary>
    public string? ClientName { get; init; }

    /// <summary>
    /// Opportunistic, the default: TLS where it is offered, with whatever certificate. StartTls: nothing goes to an exchanger that does not
    /// encrypt and prove its name. None: no TLS but where a policy wants it.
    /// </summary>
    public TlsMode Tls { get; init; } = TlsMode.Opportunistic;

    /// <summary>Deadlines, caps and transcript of each connection.</summary>
    public MailConnectionOptions Connection { get; init; } = new();

    /// <summary>The caps on what an exchanger may send.</summary>
    public SmtpLimits Limits { get; init; } = new();

    /// <summary>For how many domains of a message it asks, and to how many destinations it goes, at a time. Default 1.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>
    /// How often recipients are tried again of whom no exchanger said that it takes their mail or that it never will. Default 0.
    /// </summary>
    public int MaximumRetryCount { get; init; }

    /// <summary>How long to wait before each further try. Default 5 s.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Called as a message goes out: the message and how many octets were written to the exchanger. From any thread.</summary>
    public Action<SmtpSubmission, long>? Progress { get; init; }

    /// <summary>Called before each wait for a further try: the message, how many recipients are still to be served, and the wait.</summary>
    public Action<SmtpSubmission, int, TimeSpan>? Retrying { get; init; }

    /// <summary>Called when a session with an exchanger is ready for mail. From any thread.</summary>
    public Action<MailAccount, SmtpSession>? Connected { get; init; }

    /// <summary>Called when an exchanger did not take a message, and what is tried next if there is anything. From any thread.</summary>
    public Action<string>? Passed { get; init; }

    /// <summary>The time since some moment; tests have one of their own.</summary>
    internal Func<TimeSpan> Clock { get; init; } = () => MailClock.System.Now;

    /// <summary>Waits, and ends at once on cancellation; tests do not wait.</summary>
    internal Action<TimeSpan, CancellationToken> Wait { get; init; } = MailClock.System.Pause;

    /// <summary>Opens a session with an exchanger; tests lead it elsewhere.</summary>
    internal Func<MailAccount, string?, CancellationToken, SmtpLimits?, SmtpSession> Open { get; init; } = SmtpSession.Open;
}
