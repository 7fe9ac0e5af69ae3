using System;
using System.IO;
using System.Net;
using System.Runtime.Serialization.Json;
using System.Threading;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>
/// An answer by HTTP. Nothing of it is kept by the browser, read by other pages, or taken for what it is not. To HEAD it has no
/// content, which a client would take for the next answer (RFC 9110 section 9.3.2).
/// </summary>
internal sealed class SandboxWebResponse(HttpListenerResponse response, CancellationToken closing, bool isHead = false)
{
    /// <summary>The policy of what is no page: it is nothing that could load or run.</summary>
    public const string NothingPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private const int BlockSize = 64 * 1024;

    /// <summary>How long a client may take to read a block.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private bool _isBegun;

    /// <summary>Adds a header field.</summary>
    public SandboxWebResponse With(string name, string value)
    {
        response.Headers[name] = value;
        return this;
    }

    /// <summary>Answers with a status and nothing else, and closes the connection.</summary>
    public void Refuse(HttpStatusCode status)
    {
        response.StatusCode = (int)status;
        response.KeepAlive = false;
        response.ContentLength64 = 0;
        response.Close();
    }

    /// <summary>Answers with an object.</summary>
    public void SendJson<T>(HttpStatusCode status, T value)
    {
        using var json = new MemoryStream();
        new DataContractJsonSerializer(typeof(T)).WriteObject(json, value);
        json.Position = 0;
        Send(status, "application/json; charset=utf-8", json);
    }

    /// <summary>Answers with content.</summary>
    /// <param name="status">The status.</param>
    /// <param name="type">The media type.</param>
    /// <param name="content">The content; null for none.</param>
    /// <param name="length">How many octets it has, where it cannot seek.</param>
    /// <param name="policy">The content security policy.</param>
    public void Send(HttpStatusCode status, string? type, Stream? content, long? length = null, string policy = NothingPolicy)
    {
        _isBegun = true;
        response.StatusCode = (int)status;
        response.ContentType = type;
        With("Content-Security-Policy", policy).With("X-Content-Type-Options", "nosniff").With("Referrer-Policy", "no-referrer");
        if (response.Headers["X-Frame-Options"] is null)
            With("X-Frame-Options", "DENY");
        With("Cache-Control", "no-store").With("X-DNS-Prefetch-Control", "off");
        With("Cross-Origin-Resource-Policy", "same-origin").With("Cross-Origin-Opener-Policy", "same-origin");
        response.ContentLength64 = length ?? content?.Length ?? 0;
        if (content is not null && !isHead)
            Write(content);
        response.Close();
    }

    /// <summary>Answers with a status, or ends the connection if an answer was begun.</summary>
    public void Fail(HttpStatusCode status)
    {
        try
        {
            if (_isBegun)
                Abort();
            else
                Refuse(status);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // There is nobody who could be told.
        }
    }

    /// <summary>Ends the connection, whatever was sent.</summary>
    public void Abort()
    {
        try
        {
            response.Abort();
        }
        catch (Exception e) when (IsEnd(e))
        {
            // It ended by itself.
        }
    }

    /// <summary>Whether that is how a connection ends when the client leaves, or stops reading, or the sandbox ends.</summary>
    public static bool IsEnd(Exception failure) =>
        failure is HttpListenerException or ObjectDisposedException or IOException;

    private void Write(Stream content)
    {
        var block = new byte[BlockSize];
        for (int count; (count = content.Read(block, 0, block.Length)) > 0;)
        {
            var written = response.OutputStream.WriteAsync(block, 0, count);
            try
            {
                if (!written.Wait((int)Patience.TotalMilliseconds, closing))
                    throw new IOException("The client does not read.");
            }
            catch (AggregateException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }
}
