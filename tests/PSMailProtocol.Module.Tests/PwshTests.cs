using Xunit;

namespace PSMailProtocol.Module.Tests;

public class PwshTests
{
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
