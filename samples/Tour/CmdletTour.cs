using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Samples.Tour;

/// <summary>Lets a real PowerShell take the tour, through Tour.ps1 and the module as it was built.</summary>
internal static class CmdletTour
{
    public static bool Run(string pwsh, MailSandbox sandbox)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Tour.ps1");
        string[] arguments =
        [
            "-NoProfile", "-NonInteractive", "-File", script,
            "-Manifest", FindManifest(),
            "-Server", sandbox.Host,
            "-SmtpPort", $"{sandbox.SmtpPort}",
            "-Pop3Port", $"{sandbox.Pop3sPort}",
            "-ImapPort", $"{sandbox.ImapPort}",
            "-DnsServer", $"{sandbox.DnsEndPoint}",
        ];
        var start = new ProcessStartInfo(pwsh, arguments) { UseShellExecute = false };

        // Neither a password on a command line nor colours in a log.
        start.Environment["TOUR_PASSWORD"] = TourAccount.Password;
        start.Environment["NO_COLOR"] = "1";

        Console.Out.Flush();
        using var process = Process.Start(start)!;
        using var deadline = new Timer(_ => process.Kill(entireProcessTree: true), null, TimeSpan.FromMinutes(3), Timeout.InfiniteTimeSpan);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>The manifest at the root of the checkout that this program was built in.</summary>
    private static string FindManifest()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, "PSMailProtocol.psd1");
            if (File.Exists(manifest))
                return manifest;
        }

        throw new FileNotFoundException("PSMailProtocol.psd1 is not above this program; run the tour from a checkout.");
    }
}
