using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PSMailProtocol.Mime;

/// <summary>A mailbox as RFC 5322 section 3.4 has it: an address and perhaps a name to show for it.</summary>
/// <remarks>
/// Two mailboxes are equal when they are the same address: local parts compare exactly (RFC 5321 section 2.4), domains
/// without regard to case; the display name does not count.
/// </remarks>
public sealed class MailboxAddress : IEquatable<MailboxAddress>
{
    /// <summary>Creates a mailbox from parts that are already valid; text from a person goes through <see cref="Parse"/>.</summary>
    /// <param name="displayName">The decoded name, or an empty string.</param>
    /// <param name="localPart">What stands before the at sign, without the quotes of a quoted local part.</param>
    /// <param name="domain">What stands after it, as written; empty where obsolete mail has none.</param>
    public MailboxAddress(string displayName, string localPart, string domain)
    {
        DisplayName = displayName;
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>The decoded display name, or an empty string.</summary>
    public string DisplayName { get; }

    /// <summary>The local part without quotes.</summary>
    public string LocalPart { get; }

    /// <summary>The domain as written: A-labels, U-labels or an address literal in brackets.</summary>
    public string Domain { get; }

    /// <summary>The address as it is written, <c>local@domain</c>, the local part quoted where RFC 5322 section 3.4.1 wants it.</summary>
    public string Address => Domain.Length == 0
        ? QuoteUnlessDotAtom(LocalPart)
        : QuoteUnlessDotAtom(LocalPart) + "@" + Domain;

    /// <summary>Whether the local part is ASCII, so that the address needs no SMTPUTF8 (RFC 6531) once its domain is in A-labels.</summary>
    public bool IsLocalPartAscii
    {
        get
        {
            foreach (var character in LocalPart)
            {
                if (character > 127)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Reads one mailbox as a person types it: <c>user@example.com</c> or <c>Display Name &lt;user@example.com&gt;</c>.</summary>
    /// <param name="text">The text. Quoted local parts, UTF-8 local parts and internationalised domains are fine; line breaks and other controls are not.</param>
    /// <returns>The mailbox.</returns>
    /// <exception cref="MailException"><see cref="MailErrors.InvalidAddress"/> when the text is not exactly one mailbox.</exception>
    public static MailboxAddress Parse(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

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

    /// <inheritdoc/>
    public bool Equals(MailboxAddress? other) => other is not null
        && string.Equals(LocalPart, other.LocalPart, StringComparison.Ordinal)
        && string.Equals(Domain, other.Domain, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MailboxAddress);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        unchecked((StringComparer.Ordinal.GetHashCode(LocalPart) * 397) ^ StringComparer.OrdinalIgnoreCase.GetHashCode(Domain));

    /// <summary>The mailbox as a person writes it; a name with specials in it is quoted, nothing is encoded.</summary>
    public override string ToString() => DisplayName.Length == 0
        ? Address
        : (IsPhraseOfAtoms(DisplayName) ? DisplayName : Quote(DisplayName)) + " <" + Address + ">";

    private static string QuoteUnlessDotAtom(string localPart) =>
        MailboxTextParser.IsDotAtom(localPart) ? localPart : Quote(localPart);

    private static bool IsPhraseOfAtoms(string name)
    {
        foreach (var character in name)
        {
            if (character != ' ' && !MailboxTextParser.IsAtomText(character))
            {
                return false;
            }
        }

        return name[0] != ' ' && name[name.Length - 1] != ' ';
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
