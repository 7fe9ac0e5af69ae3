using System;
using System.Diagnostics.CodeAnalysis;
using PSMailProtocol.Messages;

namespace PSMailProtocol.Mime;

/// <summary>Reads an address as a person types it.</summary>
public static class AddressText
{
    /// <summary>Reads one mailbox: <c>user@example.com</c> or <c>Display Name &lt;user@example.com&gt;</c>.</summary>
    /// <param name="text">The text. Quoted local parts, UTF-8 local parts and internationalised domains are fine; line breaks and other controls are not.</param>
    /// <returns>The mailbox.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/> when the text is not exactly one mailbox.</exception>
    public static MailboxAddress Parse(string text)
    {
        if (text is null)
            throw new ArgumentNullException(nameof(text));

        var parser = new MailboxTextParser(text);
        return parser.TryParse(out var address)
            ? address
            : throw new MailException(MailErrors.InvalidAddress, parser.DescribeFailure());
    }

    /// <summary>Reads one mailbox as <see cref="Parse"/> does, without an exception.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The mailbox, if there is exactly one.</param>
    /// <returns>Whether the text is exactly one mailbox.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = null;
        return text is not null && new MailboxTextParser(text).TryParse(out address);
    }
}
