using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSMailProtocol.Advice;
using PSMailProtocol.Completion;

namespace PSMailProtocol.Commands;

/// <summary>What the cmdlets about a sandbox have in common: it is given, or the only one that runs here.</summary>
public abstract class SandboxCommand : MailCommand
{
    /// <summary>The sandbox; the only one that runs in this runspace if none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NoWords))]
    [ValidateNotNull]
    public virtual RunningSandbox? Sandbox { get; set; }

    /// <summary>The sandbox that is meant.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.SandboxNotRunning"/>, or <see cref="MailErrors.InvalidParameter"/> where
    /// several run.</exception>
    private protected RunningSandbox Chosen()
    {
        if (Sandbox is not null)
            return Sandbox;

        var running = RunspaceBound.To(Runspace.DefaultRunspace).Living<RunningSandbox>();
        return running.Count switch
        {
            0 => throw new MailException(MailErrors.SandboxNotRunning, "No sandbox runs in this runspace."),
            1 => running[0],
            _ => throw new AdvisedException(
                MailErrors.InvalidParameter,
                $"{running.Count} sandboxes run in this runspace, with the SMTP " +
                $"ports {string.Join(", ", running.Select(sandbox => sandbox.SmtpPort))}, and -{nameof(Sandbox)} does not say which is " +
                "meant.",
                "Give -Sandbox what Start-MailSandbox emitted, or pipe that."),
        };
    }

    /// <summary>The sandbox that is meant, which has to run.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.SandboxNotRunning"/>.</exception>
    private protected RunningSandbox Running() =>
        Chosen() is { IsRunning: true } running
            ? running
            : throw new MailException(MailErrors.SandboxNotRunning, $"-{nameof(Sandbox)}: {Sandbox} was ended.");
}
