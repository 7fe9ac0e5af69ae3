using System;
using System.IO;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// Messages are read, piped on and removed over connections that are cut after every single octet: what the cmdlets
/// reported is what the maildrop holds. The sandbox runs in the same PowerShell, so that a cut costs no more than its messages.
/// </summary>
public class Pop3CutTests
{
    private static readonly string Script = $$"""
        Add-Type -Path {{Pwsh.Quote(Path.Combine(AppContext.BaseDirectory, "PSMailProtocol.Sandbox.dll"))}}
        $pop3 = [PSMailProtocol.Sandbox.SandboxProtocol]::Pop3
        $sandbox = [PSMailProtocol.Sandbox.MailSandbox]::Start()
        $maildrop = $sandbox.Mailbox('alice')
        $login = @{ Server = $sandbox.Host; Port = $sandbox.Pop3Port; Tls = 'None'; Credential = [pscredential]::new('alice', (ConvertTo-SecureString x -AsPlainText -Force)); ErrorAction = 'SilentlyContinue' }

        # Which of the two sessions is cut: the one that reads or the one that removes.
        function Test-EveryCut([bool] $sent, [int] $session) {
            $removed = $kept = 0
            for ($cut = 0; ; $cut++) {
                while ($maildrop.Messages.Count -lt 3) { $null = $maildrop.Deliver([Text.Encoding]::ASCII.GetBytes("Subject: m`r`n`r`n.`r`n")) }
                $uids = @($maildrop.Messages.UniqueId)
                $fault = ($sent ? [PSMailProtocol.Sandbox.SandboxFault]::DropAfterSent($pop3, $cut) : [PSMailProtocol.Sandbox.SandboxFault]::DropAfterReceived($pop3, $cut)).Occurrence($session)
                $sandbox.Faults.Add($fault)
                $connected = $sandbox.ConnectionsAccepted
                $read = [Collections.Generic.List[object]]::new()
                $results = [Collections.Generic.List[object]]::new()
                $problems = $failure = $null
                try {
                    Get-Pop3Message @login -ErrorVariable problems | ForEach-Object { $read.Add($_.Uid); $_ } | Where-Object Uid -ne $uids[1] |
                        Remove-Pop3Message -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +problems | ForEach-Object { $results.Add($_) }
                }
                catch { $failure = $_ }
                if (-not $sandbox.WaitUntilIdle([timespan]::FromMinutes(10))) { throw 'A connection is left open.' }
                $null = $sandbox.Faults.Remove($fault)

                $left = @($maildrop.Messages.UniqueId)
                $gone = @($uids.Where({ $_ -notin $left }))
                $told = @($results.Where({ $_.Removed }).Uid)
                if ("$gone" -ne "$told") { [Console]::WriteLine("Cut after $cut octets: [$told] were reported as removed and [$gone] are gone") }
                if ($gone.Where({ $_ -notin $read })) { [Console]::WriteLine("Cut after $cut octets: a message is gone that was not read") }
                if ($results.Where({ -not $_.Removed -and -not $_.Reason })) { [Console]::WriteLine("Cut after $cut octets: no reason is given") }
                $wasCut = $sandbox.ConnectionsAccepted -lt $connected + $session -or $failure -or $problems -or $results.Where({ -not $_.Committed })
                if ($gone) { $removed++ } else { $kept++ }
                if (-not $wasCut) { break }
            }
            "$($removed -gt 0) $($kept -gt 20) $($sandbox.InternalFailures.Count)"
        }

        """;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public void What_is_reported_is_what_the_maildrop_holds(bool sent, int session)
    {
        var result = Pwsh.Run(Script + $"Test-EveryCut ${sent} {session}; $sandbox.Dispose()").AssertSucceeded();

        Assert.Equal(["True True 0"], result.Lines);
    }
}
