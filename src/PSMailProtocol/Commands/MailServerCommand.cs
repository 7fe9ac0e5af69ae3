using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Accounts;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>The parameters that say which server, who we are there, and how well the connection is protected.</summary>
public abstract partial class MailServerCommand : NetworkCommand
{
    /// <summary>The host's name or address, as its certificate names it, perhaps with a port and a scheme.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName")]
    [ArgumentCompleter(typeof(ServerWords))]
    [Cell(typeof(string))]
    public virtual string? Server { get; set; }

    /// <summary>The port; the usual one of protocol and encryption if it is 0, as for Send-MailMessage, or not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PortWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>When the connection is encrypted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(TlsMode))]
    public TlsMode Tls { get; set; } = TlsMode.Auto;

    /// <summary>User and password.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [CredentialCell]
    public PSCredential? Credential { get; set; }

    /// <summary>An OAuth access token.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(SecureString))]
    public SecureString? Token { get; set; }

    /// <summary>By what mechanism to log in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(MailAuthentication))]
    public MailAuthentication Authentication { get; set; }

    /// <summary>The certificate to show to the server, with its private key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(X509Certificate2))]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Let the credential cross a clear connection to another machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Accept any certificate.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The SHA-256 fingerprint of the one certificate that the server may show.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? PinnedCertificate { get; set; }

