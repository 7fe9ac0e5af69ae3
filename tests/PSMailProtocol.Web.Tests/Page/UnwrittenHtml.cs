using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using PSMailProtocol.Sandbox;

namespace PSMailProtocol.Web.Tests.Page;

/// <summary>Serves HTML as it was sent: in a frame with the fields that the sandbox sends, or with nothing that protects.</summary>
internal sealed class UnwrittenHtml : IDisposable
{
    private const string FramePage = "<!DOCTYPE html><title>frame</title><iframe sandbox referrerpolicy=no-referrer src=view></iframe>";

    private readonly HttpListener _listener;
    private readonly Uri _address;
    private readonly string _pagePolicy;
    private readonly string _viewPolicy;
    private string _html = "";

    public UnwrittenHtml(MailSandbox sandbox)
    {
        using var client = new HttpClient();
        MailPost.Send(sandbox, MailPost.Html("x"));
        _pagePolicy = PolicyOf(client, sandbox.WebAddress!);
        _viewPolicy = PolicyOf(client, new Uri(sandbox.WebAddress!, $"api/messages/{sandbox.Accepted[^1].QueueId}/view"));
        sandbox.Clear();
        (_listener, _address) = Listen();
        _ = Run();
    }

    /// <summary>Where the HTML is in a frame that the sandbox's policies protect.</summary>
    public string Protected(string html) => Show(html, "frame");

    /// <summary>Where it is without any protection.</summary>
    public string Unprotected(string html) => Show(html, "bare");

    public void Dispose() => _listener.Abort();

    private static string PolicyOf(HttpClient client, Uri address)
    {
        using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, address));
        return string.Join(", ", response.Headers.GetValues("Content-Security-Policy"));
    }

    private static (HttpListener Listener, Uri Address) Listen()
    {
        while (true)
        {
            using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndPoint!).Port}/";
            free.Close();
            var listener = new HttpListener();
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return (listener, new Uri(address));
            }
            catch (HttpListenerException)
            {
                // Somebody else was faster.
            }
        }
    }

    private string Show(string html, string path)
    {
        _html = html;
        return new Uri(_address, path).AbsoluteUri;
    }

    private async Task Run()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var (policy, body) = context.Request.Url!.AbsolutePath switch
                {
                    "/frame" => (_pagePolicy, FramePage),
                    "/view" => (_viewPolicy, _html),
                    "/bare" => ("", _html),
                    _ => ("", ""),
                };
                if (policy.Length > 0)
                    context.Response.Headers["Content-Security-Policy"] = policy;
                context.Response.Headers["Cache-Control"] = "no-store";
                context.Response.ContentType = "text/html; charset=utf-8";
                context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
