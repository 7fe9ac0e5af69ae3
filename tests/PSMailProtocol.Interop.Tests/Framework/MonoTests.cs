using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSMailProtocol.Module.Tests;
using PSMailProtocol.Sandbox;
using Xunit;

namespace PSMailProtocol.Interop.Tests.Framework;

/// <summary>What Windows PowerShell loads, run on a .NET Framework: the assemblies for net472 through their loader.</summary>
public class MonoTests
{
    [ServerFact("mono")]
    public void The_assemblies_for_Windows_PowerShell_compose_send_read_and_resolve()
    {
        using var folder = new TemporaryFolder();
        using var maker = MailSandbox.Start();
        var certificate = folder["sandbox.pfx"];
        File.WriteAllBytes(certificate, maker.Certificate.Export(X509ContentType.Pfx, "open sesame"));

        var start = new ProcessStartInfo(ServerPrograms.Locate("mono"), [Program, Path.Combine(Pwsh.Root, "bin", "net472"), certificate])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var deadline = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, output + error.Result);
        Assert.Equal(["MIME: done", "SMTP: done", "POP3: done", "IMAP: done", "DNS: done"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // The tests lie in bin/<configuration>/<framework>, and so does the program.
    private static string Program =>
        Path.Combine(Pwsh.Root, "tests", "FrameworkProgram", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net472", "FrameworkProgram.exe");
}