    /// <summary>Seconds for name resolution, connecting and the TLS handshake.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 30)]
    [ValidateRange(1, 86400)]
    public int ConnectionTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds for one command and its reply, or one mebibyte of a message.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = 300)]
    [ValidateRange(1, 86400)]
    public int OperationTimeoutSeconds { get; set; } = 300;

    /// <summary>What is spoken.</summary>
    private protected abstract MailProtocol Spoken { get; }

    private string ProtocolName => Spoken.ToString().ToUpperInvariant();

    /// <summary>How the connection is to be encrypted, all parameters together.</summary>
    private protected virtual TlsMode RequestedTls => Tls;

    /// <summary>The parameter that says so, with its value.</summary>
    private protected virtual string TlsParameter => $"-{nameof(Tls)} {Tls}";

    /// <summary>Whether a token alone is not enough: UIDs mean something in one user's mailbox only.</summary>
    private protected virtual bool NeedsUserName => true;

    /// <summary>The server's addresses where they are known without looking its name up; null or empty where they are not.</summary>
    private protected virtual IReadOnlyList<IPAddress>? Addresses => null;

    /// <summary>The caps on what the server may send.</summary>
    /// <param name="known">Those with which the server was reached before, or null.</param>
    private protected virtual MailConnectionLimits LimitsFor(MailConnectionLimits? known) => known ?? new MailConnectionLimits();

    /// <summary>Whether anything is given to log in with.</summary>
    private protected bool HasCredential => Session is not null || GivenCredential() is not null;

    /// <summary>An empty cell of a table is no fingerprint.</summary>
    private bool HasPin => !string.IsNullOrWhiteSpace(PinnedCertificate);

    private bool HasUser => Credential is not null && Credential != PSCredential.Empty;

    /// <summary>
    /// All that the parameters say of the way to a server, to tell whether a row may go where the one before it went.
    /// Credentials are the same only as the same object: two tokens without a user name are two users for all that can be seen of them.
    /// </summary>
    private protected object ConnectionParameters => (
        Port, RequestedTls, Credential, Token, Authentication, Certificate, AllowUnencryptedAuthentication.IsPresent,
        SkipCertificateCheck.IsPresent, PinnedCertificate, ConnectionTimeoutSeconds, OperationTimeoutSeconds);

    /// <summary>What -Server, -Port and -Tls say together: the host, the port or null for the usual one, and how to encrypt.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>, as they contradict each other.</exception>
    private protected (ServerParameter Server, int? Port, TlsMode Tls) Together(string server)
    {
        var read = ServerParameter.Read(server, ProtocolName);
        var port = read.PortBeside(Port);
        return (read, port, read.TlsBeside(RequestedTls, TlsParameter, port));
    }

    /// <summary>Where the parameters lead. Whoever goes there refuses a weaker row first.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ServerNotSpecified"/> and
    /// <see cref="MailErrors.InvalidParameter"/>.</exception>
    private protected MailAccount Account(string? server)
    {
        if (Session is not null)
            return AccountOf(Session);
        if (string.IsNullOrWhiteSpace(server))
            throw new MailException(MailErrors.ServerNotSpecified, "No server is given.");

        var (read, port, tls) = Together(server!);
        var login = GivenCredential();
        if (login is null && Authentication != MailAuthentication.Auto)
            throw new MailException(MailErrors.InvalidParameter,
                $"-Authentication {Authentication} is given, and neither -Credential nor -Token nor -Certificate to log in with.");

        if (NeedsUserName && login is { Kind: MailCredentialKind.Token, UserName.Length: 0 })
            throw new MailException(MailErrors.InvalidParameter,
                "Beside -Token a mailbox needs -Credential with the user name, since a message has to know whose it is.");

        if (login is { Kind: MailCredentialKind.Certificate } && Certificate is null)
            throw new MailException(MailErrors.InvalidParameter,
                $"-Authentication {Authentication} needs -Certificate, which is the proof.");

        // The usual port of a scheme such as imap:// is the one that begins in clear; Auto still wants encryption there.
        port ??= DefaultPort(read.HasScheme && tls == TlsMode.Auto ? TlsMode.StartTls : tls, login is not null);
        return new MailAccount(read.Host, port.Value, tls, login)
        {
            Authentication = Authentication,
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            Connection = ConnectionOptions(),
        };
    }

    /// <summary>The account that the parameters name, which somebody logs in to.</summary>
    /// <param name="what">What is wanted there, as the start of a sentence.</param>
    private protected MailAccount GivenAccount(string what)
    {
        var account = Account(Server);
        RefuseWeakerRow(account);
        return HasCredential ? account : throw NoCredential(what);
    }

    /// <summary>The error for a mailbox that nobody logs in to.</summary>
    /// <param name="what">What is wanted, as the start of a sentence.</param>
    private protected static MailException NoCredential(string what) => new AdvisedException(
        MailErrors.InvalidParameter,
        $"{what} with a -Credential, a -Token or a -Certificate, and none is given.",
        "Give -Credential with user and password, as Get-Credential makes it, or -Token with an access token, or -Certificate.");

    /// <summary>
    /// What to log in with, or null. A token takes its user name from the credential and leaves the password alone; the
    /// names are never taken apart, as GetNetworkCredential() does with DOMAIN\user.
    /// </summary>
    private protected MailCredential? GivenCredential()
    {
        var user = HasUser ? Credential!.UserName : "";
        if (Token is not null)
            return MailCredential.FromToken(user, Token);
        if (Authentication == MailAuthentication.External || (Certificate is not null && !HasUser))
            return MailCredential.FromCertificate(user);
        return HasUser ? MailCredential.FromPassword(new NetworkCredential(user, Credential!.Password)) : null;
    }

    /// <summary>How this cmdlet connects: its deadlines, its certificates, its transcript.</summary>
    /// <param name="known">How the server was reached before; it stands where no parameter here says otherwise.</param>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/>.</exception>
    private protected MailConnectionOptions ConnectionOptions(MailConnectionOptions? known = null)
    {
        if (Certificate is { HasPrivateKey: false })
            throw new MailException(MailErrors.InvalidParameter, "-Certificate has no private key, so it proves nothing to the server.");
        if (RequestedTls == TlsMode.None && (Certificate is not null || HasPin))
            throw new MailException(MailErrors.InvalidParameter,
                "-Tls None knows no certificates, so neither -Certificate nor -PinnedCertificate has a place beside it.");

        return new MailConnectionOptions
        {
            ConnectionTimeout = Seconds(nameof(ConnectionTimeoutSeconds), ConnectionTimeoutSeconds, known?.ConnectionTimeout),
            OperationTimeout = Seconds(nameof(OperationTimeoutSeconds), OperationTimeoutSeconds, known?.OperationTimeout),
            Addresses = Addresses,
            SkipCertificateCheck = SkipCertificateCheck || known is { SkipCertificateCheck: true },
            PinnedCertificate = !HasPin ? known?.PinnedCertificate : CertificatePin.Parse(PinnedCertificate!),
            ClientCertificates = Certificate is null ? known?.ClientCertificates : new X509CertificateCollection { Certificate },
            Limits = LimitsFor(known?.Limits),
            Transcript = Transcript(),
        };
    }

    /// <summary>
    /// The account of the mailbox that a message came from. Parameters given here may say how to reach it and never where else to go:
    /// in another maildrop the same UID can be another message.
    /// </summary>
    private protected MailAccount AccountOf(ReceivedMessage message) => AccountOf(message.Mailbox, message.GetAccount());

    /// <summary>The same for a mailbox, and the account by which it was found.</summary>
    private protected MailAccount AccountOf(MailboxId mailbox, MailAccount account)
    {
        if (Session is not null)
            return AccountInSession(Session, mailbox, account);
        if (MailSession.LivingOf(account) is { } living && OtherThan(account) is null)
            return living.Account;
        var (read, port, tls) = string.IsNullOrWhiteSpace(Server) ? (null, Port == 0 ? null : Port, RequestedTls) : Together(Server!);
        if (read is not null && !string.Equals(read.Host, account.Server, StringComparison.OrdinalIgnoreCase))
            throw new MailException(MailErrors.InvalidParameter, $"The input lives in {mailbox}, and -Server names {read.Host}.");
        var login = GivenCredential();
        if (login is { UserName.Length: > 0 } && !string.Equals(login.UserName, account.UserName, StringComparison.Ordinal))
            throw new MailException(MailErrors.InvalidParameter,
                $"The input lives in {mailbox}, and -Credential is that of {login.UserName}.");

        var reached = account.Reached(
            ConnectionOptions(account.Connection),
            port,
            IsGiven(nameof(Tls)) || read is { IsImplicit: true } ? tls : null,
            login,
            IsGiven(nameof(Authentication)) ? Authentication : null);
        RefuseWeakerRow(reached, account);
        return reached;
    }

    /// <summary>The usual port (RFC 8314); for SMTP that of submission where somebody logs in.</summary>
    private int DefaultPort(TlsMode tls, bool hasCredential) => Spoken switch
    {
        MailProtocol.Imap => tls is TlsMode.Auto or TlsMode.Implicit ? 993 : 143,
        MailProtocol.Pop3 => tls is TlsMode.Auto or TlsMode.Implicit ? 995 : 110,
        _ => tls is TlsMode.Implicit ? 465 : hasCredential ? 587 : 25,
    };

    private TimeSpan Seconds(string parameter, int seconds, TimeSpan? known) =>
        known is { } span && !IsGiven(parameter) ? span : TimeSpan.FromSeconds(seconds);

    /// <summary>Opens a session while a progress record says so, and tells how well it is protected.</summary>
    private protected T Open<T>(MailAccount account, Func<T> open, Func<T, MailConnection> connectionOf)
    {
        Tell($"Connecting to {account}.");
        using var progress = new StageProgress(this, $"Connecting to {account.Server}");
        progress.Show($"Port {account.Port}");
        var session = open();
        TellProtection(account, connectionOf(session));
        return session;
    }

    /// <summary>Tells whether a new connection is encrypted.</summary>
    private protected void TellEncryption(MailAccount account, MailConnection connection) =>
        Tell(connection.IsEncrypted
            ? $"Connected to {account.Server}, encrypted with {connection.TlsProtocol}."
            : $"Connected to {account.Server} in clear.");

    /// <summary>Tells how well a new connection is protected, and notes the server for completion.</summary>
    private protected void TellProtection(MailAccount account, MailConnection connection)
    {
        UsedServers.Note(ProtocolName, account.Server);
        TellEncryption(account, connection);
        if (SkipCertificateCheck && !HasPin && connection is { IsEncrypted: true, IsLoopback: false })
            Streams.Warning($"The certificate of {account.Server} was not checked, so it may be anybody's server.");
    }
}
