using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using PSMailProtocol.Sandbox;
using PSMailProtocol.Tools;

namespace PSMailProtocol.Samples.Tour;

/// <summary>Lets a real PowerShell take the tour, through Tour.ps1 and the module as it was built.</summary>
internal static class CmdletTour
{
    public static bool Run(PowerShellProgram powerShell, MailSandbox sandbox)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Tour.ps1");
        string[] arguments =
        [
            "-NoProfile", "-NonInteractive", "-File", script,
            "-Manifest", Checkout.Manifest,
            "-Server", sandbox.Host,
            "-SmtpPort", $"{sandbox.SmtpPort}",
            "-Pop3Port", $"{sandbox.Pop3sPort}",
            "-ImapPort", $"{sandbox.ImapPort}",
            "-DnsServer", $"{sandbox.DnsEndPoint}",
        ];
        var start = powerShell.CreateStart(arguments);

        // Neither a password on a command line nor colours in a log.
        start.Environment["TOUR_PASSWORD"] = TourAccount.Password;
        start.Environment["NO_COLOR"] = "1";

        Console.Out.Flush();
        using var process = Process.Start(start)!;
        using var deadline = new Timer(_ => process.Kill(entireProcessTree: true), null, TimeSpan.FromMinutes(10),
            Timeout.InfiniteTimeSpan);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
