using System;
using System.IO;
using System.Linq;
using System.Net;
using PSMailProtocol.Module.Tests.Loading;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>What build.ps1 packages and installs. The compiler is stood in for, since the tests' own build has done its work.</summary>
public class BuildScriptTests
{
    [Fact]
    public void An_installed_module_has_what_ships_and_nothing_else_and_works()
    {
        using var sandbox = MailSandbox.Start();
        sandbox.Zone.AddMx("example.com", 10, "mx.example.com").AddAddress("mx.example.com", IPAddress.Parse("192.0.2.1"));
        var result = Pwsh.Run($$"""
            function dotnet { $global:LASTEXITCODE = 0; 'Build succeeded.' }
            $installed = & {{Pwsh.Quote(Path.Combine(Pwsh.Root, "build.ps1"))}} -Task Install -Destination "$PWD/modules" 6>$null
            $env:PSModulePath = "$PWD/modules"
            "by name: $((Resolve-MailExchanger example.com -DnsServer {{sandbox.DnsEndPoint}}).Exchange)"
            "from: $((Get-Module PSMailProtocol).ModuleBase.StartsWith($PWD.Path)) $((Get-Command Resolve-MailExchanger).ImplementingType.Assembly.Location.StartsWith($PWD.Path))"
            "cmdlets: $((Get-Command -Module PSMailProtocol).Count)"
            "help: $((Get-Help Send-SmtpMessage -Examples).examples.example.Count -ge 2)"
            foreach ($file in Get-ChildItem "$PWD/modules" -Recurse -File) { $file.FullName.Substring($PWD.Path.Length + 1).Replace('\', '/') }
            """, manifest: ImportTests.AnotherModule).AssertSucceeded();

        var files = result.Lines.Where(line => line.StartsWith("modules/", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                "net472/PSMailProtocol.Core.dll", "net472/PSMailProtocol.Loader.dll", "net472/PSMailProtocol.Sandbox.dll",
                "net472/PSMailProtocol.dll",
                "net472/deps/BouncyCastle.Cryptography.dll", "net472/deps/DnsClient.dll", "net472/deps/MimeKit.dll",
                "net472/deps/PSMailProtocol.Dns.dll",
                "net472/deps/PSMailProtocol.Mime.dll", "net472/deps/System.Buffers.dll", "net472/deps/System.Memory.dll",
                "net472/deps/System.Numerics.Vectors.dll", "net472/deps/System.Runtime.CompilerServices.Unsafe.dll",
                "net8.0/PSMailProtocol.Core.dll", "net8.0/PSMailProtocol.Loader.dll", "net8.0/PSMailProtocol.Sandbox.dll",
                "net8.0/PSMailProtocol.dll",
                "net8.0/deps/BouncyCastle.Cryptography.dll", "net8.0/deps/DnsClient.dll", "net8.0/deps/Microsoft.Bcl.Cryptography.dll",
                "net8.0/deps/MimeKit.dll",
                "net8.0/deps/PSMailProtocol.Dns.dll", "net8.0/deps/PSMailProtocol.Mime.dll", "net8.0/deps/System.Formats.Asn1.dll",
                "net8.0/deps/System.Security.Cryptography.Pkcs.dll",
            ],
            files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal))
                .Select(file => file[(file.IndexOf("/bin/", StringComparison.Ordinal) + 5)..]).Order(StringComparer.Ordinal));
        Assert.All(files,
            file => Assert.Contains(Path.GetExtension(file), new[] { ".dll", ".psd1", ".ps1xml", ".xml", ".txt", ".md", "" }));
        Assert.Contains("help: True", result.Lines);
        Assert.Contains("from: True True", result.Lines);
        Assert.Contains("by name: mx.example.com", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("cmdlets: ", StringComparison.Ordinal) && line != "cmdlets: 0");
    }
}
