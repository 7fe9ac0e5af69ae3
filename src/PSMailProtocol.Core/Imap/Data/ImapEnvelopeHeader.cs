using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSMailProtocol.Imap;

/// <summary>Writes an envelope as a header block (RFC 5322).</summary>
internal static class ImapEnvelopeHeader
{
    private const string Specials = "()<>[]:;@\\,.\"";

    private static readonly char[] LineEnds = ['\r', '\n', '\0'];

    /// <summary>The header block, with the empty line behind it.</summary>
    public static byte[] Write(ImapEnvelope envelope)
    {
        var block = new StringBuilder();
        Append(block, "Date", envelope.Date);
        Append(block, "From", List(envelope.From));
        Append(block, "Sender", List(envelope.Sender));
        Append(block, "Reply-To", List(envelope.ReplyTo));
        Append(block, "To", List(envelope.To));
        Append(block, "Cc", List(envelope.Cc));
        Append(block, "Bcc", List(envelope.Bcc));
        Append(block, "Subject", envelope.Subject);
        Append(block, "In-Reply-To", envelope.InReplyTo);
        Append(block, "Message-ID", envelope.MessageId);
        return Encoding.UTF8.GetBytes(block.Append("\r\n").ToString());
    }

    /// <summary>A line end within a value stands for folding, and would begin a field of its own here.</summary>
    private static void Append(StringBuilder block, string name, string? value)
    {
        if (value is not null)
            block.Append(name).Append(": ").Append(value.IndexOfAny(LineEnds) < 0 ? value : string.Join(" ", value.Split(LineEnds))).Append("\r\n");
    }

    private static string? List(IReadOnlyList<ImapAddress> addresses) =>
        addresses.Count == 0 ? null : string.Join(", ", addresses.Select(Mailbox));

    private static string Mailbox(ImapAddress address)
    {
        var local = address.Mailbox.Split('.').All(IsAtom) ? address.Mailbox : Quoted(address.Mailbox);
        var spec = address.Host is null ? local : $"{local}@{address.Host}";
        return string.IsNullOrEmpty(address.Name) ? $"<{spec}>" : $"{Phrase(address.Name!)} <{spec}>";
    }

    /// <summary>An encoded-word between quotes would be none (RFC 2047 section 5), so such a name goes word by word.</summary>
    private static string Phrase(string name) => name.IndexOf("=?", StringComparison.Ordinal) < 0
        ? Quoted(name)
        : string.Join(" ", name.Split(' ').Where(word => word.Length > 0).Select(word => IsEncodedWord(word) || IsAtom(word) ? word : Quoted(word)));

    private static bool IsEncodedWord(string word) =>
        word.Length > 6 && word.StartsWith("=?", StringComparison.Ordinal) && word.EndsWith("?=", StringComparison.Ordinal) && word.IndexOf('"') < 0;

    private static bool IsAtom(string text) => text.Length > 0 && text.All(c => c > ' ' && c != '\x7f' && Specials.IndexOf(c) < 0);

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
