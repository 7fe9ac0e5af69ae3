using System;
using System.Collections.Generic;
using System.Security.Authentication;
using PSMailProtocol.Messages;
using PSMailProtocol.Net;
using PSMailProtocol.Probing;
using PSMailProtocol.Smtp;

namespace PSMailProtocol;

/// <summary>What was found out about a mail server, and where that came to an end.</summary>
public sealed class MailServerReport
{
    internal MailServerReport(MailProtocol protocol, TlsMode tls, ProbeReport report, string? foundBy,
        (string Id, string Message, string Advice)? failure)
    {
        Protocol = protocol;
        Server = report.Server;
        Port = report.Port;
        Tls = tls;
        FoundBy = foundBy;
        Succeeded = report.Failure is null;
        Stage = report.Stage;
        ErrorId = failure?.Id;
        Error = failure?.Message;
        Advice = failure?.Advice;
        Address = report.Address?.ToString();
        Greeting = new JoinedList<string>(report.Greeting);
        CapabilityBeforeTls = new JoinedList<string>(report.CapabilityBeforeTls);
        CapabilityAfterTls = new JoinedList<string>(report.CapabilityAfterTls);
        AuthenticationMechanism = new JoinedList<string>(report.AuthenticationMechanism);
        MaximumSize = report.MaximumSize;
        TlsProtocol = report.TlsProtocol;
        CipherSuite = report.CipherSuite;
        ServerCertificate = report.Certificate;
        RoundTrip = report.RoundTrip;
        LoginMechanism = report.LoginMechanism;
        Answer = new JoinedList<ProbeAnswer>(report.Answer);
        SenderReply = report.SenderReply?.ToString();
        Recipient = new JoinedList<SmtpRecipientResult>(report.Recipient);
        Transcript = new JoinedList<string>(report.Transcript);
        Duration = report.Duration;
    }

    /// <summary>What was spoken.</summary>
    public MailProtocol Protocol { get; }

    /// <summary>The host.</summary>
    public string Server { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>When the connection was to be encrypted. With server, port and protocol it leads to the same server again.</summary>
    public TlsMode Tls { get; }

    /// <summary>By what record a domain names it; null for a server that was given.</summary>
    public string? FoundBy { get; }

    /// <summary>Whether everything that was asked for went well.</summary>
    public bool Succeeded { get; }

    /// <summary>Where it came to an end; Completed if nothing went wrong.</summary>
    public ProbeStage Stage { get; }

    /// <summary>The name of what went wrong, as in docs/errors.md; null if nothing did.</summary>
    public string? ErrorId { get; }

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Error { get; }

    /// <summary>What to do about it; null if nothing went wrong.</summary>
    public string? Advice { get; }

    /// <summary>The address and port that answered; null if none did.</summary>
    public string? Address { get; }

    /// <summary>The lines of the greeting.</summary>
    public IReadOnlyList<string> Greeting { get; }

    /// <summary>What the server offers in clear; empty where TLS began with the first octet.</summary>
    public IReadOnlyList<string> CapabilityBeforeTls { get; }

    /// <summary>What it offers inside TLS; empty where the connection stayed in clear.</summary>
    public IReadOnlyList<string> CapabilityAfterTls { get; }

    /// <summary>The mechanisms by which it lets somebody log in now.</summary>
    public IReadOnlyList<string> AuthenticationMechanism { get; }

    /// <summary>The largest message that it takes, in octets; null if it does not say.</summary>
    public long? MaximumSize { get; }

    /// <summary>The TLS protocol, or None for a clear connection.</summary>
    public SslProtocols TlsProtocol { get; }

    /// <summary>The cipher suite; null for a clear connection.</summary>
    public string? CipherSuite { get; }

    /// <summary>The certificate and what speaks against it; null for a clear connection.</summary>
    public ServerCertificateReport? ServerCertificate { get; }

    /// <summary>How long NOOP, with POP3 CAPA, took to be answered.</summary>
    public TimeSpan? RoundTrip { get; }

    /// <summary>The mechanism of the login; null where nobody logged in.</summary>
    public string? LoginMechanism { get; }

    /// <summary>The answers to -Command.</summary>
    public IReadOnlyList<ProbeAnswer> Answer { get; }

    /// <summary>The reply to the sender; null where none was named.</summary>
    public string? SenderReply { get; }

    /// <summary>The recipients with the reply to each.</summary>
    public IReadOnlyList<SmtpRecipientResult> Recipient { get; }

    /// <summary>The dialogue with secrets hidden.</summary>
    public IReadOnlyList<string> Transcript { get; }

    /// <summary>How long it all took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Which server, and how it went.</summary>
    public override string ToString() => $"{Protocol} {Server}:{Port} {(Succeeded ? $"{Stage}" : $"{Stage}: {ErrorId}")}";
}
