using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Benchmarks;

/// <summary>A server on loopback that takes mail and throws it away: Postfix's <c>smtp-sink</c>, or the sandbox, which keeps it.</summary>
internal sealed class SmtpSink : IDisposable
{
    private static readonly string[] Programs = ["/usr/sbin/smtp-sink", "/usr/local/sbin/smtp-sink"];

    private readonly Process? _process;
    private readonly MailSandbox? _sandbox;

    private SmtpSink(string name, int port, Process? process, MailSandbox? sandbox)
    {
        Name = name;
        Port = port;
        _process = process;
        _sandbox = sandbox;
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>The program, or null where it is not installed.</summary>
    public static SmtpSink? Postfix()
    {
        if (Array.Find(Programs, File.Exists) is not { } program)
            return null;

        int port = FreePort();
        Process process = Process.Start(new ProcessStartInfo(program, ["-u", Environment.UserName, $"127.0.0.1:{port}", "100"]))!;
        while (!Answers(port))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{program} did not start.");
            Thread.Yield();
        }

        return new SmtpSink("smtp-sink", port, process, null);
    }

    public static SmtpSink Sandbox()
    {
        MailSandbox sandbox = MailSandbox.Start();
        return new SmtpSink("sandbox", sandbox.SmtpPort, null, sandbox);
    }

    public void Dispose()
    {
        _sandbox?.Dispose();
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
