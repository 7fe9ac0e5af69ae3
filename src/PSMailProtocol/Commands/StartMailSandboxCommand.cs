using System;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security.Cryptography.X509Certificates;
using PSMailProtocol.Completion;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Commands;

/// <summary>Starts a mail and name server in memory, which ends with the runspace.</summary>
[Cmdlet(VerbsLifecycle.Start, "MailSandbox")]
[OutputType(typeof(RunningSandbox))]
public sealed partial class StartMailSandboxCommand : MailCommand
{
    /// <summary>The address of loopback that it is on.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string), Default = DefaultAddress)]
    public string Address { get; set; } = DefaultAddress;

    /// <summary>The port of SMTP in clear, with STARTTLS; 0 for one that the system picks, as for each other port.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int SmtpPort { get; set; }

    /// <summary>The port of SMTP inside TLS.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int SmtpsPort { get; set; }

    /// <summary>The port of POP3 in clear, with STLS.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int Pop3Port { get; set; }

    /// <summary>The port of POP3 inside TLS.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int Pop3sPort { get; set; }

    /// <summary>The port of IMAP in clear, with STARTTLS.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int ImapPort { get; set; }

    /// <summary>The port of IMAP inside TLS.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int ImapsPort { get; set; }

    /// <summary>The port of the name server, by UDP and TCP.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int DnsPort { get; set; }

    /// <summary>The port of HTTPS, for policies of MTA-STS.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, 65535)]
    public int PolicyPort { get; set; }

    /// <summary>The port of a page that shows the messages; without it there is none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string))]
    public string? WebPort { get; set; }

    /// <summary>Who may log in: credentials, or tables of names and passwords. Without it everybody may.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(object[]))]
    public object[]? User { get; set; }

    /// <summary>Access tokens of users, by their names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(IDictionary))]
    public IDictionary? Token { get; set; }

    /// <summary>The domain of users that are named without one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string), Default = DefaultDomain)]
    public string Domain { get; set; } = DefaultDomain;

    /// <summary>The server's certificate with its private key; one of its own making if none is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(X509Certificate2))]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Take neither mail nor a login in clear.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter RequireTls { get; set; }

    /// <summary>Do not offer STARTTLS and STLS.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter NoStartTls { get; set; }

    /// <summary>Take mail after a login only.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter RequireAuthentication { get; set; }

    /// <summary>The mechanisms by which clients may log in.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SandboxMechanismWords))]
    [Cell(typeof(string[]))]
    public string[]? Mechanism { get; set; }

    /// <summary>What the name server knows beside the sandbox's own domain.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(IDictionary))]
    public IDictionary? Zone { get; set; }

    /// <summary>Policies of MTA-STS by their domains, as texts or as tables of their fields.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(IDictionary))]
    public IDictionary? Policy { get; set; }

    /// <summary>Recipients that are refused: addresses, patterns, and tables of them with the reply.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(object[]))]
    [SupportsWildcards]
    public object[]? RejectRecipient { get; set; }

    /// <summary>Senders that are refused, likewise.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(object[]))]
    [SupportsWildcards]
    public object[]? RejectSender { get; set; }

    /// <summary>Refuse recipients who are no users, or are of another domain where there are none.</summary>
    [Parameter]
    [Cell(typeof(SwitchParameter))]
    public SwitchParameter RejectUnknown { get; set; }

    /// <summary>How many times each recipient is put off.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int))]
    [ValidateRange(0, int.MaxValue)]
    public int Greylist { get; set; }

    /// <summary>How long each reply takes.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Duration]
    public TimeSpan Latency { get; set; }

    /// <summary>The largest message that is taken, in octets.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(int), Default = DefaultSizeLimit)]
    [ValidateRange(1, int.MaxValue)]
    public int SizeLimit { get; set; } = DefaultSizeLimit;

    /// <summary>When a connection is dropped: after so many octets from the client, or at a command.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? DropAfter { get; set; }

    /// <summary>Capabilities that are not offered.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(string[]))]
    public string[]? Withhold { get; set; }

    /// <summary>What else goes wrong.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(object[]))]
    public object[]? Fault { get; set; }

    /// <summary>Further options, by the names of <c>MailSandboxOptions</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoWords))]
    [Cell(typeof(IDictionary))]
    public IDictionary? Option { get; set; }

    /// <summary>Start it.</summary>
    protected override void ProcessRecord()
    {
        var started = OrTerminate(Start, null);
        try
        {
            Cancellation.ThrowIfCancellationRequested();
            RunspaceBound.To(Runspace.DefaultRunspace).Add(started);
            WriteObject(started);
        }
        catch (Exception) when (Stopping)
        {
            // Nobody got it.
            started.End();
            throw new PipelineStoppedException();
        }
    }

    private RunningSandbox Start()
    {
        var users = SandboxUsers.Read(User, nameof(User));
        var faults = Faults();
        var options = Options(users);
        var sandbox = MailSandbox.Start(options);
        try
        {
            SandboxRecords.AddTo(sandbox.Zone, Zone, nameof(Zone));
            SandboxPolicyTexts.AddTo(sandbox, Policy, nameof(Policy));
            foreach (var fault in faults)
                sandbox.Faults.Add(fault);
            return new RunningSandbox(sandbox, users.Names, users.Only, !NoStartTls);
        }
        catch
        {
            sandbox.Dispose();
            throw;
        }
    }
}
