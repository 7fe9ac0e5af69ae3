using System;
using System.IO;
using System.Linq;
using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests.Help;

public class HelpTests
{
    // What the help says of each parameter beside what the command says of it, one line each; only differences are written.
    private const string Differences = """
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        function DescribeBinding($parameter) {
            $ways = @(if ($parameter.ValueFromPipeline) { 'ByValue' }) + @(if ($parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
            if ($ways) { "True ($($ways -join ', '))" } else { 'False' }
        }
        function DefaultOf($cmdlet, $name) {
            $value = $cmdlet.$name
            # What says "no limit" or "not given" is described in words.
            if ($value -is [enum] -or ($value -is [string] -and $value) -or ($value -is [int] -and $value -notin 0, [int]::MaxValue)) { "$value" }
        }
        foreach ($command in Get-Command -Module PSMailProtocol) {
            $help = Get-Help $command.Name -Full
            $instance = [Activator]::CreateInstance($command.ImplementingType)
            $described = @{}
            foreach ($parameter in $help.parameters.parameter) { $described[$parameter.name] = $parameter }
            foreach ($name in $described.Keys) { if (-not $command.Parameters.ContainsKey($name)) { "$command -$name is described and does not exist" } }
            foreach ($name in $command.Parameters.Keys.Where({ $_ -notin $common })) {
                $entry = $described[$name]
                if (-not $entry) { "$command -$name is not described"; continue }
                $real = $command.ParameterSets.Parameters.Where({ $_.Name -eq $name }, 'First')[0]
                $default = DefaultOf $instance $name
                $checks = [ordered]@{
                    description   = @($true, (($entry.description.Text -join ' ').Length -gt 10))
                    required      = @("$($real.IsMandatory)", $entry.required)
                    position      = @($(if ($real.Position -lt 0) { 'named' } else { "$($real.Position)" }), $entry.position)
                    pipelineInput = @((DescribeBinding $real), $entry.pipelineInput)
                    aliases       = @($(if ($real.Aliases) { $real.Aliases -join ', ' } else { 'none' }), $entry.aliases)
                    type          = @($real.ParameterType.FullName, $entry.type.name)
                    defaultValue  = @($(if ($default) { $default } else { $entry.defaultValue }), $entry.defaultValue)
                }
                foreach ($check in $checks.GetEnumerator()) {
                    if ($check.Value[0] -ne $check.Value[1]) { "$command -$name $($check.Key): is $($check.Value[0]), described as $($check.Value[1])" }
                }
                if (-not $entry.defaultValue) { "$command -$name has no default value described" }
            }
        }
        """;

    private const string Overview = """
        foreach ($command in Get-Command -Module PSMailProtocol | Sort-Object Name) {
            $help = Get-Help $command.Name -Full
            $sets = @($help.syntax.syntaxItem).Count -eq $command.ParameterSets.Count
            $types = $help.inputTypes.inputType.type.name -and "$($help.returnValues.returnValue.type.name)" -eq "$($command.OutputType.Name)"
            $words = ($help.description.Text -join ' ').Length -gt 100 -and $help.alertSet.alert.Text -and $help.relatedLinks.navigationLink.linkText
            "$($command.Name)|$($help.Synopsis)|$(@($help.examples.example).Count)|$([bool]$sets)|$([bool]$types)|$([bool]$words)"
        }
        (Get-Help about_PSMailProtocol | Out-String).Contains('TEXT OF STRANGERS')
        """;

    [Fact]
    public void Every_parameter_is_described_as_it_is_and_nothing_else_is()
    {
        var result = Pwsh.Run(Differences + "\n'compared'").AssertSucceeded();

        Assert.Equal(["compared"], result.Lines);
    }

    [Fact]
    public void Every_cmdlet_has_a_synopsis_two_examples_inputs_outputs_notes_and_links() => AssertComplete(Pwsh.Manifest);

    [Fact]
    public void A_copied_module_folder_finds_its_help_as_the_checkout_does()
    {
        var folder = Directory.CreateTempSubdirectory("PSMailProtocol-");
        try
        {
            CopyModule(folder.FullName);
            AssertComplete(Path.Combine(folder.FullName, "PSMailProtocol.psd1"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertComplete(string manifest)
    {
        var lines = Pwsh.Run(Overview, manifest: manifest).AssertSucceeded().Lines;

        var cmdlets = lines.SkipLast(1).Select(line => line.Split('|')).ToArray();
        Assert.Equal(
            [
                "Export-MailMessage", "Get-ImapMessage", "Get-Pop3Message", "Import-MailMessage", "Remove-Pop3Message", "Resolve-MailExchanger",
                "Save-MailAttachment", "Send-SmtpMessage",
            ],
            cmdlets.Select(cmdlet => cmdlet[0]));
        Assert.All(cmdlets, cmdlet =>
        {
            // Without a help file the synopsis is the syntax, which begins with the name.
            Assert.False(cmdlet[1].TrimStart().StartsWith(cmdlet[0], StringComparison.Ordinal), cmdlet[1]);
            Assert.True(int.Parse(cmdlet[2], null) >= 2, $"{cmdlet[0]} has {cmdlet[2]} examples");
            Assert.Equal(["True", "True", "True"], cmdlet[3..]);
        });
        Assert.Equal("True", lines[^1]);
    }

    private static void CopyModule(string destination)
    {
        File.Copy(Pwsh.Manifest, Path.Combine(destination, "PSMailProtocol.psd1"));
        foreach (var part in new[] { "bin", "en-US", "formats" })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Pwsh.Root, part), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(destination, Path.GetRelativePath(Pwsh.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }
}
