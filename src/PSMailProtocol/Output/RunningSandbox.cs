using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PSMailProtocol.Net;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol;

/// <summary>A mail and name server in memory that a script started. It ends with its runspace.</summary>
public sealed class RunningSandbox : IRunspaceBound
{
    private readonly MailSandbox _sandbox;
    private readonly PSCredential? _credential;
    private readonly bool _offersStartTls;
    private volatile bool _hasEnded;

    /// <param name="sandbox">The server.</param>
    /// <param name="users">Who may log in; empty for everybody.</param>
    /// <param name="credential">The login of the only user, or null.</param>
    /// <param name="offersStartTls">Whether the ports in clear can be encrypted.</param>
    internal RunningSandbox(MailSandbox sandbox, IReadOnlyList<string> users, PSCredential? credential, bool offersStartTls)
    {
        _sandbox = sandbox;
        _credential = credential;
        _offersStartTls = offersStartTls;
        User = users;
    }

    /// <summary>Whether it serves.</summary>
    public bool IsRunning => !_hasEnded;

    /// <summary>The address that it serves on.</summary>
    public string Server => _sandbox.Host;

    /// <summary>The port of SMTP in clear, with STARTTLS.</summary>
    public int SmtpPort => _sandbox.SmtpPort;

    /// <summary>The port of SMTP inside TLS.</summary>
    public int SmtpsPort => _sandbox.SmtpsPort;

    /// <summary>The port of POP3 in clear, with STLS.</summary>
    public int Pop3Port => _sandbox.Pop3Port;

    /// <summary>The port of POP3 inside TLS.</summary>
    public int Pop3sPort => _sandbox.Pop3sPort;

    /// <summary>The port of IMAP in clear, with STARTTLS.</summary>
    public int ImapPort => _sandbox.ImapPort;

    /// <summary>The port of IMAP inside TLS.</summary>
    public int ImapsPort => _sandbox.ImapsPort;

    /// <summary>Address and port of the name server.</summary>
    public string DnsServer => _sandbox.DnsEndPoint.ToString();

    /// <summary>Address and port of the policies of MTA-STS; null if there are none.</summary>
    public string? PolicyServer => _sandbox.PolicyEndPoint?.ToString();

    /// <summary>
    /// The page that shows the messages, for a browser on this machine; null if there is none. Who has the address may look and delete.
    /// </summary>
    public Uri? WebAddress => _sandbox.WebAddress;

    /// <summary>The SHA-256 fingerprint of its certificate, as <c>-PinnedCertificate</c> takes it.</summary>
    public string PinnedCertificate => _sandbox.PinnedCertificate;

    /// <summary>The users who may log in; empty for everybody.</summary>
    public IReadOnlyList<string> User { get; }

    /// <summary>Who may log in, and whose mail is whose, as a sentence.</summary>
    public string Login => User.Count > 0
        ? $"{string.Join(", ", User)}, with the password given"
        : "any user name, any password; an address as the user name opens the mailbox of that address";

    /// <summary>How many messages SMTP took that nobody removed since.</summary>
    public int MessageCount => _sandbox.Accepted.Count;

    /// <summary>How many connections were ever made.</summary>
    public long ConnectionCount => _sandbox.ConnectionsAccepted;

    /// <summary>Parameters of the cmdlets that speak SMTP.</summary>
    public Hashtable Smtp => Way(SmtpPort, SmtpsPort);

    /// <summary>Parameters of the cmdlets that speak POP3.</summary>
    public Hashtable Pop3 => Way(Pop3Port, Pop3sPort);

    /// <summary>Parameters of the cmdlets that speak IMAP.</summary>
    public Hashtable Imap => Way(ImapPort, ImapsPort);

    /// <summary>Parameters of the cmdlets that ask name servers.</summary>
    public Hashtable Dns => new() { [nameof(DnsServer)] = DnsServer };

    bool IRunspaceBound.HasEnded => _hasEnded;

    /// <summary>The server itself, for what the cmdlets have no parameter for.</summary>
    public MailSandbox GetMailSandbox() => _sandbox;

    void IRunspaceBound.EndAtOnce() => End();

    /// <summary>Ends it, and every connection to it.</summary>
    internal void End()
    {
        _hasEnded = true;
        _sandbox.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"the sandbox on {Server}, SMTP port {SmtpPort}";

    private Hashtable Way(int port, int portInsideTls)
    {
        var way = new Hashtable
        {
            ["Server"] = Server,
            ["Port"] = _offersStartTls ? port : portInsideTls,
            ["Tls"] = _offersStartTls ? TlsMode.StartTls : TlsMode.Implicit,
            ["PinnedCertificate"] = PinnedCertificate,
        };
        if (_credential is not null)
            way["Credential"] = _credential;
        return way;
    }
}
