using System;
using System.Linq;
using System.Text;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Cmdlets;

/// <summary>A table of accounts: every cell counts, an empty one is not given, and one that does not fit is an error of its row.</summary>
public sealed class AccountTableTests : IDisposable
{
    private readonly MailSandbox _sandbox = MailSandbox.Start(new MailSandboxOptions { Users = { ["alice"] = "of alice", ["bob"] = "of bob" } });

    public AccountTableTests()
    {
        foreach (var user in new[] { "alice", "bob" })
            _sandbox.Mailbox(user).Deliver(Encoding.ASCII.GetBytes($"Subject: to {user}\r\n\r\nbody\r\n"), uniqueId: $"uid-{user}");
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Each_row_has_its_own_credential_and_its_own_way()
    {
        var result = Run($$"""
            Set-Content accounts.csv 'Server,Port,Tls,UserName,SkipCertificateCheck,ConnectionTimeoutSeconds,OperationTimeoutSeconds,AllowUnencryptedAuthentication,Number,Uid',
                '{{_sandbox.Host}},{{_sandbox.Pop3Port}},StartTls,alice,True,5,60,,1,',
                '{{_sandbox.Host}},{{_sandbox.Pop3sPort}},implicit,bob,1,,,False,,uid-bob'
            $passwords = @{ alice = 'of alice'; bob = 'of bob' }
            Import-Csv accounts.csv |
                Select-Object *, @{ n = 'Credential'; e = { [pscredential]::new($_.UserName, (ConvertTo-SecureString $passwords[$_.UserName] -AsPlainText -Force)) } } |
                Get-Pop3Message | ForEach-Object { "$($_.Mailbox.Port) $($_.Mailbox.UserName): $($_.Subject)" }
            """);

        Assert.Equal([$"{_sandbox.Pop3Port} alice: to alice", $"{_sandbox.Pop3sPort} bob: to bob"], result.Lines);
    }

    [Fact]
    public void An_empty_cell_counts_as_not_given()
    {
        var columns = new[] { "Port", "Tls", "Token", "Authentication", "Certificate", "SkipCertificateCheck", "AllowUnencryptedAuthentication", "PinnedCertificate", "ConnectionTimeoutSeconds", "OperationTimeoutSeconds", "Number", "Uid" };

        var result = Run($$"""
            $row = [ordered]@{ Server = ''; Credential = $credential }
            {{string.Concat(columns.Select(column => $"$row['{column}'] = ''\n"))}}
            [pscustomobject] $row | Get-Pop3Message -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems.FullyQualifiedErrorId
            $row.Server = '{{_sandbox.Host}}'
            $row.Port = '{{_sandbox.Pop3sPort}}'
            $row.SkipCertificateCheck = 'True'
            $row.Tls = 'Implicit'
            [pscustomobject] $row | Get-Pop3Message | ForEach-Object Subject
            """);

        Assert.Equal(["ServerNotSpecified,PSMailProtocol.Commands.GetPop3MessageCommand", "to alice"], result.Lines);
    }

    [Fact]
    public void A_cell_that_does_not_fit_is_an_error_of_its_row_and_never_the_default()
    {
        (string Column, string Value, string Says)[] cells =
        [
            ("Port", "abc", "no number"),
            ("Port", "70000", "70000"),
            ("Tls", "Implicid", "none of Auto, Implicit"),
            ("Authentication", "Plane", "none of Auto, Plain"),
            ("Token", "a secret token", "SecureString"),
            ("Certificate", "no such file.pfx", "no X509Certificate2"),
            ("SkipCertificateCheck", "perhaps", "neither True nor False"),
            ("AllowUnencryptedAuthentication", "yes please", "neither True nor False"),
            ("ConnectionTimeoutSeconds", "soon", "no number"),
            ("OperationTimeoutSeconds", "0", "0"),
            ("Number", "first", "no number"),
        ];

        var result = Run($$"""
            $good = @{ Server = '{{_sandbox.Host}}'; Port = {{_sandbox.Pop3Port}}; Tls = 'StartTls'; SkipCertificateCheck = 'True'; Credential = $credential }
            foreach ($cell in {{string.Join(", ", cells.Select(cell => $"@('{cell.Column}', '{cell.Value}')"))}}) {
                $bad = $good.Clone()
                $bad[$cell[0]] = $cell[1]
                $emitted = @([pscustomobject] $bad, [pscustomobject] $good | Get-Pop3Message -ErrorAction SilentlyContinue -ErrorVariable problems)
                "$($cell[0]) $($emitted.Count) $($problems.Count) $($problems.Exception.Message)"
            }
            """);

        Assert.All(cells.Zip(result.Lines), pair => Assert.StartsWith($"{pair.First.Column} 1 1 Cannot", pair.Second));
        Assert.All(cells.Zip(result.Lines), pair => Assert.Contains(pair.First.Says, pair.Second));
        Assert.DoesNotContain("a secret token", result.Output);
        Assert.Equal(cells.Length, _sandbox.ConnectionsAccepted);
    }

    [Fact]
    public void A_row_that_a_message_was_written_to_goes_by_its_UID()
    {
        var result = Run($$"""
            $way = @{ Server = '{{_sandbox.Host}}'; Port = {{_sandbox.Pop3Port}}; SkipCertificateCheck = $true; Credential = $credential }
            [pscustomobject]@{ Number = 7; Uid = 'uid-alice' } | Get-Pop3Message @way | ForEach-Object Subject
            """);

        Assert.Equal(["to alice"], result.Lines);
    }

    private static PwshResult Run(string script) =>
        Pwsh.Run("$credential = [pscredential]::new('alice', (ConvertTo-SecureString 'of alice' -AsPlainText -Force))\n" + script).AssertSucceeded();
}
