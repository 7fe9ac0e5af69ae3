using System.IO;
using System.Linq;
using Xunit;

namespace PSMailProtocol.Module.Tests;

/// <summary>What build.ps1 packages and installs. The compiler is stood in for, since the tests' own build has done its work.</summary>
public class BuildScriptTests
{
    [Fact]
    public void An_installed_module_has_our_assemblies_and_nothing_else_and_works()
    {
        var result = Pwsh.Run($$"""
            Remove-Module PSMailProtocol
            function dotnet { $global:LASTEXITCODE = 0; 'Build succeeded.' }
            $installed = & {{Pwsh.Quote(Path.Combine(Pwsh.Root, "build.ps1"))}} -Task Install -Destination "$PWD/modules" 6>$null
            Import-Module "$PWD/modules/PSMailProtocol" -ErrorAction Stop
            "cmdlets: $((Get-Command -Module PSMailProtocol).Count)"
            "help: $((Get-Help Send-SmtpMessage -Examples).examples.example.Count -ge 2)"
            foreach ($file in Get-ChildItem "$PWD/modules" -Recurse -File) { $file.FullName.Substring($PWD.Path.Length + 1).Replace('\', '/') }
            """).AssertSucceeded();

        var files = result.Lines.Where(line => line.StartsWith("modules/", System.StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["PSMailProtocol.Core.dll", "PSMailProtocol.dll"],
            files.Where(file => file.EndsWith(".dll", System.StringComparison.Ordinal)).Select(Path.GetFileName).Order(System.StringComparer.Ordinal));
        Assert.All(files, file => Assert.Contains(Path.GetExtension(file), new[] { ".dll", ".psd1", ".ps1xml", ".xml", ".txt", "" }));
        Assert.Contains("help: True", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("cmdlets: ", System.StringComparison.Ordinal) && line != "cmdlets: 0");
    }
}
