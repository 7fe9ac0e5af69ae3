using System.Net;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests.Loading;

/// <summary>Two modules with two versions of one library, in one process.</summary>
public class RivalModuleTests
{
    // A cmdlet that got another's library fails at the first missing type, or works by luck; so both are used and both are looked at.
    private const string Resolve = "(Resolve-MailExchanger example.com -DnsServer $dns).Exchange";
    private const string Send = "(Send-SmtpMessage -From me@x.test -To you@x.test -Subject 'Grüße' -Body b).Status";

    [Theory]
    [InlineData("DnsClientOlder", "DnsClient", "1.6.1.0", true)]
    [InlineData("DnsClientOlder", "DnsClient", "1.6.1.0", false)]
    [InlineData("DnsClientNewer", "DnsClient", "99.0.0.0", true)]
    [InlineData("DnsClientNewer", "DnsClient", "99.0.0.0", false)]
    [InlineData("MimeKitOlder", "MimeKit", "4.18.0.0", true)]
    [InlineData("MimeKitOlder", "MimeKit", "4.18.0.0", false)]
    [InlineData("MimeKitNewer", "MimeKit", "9.0.0.0", true)]
    [InlineData("MimeKitNewer", "MimeKit", "9.0.0.0", false)]
    [InlineData("MailKit", "MailKit", "4.18.0.0", true)]
    [InlineData("MailKit", "MailKit", "4.18.0.0", false)]
    public void Each_module_uses_its_own_library(string rival, string library, string version, bool isImportedFirst)
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));
        (string Use, string Result,
            string Library) ours = library == "DnsClient" ? (Resolve, "mx.example.com", library) : (Send, "Accepted", "MimeKit");

        var prologue = SandboxScript.Connect(sandbox) + $$"""
            $dns = '{{sandbox.DnsEndPoint}}'
            $rival = {{Pwsh.Quote(RivalModule.Assembly(rival))}}
            $ours = {{Pwsh.Quote(Pwsh.Manifest)}}
            function Show-Ours { "ours: $({{ours.Use}})" }
            function Show-Rival { $used = Get-RivalLibrary; "rival: $($used.GetName().Name) $($used.GetName().Version) $((Split-Path $used.Location) -eq (Split-Path $rival))" }

            """;
        var steps = isImportedFirst
            ? "Import-Module $rival; Show-Rival; Import-Module $ours; Show-Ours; Show-Rival"
            : "Import-Module $ours; Show-Ours; Import-Module $rival; Show-Rival; Show-Ours";

        var result = Pwsh.Run(prologue + steps + $$"""

            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq '{{ours.Library}}' })) {
                $folder = [IO.Path]::Combine((Split-Path $ours), 'bin', 'net8.0', 'deps')
                $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name
                if ($context -eq 'PSMailProtocol') { "private: $((Split-Path $assembly.Location) -eq $folder)" }
            }
            """, manifest: ImportTests.AnotherModule).AssertSucceeded();

        var (rivalLine, oursLine) = ($"rival: {library} {version} True", $"ours: {ours.Result}");
        Assert.Equal(
            isImportedFirst ? [rivalLine, oursLine, rivalLine, "private: True"] : [oursLine, rivalLine, oursLine, "private: True"],
            result.Lines);
    }
}
