using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PSMailProtocol.Interop.Tests;

/// <summary>A server program that a test starts in the foreground and that ends, with its children, in Dispose.</summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly ConcurrentDictionary<int, int> GivenPorts = new();

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private readonly StringBuilder _output = new();
    private readonly Process _process;
    private readonly string _program;

    private ServerProcess(string program, Process process)
    {
        _program = program;
        _process = process;
        _process.OutputDataReceived += (_, line) => Capture(line.Data);
        _process.ErrorDataReceived += (_, line) => Capture(line.Data);
    }

    /// <summary>What the program wrote to standard output and standard error so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Whether the program has ended by itself.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="program">A full path, or a file name to look for as <see cref="ServerPrograms"/> does.</param>
    /// <param name="arguments">Its arguments; none is read by a shell.</param>
    /// <param name="workingDirectory">Where it starts, if that matters.</param>
    /// <param name="environment">Variables to set on top of this process's own.</param>
    public static ServerProcess Start(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(ServerPrograms.Locate(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? string.Empty,
        };
        foreach (var variable in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable.Key] = variable.Value;
        }

        var server = new ServerProcess(program, new Process { StartInfo = start });
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>A loopback port that nobody holds now, neither by TCP nor by UDP, and that nobody here was given before.</summary>
    /// <remarks>
    /// The system may name a port again that a server has not taken yet, and one server needs several. Another program may take it before
    /// the server does; the server then exits and says so.
    /// </remarks>
    public static int FindFreePort()
    {
        while (true)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(tcp.LocalEndPoint!);
                var port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
                if (GivenPorts.TryAdd(port, port))
                    return port;
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody's UDP port has this number: ask for another.
            }
        }
    }

    /// <summary>Waits until a TCP port on 127.0.0.1 accepts a connection.</summary>
    /// <exception cref="InvalidOperationException">The program ended first; the message has its output.</exception>
    /// <exception cref="TimeoutException">The time is over; the message has the program's output.</exception>
    public void WaitForPort(int port, TimeSpan timeout) => WaitForPort(new IPEndPoint(IPAddress.Loopback, port), timeout);

    /// <summary>Waits until a TCP port on another address of this machine accepts a connection.</summary>
    /// <exception cref="InvalidOperationException">The program ended first; the message has its output.</exception>
    /// <exception cref="TimeoutException">The time is over; the message has the program's output.</exception>
    public void WaitForPort(IPEndPoint endPoint, TimeSpan timeout) =>
        WaitUntil(() => Accepts(endPoint), $"does not listen on {endPoint}", timeout);

    /// <summary>Waits until the program has written a text; some servers listen before they can answer.</summary>
    /// <exception cref="InvalidOperationException">The program ended first; the message has its output.</exception>
    /// <exception cref="TimeoutException">The time is over; the message has the program's output.</exception>
    public void WaitForOutput(string text, TimeSpan timeout) =>
        WaitUntil(() => Output.Contains(text, StringComparison.Ordinal), $"has not written '{text}'", timeout);

    /// <summary>Ends the program and every process it started.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="isReached">Whether it is so by now.</param>
    /// <param name="fault">What is said after the name of the program if it never is.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="InvalidOperationException">The program ended first; the message has its output.</exception>
    /// <exception cref="TimeoutException">The time is over; the message has the program's output.</exception>
    public void WaitUntil(Func<bool> isReached, string fault, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        while (!isReached())
        {
            if (_process.HasExited)
            {
                _process.WaitForExit();
                throw new InvalidOperationException($"{_program} ended with code {_process.ExitCode}:\n{Output}");
            }

            if (clock.Elapsed > timeout)
            {
                throw new TimeoutException($"{_program} {fault}:\n{Output}");
            }

            Thread.Sleep(PollInterval);
        }
    }

    private static bool Accepts(IPEndPoint endPoint)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(endPoint);
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    private void Capture(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
