using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace PSMailProtocol.Sandbox.Serving;

/// <summary>What all sessions of one sandbox share.</summary>
internal sealed class SandboxService
{
    private int _lastQueueId;

    public SandboxService(MailSandboxOptions options, X509Certificate2 certificate)
    {
        Options = options;
        Certificate = certificate;
        Accounts = new SandboxAccounts(options);
    }

    public MailSandboxOptions Options { get; }

    public X509Certificate2 Certificate { get; }

    public SandboxAccounts Accounts { get; }

    public SandboxFaultList Faults { get; } = new();

    /// <summary>The name the server goes by.</summary>
    public string HostName => "mail." + Options.Domain;

    public AcceptedMail Accepted { get; } = new();

    public string NextQueueId() =>
        "SBX" + Interlocked.Increment(ref _lastQueueId).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
}
