using PSMailProtocol.Smtp;
using Xunit;

namespace PSMailProtocol.Module.Tests;

public class ModuleTests
{
    [Fact]
    public void A_build_makes_the_checkout_importable_with_its_cmdlets_and_nothing_else()
    {
        var result = Pwsh.Run("(Get-Command -Module PSMailProtocol | Sort-Object Name).Name").AssertSucceeded();

        Assert.Equal(
            [
                "Export-MailMessage", "Get-ImapMessage", "Get-Pop3Message", "Import-MailMessage", "Remove-Pop3Message", "Resolve-MailExchanger",
                "Save-MailAttachment", "Send-SmtpMessage",
            ],
            result.Lines);
    }

    [Fact]
    public void A_script_that_fails_is_seen_to_fail()
    {
        var thrown = Pwsh.Run("throw 'no good'");
        var reported = Pwsh.Run("Write-Error 'not so good'; 'go on'; exit 3");

        Assert.Equal(1, thrown.ExitCode);
        Assert.Contains("no good", thrown.Error);
        Assert.Equal(3, reported.ExitCode);
        Assert.Equal(["go on"], reported.Lines);
        Assert.Contains("not so good", reported.Error);
    }
}
