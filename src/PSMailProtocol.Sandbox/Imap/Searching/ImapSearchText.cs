using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSMailProtocol.Messages;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// Looks for text in a message as a person reads it: encoded-words, transfer encodings and charsets undone, letter case
/// without weight (RFC 3501 section 6.4.4).
/// </summary>
internal static class ImapSearchText
{
    /// <summary>A message attached to one attached to the message, and no deeper.</summary>
    private const int DeepestMessage = 2;

    /// <summary>Whether a field of a name holds a text; the empty one is held by any field that exists.</summary>
    public static bool FieldHolds(SandboxMessage message, string name, string text) =>
        message.Look(m => m.Headers.GetAll(name).Any(value => Holds(value, text)));

    /// <summary>Whether any field of the header holds a text.</summary>
    public static bool HeaderHolds(SandboxMessage message, string text) =>
        message.Look(m => m.Headers.Any(field => Holds(field.ToString(), text)));

    /// <summary>Whether any text in the body holds a text.</summary>
    public static bool BodyHolds(SandboxMessage message, string text) =>
        message.Look(m => Texts(m, 0).Any(part => Holds(part, text)));

    /// <summary>
    /// The text, the HTML, what is attached as text (in UTF-8, since nothing tells its charset), and those of attached messages.
    /// </summary>
    private static IEnumerable<string> Texts(MailMessage message, int depth)
    {
        yield return message.TextBody ?? "";
        yield return message.HtmlBody ?? "";
        foreach (var attachment in message.Attachments)
        {
            if (attachment.ContentType.StartsWith("text/", StringComparison.Ordinal))
                yield return Encoding.UTF8.GetString(attachment.ToArray());
            if (attachment.ContentType != "message/rfc822" || depth == DeepestMessage)
                continue;
            var attached = MailMessage.Read(RawMail.FromBytes(attachment.ToArray()));
            foreach (var text in attached.Headers.Select(field => field.ToString()).Concat(Texts(attached, depth + 1)))
                yield return text;
        }
    }

    private static bool Holds(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
