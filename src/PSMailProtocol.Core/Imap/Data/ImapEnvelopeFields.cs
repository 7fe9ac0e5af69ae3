using System;
using System.Collections.Generic;
using System.Linq;

namespace PSMailProtocol.Imap;

/// <summary>Writes an envelope as header fields (RFC 5322).</summary>
internal static class ImapEnvelopeFields
{
    private const string Specials = "()<>[]:;@\\,\"";

    private static readonly char[] LineEnds = ['\r', '\n', '\0'];

    /// <summary>
    /// The fields that the envelope has. Servers repeat the authors where a header has no Sender and no Reply-To, which it is then taken
    /// for.
    /// </summary>
    public static List<KeyValuePair<string, string>> Of(ImapEnvelope envelope)
    {
        var fields = new List<KeyValuePair<string, string>>();
        Add(fields, "Date", envelope.Date);
        Add(fields, "From", List(envelope.From));
        if (!envelope.Sender.SequenceEqual(envelope.From))
            Add(fields, "Sender", List(envelope.Sender));
        if (!envelope.ReplyTo.SequenceEqual(envelope.From))
            Add(fields, "Reply-To", List(envelope.ReplyTo));
        Add(fields, "To", List(envelope.To));
        Add(fields, "Cc", List(envelope.Cc));
        Add(fields, "Bcc", List(envelope.Bcc));
        Add(fields, "Subject", envelope.Subject);
        Add(fields, "In-Reply-To", envelope.InReplyTo);
        Add(fields, "Message-ID", envelope.MessageId);
        return fields;
    }

    /// <summary>A line end within a value stands for folding, and would begin a field of its own in a header.</summary>
    private static void Add(List<KeyValuePair<string, string>> fields, string name, string? value)
    {
        if (value is not null)
            fields.Add(new KeyValuePair<string, string>(name,
                value.IndexOfAny(LineEnds) < 0 ? value : string.Join(" ", value.Split(LineEnds))));
    }

    private static string? List(IReadOnlyList<ImapAddress> addresses) =>
        addresses.Count == 0 ? null : string.Join(", ", addresses.Select(Mailbox));

    private static string Mailbox(ImapAddress address)
    {
        var local = IsDotAtom(address.Mailbox) ? address.Mailbox : Quoted(address.Mailbox);
        var spec = address.Host is null ? local : $"{local}@{address.Host}";
        return string.IsNullOrEmpty(address.Name) ? $"<{spec}>" : $"{Phrase(address.Name!)} <{spec}>";
    }

    /// <summary>An encoded-word between quotes would be none (RFC 2047 section 5), so such a name goes word by word.</summary>
    private static string Phrase(string name) => name.IndexOf("=?", StringComparison.Ordinal) < 0
        ? Quoted(name)
        : string.Join(" ",
            name.Split(' ').Where(word => word.Length > 0).Select(word => IsEncodedWord(word) || IsAtom(word) ? word : Quoted(word)));

    private static bool IsEncodedWord(string word) =>
        word.Length > 6 && word.StartsWith("=?", StringComparison.Ordinal) && word.EndsWith("?=", StringComparison.Ordinal)
            && word.IndexOf('"') < 0;

    private static bool IsAtom(string text) => text.IndexOf('.') < 0 && IsDotAtom(text);

    /// <summary>dot-atom (RFC 5322 section 3.2.3): atoms with dots between them.</summary>
    private static bool IsDotAtom(string text)
    {
        var isAtom = false;
        foreach (var c in text)
        {
            if (c == '.' ? !isAtom : c is <= ' ' or '\x7f' || Specials.IndexOf(c) >= 0)
                return false;
            isAtom = c != '.';
        }

        return isAtom;
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
