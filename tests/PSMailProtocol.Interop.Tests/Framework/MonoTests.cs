using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSMailProtocol.Module.Tests;
using PSMailProtocol.Module.Tests.Cmdlets;
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

        var output = Run(certificate);

        Assert.Equal(["MIME: done", "reading: done", "SMTP: done", "POP3: done", "IMAP: done", "DNS: done", "domain: done"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The platform takes a common name, or asks nobody but a callback of the whole process; we do not.</summary>
    [ServerFact("mono", "cert-sync")]
    public void A_wrong_certificate_is_refused_by_its_reason_there_too()
    {
        using var folder = new TemporaryFolder();
        using var authority = new CertificateAuthority();
        File.WriteAllText(folder["authority.pem"], authority.Pem);
        Save("1 right", authority.Issue("localhost", ["localhost"]));
        Save("2 other name", authority.Issue("localhost", ["x.test"]));
        Save("3 common name", authority.Issue("localhost", []));
        Save("4 address", authority.Issue("localhost", ["127.0.0.1"]));
        Save("5 expired", authority.Issue("localhost", ["localhost"], -20, -10));
        Save("6 early", authority.Issue("localhost", ["localhost"], 10, 20));
        Save("7 for clients", authority.Issue("localhost", ["localhost"], purpose: "1.3.6.1.5.5.7.3.2"));

        using var stranger = new CertificateAuthority();
        Save("8 untrusted", stranger.Issue("localhost", ["localhost"]));

        var lines = Run(folder.Path, folder["authority.pem"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string[] expected =
        [
            "accepted", "not to localhost", "no subject alternative name", "not to localhost", "it expired on", "it is not valid before",
            "not made for servers", "CertificateRejected",
        ];
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair => Assert.Contains(pair.First, pair.Second));
        Assert.All(lines[1..], line => Assert.Contains(": CertificateRejected ", line));

        void Save(string name, X509Certificate2 certificate) =>
            File.WriteAllBytes(folder[name + ".pfx"], certificate.Export(X509ContentType.Pfx, "open sesame"));
    }

    /// <summary>What the program writes when it ends well. What it trusts lies in a folder of its own.</summary>
    private static string Run(string certificates, string? authority = null)
    {
        using var settings = new TemporaryFolder();
        if (authority is not null)
            Output("cert-sync", ["--user", authority], settings);
        return Output("mono", [Program, Path.Combine(Pwsh.Root, "bin", "net472"), certificates], settings);
    }

    private static string Output(string program, string[] arguments, TemporaryFolder settings)
    {
        var start = new ProcessStartInfo(ServerPrograms.Locate(program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_CONFIG_HOME"] = settings.Path },
        };
        using var process = Process.Start(start)!;
        using var deadline = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, output + error.Result);
        return output;
    }

    // The tests lie in bin/<configuration>/<framework>, and so does the program.
    private static string Program =>
        Path.Combine(Pwsh.Root, "tests", "FrameworkProgram", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net472",
            "FrameworkProgram.exe");
}
