using System;
using System.Management.Automation;
using System.Net;
using PSMailProtocol.Net;

namespace PSMailProtocol.Commands;

/// <summary>The parameters that say which server, who we are there, and how well the connection is protected.</summary>
public abstract class MailServerCommand : MailCommand
{
    /// <summary>The host's name or address, as its certificate names it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName")]
    [ValidateNotNullOrEmpty]
    public string? Server { get; set; }

    /// <summary>The port; the usual one of protocol and encryption if it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>When the connection is encrypted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public TlsMode Tls { get; set; } = TlsMode.Auto;

    /// <summary>User and password.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; } = PSCredential.Empty;

    /// <summary>Let the credential cross a clear connection to another machine.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Accept any certificate.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Seconds for name resolution, connecting and the TLS handshake.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int ConnectionTimeoutSeconds { get; set; } = 30;

    /// <summary>Seconds for one command and its reply, or one mebibyte of a message.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int OperationTimeoutSeconds { get; set; } = 300;

    /// <summary>The usual port for what is asked.</summary>
    private protected abstract int DefaultPort(TlsMode tls, bool hasCredential);

    private protected bool HasCredential => Credential is not null && Credential != PSCredential.Empty;

    /// <summary>Where the parameters lead.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.ServerNotSpecified"/>.</exception>
    private protected MailAccount Account(string? server)
    {
        if (string.IsNullOrWhiteSpace(server))
            throw new MailException(MailErrors.ServerNotSpecified, "No server is given.");

        var port = Port != 0 ? Port : DefaultPort(Tls, HasCredential);
        return new MailAccount(server!.Trim(), port, Tls, Login())
        {
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            Connection = ConnectionOptions(),
        };
    }

    /// <summary>User and password, or null. Not GetNetworkCredential(), which takes DOMAIN\user apart.</summary>
    private protected NetworkCredential? Login() => HasCredential ? new NetworkCredential(Credential!.UserName, Credential.Password) : null;

    /// <summary>How this cmdlet connects: its deadlines, its check of certificates, its debug stream.</summary>
    private protected MailConnectionOptions ConnectionOptions() => new()
    {
        ConnectionTimeout = TimeSpan.FromSeconds(ConnectionTimeoutSeconds),
        OperationTimeout = TimeSpan.FromSeconds(OperationTimeoutSeconds),
        SkipCertificateCheck = SkipCertificateCheck,
        Transcript = Transcript(),
    };

    private protected ITranscript? Transcript() => Shows("Debug", "DebugPreference") ? new TextTranscript(WriteDebug) : null;

    /// <summary>Opens a session while a progress record says so, and tells how well it is protected.</summary>
    private protected T Open<T>(MailAccount account, Func<T> open, Func<T, MailConnection> connectionOf)
    {
        Tell($"Connecting to {account}.");
        using var progress = new StageProgress(this, $"Connecting to {account.Server}");
        progress.Show($"Port {account.Port}");
        var session = open();
        var connection = connectionOf(session);
        Tell(connection.IsEncrypted ? $"Connected to {account.Server}, encrypted with {connection.TlsProtocol}." : $"Connected to {account.Server} in clear.");
        if (SkipCertificateCheck && connection is { IsEncrypted: true, IsLoopback: false })
            WriteWarning($"The certificate of {account.Server} was not checked, so it may be anybody's server.");
        return session;
    }
}
