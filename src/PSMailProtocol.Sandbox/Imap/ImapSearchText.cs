using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Mime;

namespace PSMailProtocol.Sandbox.Imap;

/// <summary>
/// Looks for text in a message as a person reads it: encoded-words, transfer encodings and charsets undone, letter case
/// without weight (RFC 3501 section 6.4.4).
/// </summary>
internal static class ImapSearchText
{
    /// <summary>Whether a field of a name holds a text; the empty one is held by any field that exists.</summary>
    public static bool FieldHolds(SandboxMessage message, string name, string text) =>
        message.Satisfies(m => m.Headers.GetAll(name).Any(value => Holds(value, text)));

    /// <summary>Whether any field of the header holds a text.</summary>
    public static bool HeaderHolds(SandboxMessage message, string text) =>
        message.Satisfies(m => m.Headers.Any(field => Holds(field.ToString(), text)));

    /// <summary>Whether any text in the body holds a text.</summary>
    public static bool BodyHolds(SandboxMessage message, string text) =>
        message.Satisfies(m => Texts(m.Body).Any(part => Holds(part, text)));

    private static IEnumerable<string> Texts(MimePart body)
    {
        var parts = new Stack<MimePart>([body]);
        while (parts.Count > 0)
        {
            var part = parts.Pop();
            if (part.Children.Count == 0 && part.ContentType.MediaType.StartsWith("text/", StringComparison.Ordinal))
                yield return part.GetText();
            foreach (var child in part.Children)
                parts.Push(child);
        }
    }

    private static bool Holds(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
