using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Imap.Wire;

namespace PSMailProtocol.Imap;

/// <summary>
/// The fields of a header that a server has parsed (RFC 9051 section 7.5.2). Texts are as the header has them: encoded words are
/// not decoded.
/// </summary>
public sealed class ImapEnvelope
{
    private ImapEnvelope()
    {
    }

    /// <summary>The Date field; null if there is none.</summary>
    public string? Date { get; private init; }

    /// <summary>The Subject field; null if there is none.</summary>
    public string? Subject { get; private init; }

    /// <summary>The authors.</summary>
    public IReadOnlyList<ImapAddress> From { get; private init; } = [];

    /// <summary>The sender; the server puts the authors there where the header has none.</summary>
    public IReadOnlyList<ImapAddress> Sender { get; private init; } = [];

    /// <summary>Where answers go; the server puts the authors there where the header has none.</summary>
    public IReadOnlyList<ImapAddress> ReplyTo { get; private init; } = [];

    /// <summary>The recipients.</summary>
    public IReadOnlyList<ImapAddress> To { get; private init; } = [];

    /// <summary>The recipients of a copy.</summary>
    public IReadOnlyList<ImapAddress> Cc { get; private init; } = [];

    /// <summary>The recipients of a copy that the others do not see.</summary>
    public IReadOnlyList<ImapAddress> Bcc { get; private init; } = [];

    /// <summary>The In-Reply-To field as it is.</summary>
    public string? InReplyTo { get; private init; }

    /// <summary>The Message-ID field as it is.</summary>
    public string? MessageId { get; private init; }

    /// <summary>The envelope as the header fields (RFC 5322) that its server has taken apart, so that one reader serves both.</summary>
    /// <returns>Their names and values.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> ToFields() => ImapEnvelopeFields.Of(this);

    /// <summary>
    /// Reads an envelope; null for what is none, or holds an address that cannot be read: then the header says more. Servers leave out
    /// In-Reply-To and Message-ID at its end.
    /// </summary>
    internal static ImapEnvelope? Read(ImapValue? value)
    {
        var bare = value?.Bare;
        if (bare?.List is not { Count: >= 8 } fields || fields[0].List is not null || fields[1].List is not null)
            return null;

        var addresses = fields.Skip(2).Take(6).Select(ImapAddress.ReadList).ToArray();
        if (addresses.Contains(null))
            return null;

        return new ImapEnvelope
        {
            Date = fields[0].Text,
            Subject = fields[1].Text,
            From = addresses[0]!,
            Sender = addresses[1]!,
            ReplyTo = addresses[2]!,
            To = addresses[3]!,
            Cc = addresses[4]!,
            Bcc = addresses[5]!,
            InReplyTo = bare[8].Text,
            MessageId = bare[9].Text,
        };
    }
}
