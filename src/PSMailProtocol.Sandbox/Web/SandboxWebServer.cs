using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using PSMailProtocol.Sandbox.Serving;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>
/// One port of HTTP on loopback: takes requests, each on a thread of its own, and lets in only those that <see cref="SandboxWebAccess"/>
/// does.
/// </summary>
internal sealed class SandboxWebServer : IDisposable
{
    /// <summary>How many requests are answered at a time.</summary>
    public const int MaximumRequests = 64;

    private const int MostAttempts = 20;
    private const int AccessDenied = 5;

    private readonly object _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly HashSet<Thread> _threads = [];
    private readonly ConnectionRegister _register;
    private readonly SandboxWebAccess _access;
    private readonly SandboxWebPages _pages;
    private readonly HttpListener _listener;
    private readonly Thread _thread;

    public SandboxWebServer(MailSandbox sandbox, int port, ConnectionRegister register)
    {
        _register = register;
        _listener = Listen(port, out var origin);
        _access = new SandboxWebAccess(origin);
        _pages = new SandboxWebPages(sandbox, _closing.Token);
        _thread = new Thread(Run) { IsBackground = true, Name = "web" };
        _thread.Start();
    }

    /// <summary>Where the page is, token included.</summary>
    public Uri Address => _access.Address;

    public void Dispose()
    {
        _closing.Cancel();
        _thread.Join();

        // Each says that it ends before the connections go.
        foreach (var thread in Threads())
            thread.Join();
        _listener.Abort();
    }

    /// <summary>Begins to listen. A port of 0 is one that was free a moment ago, since HTTP listeners cannot ask for any.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    private static HttpListener Listen(int port, out Uri origin)
    {
        // Windows gives everybody this name alone. Elsewhere names are resolved, and this one may lead to IPv6.
        var host = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "localhost" : IPAddress.Loopback.ToString();
        for (var attempt = 1; ; attempt++)
        {
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            try
            {
                origin = new Uri($"http://{host}:{(port == 0 ? FreePort() : new IPEndPoint(IPAddress.Loopback, port).Port)}/");
                listener.Prefixes.Add(origin.AbsoluteUri);
                listener.Start();
                return listener;
            }
            catch (HttpListenerException e)
            {
                listener.Abort();
                if (port != 0 || attempt == MostAttempts)
                    throw new SocketException(
                        (int)(e.ErrorCode == AccessDenied ? SocketError.AccessDenied : SocketError.AddressAlreadyInUse));
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private Thread[] Threads()
    {
        lock (_gate)
            return _threads.ToArray();
    }

    /// <summary>
    /// Takes requests until the sandbox ends. It waits by itself, since a listener that is aborted does not always wake who waits for a
    /// request.
    /// </summary>
    private void Run()
    {
        while (true)
        {
            var arrival = _listener.BeginGetContext(null, null);
            if (WaitHandle.WaitAny([arrival.AsyncWaitHandle, _closing.Token.WaitHandle]) == 1)
                return;

            try
            {
                Take(_listener.EndGetContext(arrival));
            }
            catch (Exception e) when (SandboxWebResponse.IsEnd(e))
            {
                // The client left before its request was read.
            }
        }
    }

    private void Take(HttpListenerContext context)
    {
        lock (_gate)
        {
            if (_threads.Count >= MaximumRequests)
            {
                new SandboxWebResponse(context.Response, _closing.Token).Refuse(HttpStatusCode.ServiceUnavailable);
                return;
            }

            var thread = new Thread(() => Serve(context)) { IsBackground = true, Name = "web request" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private void Serve(HttpListenerContext context)
    {
        var response = new SandboxWebResponse(context.Response, _closing.Token, context.Request.HttpMethod == "HEAD");
        try
        {
            if (!_access.TryEnter(context.Request, out var request))
                response.Refuse(HttpStatusCode.Forbidden);
            else if (context.Request.HasEntityBody)
                response.Refuse(HttpStatusCode.RequestEntityTooLarge);
            else
                _pages.Answer(request, response);
        }
        catch (OperationCanceledException)
        {
            response.Fail(HttpStatusCode.ServiceUnavailable);
        }
        catch (Exception e) when (SandboxWebResponse.IsEnd(e))
        {
            // The sandbox ends, or the client left or stopped reading.
            response.Abort();
        }
        catch (Exception e)
        {
            _register.AddFailure(e);
            response.Fail(HttpStatusCode.InternalServerError);
        }
        finally
        {
            lock (_gate)
                _threads.Remove(Thread.CurrentThread);
        }
    }
}
