using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Authentication;
using PSMailProtocol.Accounts;
using PSMailProtocol.Messages;
using PSMailProtocol.Smtp;

namespace PSMailProtocol.Probing;

/// <summary>What a probe found out about a server, as far as it came.</summary>
public sealed class ProbeReport
{
    internal ProbeReport(MailAccount account)
    {
        Server = account.Server;
        Port = account.Port;
    }

    /// <summary>The host's name or address.</summary>
    public string Server { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Where the probe stopped, or that it was completed.</summary>
    public ProbeStage Stage { get; internal set; }

    /// <summary>Why it stopped; null for a probe that was completed.</summary>
    public MailException? Failure { get; internal set; }

    /// <summary>The address that answered; null where none did.</summary>
    public IPEndPoint? Address { get; internal set; }

    /// <summary>The lines of the greeting; empty where none came.</summary>
    public IReadOnlyList<string> Greeting { get; internal set; } = [];

    /// <summary>What the server offers in clear; empty where it was not asked.</summary>
    public IReadOnlyList<string> CapabilityBeforeTls { get; internal set; } = [];

    /// <summary>What it offers inside TLS, before anybody logs in; empty where it was not asked.</summary>
    public IReadOnlyList<string> CapabilityAfterTls { get; internal set; } = [];

    /// <summary>The mechanisms of the login that it offers now.</summary>
    public IReadOnlyCollection<string> AuthenticationMechanism { get; internal set; } = [];

    /// <summary>The largest message that it takes, in octets; null if it does not say.</summary>
    public long? MaximumSize { get; internal set; }

    /// <summary>The TLS protocol; None for a clear connection.</summary>
    public SslProtocols TlsProtocol { get; internal set; }

    /// <summary>The cipher suite; null for a clear connection.</summary>
    public string? CipherSuite { get; internal set; }

    /// <summary>The certificate; null where none was shown.</summary>
    public ServerCertificateReport? Certificate { get; internal set; }

    /// <summary>How long a command that does nothing took to be answered: NOOP, with POP3 CAPA; null where none was.</summary>
    public TimeSpan? RoundTrip { get; internal set; }

    /// <summary>The mechanism of the login; null where nobody logged in.</summary>
    public string? LoginMechanism { get; internal set; }

    /// <summary>The answers to commands, in their order.</summary>
    public IReadOnlyList<ProbeAnswer> Answer { get; internal set; } = new JoinedList<ProbeAnswer>([]);

    /// <summary>The reply to MAIL; null where no envelope was walked through.</summary>
    public SmtpReply? SenderReply { get; internal set; }

    /// <summary>The recipients with the reply to each, in their order.</summary>
    public IReadOnlyList<SmtpRecipientResult> Recipient { get; internal set; } = new JoinedList<SmtpRecipientResult>([]);

    /// <summary>The dialogue with secrets hidden.</summary>
    public IReadOnlyList<string> Transcript { get; internal set; } = [];

    /// <summary>How long the probe took.</summary>
    public TimeSpan Duration { get; internal set; }
}
