using System.Management.Automation;

namespace PSMailProtocol.Commands;

/// <summary>Removes all mail from a sandbox.</summary>
[Cmdlet(VerbsCommon.Clear, "MailSandbox", SupportsShouldProcess = true)]
public sealed class ClearMailSandboxCommand : SandboxCommand
{
    /// <summary>Empty it: what it accepted, and every mailbox.</summary>
    protected override void ProcessRecord() => OrReport(Clear, Sandbox);

    private void Clear()
    {
        var sandbox = Running();
        if (IsAgreed($"{sandbox}", "Remove all mail"))
            sandbox.GetMailSandbox().Clear();
    }
}
