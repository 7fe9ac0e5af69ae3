using System;
using System.IO;
using Xunit;

namespace PSMailProtocol.Module.Tests.Help;

/// <summary>What a build makes of the words in help/, as Get-Help shows it.</summary>
public class HelpTests
{
    // Each cmdlet that has help gives its name; anything else that is written is something amiss.
    private const string Overview = """
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($command in Get-Command -Module PSMailProtocol | Sort-Object Name) {
            "$command"
            $help = Get-Help $command.Name -Full
            $visible = $command.Parameters.Values.Where({ $_.Name -notin $common -and $false -in $_.Attributes.Where({ $_ -is [Parameter] }).DontShow }).Name
            foreach ($difference in Compare-Object $visible $help.parameters.parameter.name) { "$command $($difference.InputObject) $($difference.SideIndicator)" }
            foreach ($parameter in $help.parameters.parameter) {
                foreach ($field in 'required', 'position', 'pipelineInput', 'aliases', 'defaultValue', 'globbing', { $_.type.name }, { $_.description.Text }) {
                    if (-not "$($parameter | ForEach-Object $field)".Trim()) { "$command -$($parameter.name) has no $field" }
                }
            }
            # Without a help file the synopsis is the syntax.
            if ($help.Synopsis.Trim() -like "$command*") { "$command has no help" }
            foreach ($field in { $_.Synopsis }, { $_.description.Text }, { $_.inputTypes.inputType.type.name }, { $_.inputTypes.inputType.description.Text },
                { $_.returnValues.returnValue.type.name }, { $_.returnValues.returnValue.description.Text }, { $_.examples.example.title }, { $_.examples.example.code },
                { $_.examples.example.remarks.Text }, { $_.syntax.syntaxItem.name }, { $_.relatedLinks.navigationLink.linkText }) {
                if (-not "$($help | ForEach-Object $field)".Trim()) { "$command has no $field" }
            }
            foreach ($view in @{ Detailed = $true }, @{ Full = $true }, @{}) {
                if ((Get-Help $command.Name @view | Out-String) -match '-Online') { "$command offers -Online ($($view.Keys))" }
            }
        }
        (Get-Help about_PSMailProtocol | Out-String) -split '\r?\n' -cmatch '^[A-Z ]+$' | Select-Object -First 2
        """;

    private static readonly string[] Expected =
    [
        "Add-ImapMessage", "Add-MailSandboxMessage", "Clear-MailSandbox", "Connect-MailServer", "Copy-ImapMessage", "Disconnect-MailServer",
        "Export-MailMessage", "Get-ImapFolder", "Get-ImapMessage", "Get-MailSandboxMessage", "Get-Pop3Message",
        "Import-MailMessage", "Move-ImapMessage", "New-ImapFolder", "Remove-ImapFolder", "Remove-ImapMessage", "Remove-Pop3Message",
        "Rename-ImapFolder",
        "Resolve-MailExchanger", "Save-MailAttachment", "Send-SmtpMessage", "Set-ImapMessage", "Start-MailSandbox", "Stop-MailSandbox",
        "Test-MailDomain", "Test-MailServer", "Wait-ImapMessage", "Wait-Pop3Message", "TOPIC", "SHORT DESCRIPTION",
    ];

    [Fact]
    public void A_built_checkout_shows_help_without_gaps() => Assert.Equal(Expected, Pwsh.Run(Overview).AssertSucceeded().Lines);

    [Fact]
    public void An_installed_package_shows_help_without_gaps()
    {
        var result = Pwsh.Run($$"""
            function dotnet { $global:LASTEXITCODE = 0 }
            $null = & {{Pwsh.Quote(Path.Combine(Pwsh.Root, "build.ps1"))}} -Task Install -Destination "$PWD/modules"
            Remove-Module PSMailProtocol
            $env:PSModulePath = "$PWD/modules"
            Import-Module PSMailProtocol
            if (-not (Get-Module PSMailProtocol).ModuleBase.StartsWith($PWD.Path)) { 'another module was imported' }

            """ + Overview).AssertSucceeded();

        Assert.Equal(Expected, result.Lines);
    }
}
