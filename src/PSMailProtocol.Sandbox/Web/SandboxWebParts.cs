using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Sandbox.Web;

/// <summary>Parts of one message: its text, its HTML as text and to look at, its octets, its attachments.</summary>
internal static class SandboxWebParts
{
    /// <summary>How many octets of images the HTML shows that come with the message.</summary>
    public const long ImagesInView = 8 * 1024 * 1024;

    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>The frame that shows HTML runs nothing, loads nothing, sends nothing and leads nowhere.</summary>
    private const string ViewPolicy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox; frame-ancestors " +
        "'self'";

    /// <summary>Mail is written for white paper; where a link leads shows when the pointer is over it.</summary>
    private const string ViewStyle =
        ":root{color-scheme:light;background:#fff;color:#111;font:14px/1.5 system-ui,sans-serif}body{margin:16px;overflow-wrap:anywhere}" +
        "img{max-width:100%}a[title]{color:#0b57d0;text-decoration:underline;cursor:help}";

    private static readonly string[] ShownImages = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/bmp",
        "image/avif"];

    /// <summary>How a part is sent; null for a part that does not exist.</summary>
    public static Action<SandboxMail, SandboxWebResponse>? Find(string part) => part switch
    {
        "text" => (mail, response) => SendText(IndexedMail.Read(mail).TextBody, response),
        "html" => (mail, response) => SendText(IndexedMail.Read(mail).HtmlBody, response),
        "view" => SendView,
        "raw" => SendOctets,
        _ => null,
    };

    /// <summary>Sends the content of an attachment, always as something to save.</summary>
    public static void SendAttachment(SandboxMail mail, string index, SandboxWebResponse response)
    {
        var attachments = IndexedMail.Read(mail).Attachments;
        if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= attachments.Count)
        {
            response.SendJson(HttpStatusCode.NotFound,
                new WebFailure { Error = $"{mail.QueueId} has {attachments.Count} attachments, counted from 0, and no {index}." });
            return;
        }

        using var content = attachments[number].OpenRead();
        SendFile(AttachmentFileName.For(attachments[number]), "application/octet-stream", content, attachments[number].Size, response);
    }

    private static void SendOctets(SandboxMail mail, SandboxWebResponse response)
    {
        using var octets = new MemoryStream(mail.Octets, writable: false);
        SendFile(mail.QueueId + ".eml", "message/rfc822", octets, octets.Length, response);
    }

    /// <summary>The name is written as RFC 6266 section 4.3 says, so that it may hold any character.</summary>
    private static void SendFile(string name, string type, Stream content, long length, SandboxWebResponse response) =>
        response.With("Content-Disposition", "attachment; filename*=UTF-8''" + Uri.EscapeDataString(name))
            .Send(HttpStatusCode.OK, type, content, length);

    private static void SendText(string? text, SandboxWebResponse response)
    {
        using var octets = new MemoryStream(Encoding.UTF8.GetBytes(text ?? ""));
        response.Send(text is null ? HttpStatusCode.NoContent : HttpStatusCode.OK, PlainText, octets);
    }

    private static void SendView(SandboxMail mail, SandboxWebResponse response)
    {
        var message = IndexedMail.Read(mail);
        var room = ImagesInView;
        using var octets = new MemoryStream();
        using (var writer = new StreamWriter(octets, new UTF8Encoding(false), 1024, leaveOpen: true))
            SafeHtml.Write(message.HtmlBody ?? "", id => ImageOf(message, id, ref room), ViewStyle, writer);
        octets.Position = 0;
        response.With("X-Frame-Options", "SAMEORIGIN").Send(HttpStatusCode.OK, "text/html; charset=utf-8", octets, policy: ViewPolicy);
    }

    private static string? ImageOf(MailMessage message, string contentId, ref long room)
    {
        if (message.Attachments.FirstOrDefault(a => a.ContentId == contentId) is not { } image || !ShownImages.Contains(image.ContentType)
            || image.Size > room)
            return null;

        room -= image.Size;
        return "data:" + image.ContentType + ";base64," + Convert.ToBase64String(image.ToArray());
    }
}
