using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PSMailProtocol.Tools;

namespace PSMailProtocol.Benchmarks;

/// <summary>
/// What a short script waits for: from Import-Module in a new PowerShell to the first message accepted by the sandbox, in
/// clear and inside TLS, beside Send-MailMessage, which has nothing to import.
/// </summary>
internal static class ColdStartBenchmark
{
    public const string Name = "cold-start";

    private const string Message = "-Port {0} -From a@example.com -To b@example.com -Subject Status -Body 'All is well.'";

    public static void Run(int runs)
    {
        PowerShellProgram powerShell = PowerShellProgram.Find();
        using SmtpSink sandbox = SmtpSink.Sandbox();
        string message = string.Format(CultureInfo.InvariantCulture, Message, sandbox.Port);
        string import = $"Import-Module '{Checkout.Manifest}'; ";
        Report("Send-SmtpMessage in clear", powerShell, runs, import + $"$null = Send-SmtpMessage -Server 127.0.0.1 -Tls None {message}");
        Report("Send-SmtpMessage by STARTTLS", powerShell, runs,
            import + $"$null = Send-SmtpMessage -Server 127.0.0.1 -SkipCertificateCheck -WarningAction SilentlyContinue {message}");
        Report("Import-Module alone", powerShell, runs, import);
        Report("Send-MailMessage in clear", powerShell, runs,
            $"Send-MailMessage -SmtpServer 127.0.0.1 -WarningAction SilentlyContinue {message}");
    }

    private static void Report(string what, PowerShellProgram powerShell, int runs, string script)
    {
        var times = new List<double>();
        for (int run = -1; run < runs; run++)
        {
            double time = Time(powerShell, script);
            if (run >= 0)
                times.Add(time);
        }

        times.Sort();
        Console.WriteLine($"{Name}: {what,-30} {times[times.Count / 2],6:N0} ms");
    }

    /// <summary>The milliseconds that a script takes in a new PowerShell, its own start not counted.</summary>
    private static double Time(PowerShellProgram powerShell, string script)
    {
        string timed =
            "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; $clock = [Diagnostics.Stopwatch]::StartNew(); " +
                script + "; $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)";
        ProcessStartInfo start = powerShell.CreateStart("-NoProfile", "-NonInteractive", "-EncodedCommand",
            Convert.ToBase64String(Encoding.Unicode.GetBytes(timed)));
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.TryParse(output.Trim().Split('\n')[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double time)
            ? time
            : throw new InvalidOperationException($"PowerShell said: {output}");
    }
}
