using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>
/// Messages in bulk over a connection that is cut after every single octet: what the cmdlet reported, by results and
/// errors, is what the server has. The sandbox runs in the same PowerShell, so that a cut costs no more than its messages.
/// </summary>
public class SendCutTests
{
    private const int Messages = 3;

    private static readonly string Script = $$"""
        Add-Type -Path {{Pwsh.Quote(Path.Combine(AppContext.BaseDirectory, "PSMailProtocol.Sandbox.dll"))}}
        $smtp = [PSMailProtocol.Sandbox.SandboxProtocol]::Smtp
        $sandbox = [PSMailProtocol.Sandbox.MailSandbox]::Start()
        $mail = @{ Server = $sandbox.Host; Port = $sandbox.SmtpPort; Tls = 'None'; From = 'me@x.test'; To = 'a@x.test', 'b@x.test'; Body = '.'; ErrorAction = 'SilentlyContinue' }

        # Sends over a connection that is cut, tells what does not agree, and returns whether the command ran to its end and whether it was cut.
        function Send-Cut([long] $cut, [bool] $sent, [hashtable] $extra) {
            $fault = ($sent ? [PSMailProtocol.Sandbox.SandboxFault]::DropAfterSent($smtp, $cut) : [PSMailProtocol.Sandbox.SandboxFault]::DropAfterReceived($smtp, $cut)).Occurrence(1)
            $sandbox.Faults.Add($fault)
            $taken = $sandbox.Accepted.Count
            $connected = $sandbox.ConnectionsAccepted
            $results = [Collections.Generic.List[object]]::new()
            $problems = $failure = $null
            try {
                1..{{Messages}} | ForEach-Object { [pscustomobject]@{ Subject = "m$_" } } | Send-SmtpMessage @mail @extra -ErrorVariable problems | ForEach-Object { $results.Add($_) }
            }
            catch { $failure = $_ }
            if (-not $sandbox.WaitUntilIdle([timespan]::FromMinutes(10))) { throw 'A connection is left open.' }
            $null = $sandbox.Faults.Remove($fault)

            $accepted = @{}
            $all = $sandbox.Accepted
            for ($i = $taken; $i -lt $all.Count; $i++) {
                $subject = [regex]::Match([Text.Encoding]::ASCII.GetString($all[$i].Octets), '(?m)^Subject: (m\d)').Groups[1].Value
                $accepted[$subject] = 1 + $accepted[$subject]
            }
            $said = [Collections.Generic.List[string]]::new()
            foreach ($n in 1..{{Messages}}) {
                $reported = $results.Where({ $_.Subject -eq "m$n" })
                $count = [int] $accepted["m$n"]
                $agrees = switch ("$($reported.Status)") { 'Accepted' { $count -eq 1 } 'Unknown' { $count -le 1 } 'Rejected' { $count -eq 0 } '' { $count -eq 0 -and $failure } default { $false } }
                if (-not $agrees) { $said.Add("m$n was reported as [$($reported.Status)] and is there $count times") }
            }
            # An error for each message that was not taken, and an end of the command only where no connection could be had.
            $ids = @($problems | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -and "$($_.TargetObject.Subject)" }).FullyQualifiedErrorId -replace ',.*' | Sort-Object
            $expected = @($results.Where({ $_.Status -ne 'Accepted' }).ForEach({ $_.Status -eq 'Unknown' ? 'DeliveryUnknown' : 'ConnectionLost' })) | Sort-Object
            if ("$ids" -ne "$expected") { $said.Add("errors [$ids] for [$expected]") }
            if ($failure -and ($failure.FullyQualifiedErrorId -notlike 'ConnectionLost,*' -or $results.Count)) { $said.Add("ended by $($failure.FullyQualifiedErrorId) after $($results.Count) results") }
            foreach ($line in $said) { [Console]::WriteLine("Cut after $cut octets $(($extra | Out-String).Trim() -replace '\s+', ' '): $line") }
            [pscustomobject]@{ IsOpened = -not $failure; IsCut = $failure -or $sandbox.ConnectionsAccepted -gt $connected + 1; Unknown = @($results.Where({ $_.Status -eq 'Unknown' })).Count }
        }

        function Test-EveryCut([bool] $sent) {
            $opening = -1
            $unknown = 0
            for ($cut = 0; ; $cut++) {
                $outcome = Send-Cut $cut $sent @{}
                $unknown += $outcome.Unknown
                if ($opening -lt 0 -and $outcome.IsOpened) { $opening = $cut }
                if (-not $outcome.IsCut) { break }
            }
            # A connection that breaks off as it opens is waited for, so that a few of those cuts have to do.
            foreach ($at in @(0, [int] ($opening / 2), ($opening - 1)) + $opening..$cut) {
                $outcome = Send-Cut $at $sent @{ MaximumRetryCount = 2; RetryIntervalSec = 1 }
                if (-not $outcome.IsOpened) { "Cut after $at octets: a connection that could be had again was not" }
            }
            for ($at = 0; $at -le $cut; $at += 7) { $null = Send-Cut $at $sent @{ ThrottleLimit = 2 } }
            "$($opening -gt 10) $($cut -gt $opening + 100) $($unknown -gt 0) $($sandbox.InternalFailures.Count)"
        }

        """;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void What_is_reported_is_what_the_server_has(bool chunking, bool sent)
    {
        var withhold = chunking ? "" : "$sandbox.Faults.Add([PSMailProtocol.Sandbox.SandboxFault]::Withhold($smtp, 'CHUNKING'))\n";

        var result = Pwsh.Run(Script + withhold + $"Test-EveryCut ${sent}; $sandbox.Dispose()").AssertSucceeded();

        Assert.Equal(["True True True 0"], result.Lines);
    }
}
