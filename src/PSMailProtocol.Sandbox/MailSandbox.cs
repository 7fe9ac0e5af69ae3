using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox.Dns;
using PSMailProtocol.Sandbox.Imap;
using PSMailProtocol.Sandbox.Pop3;
using PSMailProtocol.Sandbox.Serving;
using PSMailProtocol.Sandbox.Smtp;
using PSMailProtocol.Sandbox.Web;

namespace PSMailProtocol.Sandbox;

/// <summary>
/// A mail server in memory, on loopback: what SMTP takes lands in the recipients' mailboxes, which POP3 and IMAP read; a
/// name server says where mail for its domain goes.
/// For tests and for trying scripts out; it forwards nothing and keeps nothing once it is disposed.
/// </summary>
/// <example><code>
/// using var sandbox = MailSandbox.Start();
/// sandbox.Mailbox("alice").Deliver(octets);
/// </code></example>
public sealed class MailSandbox : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly List<SandboxListener> _listeners = [];
    private readonly ConnectionRegister _register;
    private readonly SandboxService _service;
    private readonly SandboxPolicies _policies = new();
    private readonly SharedTranscript? _transcript;
    private readonly SandboxDnsServer? _dns;
    private readonly SandboxWebServer? _web;

    private MailSandbox(MailSandboxOptions options)
    {
        if (options.Certificate is { HasPrivateKey: false })
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(options.Certificate),
                "has no private key, so no server can show it.");

        if (options.Address.AddressFamily != AddressFamily.InterNetwork || !IPAddress.IsLoopback(options.Address))
            throw new MailArgumentException(MailErrors.InvalidParameter, nameof(options.Address),
                $"{options.Address} is none of the network 127.0.0.0/8, and nobody else is served.");

        Host = options.Address.ToString();
        _service = new SandboxService(options, options.Certificate ?? SandboxCertificate.For(options.Domain));
        _transcript = options.Transcript is null ? null : new SharedTranscript(options.Transcript);
        _register = new ConnectionRegister(options.MaximumConnections);
        Zone = new SandboxZone().AddMx(options.Domain, 10, _service.HostName).AddAddress(_service.HostName, options.Address);
        Zone.Latency = options.Latency;
        Zone.Rules = Faults;
        try
        {
            SmtpPort = Listen(nameof(options.SmtpPort), SandboxProtocol.Smtp, options.SmtpPort, implicitTls: false);
            SmtpsPort = Listen(nameof(options.SmtpsPort), SandboxProtocol.Smtp, options.SmtpsPort, implicitTls: true);
            Pop3Port = Listen(nameof(options.Pop3Port), SandboxProtocol.Pop3, options.Pop3Port, implicitTls: false);
            Pop3sPort = Listen(nameof(options.Pop3sPort), SandboxProtocol.Pop3, options.Pop3sPort, implicitTls: true);
            ImapPort = Listen(nameof(options.ImapPort), SandboxProtocol.Imap, options.ImapPort, implicitTls: false);
            ImapsPort = Listen(nameof(options.ImapsPort), SandboxProtocol.Imap, options.ImapsPort, implicitTls: true);
            PolicyEndPoint = options.PolicyPort is { } policyPort
                ? Listen(nameof(options.PolicyPort), "https", policyPort, ServePolicy)
                : null;
            _dns = OnPort(nameof(options.DnsPort), options.DnsPort, () => new SandboxDnsServer(Zone, options.DnsPort, options.Address));
            DnsEndPoint = _dns.EndPoint;
            _web = options.WebPort is { } port
                ? OnPort(nameof(options.WebPort), port, () => new SandboxWebServer(this, port, _register))
                : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The host that clients connect to; the certificate names it.</summary>
    public string Host { get; }

    /// <summary>The port of SMTP in clear, with STARTTLS.</summary>
    public int SmtpPort { get; }

    /// <summary>The port of SMTP inside TLS.</summary>
    public int SmtpsPort { get; }

    /// <summary>The port of POP3 in clear, with STLS.</summary>
    public int Pop3Port { get; }

    /// <summary>The port of POP3 inside TLS.</summary>
    public int Pop3sPort { get; }

    /// <summary>The port of IMAP in clear, with STARTTLS.</summary>
    public int ImapPort { get; }

    /// <summary>The port of IMAP inside TLS.</summary>
    public int ImapsPort { get; }

    /// <summary>Where the name server answers, by UDP and TCP.</summary>
    public IPEndPoint DnsEndPoint { get; }

    /// <summary>Where HTTPS answers with the policies of MTA-STS; null without <see cref="MailSandboxOptions.PolicyPort"/>.</summary>
    public IPEndPoint? PolicyEndPoint { get; }

    /// <summary>
    /// Where the page is that shows the messages, for a browser on this machine; null without <see cref="MailSandboxOptions.WebPort"/>. Who
    /// has it can read and remove every message: it holds the token that the page and its API want.
    /// </summary>
    public Uri? WebAddress => _web?.Address;

    /// <summary>What the name server knows: at first the sandbox's own domain. It may be changed at any time.</summary>
    public SandboxZone Zone { get; }

    /// <summary>The certificate that the server shows.</summary>
    public X509Certificate2 Certificate => _service.Certificate;

    /// <summary>
    /// The SHA-256 fingerprint of the certificate, by which clients know the server
    /// (<see cref="MailConnectionOptions.PinnedCertificate"/>).
    /// </summary>
    public string PinnedCertificate => CertificatePin.Of(Certificate);

    /// <summary>What goes wrong on purpose.</summary>
    public SandboxFaultList Faults => _service.Faults;

    /// <summary>Every message that SMTP took and nobody removed since, in order.</summary>
    public IReadOnlyList<SandboxMail> Accepted => _service.Accepted.Mails;

    /// <summary>How often <see cref="Accepted"/> changed.</summary>
    public long AcceptedVersion => _service.Accepted.Version;

    /// <summary>How many connections are open: on a client's side each one is a socket that it has not closed.</summary>
    public int OpenConnections => _register.Open;

    /// <summary>How many connections were ever made.</summary>
    public long ConnectionsAccepted => _register.Accepted;

    /// <summary>Failures of the sandbox itself, which are bugs of it; empty if all is well.</summary>
    public IReadOnlyList<Exception> InternalFailures => _register.Failures;

    /// <summary>Starts a sandbox; it serves when this returns.</summary>
    /// <exception cref="MailException">
    /// <see cref="MailErrors.PortUnavailable"/> for a port that is taken, and <see cref="MailErrors.InvalidParameter"/> for a certificate
    /// without its private key. Nothing that was begun is left.
    /// </exception>
    public static MailSandbox Start(MailSandboxOptions? options = null) => new(options ?? new MailSandboxOptions());

    /// <summary>
    /// Gives a domain a policy of MTA-STS (RFC 8461 section 3.2), at <c>https://mta-sts.DOMAIN/.well-known/mta-sts.txt</c> by
    /// <see cref="PolicyEndPoint"/>; null takes it away. The record that says so, TXT at <c>_mta-sts.DOMAIN</c>, comes into the zone with
    /// the first policy unless one is there, and stays.
    /// </summary>
    /// <exception cref="MailException">InvalidDomainName.</exception>
    public void SetPolicy(string domain, string? text)
    {
        var record = "_mta-sts." + domain;
        if (text is not null && !Zone.Has(record, DnsRecordType.Txt))
            Zone.AddTxt(record, "v=STSv1; id=1;");
        _policies.Set(domain, text);
    }

    /// <summary>The mailbox of a user or of any address; it comes into being with the first question for it.</summary>
    public SandboxMaildrop Mailbox(string userOrAddress) => _service.Accounts.Maildrop(userOrAddress);

    /// <summary>The message of a queue id (<see cref="SandboxMail.QueueId"/>); null if there is none.</summary>
    public SandboxMail? FindAccepted(string queueId) => _service.Accepted.Find(queueId);

    /// <summary>
    /// Waits until <see cref="AcceptedVersion"/> is another than the one seen; false if that takes longer than
    /// <paramref name="timeout"/>, or the sandbox ends.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token is cancelled.</exception>
    public bool WaitForAccepted(long seenVersion, TimeSpan timeout, CancellationToken cancellation = default) =>
        _service.Accepted.WaitForChange(seenVersion, timeout, cancellation);

    /// <summary>
    /// Removes a message that SMTP took, and its copies from the mailboxes that it was delivered to; returns whether it was there. What
    /// clients copied or moved elsewhere stays.
    /// </summary>
    public bool Remove(SandboxMail mail)
    {
        if (!_service.Accepted.Remove(mail))
            return false;

        foreach (var copy in mail.Copies)
            copy.Remove();
        return true;
    }

    /// <summary>Removes every message: those that SMTP took, and whatever lies in mailboxes. The mailboxes stay.</summary>
    public void Clear()
    {
        _service.Accepted.Clear();
        foreach (var mailbox in _service.Accounts.Maildrops.SelectMany(maildrop => maildrop.Mailboxes))
            mailbox.Clear();
    }

    /// <summary>Waits until no client holds a connection open; false if that takes longer than <paramref name="timeout"/>.</summary>
    public bool WaitUntilIdle(TimeSpan timeout) => _register.WaitUntilIdle(_listeners, timeout);

    /// <summary>Stops listening, ends every connection and waits for their threads.</summary>
    public void Dispose()
    {
        _web?.Dispose();
        foreach (var listener in _listeners)
            listener.Dispose();
        _dns?.Dispose();
        _closing.Cancel();
        _service.Accepted.Close();
        _register.Join();
    }

    private int Listen(string option, SandboxProtocol protocol, int port, bool implicitTls)
    {
        var name = protocol.ToString().ToLowerInvariant() + (implicitTls ? "s" : "");
        return Listen(option, name, port, (client, connection) => Serve(protocol, implicitTls, client, connection)).Port;
    }

    /// <summary>Opens a port, and serves each client under a name of its own.</summary>
    private IPEndPoint Listen(string option, string name, int port, Action<Socket, string> serve)
    {
        var listener = OnPort(option, port, () => new SandboxListener(
            name, new IPEndPoint(_service.Options.Address, port), _register,
            (client, number) => serve(client, $"{name} connection {number}")));
        _listeners.Add(listener);
        return listener.EndPoint;
    }

    /// <summary>Opens a port, or says which option named it.</summary>
    private T OnPort<T>(string option, int port, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SocketException e)
        {
            throw new MailArgumentException(MailErrors.PortUnavailable, option, $"{port} cannot be listened on at {Host}: {e.Message}", e);
        }
    }

    private void Serve(SandboxProtocol protocol, bool implicitTls, Socket client, string name)
    {
        var cut = Faults.Find<SandboxFaultEffect.Cut>(protocol, verb: null);
        var split = Faults.Find<SandboxFaultEffect.Split>(protocol, verb: null);
        if (!TryTake(client, cut, split, out var transport))
            return;

        var dialogue = protocol == SandboxProtocol.Smtp ? new SessionDialogue() : null;
        using var connection = new SandboxConnection(transport!, _service.Options, _transcript, dialogue, _closing.Token);
        Serve(connection, name, implicitTls, () => Open(protocol, connection, dialogue).Run());
    }

    private void ServePolicy(Socket client, string name)
    {
        if (!TryTake(client, cut: null, split: null, out var transport))
            return;

        using var connection = new SandboxConnection(transport!, _service.Options, _transcript, dialogue: null, _closing.Token);
        Serve(connection, name, implicitTls: true, () => _policies.Serve(connection));
    }

    private void Serve(SandboxConnection connection, string name, bool implicitTls, Action run)
    {
        try
        {
            connection.NoteEvent($"{name} opened");
            if (implicitTls)
                connection.StartTls(Certificate);
            run();
            connection.NoteEvent($"{name} closed");
        }
        catch (MailException e)
        {
            // The client left, or broke a rule that ends a connection.
            connection.NoteEvent($"{name} ended: {e.Message}");
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            connection.NoteEvent($"{name} ended with the sandbox");
        }
    }

    private static bool TryTake(Socket client, SandboxFaultEffect.Cut? cut, SandboxFaultEffect.Split? split,
        out SandboxTransport? transport)
    {
        try
        {
            transport = new SandboxTransport(client, cut, split);
            return true;
        }
        catch (SocketException)
        {
            // The client reset the connection before anything was said; some systems then no longer know who it was.
            client.Dispose();
            transport = null;
            return false;
        }
    }

    private SandboxSession Open(SandboxProtocol protocol, SandboxConnection connection, SessionDialogue? dialogue) => protocol switch
    {
        SandboxProtocol.Smtp => new SmtpServerSession(_service, connection, dialogue!),
        SandboxProtocol.Imap => new ImapServerSession(_service, connection),
        _ => new Pop3ServerSession(_service, connection),
    };
}
