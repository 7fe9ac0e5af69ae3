using System;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>The progress of Send-SmtpMessage. A server that takes its time makes it one that has taken a second.</summary>
public class SendProgressTests
{
    /// <summary>Runs a script in a runspace of its own, which shows progress as a person's does, and gives the records.</summary>
    private static string Records(MailSandbox sandbox) => $$"""
        function Get-Progress([string] $script) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module -Name '{{Pwsh.Manifest.Replace("'", "''", StringComparison.Ordinal)}}'; `$mail = @{ Server = '{{sandbox.Host}}'; Port = {{sandbox.SmtpPort}}; Tls = 'None'; From = 'me@x.test'; To = 'to@x.test' }; $script").Invoke()
            $shell.Streams.Error | ForEach-Object { "$_" }
            $shell.Streams.Progress | Where-Object { $_.Activity -like 'Sending mail*' -or $_.Activity -like 'Connecting to*' }
        }

        """;

    [Fact]
    public void Messages_in_bulk_are_counted_once_they_take_a_second()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Delay(SandboxProtocol.Smtp, SandboxFault.EndOfData, TimeSpan.FromSeconds(1.2)).Occurrence(3));

        var result = Pwsh.Run(Records(sandbox) + """
            $records = Get-Progress '1..3 | ForEach-Object { [pscustomobject]@{ Subject = "m$_" } } | Send-SmtpMessage @mail'
            # A bar is one object from its beginning to its end, so that it is seen here as it was last.
            $records | ForEach-Object { "$($_.RecordType) $($_.Activity) $($_.StatusDescription)" -replace 'Port \d+$', 'Port n' } | Select-Object -Unique
            """).AssertSucceeded();

        Assert.Equal(["Completed Connecting to 127.0.0.1 Port n", "Completed Sending mail through 127.0.0.1 Message 3: m3"], result.Lines);
    }

    [Fact]
    public void A_large_message_shows_how_much_of_it_is_sent()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Faults.Add(SandboxFault.Withhold(SandboxProtocol.Smtp, "CHUNKING"));
        sandbox.Faults.Add(SandboxFault.Delay(SandboxProtocol.Smtp, "DATA", TimeSpan.FromSeconds(1.2)));

        var result = Pwsh.Run(Records(sandbox) + """
            [IO.File]::WriteAllBytes("$PWD/large.bin", [byte[]]::new(8MB))
            foreach ($limit in 1, 2) {
                $records = Get-Progress "Send-SmtpMessage @mail -Subject large -Attachment '$PWD/large.bin' -ThrottleLimit $limit"
                $sent = $records.Where({ $_.StatusDescription -match '^"large": \D*\d.* octets$' })
                "$($sent.Count -gt 0) $(@($sent.Where({ $_.PercentComplete -lt 0 -or $_.PercentComplete -gt 100 })).Count) $($records[-1].RecordType)"
            }
            """).AssertSucceeded();

        Assert.Equal(["True 0 Completed", "True 0 Completed"], result.Lines);
    }
}
