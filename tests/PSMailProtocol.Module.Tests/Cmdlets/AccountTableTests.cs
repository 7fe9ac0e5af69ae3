using System;
using System.Linq;
using System.Security.Cryptography;
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
                '{{_sandbox.Host}},{{_sandbox.Pop3Port}},StartTls,alice,False,5,60,,1,',
                '{{_sandbox.Host}},{{_sandbox.Pop3sPort}},implicit,bob,0,,,False,,uid-bob'
            $passwords = @{ alice = 'of alice'; bob = 'of bob' }
            Import-Csv accounts.csv |
                Select-Object *, @{ n = 'PinnedCertificate'; e = { '{{Pin}}' } }, @{ n = 'Credential'; e = { [pscredential]::new($_.UserName, (ConvertTo-SecureString $passwords[$_.UserName] -AsPlainText -Force)) } } |
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
            $row.PinnedCertificate = '{{Pin}}'
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
            $good = @{ Server = '{{_sandbox.Host}}'; Port = {{_sandbox.Pop3Port}}; Tls = 'StartTls'; PinnedCertificate = '{{Pin}}'; Credential = $credential }
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

    /// <summary>Whoever types the command chooses the protection: what a row may say of it, and what it may not.</summary>
    [Fact]
    public void A_row_does_not_lower_the_protection_and_may_raise_it()
    {
        // Typed, in the row, whether it has a credential, and what comes of it.
        (string Typed, string Row, bool LogsIn, string Expected)[] rows =
        [
            ("", "SkipCertificateCheck = 'True'", true, "SkipCertificateCheck"),
            ("", "SkipCertificateCheck = $true", false, "SkipCertificateCheck"),
            ("", "SkipCertificateCheck = 1", true, "SkipCertificateCheck"),
            ("", "SkipCertificateCheck = 'False'", true, "CertificateRejected"),
            ("-SkipCertificateCheck", "SkipCertificateCheck = 'False'", true, "read"),
            ("-SkipCertificateCheck", "SkipCertificateCheck = 'True'", true, "read"),
            ("-SkipCertificateCheck:$false", "SkipCertificateCheck = 'True'", true, "CertificateRejected"),
            ("", "AllowUnencryptedAuthentication = 'True'", true, "AllowUnencryptedAuthentication"),
            ("-SkipCertificateCheck -AllowUnencryptedAuthentication", "AllowUnencryptedAuthentication = 'True'", true, "read"),
            ("-SkipCertificateCheck", "Tls = 'None'", true, "Tls None"),
            ("-SkipCertificateCheck", "Tls = 'Opportunistic'", true, "Tls Opportunistic"),
            ("-SkipCertificateCheck", "Tls = 'StartTls'", true, "read"),
            ("-SkipCertificateCheck", "Tls = 'Auto'", true, "read"),
            ("-SkipCertificateCheck -Tls None", "Tls = 'StartTls'", true, "read"),
            ("-SkipCertificateCheck -Tls StartTls", "Tls = 'None'", true, "read"),
            ("-SkipCertificateCheck", "Tls = 'None'", false, "Tls None"),
            ("-SkipCertificateCheck", "Tls = 'Opportunistic'", false, "read"),
            ("", $"PinnedCertificate = '{Pin}'", true, "read"),
            ("", $"PinnedCertificate = '{Pin}'; Tls = 'None'", true, "InvalidParameter"),
        ];

        var result = Run(string.Join("\n", rows.Select(row => $$"""
            $row = @{ {{row.Row}}; Server = '{{_sandbox.Host}}'; Port = {{(row.LogsIn ? _sandbox.Pop3Port : _sandbox.SmtpPort)}} }
            {{(row.LogsIn ? "$row.Credential = $credential" : "$row.From = 'a@x.test'; $row.To = 'b@x.test'")}}
            $problem = $null
            $out = @([pscustomobject] $row | {{(row.LogsIn ? "Get-Pop3Message" : "Send-SmtpMessage")}} {{row.Typed}} -ErrorVariable problem -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
            if ($problem) { "$($problem[0].FullyQualifiedErrorId -replace ',.*') $($problem[0].Exception.Message) | $($problem[0].ErrorDetails.RecommendedAction)" } else { 'read' }
            """)));

        Assert.Equal(rows.Length, result.Lines.Length);
        Assert.All(rows.Zip(result.Lines), pair => Assert.Contains(pair.First.Expected, pair.Second));
        Assert.All(rows.Zip(result.Lines).Where(pair => pair.First.Expected.StartsWith("Tls", StringComparison.Ordinal)), pair =>
            Assert.StartsWith($"InvalidParameter A row of the pipeline asks for {pair.First.Expected}, and only the command itself can lower the protection. | Give -{pair.First.Expected} on the command", pair.Second));
    }

    /// <summary>A message of ours is no row: it is read again and removed as it was read. What somebody added to it is one.</summary>
    [Fact]
    public void A_message_brings_the_protection_that_was_typed_where_it_was_read()
    {
        var result = Run($$"""
            $way = @{ Server = '{{_sandbox.Host}}'; Port = {{_sandbox.Pop3Port}}; Credential = $credential }
            Get-Pop3Message @way -SkipCertificateCheck -HeaderOnly | Get-Pop3Message | Remove-Pop3Message -WhatIf
            $marked = Get-Pop3Message @way -PinnedCertificate '{{Pin}}' | Add-Member SkipCertificateCheck True -PassThru
            $marked | Remove-Pop3Message -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem.Exception.Message
            [pscustomobject]@{ Uid = 'uid-alice'; SkipCertificateCheck = $true } | Remove-Pop3Message @way -Confirm:$false -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem.Exception.Message
            Get-Pop3Message @way -SkipCertificateCheck | Remove-Pop3Message -Confirm:$false | ForEach-Object Removed
            """);

        Assert.Equal(3, result.Lines.Count(line => !line.StartsWith("What if", StringComparison.Ordinal)));
        Assert.Contains("What if", result.Output);
        Assert.Equal(2, result.Lines.Count(line => line.StartsWith("A row of the pipeline asks for SkipCertificateCheck", StringComparison.Ordinal)));
        Assert.Equal("True", result.Lines[^1]);
    }

    private string Pin => Convert.ToHexString(SHA256.HashData(_sandbox.Certificate.RawData));

    private static PwshResult Run(string script) =>
        Pwsh.Run("$credential = [pscredential]::new('alice', (ConvertTo-SecureString 'of alice' -AsPlainText -Force))\n" + script).AssertSucceeded();
}
