using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>Answers what was let in: the page with its style sheet and script, and the API beside it.</summary>
internal sealed class SandboxWebPages
{
    /// <summary>The page loads its own files, talks to its own API and shows messages in frames of its own; nothing else.</summary>
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string Script = "text/javascript; charset=utf-8";

    private static readonly Dictionary<string, string> PageFiles = new(StringComparer.Ordinal)
    {
        ["page.html"] = "text/html; charset=utf-8",
        ["page.css"] = "text/css; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
        ["page.js"] = Script,
        ["list.js"] = Script,
        ["message.js"] = Script,
        ["element.js"] = Script,
        ["api.js"] = Script,
    };

    private readonly SandboxWebMessages _messages;

    public SandboxWebPages(MailSandbox sandbox, CancellationToken closing) => _messages = new SandboxWebMessages(sandbox, closing);

    /// <summary>Answers a request.</summary>
    public void Answer(SandboxWebRequest request, SandboxWebResponse response)
    {
        try
        {
            if (!TryAnswer(request, response))
                Fail(response, HttpStatusCode.NotFound, "There is nothing of that name.");
        }
        catch (SandboxWebException e)
        {
            Fail(response, HttpStatusCode.BadRequest, e.Message);
        }
    }

    private bool TryAnswer(SandboxWebRequest request, SandboxWebResponse response)
    {
        switch (request.Path.Count, request.Segment(0), request.Segment(1))
        {
            case (0, _, _):
                Only(request, response, "GET", () => SendFile("page.html", response));
                return true;
            case (1, var file, _) when PageFiles.ContainsKey(file):
                Only(request, response, "GET", () => SendFile(file, response));
                return true;
            case (2, "api", "changes"):
                Only(request, response, "GET", () => _messages.Wait(response, () => _messages.WaitForChange(request, response)));
                return true;
            case (2, "api", "messages") when request.Method == "DELETE":
                request.Allow();
                _messages.Clear(response);
                return true;
            case (2, "api", "messages"):
                Only(request, response, "GET, DELETE", () => _messages.List(request, response));
                return true;
            case (3, "api", "messages") when request.Segment(2) == "next":
                Only(request, response, "GET", () => _messages.Wait(response, () => _messages.WaitForNext(request, response)));
                return true;
            case ( >= 3, "api", "messages"):
                return TryAnswer(request, request.Segment(2), response);
            default:
                return false;
        }
    }

    private bool TryAnswer(SandboxWebRequest request, string id, SandboxWebResponse response)
    {
        request.Allow();
        if (_messages.Find(id) is not { } mail)
        {
            Fail(response, HttpStatusCode.NotFound, $"There is no message {id}.");
            return true;
        }

        var (part, index) = (request.Segment(3), request.Segment(4));
        switch (request.Path.Count)
        {
            case 3 when request.Method == "DELETE":
                _messages.Remove(mail, response);
                return true;
            case 3:
                Only(request, response, "GET, DELETE", () => SandboxWebMessages.Send(mail, response));
                return true;
            case 4 when SandboxWebParts.Find(part) is { } send:
                Only(request, response, "GET", () => send(mail, response));
                return true;
            case 5 when part == "attachments":
                Only(request, response, "GET", () => SandboxWebParts.SendAttachment(mail, index, response));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Answers GET; any other method is told which ones there are.</summary>
    private static void Only(SandboxWebRequest request, SandboxWebResponse response, string allowed, Action answer)
    {
        if (request.Method == "GET")
            answer();
        else
            Fail(response.With("Allow", allowed), HttpStatusCode.MethodNotAllowed,
                $"The method {request.Method} is not for this; there is {allowed}.");
    }

    private static void Fail(SandboxWebResponse response, HttpStatusCode status, string reason) =>
        response.SendJson(status, new WebFailure { Error = reason });

    private static void SendFile(string name, SandboxWebResponse response)
    {
        using var file = Open(name);
        response.Send(HttpStatusCode.OK, PageFiles[name], file, policy: PagePolicy);
    }

    private static Stream Open(string name) =>
        typeof(SandboxWebPages).Assembly.GetManifestResourceStream("Page/" + name)
            ?? throw new InvalidOperationException($"The build left out {name}.");
}
