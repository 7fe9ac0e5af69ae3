using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Ends a sandbox, with all the mail in it.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MailSandbox", SupportsShouldProcess = true)]
public sealed class StopMailSandboxCommand : SandboxCommand
{
    /// <summary>End it. One that was ended already stays so.</summary>
    protected override void ProcessRecord() => OrReport(Stop, Sandbox);

    private void Stop()
    {
        var sandbox = Chosen();
        if (sandbox.IsRunning && IsAgreed($"{sandbox}", "End with all mail in it"))
            sandbox.End();
    }
}
