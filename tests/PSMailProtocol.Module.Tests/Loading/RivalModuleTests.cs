using System.Linq;
using System.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Loading;

/// <summary>Two modules with two versions of one package, in one process.</summary>
public class RivalModuleTests
{
    private const string OursIsUsed = """
        $answer = Resolve-MailExchanger example.com -DnsServer $dns
        "exchange: $($answer.Exchange)"
        """;

    // A cmdlet that got another's library fails at the first missing type, or works by luck; so both are used and both are looked at.
    private const string Show = """
        "rival: $((Get-RivalDnsClient).GetName().Version) in $((Split-Path (Get-RivalDnsClient).Location) -eq $rivalFolder)"
        foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'DnsClient' })) {
            $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name
            if ($context -eq 'PSMailProtocol') { "ours: $($assembly.GetName().Version)" }
        }
        """;

    [Theory]
    [InlineData("Older", "1.6.1.0", true)]
    [InlineData("Older", "1.6.1.0", false)]
    [InlineData("Newer", "99.0.0.0", true)]
    [InlineData("Newer", "99.0.0.0", false)]
    public void Each_module_uses_its_own_library(string rival, string version, bool isImportedFirst)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));
        var prologue = $$"""
            $dns = '{{sandbox.DnsEndPoint}}'
            $rival = {{Pwsh.Quote(RivalModule.Assembly(rival))}}
            $rivalFolder = Split-Path $rival
            $ours = {{Pwsh.Quote(Pwsh.Manifest)}}

            """;
        var imports = isImportedFirst
            ? "Import-Module $rival; $null = Get-RivalDnsClient; Import-Module $ours\n" + OursIsUsed
            : OursIsUsed + "\nImport-Module $rival\n" + OursIsUsed.Replace("exchange:", "again:", System.StringComparison.Ordinal);

        var result = Pwsh.Run(prologue + imports + "\n" + Show, manifest: isImportedFirst ? ImportTests.AnotherModule : null).AssertSucceeded();

        Assert.Contains("exchange: mx.example.com", result.Lines);
        Assert.Contains($"rival: {version} in True", result.Lines);
        Assert.Contains("ours: 1.8.0.0", result.Lines);
        Assert.Equal(!isImportedFirst, result.Lines.Contains("again: mx.example.com"));
    }
}
