using System;
using System.Collections.Generic;
using System.Linq;
using PSMailProtocol.Net;

namespace PSMailProtocol.Completion;

/// <summary>Offers what a folder can be for (RFC 6154, RFC 8457).</summary>
internal sealed class SpecialUseWords : WordCompleter
{
    private static readonly (string Use, string Note)[] Uses =
    [
        ("Archive", "messages that are kept"), ("Drafts", "messages that are not sent yet"), ("Flagged", "messages that are flagged"),
        ("Important", "messages that matter"),
        ("Junk", "unwanted messages"), ("Sent", "copies of what was sent"), ("Trash", "messages to be deleted"), ("All", "all messages"),
    ];

    /// <summary>Reads a use, with or without the backslash and in any case.</summary>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidParameter"/> for what is none.</exception>
    public static string Read(string text, string parameter)
    {
        var use = text.Trim().TrimStart('\\');
        return Uses.Select(known => known.Use).FirstOrDefault(known => known.Equals(use, StringComparison.OrdinalIgnoreCase))
            ?? throw new MailException(
                MailErrors.InvalidParameter,
                $"-{parameter}: {WireText.Excerpt(text)} is no special use; there " +
                $"are {string.Join(", ", Uses.Select(known => "\\" + known.Use))}.");
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Text, string Note)> Words(string command) =>
        Uses.Select(known => ("\\" + known.Use, $"\\{known.Use}: {known.Note}"));
}
